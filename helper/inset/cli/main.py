"""`inset`: parse the words, run the verb, and turn whatever happens into a message and an exit status, here alone."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from inset import __version__
from inset.cli.fault_words import told as told_of
from inset.cli.output import Output
from inset.cli.parsing.parser import Parser
from inset.cli.showing.characters import show_all_characters
from inset.cli.showing.words import words as words_of_person
from inset.cli.verb import Context, Verb
from inset.disk_errors import disk_error
from inset.errors import ExitStatus, InsetError
from inset.own_files import close_to_others
from inset.paths import Paths, find_paths
from inset.visible import show_exceptions_visibly

ALONE: Final = frozenset(
    {"check", "datasets", "doctor", "evidence", "lookup", "open", "pair", "paths", "serve", "status", "stop", "unpair"}
)
"""Verbs whose module is loaded without those of all others, which is a fifth of the helper's start. The others are
seldom asked for, or, as `inset completion`, tell of the whole command line."""


def _verbs_for(words: Sequence[str]) -> Sequence[Verb]:
    """The verb that a command begins with, where that alone decides how the command is read; else all verbs."""
    if words and words[0] in ALONE:
        verb: Verb = import_module(f"inset.cli.verbs.{words[0]}").VERB
        return (verb,)
    from inset.cli.all_verbs import VERBS

    return VERBS


def make_parser(words: Sequence[str] = ()) -> Parser:
    """The whole command line's grammar; the documentation is held to it by a test.

    Args:
        words: a command that is to be read; where its first word is one of `ALONE`, the grammar has no other verb.
    """
    parser = Parser(
        prog="inset",
        description="Tells which Flickr photos are listed in the datasets that AI is trained on. "
        "Nothing you look at leaves your computer.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"inset {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, title="verbs")
    for verb in _verbs_for(words):
        described = verbs.add_parser(verb.name, help=verb.help, description=verb.help, allow_abbrev=False)
        described.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")
        verb.add_arguments(described)
        described.set_defaults(run=verb.run, writes=verb.writes)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status (see docs/COMMAND_LINE.md)."""
    show_all_characters()
    show_exceptions_visibly()
    sys.unraisablehook = _say_unless_interrupted
    words = list(sys.argv[1:] if argv is None else argv)
    output = Output(as_json="--json" in itertools.takewhile(lambda word: word != "--", words))
    parser = make_parser(words)
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # see inset.cli.start
            signal.signal(signal.SIGINT, signal.default_int_handler)
        args = parser.parse(words)
        paths = find_paths()
        if args.writes:
            _close_to_others(paths, output)
        status_: int = args.run(args, Context(paths, output, parser))
    except InsetError as error:
        output.error(error)
        return error.exit_status
    except KeyboardInterrupt:
        output.note(f"inset: {words_of_person().text('cli_interrupted')}")
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        # The program that read our output (`| head`) has closed it. Send the rest nowhere, so that Python does not
        # complain at exit.
        _send_nowhere()
        return ExitStatus.OK
    except Exception as error:
        told = disk_error(error)
        if told is None:
            raise
        return _tell_of_disk(told, output)
    return status_


def _close_to_others(paths: Paths, output: Output) -> None:
    """Older versions of Inset, or a copy from elsewhere, may have left folders open to other people."""
    closed = sum(map(close_to_others, paths.private))
    if closed:
        output.note(f"inset: {words_of_person().count('cli_closed', closed)}")


def _tell_of_disk(error: InsetError, output: Output) -> int:
    try:
        output.error(error)
    except OSError:  # it is stdout itself that goes to a full disk
        _send_nowhere()
        output.note(f"inset: {told_of(error)}")
    return error.exit_status


def _send_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_unless_interrupted(trouble: sys.UnraisableHookArgs) -> None:
    """Do not report a second KeyboardInterrupt while the first is being handled (Polars raises one of its own)."""
    if not issubclass(trouble.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(trouble)
