"""`inset check WHAT…`: which photos of an account, a data export or a list are in the datasets."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, InsetError, UsageInvalid
from inset.visible import visible
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.account.check import Check
    from inset.account.since import Change
    from inset.cli.showing.check_lines import Answer
    from inset.cli.steps.asked import Question
    from inset.index.library import Library

FORMATS: Final = ("csv", "json", "ndjson", "html")
"""As in `inset.account.report_files`, which is not imported for `--help`; a test compares them."""

ENDINGS: Final = {
    ".csv": "csv",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".html": "html",
    ".htm": "html",
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help="an account (NSID, address, @name or name), a photo, the zips or folder of a Flickr data export, any file "
        "that lists photos, or - for a list on stdin",
    )
    parser.add_argument("--which", type=int, metavar="N", help="of the accounts that have a name, take the Nth")
    parser.add_argument("--column", metavar="C", help="the column of a list that holds the photo: its name or number")
    parser.add_argument("--reader", metavar="R", help="read lists as this format instead of detecting it")
    parser.add_argument("--format", choices=FORMATS, help="write the report in this form")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write it to this file")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    parser.add_argument("--since", metavar="RUN", help="tell which of these photos are new or gone since that run")
    parser.add_argument("--keep", action="store_true", help="keep the report on this computer")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--list-kept", action="store_true", help="list the reports that are kept")
    kept.add_argument("--kept", metavar="ID", help="show a kept report, or write it with --format")
    kept.add_argument("--forget", metavar="ID", help="remove a kept report")


def _run(args: Namespace, context: Context) -> int:
    from inset.cli.steps import kept_checks

    about_kept = args.list_kept or args.kept is not None or args.forget is not None
    if about_kept == bool(args.what):
        raise UsageInvalid(sentence("error_check_kept_alone") if args.what else sentence("error_check_what"))
    if args.list_kept:
        return kept_checks.list_kept(context)
    if args.forget is not None:
        return kept_checks.forget(context, args.forget)
    to = _format(args)
    if args.kept is not None:
        _tell(args, context, to, kept_checks.find(context, args.kept), None)
        return ExitStatus.OK
    return _check(args, context, to)


def _check(args: Namespace, context: Context, to: str | None) -> int:
    from inset.account.check import check_photos
    from inset.account.report import listed_photos, make_report
    from inset.cli.showing.check_lines import Answer
    from inset.cli.steps.asked import Wishes, read_question
    from inset.cli.steps.kept_checks import keep
    from inset.index.sound import open_sound

    library = open_sound(context.paths.datasets)
    if not library.datasets:
        raise library.nothing_to_ask()
    runs = _runs(args.since, context, library)
    with ProgressLine(words().text("cli_reading")) as line:
        question = read_question(
            library,
            args.what,
            Wishes(args.reader, args.column, args.which),
            line.show_files,
        )
    _add_former(question, runs)
    check = check_photos(library, question.photo_ids, question.facts)
    report = make_report(
        check, question.asked, not_in_library=_not_in_library(library), without_accounts=question.without_accounts
    )
    changes = _changes(library, runs, check)
    answer = Answer(report, lambda: listed_photos(check), changes, question.unclear, question.offered)
    kept = keep(context, report, list(answer.photos()), check.photo_ids) if args.keep else None
    _tell(args, context, to, answer, kept)
    return _warn(context, library.unavailable.values())


def _tell(args: Namespace, context: Context, to: str | None, answer: Answer, kept: str | None) -> None:
    """Print the answer, or write it to a file and say so."""
    if to is not None and args.output is None:
        sys.stdout.flush()
        if sys.stdout.isatty():
            sys.stdout.write(visible(b"".join(_pieces(to, answer)).decode()))
        else:
            sys.stdout.buffer.writelines(_pieces(to, answer))
            sys.stdout.buffer.flush()
        return
    if to is not None:
        _write_file(args.output, to, answer, force=args.force)
    if context.output.as_json:
        _print_json(context, answer, kept, with_changes=args.since is not None)
    else:
        from inset.cli.showing.check_lines import lines

        context.output.answer(None, *lines(answer, written=args.output, kept=kept))


def _print_json(context: Context, answer: Answer, kept: str | None, *, with_changes: bool) -> None:
    import msgspec

    from inset.account.report_shape import report_json
    from inset.words.sentences import as_english

    document = report_json(answer.report)
    document |= {"kept": kept} if kept is not None else {}
    document |= {"since": msgspec.to_builtins(answer.changes, enc_hook=as_english)} if with_changes else {}
    document |= {"candidates": msgspec.to_builtins(answer.unclear)} if answer.unclear else {}
    context.output.answer_with_list(document, "photos", map(msgspec.json.encode, answer.photos()))


def _format(args: Namespace) -> str | None:
    """The form of the report's file: as asked for, else by the file's ending."""
    if args.format is not None or args.output is None:
        to: str | None = args.format
        return to
    ending = args.output.suffix.lower()
    if ending not in ENDINGS:
        raise UsageInvalid(sentence("error_format", ", ".join(FORMATS)))
    return ENDINGS[ending]


def _runs(since: str | None, context: Context, library: Library) -> dict[str, Path]:
    if since is None:
        return {}
    from inset.account.since import runs_of_name

    return runs_of_name(context.paths.datasets, [*library.datasets, *library.unavailable], since)


def _add_former(question: Question, runs: dict[str, Path]) -> None:
    """Ask also about photos that an older run listed as the account's and the current one lists no more."""
    import numpy as np

    from inset.account.names import photos_in
    from inset.index.dataset_index import DatasetIndex

    for folder in runs.values() if question.accounts else ():
        details = DatasetIndex(folder).details
        if details is not None:
            for candidate in question.accounts:
                question.parts.append(np.fromiter(photos_in(details, candidate), dtype=np.uint64))


def _changes(library: Library, runs: dict[str, Path], check: Check) -> tuple[Change, ...]:
    if not runs:
        return ()
    from inset.account.since import changes_since

    return changes_since(library, runs, check.photo_ids)


def _not_in_library(library: Library) -> Iterator[Any]:
    from inset.account.report_shape import NotInLibrary
    from inset_build.catalog.entries import load_catalog

    for entry in load_catalog().entries.values():
        if entry.kind == "training" and entry.name not in library.datasets and entry.name not in library.unavailable:
            yield NotInLibrary(entry.name, entry.title, entry.photos)


def _pieces(to: str, answer: Answer) -> Iterator[bytes]:
    from inset.account.report_files import links_of, report_file

    return report_file(to, answer.report, answer.photos(), links_of(answer.report.asked))


def _write_file(path: Path, to: str, answer: Answer, *, force: bool) -> None:
    """Write the report; the file is private to this person, for it says whose photos these are."""
    from inset.private_files import write_new_private

    if path.exists() and not force:
        raise UsageInvalid(sentence("error_file_there", path))
    if not path.parent.is_dir():
        raise UsageInvalid(sentence("error_folder_first", path.parent))
    write_new_private(path, _pieces(to, answer))


def _warn(context: Context, errors: Iterable[InsetError]) -> int:
    """Say which datasets could not be asked: for them, nothing has been answered."""
    status = ExitStatus.OK
    for error in errors:
        context.output.note(f"inset: {words().text('cli_not_asked', error.message)}")
        status = error.exit_status
    return status


VERB = Verb(
    "check",
    "tell which photos of an account, an export or a list are in the datasets",
    _add_arguments,
    _run,
    writes=True,
)
