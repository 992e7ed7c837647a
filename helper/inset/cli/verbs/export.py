"""`inset export NAME --to FORMAT`: a dataset's list as a file that other programs read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import percent, seconds, size, words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus

FORMATS: Final = ("parquet", "sqlite", "csv", "jsonl", "txt", "pybloom")
"""As in `inset_build.export`, which is not imported for `--help`; a test compares them."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset's name")
    parser.add_argument("--to", required=True, choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to; NAME.FORMAT in this folder if left out"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    parser.add_argument("--error-rate", type=float, metavar="P", help="a pybloom filter's rate; 1e-6 if left out")


def _run(args: Namespace, context: Context) -> int:
    from inset.index.library import Library

    library = Library(context.paths.datasets)
    run = library.dataset(args.name)
    from inset_build.export import export_run  # before Polars is imported, which takes a moment

    output = args.output or Path(f"{args.name}.{args.to}")
    with ProgressLine(words().text("cli_exporting", args.name)) as line:
        report = export_run(
            run,
            args.to,
            output,
            force=args.force,
            error_rate=args.error_rate,
            on_progress=lambda photos: line.show("writing", photos),
        )
    exported = report.file, words().count("photos", report.photos), report.dataset, report.run
    took = size(report.bytes), seconds(report.seconds)
    if report.error_rate is None:
        said = words().text("cli_exported", *exported, *took)
    else:
        said = words().text("cli_exported_filter", *exported, percent(report.error_rate), *took)
    context.output.answer(report.as_dict(), said)
    return ExitStatus.OK


VERB = Verb("export", "write a dataset's list to a file for other programs", _add_arguments, _run)
