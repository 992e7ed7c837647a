"""`POST /v1/lookup`: which of these photos are listed, and where.

The extension asks this for every screenful of photos, so it must be fast. Photo IDs are in the body only, and
are logged at DEBUG only.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

import orjson
from aiohttp import web

from inset.errors import BadRequest
from inset.flickr import MAX_PHOTO_ID
from inset.index.dataset_index import DatasetAnswer
from inset.index.library import Library
from inset.photo_ref import parse_photo_id, photo_id_from_url
from inset.server.answers import encoded_answer
from inset.server.asked import read_photos
from inset.server.guards.limits import body_of
from inset.server.keys import LIBRARY
from inset.wire import answer_facts

_LOG: Final = logging.getLogger("inset.server.lookup")


class _Told:
    """What the answers from one library say alike, encoded once: with forty datasets it is most of an answer.

    Attributes:
        head: the beginning of each answer, up to what depends on the question.
        datasets: by its name, what each dataset says of a photo that it lists.
    """

    __slots__ = ("datasets", "head")

    def __init__(self, library: Library) -> None:
        told = {
            "revision": library.revision,
            "datasets": library.training_sets(),
            "censuses": sorted(library.censuses),
            "unavailable": list(library.unavailable),
        }
        self.head = orjson.dumps(told)[:-1] + b","
        self.datasets = {
            name: orjson.Fragment(orjson.dumps(answer_facts(dataset.answer)))
            for name, dataset in library.datasets.items()
        }

    def by_photo(self, found: Mapping[int, Sequence[DatasetAnswer]]) -> dict[str, list[orjson.Fragment]]:
        datasets = self.datasets
        return {str(photo_id): [datasets[each.dataset] for each in answers] for photo_id, answers in found.items()}


_TOLD: Final[WeakKeyDictionary[Library, _Told]] = WeakKeyDictionary()
"""A library never changes; whoever replaces it lets go of what it told."""


async def lookup(request: web.Request) -> web.Response:
    """Answer `{"photos": ["…"]}` (≤ 1,000 IDs or addresses) for all datasets.

    Raises:
        BadRequest, TooLarge: the body is not that.
        IndexMissing: no dataset is published, so there is no answer.
    """
    return await answer_lookup(request.app, body_of(request))


async def answer_lookup(app: web.Application, question: dict[str, Any]) -> web.Response:
    """Answer one question, however it came; raises as `lookup` does."""
    ids, named, invalid = parse_photos(read_photos(question))
    found, library = await app[LIBRARY].ask_and_tell(lambda library: library.lookup(ids), inline=True)
    if _LOG.isEnabledFor(logging.DEBUG):
        _LOG.debug("lookup photos=%s listed=%s", ids, list(found))
    listed, public = library.apart(found)
    told = _TOLD.get(library)
    if told is None:
        told = _TOLD[library] = _Told(library)
    asked = {
        "listed": told.by_photo(listed),
        "public": told.by_photo(public),
        "named": named,
        "invalid": invalid,
    }
    return encoded_answer(told.head + orjson.dumps(asked)[1:])


def parse_photos(texts: Sequence[str]) -> tuple[list[int], dict[str, str], list[str]]:
    """Return the photos' IDs, which ID each address among these texts names, and the texts that name no photo.

    Equals `parse_photo_id`, else `photo_id_from_url`, of each text. Nearly always all are IDs; they are then judged and
    read all together, which takes a seventh of the time.

    Raises:
        BadRequest: one of them is not a text.
    """
    try:
        digits = "".join(texts)
    except TypeError:
        raise BadRequest("Send every photo as text: large numbers lose digits on their way.") from None
    all_ids = _only_ids(texts, digits)
    if all_ids is not None:
        return all_ids, {}, []
    ids: list[int] = []
    named: dict[str, str] = {}
    invalid: list[str] = []
    for text in texts:
        photo_id = parse_photo_id(text)
        if photo_id is None:
            photo_id = photo_id_from_url(text)
            if photo_id is None:
                invalid.append(text)
                continue
            named[text] = str(photo_id)
        ids.append(photo_id)
    return ids, named, invalid


def _only_ids(texts: Sequence[str], digits: str) -> list[int] | None:
    """The numbers that these texts are where each is a photo ID; `digits`: the texts joined."""
    if not digits.encode(errors="replace").isdigit():  # of bytes it takes a fifth of what it takes of a text
        return None
    try:
        # JSON knows no number with a leading zero, and none without digits.
        ids: list[int] = orjson.loads(f"[{','.join(texts)}]")
    except orjson.JSONDecodeError:
        return None
    return ids if min(ids) > 0 and max(ids) <= MAX_PHOTO_ID else None
