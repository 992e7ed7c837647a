"""`inset subscribe ADDRESS --root FILE|SHA256`: follow a publisher's packs; `inset unsubscribe` ends it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from inset.cli.showing.words import words
from inset.cli.steps.following import followed
from inset.cli.steps.watched import tell_news
from inset.cli.verb import Context, Verb
from inset.cli.verbs.subscriptions import described
from inset.errors import ExitStatus, UsageInvalid
from inset.words.sentences import sentence


def _add_subscribe(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="of the publisher's packs, http or https")
    parser.add_argument(
        "--root",
        required=True,
        metavar="FILE",
        help="the publisher's root.json, or its SHA-256, got in a way that you trust",
    )
    # One name each time: a flag that takes several would take the address, too, where that comes after it.
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this dataset; all if left out")


def _subscribe(args: Namespace, context: Context) -> int:
    from inset.pack.subscriptions import facts_of
    from inset_build.pack.follow import fetch_root, is_fingerprint, subscribe

    given = None if is_fingerprint(args.root) and not Path(args.root).exists() else _read(Path(args.root))
    with followed(context, args.address) as following:
        root = fetch_root(following, args.address, args.root) if given is None else given
        subscription = subscribe(following, args.address, root, args.only)
    now = datetime.now(UTC)
    context.output.answer(facts_of(subscription, now), *described(subscription, now))
    tell_news(context)
    return ExitStatus.OK


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise UsageInvalid(sentence("error_root_named", error)) from error


def _add_unsubscribe(parser: ArgumentParser) -> None:
    parser.add_argument("which", metavar="WHICH", help="the address, or the ID that `inset subscriptions` shows")


def _unsubscribe(args: Namespace, context: Context) -> int:
    from inset.pack.subscriptions import remove_subscription

    gone = remove_subscription(context.paths.subscriptions, args.which)
    context.output.answer({"unsubscribed": gone}, words().text("cli_unsubscribed", args.which))
    return ExitStatus.OK


SUBSCRIBE = Verb("subscribe", "follow a publisher's packs of datasets", _add_subscribe, _subscribe, writes=True)
UNSUBSCRIBE = Verb("unsubscribe", "follow a publisher no more", _add_unsubscribe, _unsubscribe, writes=True)
