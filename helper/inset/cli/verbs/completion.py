"""`inset completion SHELL`: a script that lets the shell complete verbs, flags, their choices, and names.

The script is written from the parser itself, so it never knows other words than the command line does. It is plain
data, but for the names of datasets and runs, which it asks `inset completion --words` for when they are wanted.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from inset.cli.parsing.completion_words import describe
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.paths import Paths

SHELLS: Final = ("bash", "zsh", "fish")
LISTS: Final = ("datasets", "runs")


def names_in(paths: Paths, kind: str, dataset: str | None) -> Iterator[str]:
    """The names that a shell asks for; of runs those of one dataset, or of all without one."""
    from inset.index.shelf.current import published_names
    from inset.index.shelf.runs import kept_runs

    published = published_names(paths.datasets)
    if kind == "datasets":
        yield from published
        return
    for name in published if dataset is None else [dataset] if dataset in published else []:
        yield from (run.name for run in reversed(kept_runs(paths.datasets, name)))


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("shell", nargs="?", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    parser.add_argument("--words", choices=LISTS, metavar="LIST", help="what the scripts ask for: datasets, runs")
    parser.add_argument("--of", metavar="NAME", help="with --words runs: of this dataset")


def _run(args: Namespace, context: Context) -> int:
    if (args.shell is None) == (args.words is None):
        raise UsageInvalid(sentence("error_shell", ", ".join(SHELLS)))
    if args.words is not None:
        names = list(dict.fromkeys(names_in(context.paths, args.words, args.of)))
        context.output.answer({args.words: names}, *names)
        return ExitStatus.OK
    from inset.cli.parsing.completion_scripts import WRITERS

    script = WRITERS[args.shell](describe(context.parser))
    context.output.answer({"shell": args.shell, "script": script}, *script.splitlines())
    return ExitStatus.OK


VERB = Verb("completion", "print a script that lets the shell complete inset's words", _add_arguments, _run)
