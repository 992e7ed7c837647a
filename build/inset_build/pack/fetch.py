"""Fetches a publisher's files for python-tuf: bounded in size and time, and telling nothing but what is asked for.

No cookies, no validators of versions (an ETag may name who got it), no proxies or credentials from the environment, and
in every request of everybody the same headers. http and https only, also where a redirect leads.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import aiohttp
from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface

from inset.disk_space import require_space
from inset.errors import DownloadFailed, PublisherRefused
from inset.own_files import is_own_file, open_to_append, sync_folder, told_of
from inset.words.sentences import sentence
from inset_build.download.responses import PAGES, PASSING
from inset_build.download.transport import Patience, answer_of, open_session

USER_AGENT: Final = "inset"
"""Without a version, by which some could be told from others."""

_LARGEST_OF_ANY: Final = 5_000_000
"""Bytes; what is fetched without saying how large it may be."""

T = TypeVar("T")
OnBytes = Callable[[int, int], None]
"""Called with the bytes of a pack that have arrived, and all of them."""


@dataclass(frozen=True, slots=True)
class Limits(Patience):
    """How long is waited for a publisher, whom nobody trusts with a connection for ever. Times are in seconds.

    Attributes:
        metadata: for a whole file of metadata.
        slowest: bytes a second that a pack must come with on the whole, and `least` what is waited for any.
    """

    connect: float = 20.0
    stall: float = 30.0
    tries: int = 4
    redirects: int = 5
    metadata: float = 60.0
    slowest: int = 10_000
    least: float = 120.0


class _Broken(Exception):
    """The transfer broke off, which may pass."""


class Fetcher(FetcherInterface):
    """Fetches files over one connection, where the server keeps it. A context manager.

    Args:
        limits: how long is waited.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._runner = asyncio.Runner()
        self._session: aiohttp.ClientSession | None = None

    def __enter__(self) -> Self:
        self._run(self._open())
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        try:
            if self._session is not None:
                self._run(self._session.close())
        finally:
            self._runner.close()

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """Return a file of metadata.

        Raises:
            DownloadHTTPError: there is none.
            PublisherRefused: it is larger than it may be, or comes too slowly.
            DownloadFailed: the server does not answer, or breaks off.
        """
        return self._run(self._bytes(url, max_length))

    def download_pack(self, url: str, part: Path, length: int, on_bytes: OnBytes = lambda *_: None) -> None:
        """Fetch a pack to a file, going on after what is there of it already.

        Args:
            part: its name says which bytes belong in it, for what is there is believed; `length`: of the whole, bytes.

        Raises:
            PublisherRefused: it is larger than it may be, or comes too slowly.
            DownloadFailed: it did not arrive; what has arrived is kept.
            DiskFull: there is no room for it.
        """
        self._run(self._pack(url, part, length, on_bytes))

    def _fetch(self, url: str) -> Iterator[bytes]:
        return iter([self.download_bytes(url, _LARGEST_OF_ANY)])

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    async def _open(self) -> None:
        self._session = open_session(self._limits, USER_AGENT)

    async def _bytes(self, url: str, most: int) -> bytes:
        content = bytearray()
        try:
            async with asyncio.timeout(self._limits.metadata), self._answer(url) as response:
                if response.status in (403, 404, 410) or (response.status == 200 and response.content_type in PAGES):
                    # Some hosts answer with a page where there is no file.
                    raise DownloadHTTPError(f"{url} is not there", 404)
                if response.status != 200:
                    raise _failed(url, f"the server answers {response.status}")
                async for chunk in response.content.iter_any():
                    content += chunk
                    if len(content) > most:
                        raise _too_large(url, most)
        except TimeoutError as error:
            raise _too_slow(url) from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise _failed(url, str(error) or type(error).__name__) from error
        return bytes(content)

    async def _pack(self, url: str, part: Path, length: int, on_bytes: OnBytes) -> None:
        limits = self._limits
        try:
            async with asyncio.timeout(max(limits.least, length / limits.slowest)):
                for left in range(limits.tries - 1, -1, -1):
                    try:
                        return await self._pack_once(url, part, length, on_bytes)
                    except (_Broken, aiohttp.ClientError, ConnectionError) as error:
                        if not left or isinstance(error, aiohttp.ClientConnectorCertificateError):
                            raise _failed(url, str(error) or type(error).__name__) from error
                        await asyncio.sleep(limits.pause)
        except TimeoutError as error:
            raise _too_slow(url) from error

    async def _pack_once(self, url: str, part: Path, length: int, on_bytes: OnBytes) -> None:
        there = _arrived(part, length)
        require_space(part.parent, length - there, sentence("disk_for_pack"))
        on_bytes(there, length)
        if there == length:
            return
        # No If-Range: the name of the file is its hash, so that a part of it is always of the same version.
        async with self._answer(url, {"Range": f"bytes={there}-"} if there else {}) as response:
            if response.status in PASSING:
                raise _Broken(f"the server answers {response.status}")
            if response.status == 416 or (response.status == 206 and not _goes_on(response, there)):
                _discard(part)
                raise _Broken("the server has another part of it")
            if response.status not in (200, 206):
                raise _failed(url, f"the server answers {response.status}")
            if response.status == 200:
                _discard(part)
                there = 0
            with told_of(part), open_to_append(part) as file:
                try:
                    async for chunk in response.content.iter_any():
                        there += len(chunk)
                        if there > length:
                            raise _too_large(url, length)
                        file.write(chunk)
                        on_bytes(there, length)
                finally:
                    file.flush()
                    os.fsync(file.fileno())
        sync_folder(part.parent)
        if there < length:
            raise _Broken(f"{there:,} of {length:,} bytes came")

    def _answer(
        self, url: str, headers: dict[str, str] | None = None
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        assert self._session is not None
        return answer_of(
            self._session,
            url,
            headers or {},
            self._limits.redirects,
            lambda: _failed(url, "it redirects again and again"),
        )


def _arrived(part: Path, length: int) -> int:
    """How many bytes of a pack are there already."""
    size = part.stat().st_size if is_own_file(part) else 0
    if size <= length:
        return size
    _discard(part)
    return 0


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)


def _goes_on(response: aiohttp.ClientResponse, there: int) -> bool:
    return response.headers.get("Content-Range", "").replace(" ", "").startswith(f"bytes{there}-")


def _failed(url: str, why: str) -> DownloadFailed:
    return DownloadFailed(sentence("publisher_unreachable", url, why))


def _too_large(url: str, most: int) -> PublisherRefused:
    return PublisherRefused(sentence("publisher_too_large", url, most))


def _too_slow(url: str) -> DownloadFailed:
    return DownloadFailed(sentence("publisher_slow", url))
