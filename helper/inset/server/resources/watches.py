"""`/v1/watches`: photos that the owner chose to remember, and what each new build says of them.

`/v1/changes` tells a paired browser the numbers alone: no photo, no dataset, and nothing of what is watched.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

from aiohttp import web

from inset.account.watch_facts import WatchFacts, watch_facts
from inset.errors import BadRequest, CheckIncomplete, InsetError, UsageInvalid
from inset.server.answers import json_answer
from inset.server.asked import read_text
from inset.server.guards.limits import body_of
from inset.server.keys import CHECKS, LIBRARY, WATCHES
from inset.visible import blanked

if TYPE_CHECKING:
    from inset.account.kept import Answered
    from inset.account.watch import Watch
    from inset.index.library import Library

LONGEST_NAME: Final = 200


class WatchList(TypedDict):
    """All watches, in the order in which they were added."""

    watches: list[WatchFacts]


class WatchForgotten(TypedDict):
    """The ID of the watch that was forgotten."""

    forgotten: str


async def list_watches(request: web.Request) -> web.Response:
    """List the watches with what is new and has not been seen yet."""
    watches = await request.app[LIBRARY].ask(request.app[WATCHES].all)
    answer: WatchList = {"watches": [watch_facts(watch) for watch in watches]}
    return json_answer(answer)


async def count_changes(request: web.Request) -> web.Response:
    """Answer how many photos are new or gone, and no more.

    Raises:
        InsetError: a watch's file cannot be read; the error does not name it, for a path tells whose computer this is.
    """
    try:
        changes = await request.app[LIBRARY].ask(request.app[WATCHES].changes)
    except InsetError as error:
        raise InsetError("Run `inset watch list`: it tells why nothing can be said of what is remembered.") from error
    return json_answer(changes)


async def add_watch(request: web.Request) -> web.Response:
    """Remember what a check asked about.

    Raises:
        BadRequest: the body is no such wish.
        CheckUnknown, CheckOpen: see `Checks.get`.
        CheckIncomplete: of a kept check, the file with the photos that were asked about cannot be read.
        UsageInvalid: the name is taken, the photos are watched already, or they cannot be watched together.
        IndexMissing, IndexCorrupt: no dataset can be asked.
    """
    check_id, name = _wish(body_of(request))
    check = await request.app[CHECKS].get(check_id)
    folder = request.app[WATCHES].folder
    watch = await request.app[LIBRARY].ask(lambda library: _add(folder, library, check, name))
    return json_answer(watch_facts(watch), status=201)


async def mark_watch_seen(request: web.Request) -> web.Response:
    """Tell no more what was new of a watch when it was asked at `checked_at`; answer what is left.

    Raises:
        BadRequest: the body is no `checked_at`.
        WatchUnknown: there is no such watch.
    """
    from inset.account.watch import mark_seen

    until = read_text(body_of(request), "checked_at")
    watch = await _named(request)
    await asyncio.to_thread(mark_seen, request.app[WATCHES].folder, [_until(watch, until)])
    return json_answer(watch_facts(await _named(request)))


async def forget_watch(request: web.Request) -> web.Response:
    """Forget a watch: its photos, and what was noticed of them.

    Raises:
        WatchUnknown: there is none of that ID.
    """
    from inset.account.watch import forget_watch as forget

    watch = await _named(request)
    await asyncio.to_thread(forget, request.app[WATCHES].folder, watch.id)
    answer: WatchForgotten = {"forgotten": watch.id}
    return json_answer(answer)


async def _named(request: web.Request) -> Watch:
    """The watch of the path.

    Raises:
        WatchUnknown: there is none of that ID.
    """
    watches, watch_id = request.app[WATCHES], request.match_info["id"]
    (watch,) = await request.app[LIBRARY].ask(lambda library: watches.named([watch_id], library))
    return watch


def _wish(body: dict[str, Any]) -> tuple[str, str | None]:
    check_id, name = body.get("check"), body.get("name")
    if not set(body) <= {"check", "name"} or not isinstance(check_id, str) or not isinstance(name, str | None):
        raise BadRequest('Send {"check": "…"}, with a "name" if you like, and nothing else.')
    if name is None:
        return check_id, None
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadRequest(f"Give a name of 1 to {LONGEST_NAME} characters.")
    return check_id, " ".join(blanked(name).split()) or None


def _add(folder: Path, library: Library, check: Answered, name: str | None) -> Watch:
    from inset.account.watch import add_watch as add

    asked = check.report.asked
    accounts = [each.account for each in asked if each.kind == "account" and each.account is not None]
    if accounts and len(asked) > 1:
        raise UsageInvalid("Check an account by itself to remember it: its photos are found anew after each build.")
    if check.asked_ids is None:
        raise CheckIncomplete(
            "Check again, and then remember: of this kept report, only the photos that were found can be read."
        )
    if not len(check.asked_ids):
        raise UsageInvalid("Give photos as a list or an export: no photo was asked about, so none can be remembered.")
    called = ", ".join(each.name for each in asked)
    return add(
        folder,
        library,
        name=name or (called if len(called) <= LONGEST_NAME else f"{called[: LONGEST_NAME - 1]}…"),
        kind=asked[0].kind,
        photo_ids=check.asked_ids,
        account=accounts[0] if accounts else None,
        rename=name is None,
    )


def _until(watch: Watch, until: str) -> Watch:
    import msgspec

    return msgspec.structs.replace(watch, news=tuple(each for each in watch.news if each.noticed_at <= until))
