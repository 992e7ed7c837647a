"""`/v1/letters`: the letters that the owner noted as sent, kept only by their word, and what has become of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from aiohttp import web

from inset.errors import LetterUnknown
from inset.server.answers import json_answer
from inset.server.asked import read_nothing
from inset.server.guards.limits import body_of
from inset.server.keys import HELPER, LIBRARY
from inset.server.resources.letters import letters_about, no_letter, read_wishes

if TYPE_CHECKING:
    from inset.account.log import Request
    from inset.index.library import Library


class LetterStanding(TypedDict):
    """What has become of one dataset's photos of a letter; see `inset.account.log.Standing`."""

    dataset: str
    state: Literal["built_since", "same_list", "not_published"]
    run: str | None
    asked: int
    gone: int | None
    certain: bool
    gone_photos: list[str]


class LoggedLetter(TypedDict):
    """One letter; see `inset.account.log.Request`. `overdue`: no answer is noted, and `answer_by` is over."""

    id: str
    asked_on: str
    answer_by: str
    answered_on: str | None
    overdue: bool
    recipient: str
    mail: str | None
    url: str | None
    role: Literal["author", "shown"]
    basis: Literal["data", "goodwill", "host"]
    standing: list[LetterStanding]


class LoggedLetters(TypedDict):
    """All of them, oldest first."""

    letters: list[LoggedLetter]


class LetterForgotten(TypedDict):
    """The ID of the letter that was removed."""

    forgotten: str


async def list_letters(request: web.Request) -> web.Response:
    """List what was asked of whom, with what is published now."""
    from inset.account.log import read_log

    path = request.app[HELPER].paths.letters

    def read(library: Library) -> LoggedLetters:
        return {"letters": [_facts(each, library) for each in read_log(path).requests]}

    return json_answer(await request.app[LIBRARY].ask(read))


async def log_letter(request: web.Request) -> web.Response:
    """Note that the letter about one dataset of a check's photos is sent today.

    Raises:
        BadRequest: the body names no such letter; NotFound: none of the photos is in that dataset.
        CheckUnknown, CheckOpen, IndexMissing, IndexCorrupt: see `letters_about`.
    """
    from inset.account.log import add_letters

    wishes = read_wishes(body_of(request), "check", "role", "language", "dataset")
    written = await letters_about(request.app, wishes["check"], wishes)
    meant = next((letter for letter in written if wishes["dataset"] in letter.datasets), None)
    if meant is None:
        raise no_letter()
    path, library = request.app[HELPER].paths.letters, await request.app[LIBRARY].get()
    (noted,) = await asyncio.to_thread(add_letters, path, [meant], library, wishes["role"], _today())
    return json_answer(await _asked(request, noted), status=201)


async def note_letter_answer(request: web.Request) -> web.Response:
    """Note that a letter was answered today.

    Raises:
        LetterUnknown: there is none of that ID.
    """
    from inset.account.log import note_answer

    read_nothing(body_of(request))
    noted = await _change(request, lambda path, letter: note_answer(path, letter, _today()))
    return json_answer(await _asked(request, noted))


async def forget_letter(request: web.Request) -> web.Response:
    """Remove a letter from the log.

    Raises:
        LetterUnknown: there is none of that ID.
    """
    from inset.account.log import forget

    forgotten: LetterForgotten = {"forgotten": str((await _change(request, forget)).id)}
    return json_answer(forgotten)


async def _change(request: web.Request, change: Callable[[Any, int], Request]) -> Request:
    text = request.match_info["id"]
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise LetterUnknown("Reload the list of letters: there is none of this ID, or no longer.")
    return await asyncio.to_thread(change, request.app[HELPER].paths.letters, int(text))


async def _asked(request: web.Request, noted: Request) -> LoggedLetter:
    return await request.app[LIBRARY].ask(lambda library: _facts(noted, library))


def _facts(request: Request, library: Library) -> LoggedLetter:
    from inset.account.log import standing_facts, standings

    facts: Any = {
        "id": str(request.id),
        "asked_on": request.asked_on,
        "answer_by": request.answer_by,
        "answered_on": request.answered_on,
        "overdue": request.answered_on is None and date.fromisoformat(request.answer_by) < _today(),
        "recipient": request.recipient,
        "mail": request.mail,
        "url": request.url,
        "role": request.role,
        "basis": request.basis,
        "standing": [standing_facts(standing) for standing in standings(request, library)],
    }
    answer: LoggedLetter = facts
    return answer


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
