"""What `inset check` does with reports that the person keeps: `--list-kept`, `--kept ID`, `--forget ID`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inset.cli.showing.words import words
from inset.cli.verb import Context
from inset.errors import ExitStatus, UsageInvalid
from inset.words.sentences import sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from inset.account.report_shape import ListedPhoto, Report
    from inset.cli.showing.check_lines import Answer


def keep(context: Context, report: Report, photos: Sequence[ListedPhoto], asked_ids: NDArray[np.uint64]) -> str:
    """Keep a report by the person's word, with all photos that were asked about, and return its ID."""
    from inset.account.kept import Answered, KeptChecks

    check_id = secrets.token_hex(8)
    KeptChecks(context.paths.checks).keep(Answered(check_id, report, photos, kept=True, asked_ids=asked_ids))
    return check_id


def find(context: Context, check_id: str) -> Answer:
    """A kept report.

    Raises:
        UsageInvalid: none is kept under this ID, or it is damaged.
    """
    from inset.account.kept import KeptChecks
    from inset.cli.showing.check_lines import Answer

    found = KeptChecks(context.paths.checks).load(check_id)
    if found is None:
        raise _unknown(check_id)
    photos = found.photos
    return Answer(found.report, lambda: photos)


def list_kept(context: Context) -> int:
    """Say which reports are kept, oldest first."""
    from inset.account.kept import KeptChecks
    from inset.account.report_words import asked_said, summary

    kept = sorted(KeptChecks(context.paths.checks).reports(), key=lambda each: each[1].made_at)
    facts: list[dict[str, Any]] = [
        {
            "id": check_id,
            "made_at": report.made_at,
            "asked": [each.name for each in report.asked],
            "checked": report.checked,
            "listed": report.listed,
            "probably_listed": report.probably_listed,
            "unlikely": report.unlikely or 0,
        }
        for check_id, report in kept
    ]
    lines = [
        f"{check_id}  {report.made_at}  {words().told(asked, summary(report, words()))}"
        for check_id, report in kept
        for asked in [", ".join(asked_said(each, words()) for each in report.asked)]
    ]
    context.output.answer({"kept": facts}, *(lines or [words().text("cli_kept_none")]))
    return ExitStatus.OK


def forget(context: Context, check_id: str) -> int:
    """Remove a kept report.

    Raises:
        UsageInvalid: there is none of that ID.
    """
    from inset.account.kept import KeptChecks

    if not KeptChecks(context.paths.checks).forget(check_id):
        raise _unknown(check_id)
    context.output.answer({"forgotten": check_id}, words().text("cli_kept_forgot", check_id))
    return ExitStatus.OK


def _unknown(check_id: str) -> UsageInvalid:
    return UsageInvalid(sentence("error_no_report", repr(check_id)))
