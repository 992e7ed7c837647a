"""`inset unpair`: take a pairing back. It works at once, whether the helper runs or not."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from inset.cli.showing.tables import table
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.cli.verbs.pair import no_pairing, pairing_rows, several_pairings
from inset.errors import ExitStatus, UsageInvalid
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.tokens import Pairing


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="name or id, as `inset pair --list` shows them")
    parser.add_argument("--all", action="store_true", help="end every connection")


def _run(args: Namespace, context: Context) -> int:
    from inset.tokens import TokenStore

    store = TokenStore(context.paths.pairings)
    if args.all and args.name:
        raise UsageInvalid(sentence("error_unpair_both"))
    if not args.all and not args.name:
        raise UsageInvalid(sentence("error_unpair_what"))
    found = store.list() if args.all else store.matching(args.name)
    if not found and not args.all:
        raise no_pairing(args.name)
    if len(found) > 1 and not args.all:
        found = [_which(found, args.name, context)]
    removed = [pairing for pairing in found if store.revoke(pairing.id)]
    context.output.answer(
        {"removed": [pairing.as_dict() for pairing in removed]}, words().count("cli_unpaired", len(removed))
    )
    return ExitStatus.OK


def _which(alike: Sequence[Pairing], name: str, context: Context) -> Pairing:
    """Ask which of several pairings of one name is meant; none is taken back unless one is chosen.

    Raises:
        UsageInvalid: there is no terminal to ask in, or the answer names none of them.
    """
    if not context.output.as_json:
        for line in table(*pairing_rows(alike)):
            context.output.note(line)
    if context.output.as_json or not sys.stdin.isatty():
        told = "`inset pair --list` tells when each was connected and last used. No connection was ended."
        raise several_pairings(alike, name, hint=told)
    context.output.note(words().text("cli_unpair_which", len(alike), name))
    chosen = sys.stdin.readline().strip()
    for pairing in alike:
        if pairing.id == chosen:
            return pairing
    raise UsageInvalid(sentence("error_unpair_ids", chosen or sentence("error_nothing")))


VERB = Verb("unpair", "end a connection", _add_arguments, _run, writes=True)
