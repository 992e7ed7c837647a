"""`inset merge NAME SHARED`: make and publish the run of which all shards were built."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import words
from inset.cli.steps.watched import tell_news
from inset.cli.verb import Context, Verb
from inset.cli.verbs.build import both, left_out, sentences
from inset.errors import ExitStatus


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset's name")
    parser.add_argument("shared", type=Path, metavar="SHARED", help="the folder that the shards were read into")


def _run(args: Namespace, context: Context) -> int:
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


VERB = Verb(
    "merge", "make a dataset of the shards that `inset build --shard` has read", _add_arguments, _run, writes=True
)
