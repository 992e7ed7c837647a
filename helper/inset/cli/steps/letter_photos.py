"""Which photos `inset letter` writes about: what the person names, a report that they keep, or a watch."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from functools import reduce
from typing import TYPE_CHECKING

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import words
from inset.cli.verb import Context
from inset.errors import UsageInvalid
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.cli.steps.asked import Question
    from inset.index.library import Library


def letter_photos(library: Library, args: Namespace, context: Context) -> tuple[list[int], str | None]:
    """Return the photo IDs, ascending and distinct, and the account whose photos these are, where it is just one.

    What was not understood is told on stderr.

    Raises:
        UsageInvalid: the words name no photo, or a name that several accounts have; no such report or watch.
    """
    if args.kept is not None:
        return _of_kept(args.kept, context)
    if args.watch is not None:
        return _of_watch(library, args.watch, context)
    question = _question(library, args, context)
    return sorted(set(question.photo_ids.tolist())), _only(each.account for each in question.accounts)


def _of_kept(check_id: str, context: Context) -> tuple[list[int], str | None]:
    from inset.cli.steps.kept_checks import find

    answer = find(context, check_id)
    photo_ids = [int(photo.photo_id) for photo in answer.photos()]
    if not photo_ids:
        raise UsageInvalid(sentence("error_letter_nobody"))
    return photo_ids, _only(each.account for each in answer.report.asked)


def _of_watch(library: Library, which: str, context: Context) -> tuple[list[int], str | None]:
    from inset.account.watch import find_watch, watched_photos
    from inset.cli.steps.watched import look

    watch = find_watch(look(context), which)
    return sorted(set(watched_photos(library, watch).tolist())), watch.account


def _question(library: Library, args: Namespace, context: Context) -> Question:
    """The photos, with what was not understood told on stderr.

    Raises:
        UsageInvalid: the words name no photo, or a name that several accounts have.
    """
    from inset.account.report_words import gap_counted
    from inset.cli.steps.asked import Wishes, read_question

    with ProgressLine(words().text("cli_reading")) as line:
        question = read_question(
            library,
            args.what,
            Wishes(args.reader, args.column, args.which),
            lambda name, done, total: line.show(name, done, done, total),
        )
    for name, candidates in question.unclear.items():
        told = [
            sentence(
                "error_candidate",
                int(sum(of.photos for of in each.datasets)),
                str(at),
                each.account or sentence("error_unknown"),
            )
            for at, each in enumerate(candidates, start=1)
        ]
        several = reduce(lambda before, one: sentence("error_semicolon", before, one), told)
        raise UsageInvalid(sentence("error_letter_which", repr(name), several))
    gaps = [gap for asked in question.asked for gap in asked.gaps]
    if not len(question.photo_ids):
        why = gaps[0].words if gaps else sentence("error_letter_none")
        raise UsageInvalid(sentence("error_letter_photos", why))
    for gap in gaps:
        context.output.note(f"inset: {gap_counted(gap, words())}")
    return question


def _only(accounts: Iterable[str | None]) -> str | None:
    """The account, where there is just one."""
    known = {account for account in accounts if account is not None}
    return known.pop() if len(known) == 1 else None
