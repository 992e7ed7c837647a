"""`inset pair`: let a browser extension, or a script of yours, ask the helper."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from inset.cli.showing.tables import table
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, PairingUnknown, UsageInvalid
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.tokens import Pairing


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help="the six digits that the extension shows")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--new-token", metavar="NAME", help="print a token for a script; needs no running helper")
    what.add_argument(
        "--rename", nargs=2, metavar=("WHICH", "NAME"), help="give what is connected (its name or id) another name"
    )
    what.add_argument("--list", action="store_true", help="list what is connected; needs no running helper")


def _run(args: Namespace, context: Context) -> int:
    if args.code is not None and (args.list or args.new_token is not None or args.rename is not None):
        raise UsageInvalid(sentence("error_pair_code_out"))
    if args.new_token is not None:
        return _new_token(args.new_token, context)
    if args.rename is not None:
        which, name = args.rename
        return _rename(which, name, context)
    if args.list:
        return _list(context)
    if args.code is None:
        return _waiting(context)
    return _approve(args.code, context)


def _new_token(name: str, context: Context) -> int:
    from inset.tokens import TokenStore

    token = TokenStore(context.paths.pairings).issue(name, None, ("lookup",))
    context.output.answer({"name": name, "token": token}, token)
    if not context.output.as_json:
        context.output.note(words().text("cli_keep_secret"))
    return ExitStatus.OK


def _rename(which: str, name: str, context: Context) -> int:
    from inset.tokens import TokenStore

    store = TokenStore(context.paths.pairings)
    found = store.matching(which)
    if len(found) > 1:
        raise several_pairings(found, which)
    renamed = store.rename(found[0].id, name) if found else None
    if renamed is None:
        raise no_pairing(which)
    context.output.answer(renamed.as_dict(), words().text("cli_renamed", found[0].name, renamed.name))
    return ExitStatus.OK


def no_pairing(which: str) -> PairingUnknown:
    """The error for a name or ID that no pairing has."""
    return PairingUnknown(sentence("error_not_paired_as", which))


def several_pairings(alike: Sequence[Pairing], name: str, *, hint: str = "") -> UsageInvalid:
    """The error for a name that several pairings have."""
    ids = ", ".join(pairing.id for pairing in alike)
    return UsageInvalid(sentence("error_paired_alike", ids, str(len(alike)), name), hint=hint)


def pairing_rows(pairings: Sequence[Pairing]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table of pairings."""
    head = [words().text(f"cli_pairing_{name}") for name in ("id", "name", "for", "since", "used")]
    rows = [
        [
            each.id,
            each.name,
            each.origin or words().text("cli_any_program"),
            each.created_at[:10],
            each.used_on or words().text("cli_not_known"),
        ]
        for each in pairings
    ]
    return head, rows


def _list(context: Context) -> int:
    from inset.tokens import TokenStore

    paired = TokenStore(context.paths.pairings).list()
    lines = table(*pairing_rows(paired)) if paired else [words().text("cli_nothing_paired")]
    context.output.answer({"pairings": [pairing.as_dict() for pairing in paired]}, *lines)
    return ExitStatus.OK


def _waiting(context: Context) -> int:
    from inset.client.client import Client

    answer = Client.from_state(context.paths, context.settings()).pairings()
    waiting = answer["waiting"]
    lines = [
        words().text("cli_asks_to_pair", entry["name"], entry["origin"] or words().text("cli_a_program"))
        for entry in waiting
    ]
    lines.append(words().text("cli_approve_by_code" if waiting else "cli_nobody_asks"))
    context.output.answer(answer, *lines)
    return ExitStatus.OK


def _approve(code: str, context: Context) -> int:
    from inset.client.client import Client

    # People read six digits aloud in groups: 482 913 and 482-913 are the same code.
    digits = code.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        raise UsageInvalid(sentence("error_pair_digits", repr(code)))
    client = Client.from_state(context.paths, context.settings())
    answer = client.approve(digits)
    context.output.answer(answer, words().text("cli_paired", answer["name"]))
    return ExitStatus.OK


VERB = Verb("pair", "let an extension (by its code) or a script ask the helper", _add_arguments, _run, writes=True)
