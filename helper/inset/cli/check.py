"""`inset check WHAT…`: which photos of an account, a data export or a list are in the datasets."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inset.cli.progress import ProgressLine
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, InsetError, UsageInvalid

if TYPE_CHECKING:
    from inset.account.check import Check
    from inset.account.report_shape import Report
    from inset.account.since import Change
    from inset.cli.asked import Question
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

SHOWN: Final = 12
"""Years, albums and photos that are printed; a file has all of them."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="+",
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


def _run(args: Namespace, context: Context) -> int:
    from inset.account.check import check_photos
    from inset.account.report import make_report
    from inset.cli.asked import Wishes, read_question
    from inset.index.library import Library

    to = _format(args)
    library = Library(context.paths.datasets)
    if not library.datasets:
        raise library.nothing_to_ask()
    runs = _runs(args.since, context, library)
    with ProgressLine("Reading") as line:
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
    if to is not None and args.output is None:
        _write_to_stdout(to, report, check, question)
    else:
        if to is not None:
            _write_file(args.output, to, report, check, question, force=args.force)
        _answer(context, report, check, question, changes, args)
    return _warn(context, library.unavailable.values())


def _answer(
    context: Context, report: Report, check: Check, question: Question, changes: tuple[Change, ...], args: Namespace
) -> None:
    import msgspec

    from inset.account.report import listed_photos
    from inset.account.report_shape import report_json
    from inset.cli.check_lines import lines

    if not context.output.as_json:
        context.output.answer(None, *lines(report, check, question, changes, args.output))
        return
    document = report_json(report)
    document |= {"since": msgspec.to_builtins(changes)} if args.since else {}
    document |= {"candidates": msgspec.to_builtins(question.unclear)} if question.unclear else {}
    context.output.answer_with_list(document, "photos", map(msgspec.json.encode, listed_photos(check)))


def _format(args: Namespace) -> str | None:
    """The form of the report's file: as asked for, else by the file's ending."""
    if args.format is not None or args.output is None:
        to: str | None = args.format
        return to
    ending = args.output.suffix.lower()
    if ending not in ENDINGS:
        raise UsageInvalid(f"Say with --format what to write: {', '.join(FORMATS)}.")
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


def _pieces(to: str, report: Report, check: Check, question: Question) -> Iterator[bytes]:
    from inset.account.report import listed_photos
    from inset.account.report_files import links_of, report_file

    return report_file(to, report, listed_photos(check), links_of(question.asked))


def _write_to_stdout(to: str, report: Report, check: Check, question: Question) -> None:
    sys.stdout.flush()
    for piece in _pieces(to, report, check, question):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _write_file(path: Path, to: str, report: Report, check: Check, question: Question, *, force: bool) -> None:
    """Write the report; the file is private to this person, for it says whose photos these are."""
    from inset.private_files import write_new_private

    if path.exists() and not force:
        raise UsageInvalid(f"Choose another file with -o, or add --force to replace it: {path} is there.")
    if not path.parent.is_dir():
        raise UsageInvalid(f"Make the folder {path.parent} first, or choose another file with -o.")
    write_new_private(path, _pieces(to, report, check, question))


def _warn(context: Context, errors: Iterable[InsetError]) -> int:
    """Say which datasets could not be asked: for them, nothing has been answered."""
    status = ExitStatus.OK
    for error in errors:
        context.output.note(f"inset: not asked: {error.message}")
        status = error.exit_status
    return status


VERB = Verb("check", "tell which photos of an account, an export or a list are in the datasets", _add_arguments, _run)
