"""`inset subscribe ADDRESS --root FILE`: follow a publisher's packs; `inset unsubscribe` ends it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from inset.cli.following import followed
from inset.cli.subscriptions import described
from inset.cli.verb import Context, Verb
from inset.cli.watch import tell_news
from inset.cli.words import words
from inset.errors import ExitStatus, UsageInvalid


def _add_subscribe(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="of the publisher's packs, http or https")
    parser.add_argument(
        "--root",
        type=Path,
        required=True,
        metavar="FILE",
        help="the publisher's root.json, got in a way that you trust",
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these datasets; all if left out")


def _subscribe(args: Namespace, context: Context) -> int:
    from inset.pack.subscriptions import facts_of
    from inset_build.pack.follow import subscribe

    try:
        root = args.root.read_bytes()
    except OSError as error:
        raise UsageInvalid(f"Name the publisher's root.json with --root: {error}.") from error
    with followed(context, args.address) as following:
        subscription = subscribe(following, args.address, root, args.only)
    now = datetime.now(UTC)
    context.output.answer(facts_of(subscription, now), *described(subscription, now))
    tell_news(context)
    return ExitStatus.OK


def _add_unsubscribe(parser: ArgumentParser) -> None:
    parser.add_argument("which", metavar="WHICH", help="the address, or the ID that `inset subscriptions` shows")


def _unsubscribe(args: Namespace, context: Context) -> int:
    from inset.pack.subscriptions import remove_subscription

    gone = remove_subscription(context.paths.subscriptions, args.which)
    context.output.answer({"unsubscribed": gone}, words().text("cli_unsubscribed", args.which))
    return ExitStatus.OK


SUBSCRIBE = Verb("subscribe", "follow a publisher's packs of datasets", _add_subscribe, _subscribe, writes=True)
UNSUBSCRIBE = Verb("unsubscribe", "follow a publisher no more", _add_unsubscribe, _unsubscribe, writes=True)
