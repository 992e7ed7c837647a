"""`/v1/checks`: one question about many photos, and its report."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict

import msgspec
from aiohttp import web

from inset.account.kept import Answered
from inset.account.report_files import links_of, report_file
from inset.account.report_shape import report_json
from inset.errors import BadRequest, DiskFull, NotFound
from inset.server.answers import download_stream, json_answer
from inset.server.asked import only, read_limit, read_nothing
from inset.server.checks.lines import MOST_PHOTOS
from inset.server.checks.lists import not_in_library, read_lists
from inset.server.checks.receiving import receive_lines
from inset.server.guards.limits import body_of
from inset.server.keys import ASKING, CHECKS, LIBRARY, UPLOADS, WATCHES

if TYPE_CHECKING:
    from inset.server.checks.question import Question

_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "html": "text/html; charset=utf-8",
}
_PIECES: Final = 1000
"""Pieces of a file, each about a line, that a thread makes at once."""


class Check(TypedDict):
    """A check: `open` while lines may follow, then `answered` with its report."""

    id: str
    state: Literal["open", "answered"]
    kept: bool
    report: dict[str, Any] | None


class CheckSummary(TypedDict):
    """One line of the list of checks."""

    id: str
    made_at: str
    kept: bool
    asked: list[str]
    checked: int
    listed: int
    probably_listed: int
    unlikely: int


class CheckList(TypedDict):
    """The checks that are remembered or kept, newest first."""

    checks: list[CheckSummary]


class CheckPhotos(TypedDict):
    """A page of the photos that were found; `next` is the cursor of the next one, None on the last.

    `total` and `pictures` are of all pages: how many photos, and of how many the address of a picture is known.
    """

    photos: list[dict[str, Any]]
    total: int
    pictures: int
    next: int | None


class CheckForgotten(TypedDict):
    """The ID of the check that was forgotten."""

    forgotten: str


async def start_check(request: web.Request) -> web.Response:
    """Take a question in, and answer it unless more lines are to come.

    Raises:
        BadRequest, TooLarge: the body is no question, or too large a one.
        UploadUnknown, WatchUnknown, ManifestInvalid: a list that it names is not there, or cannot be read.
        IndexMissing, IndexCorrupt: no dataset can be asked.
    """
    only(request.query, "open")
    more = read_open(request.query)
    return await _go_on(request, request.app[CHECKS].begin(), more=more, status=201)


async def add_lines(request: web.Request) -> web.Response:
    """Take more lines of a question in, and answer it unless still more are to come.

    Raises:
        CheckUnknown, CheckAnswered: there is no question of that ID, or it is complete.
        BadRequest, TooLarge, UploadUnknown, WatchUnknown, ManifestInvalid, IndexMissing, IndexCorrupt: as
            `start_check`; the question is then forgotten.
    """
    only(request.query, "open")
    more = read_open(request.query)
    return await _go_on(request, request.match_info["id"], more=more, status=200)


async def _go_on(request: web.Request, check_id: str, *, more: bool, status: int) -> web.Response:
    checks = request.app[CHECKS]
    check = await checks.question_of(check_id)
    async with check.turn:
        try:
            await receive_lines(request.content, check.question)
            answer = _open(check_id) if more else await _answer(request.app, check_id, check.question)
        except BaseException as error:
            # What has arrived in part must never be answered as if it were the whole question.
            checks.drop(check_id)
            if isinstance(error, web.RequestPayloadError):
                raise BadRequest("Fix the body: its encoding is broken.") from None
            raise
    response = json_answer(answer, status=status)
    if status == 201:
        response.headers["Location"] = f"/v1/checks/{check_id}"
    return response


async def _answer(app: web.Application, check_id: str, question: Question) -> Check:
    lists = await read_lists(app[ASKING], app[UPLOADS], question.uploads)
    library = await app[LIBRARY].get()
    missing = await not_in_library(app[ASKING], library)
    watches = app[WATCHES]
    reply = await app[LIBRARY].ask(
        lambda library: question.answer(library, lists, missing, watches.named(question.watches, library))
    )
    return _facts(app[CHECKS].answer(check_id, reply))


async def list_checks(request: web.Request) -> web.Response:
    """List the checks that are remembered or kept."""
    summaries = [
        CheckSummary(
            id=check_id,
            made_at=report.made_at,
            kept=kept,
            asked=[each.name for each in report.asked],
            checked=report.checked,
            listed=report.listed,
            probably_listed=report.probably_listed,
            unlikely=report.unlikely or 0,
        )
        for check_id, report, kept in await request.app[CHECKS].reports()
    ]
    answer: CheckList = {"checks": summaries}
    return json_answer(answer)


async def get_check(request: web.Request) -> web.Response:
    """Answer a check's report.

    Raises:
        CheckUnknown: there is none of that ID.
    """
    check_id = request.match_info["id"]
    checks = request.app[CHECKS]
    if checks.is_open(check_id):
        return json_answer(_open(check_id))
    return json_answer(_facts(await checks.get(check_id)))


async def list_check_photos(request: web.Request) -> web.Response:
    """Answer one page of the photos that were found.

    Raises:
        BadRequest: limit or cursor are invalid; CheckUnknown, CheckOpen: see `Checks.get`.
    """
    only(request.query, "limit", "cursor", "dataset")
    limit, start, dataset = read_limit(request.query), _read_cursor(request.query), request.query.get("dataset")
    check = await request.app[CHECKS].get(request.match_info["id"])
    photos = check.photos
    if dataset is not None:
        photos = [each for each in photos if dataset in each.datasets or dataset in each.probably]
    page = photos[start : start + limit]
    answer: CheckPhotos = {
        "photos": [
            {**msgspec.to_builtins(each), "picture": msgspec.to_builtins(check.pictures.get(int(each.photo_id)))}
            for each in page
        ],
        "total": len(photos),
        "pictures": sum(int(each.photo_id) in check.pictures for each in photos) if check.pictures else 0,
        "next": start + limit if start + limit < len(photos) else None,
    }
    return json_answer(answer)


async def export_check(request: web.Request) -> web.StreamResponse:
    """Send a check as a file.

    Raises:
        NotFound: there is no such format; CheckUnknown, CheckOpen: see `Checks.get`.
    """
    to = request.match_info["format"]
    if to not in _TYPES:
        raise NotFound(f"Choose one of these formats: {', '.join(_TYPES)}.")
    check = await request.app[CHECKS].get(request.match_info["id"])
    pieces = report_file(to, check.report, check.photos, links_of(check.report.asked))
    response = download_stream(f"inset-check-{check.report.made_at[:10]}.{to}", _TYPES[to])
    await response.prepare(request)
    try:
        while block := await asyncio.to_thread(lambda: b"".join(islice(pieces, _PIECES))):
            await response.write(block)
        await response.write_eof()
    except ConnectionError:
        pass  # the client has gone
    return response


async def keep_check(request: web.Request) -> web.Response:
    """Keep a check on the disk.

    Raises:
        CheckUnknown, CheckOpen: see `Checks.get`; DiskFull: there is no room for it.
    """
    read_nothing(body_of(request))
    try:
        kept = await request.app[CHECKS].keep(request.match_info["id"])
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("Make room on the disk: the report cannot be kept.") from error
        raise
    return json_answer(_facts(kept))


async def forget_check(request: web.Request) -> web.Response:
    """Forget a check.

    Raises:
        CheckUnknown: there is none of that ID.
    """
    check_id = request.match_info["id"]
    await request.app[CHECKS].forget(check_id)
    forgotten: CheckForgotten = {"forgotten": check_id}
    return json_answer(forgotten)


def read_open(query: Mapping[str, str]) -> bool:
    """Return whether more lines are to come.

    Raises:
        BadRequest: it is neither true nor false.
    """
    text = query.get("open", "false")
    if text not in ("true", "false"):
        raise BadRequest("Give open as true or false.")
    return text == "true"


def _read_cursor(query: Mapping[str, str]) -> int:
    text = query.get("cursor", "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_PHOTOS)) and int(text) <= MOST_PHOTOS):
        raise BadRequest("Give as cursor what the page before it gave as `next`.")
    return int(text)


def _open(check_id: str) -> Check:
    return {"id": check_id, "state": "open", "kept": False, "report": None}


def _facts(check: Answered) -> Check:
    return {"id": check.id, "state": "answered", "kept": check.kept, "report": report_json(check.report)}
