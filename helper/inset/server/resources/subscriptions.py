"""`/v1/subscriptions`: publishers that are followed, how fresh they are, updating one now, and following it no more."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, TypedDict

from aiohttp import web

from inset.errors import BadRequest
from inset.pack.subscriptions import facts_of, find_subscription, read_subscriptions, remove_subscription
from inset.server.answers import json_answer
from inset.server.guards.limits import body_of
from inset.server.keys import FOLLOWED, HELPER


class SubscriptionList(TypedDict):
    """All that are followed; `damaged`: those whose state cannot be read, each with its ID and the error."""

    subscriptions: list[dict[str, Any]]
    damaged: list[dict[str, str]]


class SubscriptionUpdating(TypedDict):
    """The ID of the subscription that is being updated."""

    updating: str


class Unsubscribed(TypedDict):
    """The ID of the subscription that is no more."""

    unsubscribed: str


async def list_subscriptions(request: web.Request) -> web.Response:
    """List the publishers that are followed, in the order in which they were added."""
    found = await asyncio.to_thread(read_subscriptions, request.app[HELPER].paths.subscriptions)
    now, updating = datetime.now(UTC), request.app[FOLLOWED].updating
    answer: SubscriptionList = {
        "subscriptions": [{**facts_of(each, now), "updating": each.id in updating} for each in found.followed],
        "damaged": [{"id": name, **error.as_dict()} for name, error in found.damaged.items()],
    }
    return json_answer(answer)


async def update_subscription(request: web.Request) -> web.Response:
    """Begin to ask a publisher what is new; how it fared stands in the list once `updating` is false.

    Raises:
        BadRequest: something was sent with it.
        SubscriptionUnknown: there is none of that ID.
    """
    if body_of(request):
        raise BadRequest("Send {} and nothing else.")
    folder, subscription_id = request.app[HELPER].paths.subscriptions, request.match_info["id"]
    found = await asyncio.to_thread(find_subscription, folder, subscription_id)
    request.app[FOLLOWED].begin(found.id)
    answer: SubscriptionUpdating = {"updating": found.id}
    return json_answer(answer, status=202)


async def end_subscription(request: web.Request) -> web.Response:
    """Follow a publisher no more; the datasets stay.

    Raises:
        SubscriptionUnknown: there is none of that ID.
        InsetError: it is being updated.
    """
    folder, subscription_id = request.app[HELPER].paths.subscriptions, request.match_info["id"]
    answer: Unsubscribed = {"unsubscribed": await asyncio.to_thread(remove_subscription, folder, subscription_id)}
    return json_answer(answer)
