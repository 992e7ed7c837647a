"""`POST /v1/evidence`: in which rows of which list photos stand, as JSON, as a page, or as a data package.

A POST, because photo IDs are browsing history and do not belong in an address.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict

import msgspec
from aiohttp import web

from inset.errors import BadRequest, NotFound
from inset.photo_ref import parse_photo_id
from inset.server.answers import file_download, json_answer
from inset.server.asked import read_photos
from inset.server.guards.limits import body_of
from inset.server.keys import LIBRARY
from inset.words.sentences import as_english

if TYPE_CHECKING:
    from inset.account.evidence import Evidence
    from inset.index.library import Library

_TYPES: Final = {"html": "text/html; charset=utf-8", "datapackage": "application/zip"}


class EvidenceAnswer(TypedDict):
    """The evidence of each photo that was asked about, once, in the order in which they were."""

    photos: list[dict[str, Any]]


async def get_evidence(request: web.Request) -> web.Response:
    """Answer `{"photos": ["…"]}` (≤ 1,000) with where each of them stands.

    Raises:
        BadRequest, TooLarge: the body is not that.
        IndexMissing, IndexCorrupt: no dataset can be asked.
    """
    answer: EvidenceAnswer = {"photos": msgspec.to_builtins(await _find(request), enc_hook=as_english)}
    return json_answer(answer)


async def save_evidence(request: web.Request) -> web.Response:
    """Answer the same as a file, without the rows themselves, for which the manifest must be at hand.

    Raises:
        NotFound: there is no such format; otherwise as `get_evidence`.
    """
    to = request.match_info["format"]
    if to not in _TYPES:
        raise NotFound(f"Choose one of these formats: {', '.join(_TYPES)}.")
    evidence = await _find(request)
    content = await asyncio.to_thread(_page if to == "html" else _package, evidence)
    return file_download(content, f"inset-evidence.{'html' if to == 'html' else 'zip'}", _TYPES[to])


async def _find(request: web.Request) -> Sequence[Evidence]:
    photo_ids = _photo_ids(body_of(request))
    return await request.app[LIBRARY].ask(lambda library: _ask(library, photo_ids))


def _ask(library: Library, photo_ids: Sequence[int]) -> Sequence[Evidence]:
    from inset.account.evidence import find_evidence

    return find_evidence(library, photo_ids)


def _page(evidence: Sequence[Evidence]) -> bytes:
    from inset.account.evidence_package import verifying_commands
    from inset.account.evidence_page import evidence_page

    return "".join(evidence_page(evidence, verify=verifying_commands(evidence))).encode("utf-8", "replace")


def _package(evidence: Sequence[Evidence]) -> bytes:
    from inset.account.evidence_package import evidence_package, zipped

    return zipped(evidence_package(evidence))


def _photo_ids(body: dict[str, Any]) -> list[int]:
    photos = read_photos(body)
    if not photos:
        raise BadRequest("Name at least one photo.")
    photo_ids = [parse_photo_id(text) if isinstance(text, str) else None for text in photos]
    if None in photo_ids:
        raise BadRequest("Send every photo ID as text of up to 12 digits.")
    return [photo_id for photo_id in photo_ids if photo_id is not None]
