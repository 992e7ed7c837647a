"""`inset merge NAME SHARED`: make and publish the run of which all shards were built; with `--part` a part of it."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import seconds, words
from inset.cli.steps.watched import tell_news
from inset.cli.verb import Context, Verb
from inset.cli.verbs.build import both, left_out, sentences
from inset.errors import ExitStatus

if TYPE_CHECKING:
    from inset_build.engine.merge_part import PartReport


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset's name")
    parser.add_argument("shared", type=Path, metavar="SHARED", help="the folder that the shards were read into")
    parser.add_argument(
        "--part", metavar="K/N", help="merge only part K of N, beside others; `inset merge` without it joins them"
    )


def _run(args: Namespace, context: Context) -> int:
    if args.part is not None:
        return _merge_part(args, context)

    from inset.client.announced import announced
    from inset_build.engine.shards import merge_shards

    with (
        announced(context.paths.announced, args.name, "inset merge") as announcement,
        ProgressLine(words().text("cli_building", args.name)) as line,
    ):
        report = merge_shards(
            context.paths.datasets,
            args.name,
            args.shared,
            on_progress=both(line, announcement),
        )
        announcement.end("published", report=report.as_dict())
    context.output.answer(report.as_dict(), *sentences(report), *left_out(report.left_out))
    tell_news(context)
    return ExitStatus.OK


def _merge_part(args: Namespace, context: Context) -> int:
    from inset_build.engine.merge_part import merge_part
    from inset_build.engine.shards import Share

    with ProgressLine(words().text("cli_building", args.name)) as line:
        report = merge_part(
            args.name,
            args.shared,
            Share.parse(args.part, "--part"),
            on_progress=line.follow,
        )
    say = words().text
    share = f"{report.part}/{report.parts}"
    context.output.answer(
        report.as_dict(),
        say("cli_part_merged", share, report.merged, report.ranges, seconds(report.seconds)),
        *([] if report.pieces is None else [say("cli_part_made", report.made, report.pieces)]),
        _then(report, shlex.join(["inset", "merge", args.name, str(args.shared)])),
    )
    return ExitStatus.OK


def _then(report: PartReport, merge: str) -> str:
    """What is to be done next."""
    if report.pieces is None:
        return words().text("cli_part_again")
    return words().text("cli_part_ready" if report.made == report.pieces else "cli_part_wait", merge)


VERB = Verb(
    "merge", "make a dataset of the shards that `inset build --shard` has read", _add_arguments, _run, writes=True
)
