"""`inset remove NAME`: unpublish a dataset and remove its files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset's name")


def _run(args: Namespace, context: Context) -> int:
    from inset.index.publish import remove_dataset

    remove_dataset(context.paths.datasets, args.name)
    context.output.answer({"removed": args.name}, words().text("cli_removed", args.name))
    return ExitStatus.OK


VERB = Verb("remove", "remove a dataset from this computer", _add_arguments, _run, writes=True)
