"""`inset subscriptions`: whose packs are followed, how fresh they are, and what went wrong."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from inset.cli.fault_words import told
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus

if TYPE_CHECKING:
    from inset.pack.subscriptions import Subscription


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--update", action="store_true", help="ask every publisher now what is new")


def _run(args: Namespace, context: Context) -> int:
    from inset.pack.subscriptions import facts_of, read_subscriptions

    folder = context.paths.subscriptions
    if args.update and read_subscriptions(folder).followed:
        from inset.cli.steps.following import followed
        from inset.cli.steps.watched import tell_news
        from inset_build.pack.update import update_due

        with followed(context, words().text("subscriptions_updating")) as following:
            update_due(following, every=True)
        tell_news(context)
    found, now = read_subscriptions(folder), datetime.now(UTC)
    lines = [line for each in found.followed for line in described(each, now)] or [words().text("subscriptions_none")]
    context.output.answer(
        {
            "subscriptions": [facts_of(each, now) for each in found.followed],
            "damaged": [{"id": name, **error.as_dict()} for name, error in found.damaged.items()],
        },
        *lines,
    )
    errors = [each.error for each in found.followed if each.error is not None]
    for error in (*errors, *found.damaged.values()):
        context.output.note(f"inset: {told(error)}")
    return ExitStatus.FAILURE if found.damaged or (args.update and errors) else ExitStatus.OK


def described(subscription: Subscription, now: datetime) -> Iterator[str]:
    """A subscription for a person."""
    say = words().text
    yield words().told(subscription.address, say(f"subscription_{subscription.state(now)}"))
    if subscription.title is not None:
        yield f"  {say('subscription_title', subscription.title)}"
    for name, each in subscription.datasets.items():
        here = each.dataset if each.dataset == name else f"{each.dataset} ({name})"
        gone = "" if each.offered else f" · {say('subscription_withdrawn')}"
        yield f"  {words().told(here, words().count('photos', each.photos))} · {each.run}{gone}"
    if subscription.checked_at is not None:
        yield f"  {say('subscription_checked', subscription.checked_at)}"
    yield f"  {say('subscription_id', subscription.id)}"


VERB = Verb("subscriptions", "show whose packs are followed, and how fresh they are", _add_arguments, _run, writes=True)
