"""Keeps what is followed up to date: publishers that are due are asked by a child process, as builds are run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from inset.errors import InsetError
from inset.pack.subscriptions import read_subscriptions
from inset.paths import Paths
from inset.server.builds.child import Child
from inset.server.logs import log_mistake

LOOK_SECONDS: Final = 600.0
"""Seconds between two looks whether a publisher is due."""
FIRST_SECONDS: Final = 60.0
"""After the helper has started: it must not fetch while a person logs in."""
STOP_SECONDS: Final = 2.0
"""Seconds that the child has to end by itself, when the helper ends."""

_LOG: Final = logging.getLogger("inset.server.followed")


class FollowedPublishers:
    """The subscriptions of these folders. A new run is noticed by the library as any that is published.

    Args:
        paths: the person's folders.
        first: seconds until the first look; every: seconds between two.
    """

    def __init__(self, paths: Paths, *, first: float = FIRST_SECONDS, every: float = LOOK_SECONDS) -> None:
        self._paths = paths
        self._first, self._every = first, every
        self._one_at_a_time = asyncio.Lock()
        self._begun: dict[str, asyncio.Task[None]] = {}

    @property
    def updating(self) -> frozenset[str]:
        """The IDs of the subscriptions that somebody has asked to update, and that are not done."""
        return frozenset(self._begun)

    def begin(self, subscription_id: str) -> None:
        """Begin to update one, unless that is under way."""
        if subscription_id not in self._begun:
            self._begun[subscription_id] = asyncio.create_task(self._update_one(subscription_id))

    async def close(self) -> None:
        """End what is under way; what has arrived of a pack is kept."""
        for each in list(self._begun.values()):
            each.cancel()
        await asyncio.gather(*self._begun.values(), return_exceptions=True)

    async def _update_one(self, subscription_id: str) -> None:
        try:
            await self.update([subscription_id])
        except InsetError as error:  # which the subscription keeps, too
            _LOG.warning("followed publisher not updated code=%s", error.code)
        except Exception as mistake:  # noqa: BLE001 - nobody waits for this task
            log_mistake(mistake)
        finally:
            del self._begun[subscription_id]

    async def keep_updated(self) -> None:
        """Ask each publisher that is due, for as long as the helper runs."""
        await asyncio.sleep(self._first)
        while True:
            try:
                if await asyncio.to_thread(self._is_one_due):
                    await self.update()
            except InsetError as error:
                _LOG.warning("followed publishers not updated code=%s", error.code)
            except Exception as mistake:  # noqa: BLE001 - tomorrow is another day
                log_mistake(mistake)
            await asyncio.sleep(self._every)

    async def update(self, ids: Sequence[str] = ()) -> None:
        """Update the subscriptions of these IDs; those that are due where none is named. Each keeps how it fared.

        Raises:
            InsetError: one that was named failed, or no process could be started.
        """
        folders = f"--subscriptions={self._paths.subscriptions}", f"--datasets={self._paths.datasets}"
        async with self._one_at_a_time:
            child = await Child.start(["follow", *folders, *ids])
            try:
                report = await child.report()
            finally:
                await child.end(STOP_SECONDS)
        for each in report["whole"]:
            _LOG.info("pack fetched whole dataset=%s code=%s why=%r", each["dataset"], each["code"], each["why"])

    def _is_one_due(self) -> bool:
        now = datetime.now(UTC)
        return any(each.is_due(now) for each in read_subscriptions(self._paths.subscriptions).followed)
