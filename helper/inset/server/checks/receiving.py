"""Takes a question in as its bytes come, so that one of any length needs little memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import StreamReader

from inset.errors import TooLarge
from inset.server.arriving import blocks_of

if TYPE_CHECKING:
    from inset.server.checks.question import Question

MOST_BYTES: Final = 2_000_000_000
"""Of one request. The records of 200,000 photos come to a tenth of it."""
LONGEST_LINE: Final = 64 << 20
"""Bytes; the longest file of an export that is read, its albums, is smaller even in base64."""


async def receive_lines(body: StreamReader, question: Question) -> None:
    """Take every line of a request's body.

    Raises:
        BadRequest: a line is none, or the body stops arriving.
        TooLarge: a line, the body, or the question is too large.
    """
    total, rest = 0, b""
    async for pieces in blocks_of(body):
        total += sum(map(len, pieces))
        if total > MOST_BYTES:
            raise TooLarge(f"Send at most {MOST_BYTES // 10**9} GB at once, and the rest with open=true.")
        block = b"".join([rest, *pieces])
        end = block.rfind(b"\n") + 1
        rest = block[end:]
        if len(rest) > LONGEST_LINE:
            raise TooLarge(f"Send lines of at most {LONGEST_LINE >> 20} MiB.")
        if end:
            await asyncio.to_thread(question.take, block[:end].split(b"\n"))
    if rest:
        await asyncio.to_thread(question.take, [rest])
