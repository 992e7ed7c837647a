"""`inset pair`: let a browser extension, or a script of yours, ask the helper."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from inset.cli.tables import table
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help="the six digits that the extension shows")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--new-token", metavar="NAME", help="print a token for a script; needs no running helper")
    what.add_argument("--list", action="store_true", help="list what is paired; needs no running helper")


def _run(args: Namespace, context: Context) -> int:
    if args.code is not None and (args.list or args.new_token is not None):
        raise UsageInvalid("Leave out CODE: with --list and --new-token `inset pair` takes none.")
    if args.new_token is not None:
        return _new_token(args.new_token, context)
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
        context.output.note("Keep it secret; it is shown this once. `inset unpair` takes it back.")
    return ExitStatus.OK


def _list(context: Context) -> int:
    from inset.tokens import TokenStore

    paired = [pairing.as_dict() for pairing in TokenStore(context.paths.pairings).list()]
    rows = [
        [str(entry["id"]), str(entry["name"]), str(entry["origin"] or "any program"), str(entry["created_at"])]
        for entry in paired
    ]
    lines = table(["id", "name", "for", "since"], rows) if rows else ["Nothing is paired yet."]
    context.output.answer({"pairings": paired}, *lines)
    return ExitStatus.OK


def _waiting(context: Context) -> int:
    from inset.client.client import Client

    answer = Client.from_state(context.paths, context.settings()).pairings()
    waiting = answer["waiting"]
    lines = [f"{entry['name']} asks to be paired ({entry['origin'] or 'a program'})." for entry in waiting]
    lines.append(
        "Approve it with the six digits that it shows: `inset pair CODE`."
        if waiting
        else "Nobody asks to be paired. Press Connect in the extension, then run `inset pair CODE`."
    )
    context.output.answer(answer, *lines)
    return ExitStatus.OK


def _approve(code: str, context: Context) -> int:
    from inset.client.client import Client

    # People read six digits aloud in groups: 482 913 and 482-913 are the same code.
    digits = code.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        raise UsageInvalid(f"Give the six digits that the extension shows; {code!r} is not.")
    client = Client.from_state(context.paths, context.settings())
    answer = client.approve(digits)
    context.output.answer(answer, f"Paired {answer['name']}. Badges appear by themselves.")
    return ExitStatus.OK


VERB = Verb("pair", "let an extension (by its code) or a script ask the helper", _add_arguments, _run, writes=True)
