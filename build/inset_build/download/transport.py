"""What every download has in common: how long it waits, what it tells of itself, and how it follows redirects.

No cookies, and no credentials or proxies from the environment. Redirects are followed here, so that each is checked:
http and https only, and never from https to http.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from yarl import URL

from inset.errors import DownloadFailed
from inset_build.download.responses import REDIRECTS, next_url


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how often to try again. Times are in seconds.

    Attributes:
        connect: for a connection; `stall`: without a single byte.
        tries: how many breaks until it gives up.
        pause: before the second try.
        redirects: how many in a row are followed.
    """

    connect: float = 30.0
    stall: float = 60.0
    tries: int = 6
    pause: float = 1.0
    redirects: int = 10


def open_session(patience: Patience, user_agent: str) -> aiohttp.ClientSession:
    """A session that sends the same headers with each request; bytes stay as served, because checksums are of these."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=patience.connect, sock_read=patience.stall),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        headers={"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "identity"},
    )


@asynccontextmanager
async def answer_of(
    session: aiohttp.ClientSession,
    url: str,
    headers: Mapping[str, str],
    redirects: int,
    too_many: Callable[[], DownloadFailed],
) -> AsyncIterator[aiohttp.ClientResponse]:
    """Send a request, and follow so many redirects, each of which is checked first.

    Raises:
        DownloadFailed: one leads where none may, or `too_many` there are.
    """
    at = URL(url)
    for _ in range(redirects + 1):
        async with session.get(at, headers=headers, allow_redirects=False) as response:
            if response.status not in REDIRECTS:
                yield response
                return
            at = next_url(at, response.headers.get("Location", ""))
    raise too_many()
