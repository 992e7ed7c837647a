"""On which day each pairing was last used: kept once a day, beside the answer, which never waits for it."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from inset.errors import InsetError
from inset.tokens import Pairing, TokenStore, today

_LOG: Final = logging.getLogger("inset.server")


class Uses:
    """Keeps the day of a pairing's last use.

    Args:
        tokens: the pairings on disk.
    """

    def __init__(self, tokens: TokenStore) -> None:
        self._tokens = tokens
        self._noted: dict[str, str] = {}
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, pairing: Pairing) -> None:
        """Note that a pairing was used just now. Only its first use of a day writes, in the background."""
        day = today()
        if day in (pairing.used_on, self._noted.get(pairing.id)):
            return
        self._noted[pairing.id] = day
        task = asyncio.create_task(self._write(pairing.id))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _write(self, pairing_id: str) -> None:
        try:
            await asyncio.to_thread(self._tokens.note_use, pairing_id)
        except (InsetError, OSError) as error:  # a full disk, say: whoever asked has their answer all the same
            _LOG.warning("pairing_use_not_kept error=%s", type(error).__name__)
