"""`inset unpair`: take a pairing back. It works at once, whether the helper runs or not."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from inset.cli.output import plural
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, PairingUnknown, UsageInvalid


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="name or id, as `inset pair --list` shows them")
    parser.add_argument("--all", action="store_true", help="take every pairing back")


def _run(args: Namespace, context: Context) -> int:
    from inset.tokens import TokenStore

    store = TokenStore(context.paths.pairings)
    if args.all and args.name:
        raise UsageInvalid("Leave out NAME or --all: `inset unpair` takes only one of them.")
    if not args.all and not args.name:
        raise UsageInvalid("Name the pairing to take back; `inset pair --list` shows them.")
    wanted = [pairing.id for pairing in store.list()] if args.all else [args.name]
    removed = [pairing for one in wanted for pairing in store.revoke(one)]
    if not removed and not args.all:
        raise PairingUnknown(f"Choose one that `inset pair --list` shows: nothing is paired as {args.name}.")
    context.output.answer(
        {"removed": [pairing.as_dict() for pairing in removed]}, f"Took {plural(len(removed), 'pairing')} back."
    )
    return ExitStatus.OK


VERB = Verb("unpair", "take a pairing back", _add_arguments, _run, writes=True)
