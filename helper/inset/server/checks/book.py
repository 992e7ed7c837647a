"""The checks that the helper knows: questions that still arrive, answers in memory, and answers kept on the disk."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from inset.account.kept import Answered, KeptChecks
from inset.account.report_shape import Report
from inset.errors import CheckAnswered, CheckOpen, CheckUnknown

if TYPE_CHECKING:  # these import NumPy, for which the helper's start must not wait
    from inset.server.checks.question import Question, Reply

MOST_OPEN: Final = 4
MOST_ANSWERED: Final = 8
"""Beyond these, the oldest is forgotten: a check of a million photos takes some hundred MB."""
OPEN_SECONDS: Final = 600.0
"""Seconds without a line after which a question is forgotten; a browser sends a part of an export every second."""


class OpenCheck:
    """A check whose question still arrives. `turn` lets one request at a time add to it."""

    def __init__(self, question: Question, now: float) -> None:
        self.question = question
        self.turn = asyncio.Lock()
        self.used_at = now


class Checks:
    """All checks of this helper.

    Args:
        kept: those on the disk; clock: seconds that only grow, replaced in tests.
    """

    def __init__(self, kept: KeptChecks, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept = kept
        self._clock = clock
        self._open: dict[str, OpenCheck] = {}
        self._answered: dict[str, Answered] = {}

    def begin(self) -> str:
        """Begin a question, and return the check's ID."""
        from inset.server.checks.question import Question

        now = self._clock()
        for key in [key for key, each in self._open.items() if now - each.used_at >= OPEN_SECONDS]:
            del self._open[key]
        while len(self._open) >= MOST_OPEN:
            del self._open[min(self._open, key=lambda key: self._open[key].used_at)]
        check_id = secrets.token_hex(8)
        self._open[check_id] = OpenCheck(Question(), now)
        return check_id

    async def question_of(self, check_id: str) -> OpenCheck:
        """Return a check whose question still arrives.

        Raises:
            CheckAnswered: its question has been answered.
            CheckUnknown: there is none of that ID.
        """
        found = self._open.get(check_id)
        if found is None:
            await self.get(check_id)
            raise CheckAnswered("Ask a new question: this one has been answered.")
        found.used_at = self._clock()
        return found

    def is_open(self, check_id: str) -> bool:
        """Tell whether a check's question still arrives."""
        return check_id in self._open

    def drop(self, check_id: str) -> None:
        """Forget a question that cannot be answered."""
        self._open.pop(check_id, None)

    def answer(self, check_id: str, reply: Reply) -> Answered:
        """Put an answer in place of its question, and return it."""
        self._open.pop(check_id, None)
        while len(self._answered) >= MOST_ANSWERED:
            del self._answered[next(iter(self._answered))]
        report, photos, asked_ids, pictures = reply
        answered = Answered(check_id, report, photos, kept=False, asked_ids=asked_ids, pictures=pictures)
        self._answered[check_id] = answered
        return answered

    async def get(self, check_id: str) -> Answered:
        """Return an answered check.

        Raises:
            CheckOpen: its question still arrives.
            CheckUnknown: there is none of that ID, or no longer.
        """
        if check_id in self._open:
            raise CheckOpen("Send the last lines without open=true first: the question is not complete.")
        found = self._answered.get(check_id) or await asyncio.to_thread(self._kept.load, check_id)
        if found is None:
            raise CheckUnknown(
                "Check again: there is no such check, or no longer.",
                hint="A check that is not kept is forgotten when the helper stops.",
            )
        return found

    async def keep(self, check_id: str) -> Answered:
        """Keep an answered check on the disk; raises as `get` does, and OSError."""
        found = await self.get(check_id)
        if not found.kept:
            found = dataclasses.replace(found, kept=True)
            await asyncio.to_thread(self._kept.keep, found)
            if check_id in self._answered:
                self._answered[check_id] = found
        return found

    async def forget(self, check_id: str) -> None:
        """Forget a check, answered or not, and remove what was kept of it.

        Raises:
            CheckUnknown: there is none of that ID.
        """
        was_open = self._open.pop(check_id, None)
        was_answered = self._answered.pop(check_id, None)
        was_kept = await asyncio.to_thread(self._kept.forget, check_id)
        if was_open is None and was_answered is None and not was_kept:
            raise CheckUnknown("There is nothing to forget: there is no such check, or no longer.")

    async def reports(self) -> list[tuple[str, Report, bool]]:
        """The ID and report of every answered check and whether it is kept, newest first."""
        kept = dict(await asyncio.to_thread(lambda: list(self._kept.reports())))
        found = [(each.id, each.report, each.kept) for each in self._answered.values()]
        found += [(key, report, True) for key, report in kept.items() if key not in self._answered]
        return sorted(found, key=lambda each: each[1].made_at, reverse=True)
