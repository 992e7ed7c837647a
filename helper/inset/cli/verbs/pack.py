"""`inset pack NAME`: a dataset as one file that others can unpack, signed if there is a key."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import percent, size, words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.words.sentences import sentence

SUFFIX = ".insetpack"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the dataset's name")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="where to; NAME.insetpack in this folder if left out",
    )
    parser.add_argument(
        "--filter-only", action="store_true", help="pack a filter in place of the list; answers are then never certain"
    )
    parser.add_argument("--no-owners", action="store_true", help="leave out accounts and their names")
    parser.add_argument(
        "--error-rate", type=float, metavar="P", help="with --filter-only: how often it is wrong; 1e-6 if left out"
    )
    parser.add_argument("--key", type=Path, metavar="KEY", help="sign it with this secret key")
    parser.add_argument(
        "--new-key", type=Path, metavar="KEY", help="make a secret key in this file, and its public key beside it"
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")


def _run(args: Namespace, context: Context) -> int:
    if args.new_key is not None:
        return _make_key(args, context)
    if args.name is None:
        raise UsageInvalid(sentence("error_pack_what"))
    from inset.index.library import Library

    dataset = Library(context.paths.datasets).dataset(args.name)
    from inset_build.pack.by_hand import check_key, sign_pack
    from inset_build.pack.make import make_pack

    if args.key is not None:
        check_key(args.key)  # before minutes of packing
    say = words().text
    output = args.output or Path(f"{args.name}{SUFFIX}")
    with ProgressLine(say("cli_packing", args.name)) as line:
        facts = make_pack(
            dataset.folder,
            output,
            filter_only=args.filter_only,
            owners=not args.no_owners,
            error_rate=args.error_rate,
            force=args.force,
            on_progress=lambda progress: line.show(progress.phase, progress.rows),
        )
    photos = words().count("photos", facts.photos)
    said = [say("cli_packed", facts.file, photos, facts.dataset, facts.run, size(facts.bytes), facts.sha256)]
    if not facts.exact:
        said.append(say("cli_no_exact_list", percent(facts.false_positive_rate)))
    signed_by = None
    if args.key is None:
        said.append(say("cli_packed_unsigned"))
    else:
        signed_by = sign_pack(output, args.key, lambda: _password("cli_password")).key_id
        said.append(say("cli_packed_signed", signed_by, f"{output}.minisig"))
    context.output.answer({**facts.as_dict(), "signed_by": signed_by}, *said)
    return ExitStatus.OK


def _make_key(args: Namespace, context: Context) -> int:
    if args.name is not None or args.key is not None:
        raise UsageInvalid(sentence("error_key_first"))
    from inset.pack.signature import new_key

    password = _password("cli_password_new")
    if sys.stdin.isatty() and _password("cli_password_again") != password:
        raise UsageInvalid(sentence("error_password_twice"))
    key = new_key(args.new_key, password)
    public = f"{args.new_key}.pub"
    said = [words().text("cli_key_made", args.new_key, public, key.key_id)]
    if not password:
        said.append(words().text("cli_key_plain"))
    context.output.answer(
        {"secret_key": str(args.new_key), "public_key": public, "key": key.text, "key_id": key.key_id}, *said
    )
    return ExitStatus.OK


def _password(asked: str) -> str:
    """Ask at the terminal, where it is not shown; elsewhere take the next line of stdin, as minisign does."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{words().text(asked)} ", stream=sys.stderr)
    return sys.stdin.readline().rstrip("\r\n")


VERB = Verb("pack", "write a dataset into one file that others can unpack", _add_arguments, _run)
