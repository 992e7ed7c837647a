"""Takes a question in as its bytes come, so that one of any length needs little memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from aiohttp import StreamReader

from inset.errors import BadRequest, TooLarge

if TYPE_CHECKING:
    from inset.server.checks.question import Question

MOST_BYTES: Final = 2_000_000_000
"""Of one request. The records of 200,000 photos come to a tenth of it."""
LONGEST_LINE: Final = 64 << 20
"""Bytes; the longest file of an export that is read, its albums, is smaller even in base64."""
STALL_SECONDS: Final = 60.0
"""Seconds without a byte after which the sender has probably gone."""

_BLOCK: Final = 1 << 20
"""Bytes to collect before a thread takes their lines: enough that handing over to it pays."""


async def receive_lines(body: StreamReader, question: Question) -> None:
    """Take every line of a request's body.

    Raises:
        BadRequest: a line is none, or the body stops arriving.
        TooLarge: a line, the body, or the question is too large.
    """
    total, waiting, pieces = 0, 0, list[bytes]()
    while True:
        try:
            async with asyncio.timeout(STALL_SECONDS):
                piece = await body.readany()
        except TimeoutError:
            raise BadRequest(f"Send it again: nothing arrived for {STALL_SECONDS:.0f} seconds.") from None
        pieces.append(piece)
        total += len(piece)
        waiting += len(piece)
        if total > MOST_BYTES:
            raise TooLarge(f"Send at most {MOST_BYTES // 10**9} GB at once, and the rest with open=true.")
        if piece and waiting < _BLOCK:
            continue
        block = b"".join(pieces)
        end = len(block) if not piece else block.rfind(b"\n") + 1
        rest = block[end:]
        if len(rest) > LONGEST_LINE:
            raise TooLarge(f"Send lines of at most {LONGEST_LINE >> 20} MiB.")
        if end:
            await asyncio.to_thread(question.take, block[:end].split(b"\n"))
        if not piece:
            return
        # A line longer than a block is joined again only when as much has come once more.
        waiting, pieces = 0, [rest]
