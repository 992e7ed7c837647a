"""`GET /v1/photos/{id}`: what every dataset says of one photo, with account and licence."""

from __future__ import annotations

from aiohttp import web

from inset.client.answers import Answer, Photo, PhotoInDataset
from inset.errors import PhotoRefInvalid
from inset.index.library import Library
from inset.photo_ref import parse_photo_id
from inset.server.answers import json_answer
from inset.server.keys import LIBRARY
from inset.wire import licence_facts


def read_photo_id(text: str) -> int:
    """Return the photo ID in an address.

    Raises:
        PhotoRefInvalid: it is not a photo ID.
    """
    photo_id = parse_photo_id(text)
    if photo_id is None:
        raise PhotoRefInvalid("Give a photo ID: 1 to 12 digits, the first of them not 0.")
    return photo_id


def photo(library: Library, photo_id: int) -> Photo:
    """Ask every dataset about one photo. Reads files: not for the event loop.

    Raises:
        IndexMissing: no dataset is published, so there is no answer.
        IndexCorrupt: none can be opened, or the details of one that lists the photo cannot be read.
    """
    found: list[PhotoInDataset] = []
    public: list[PhotoInDataset] = []
    for answer in library.lookup([photo_id]).get(photo_id, ()):
        dataset = library.datasets[answer.dataset]
        details = dataset.details_of([photo_id], names=True).get(photo_id)
        said = PhotoInDataset(
            dataset=answer.dataset,
            answer=answer.answer,
            owner=None if details is None else details.account,
            licence=licence_facts(details),
        )
        if details is not None and details.names:
            said["owner_names"] = list(details.names)
        if answer.chance is not None:
            said["chance"] = answer.chance
            said["false_positive_rate"] = dataset.descriptor.filter.false_positive_rate
        (public if answer.dataset in library.censuses else found).append(said)
    unavailable = list(library.unavailable)
    open_ = bool(unavailable) or not library.training_sets()
    return Photo(
        revision=library.revision,
        photo_id=str(photo_id),
        answer=_overall(found, is_open=open_),
        datasets=found,
        censuses=public,
        unavailable=unavailable,
    )


def _overall(found: list[PhotoInDataset], *, is_open: bool) -> Answer:
    if any(each["answer"] == "listed" for each in found):
        return "listed"
    if found:
        return "probably_listed"
    return "unknown" if is_open else "not_listed"


async def get_photo(request: web.Request) -> web.Response:
    """Describe one photo.

    Raises:
        PhotoRefInvalid: the address names no photo.
        IndexMissing, IndexCorrupt: see `photo`.
    """
    photo_id = read_photo_id(request.match_info["id"])
    return json_answer(await request.app[LIBRARY].ask(lambda library: photo(library, photo_id)))
