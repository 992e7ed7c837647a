"""A request's body as its bytes come: in blocks, so that one of any length needs little memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from aiohttp import StreamReader

from inset.errors import BadRequest

STALL_SECONDS: Final = 60.0
"""Seconds without a byte after which the sender has probably gone."""

BLOCK: Final = 1 << 20
"""Bytes to collect before a thread takes them: enough that handing over to it pays."""


async def blocks_of(body: StreamReader) -> AsyncIterator[list[bytes]]:
    """Yield the pieces of each block as they came, joined by nobody; the last block may be small.

    Raises:
        BadRequest: the body stops arriving.
    """
    waiting, pieces = 0, list[bytes]()
    while True:
        try:
            async with asyncio.timeout(STALL_SECONDS):
                piece = await body.readany()
        except TimeoutError:
            raise BadRequest(f"Send it again: nothing arrived for {STALL_SECONDS:.0f} seconds.") from None
        if not piece:
            break
        pieces.append(piece)
        waiting += len(piece)
        if waiting >= BLOCK:
            yield pieces
            waiting, pieces = 0, []
    if pieces:
        yield pieces
