"""Downloads files: streamed to disk, resumed after a break, checked, and renamed only when they are whole.

One request at a time; `inset_build.download.transport` says what goes out with it, and where a redirect may lead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp
from filelock import FileLock, Timeout

from inset import __version__
from inset.disk_space import RESERVE, require_space
from inset.disk_space import free_space as free_on_disk
from inset.errors import BuildBusy, DownloadFailed, DownloadMismatch
from inset.own_files import FILE_MODE, make_own_folder, refuse_planted
from inset.words.sentences import sentence
from inset_build.download.part_file import PartFile, mismatch
from inset_build.download.responses import BeginAgain, Broken, judge
from inset_build.download.transport import Patience, answer_of, open_session
from inset_build.download.wanted import WantedFile

USER_AGENT: Final = f"inset/{__version__} (looks up which photos a dataset lists)"
LOCK_FILE: Final = ".download.lock"

OnProgress = Callable[[str, int, int | None], None]
"""Called with the file's name, the bytes that have arrived, and the total (None if it is not known)."""


@dataclass(frozen=True, slots=True)
class Retries(Patience):
    """How long to wait and how often to try again: `tries` are breaks in a row without a new byte.

    `pause` doubles from try to try, or is what the server asks for, up to `longest_pause`, in seconds.
    """

    longest_pause: float = 60.0


def download_all(
    wanted: Sequence[WantedFile],
    folder: Path,
    *,
    patience: Retries | None = None,
    on_progress: OnProgress = lambda *_: None,
    free_space: Callable[[Path], int] = free_on_disk,
) -> list[Path]:
    """Download files one after another; those that are there already, whole and checked, are not fetched again.

    Interrupted (Ctrl+C), it keeps what has arrived and raises KeyboardInterrupt.

    Args:
        wanted: the files.
        folder: where to; created if missing.
        patience: how long to wait, how often to try.
        on_progress: see OnProgress.
        free_space: bytes that are free on the disk of a folder.

    Raises:
        BuildBusy: the same folder is being downloaded to.
        DiskFull: there is not enough room; told before the first byte where the sizes are known.
        DownloadFailed: it did not work; what has arrived is kept.
        DownloadMismatch: it is not the expected file.
        OSError: the folder cannot be used.
    """
    refuse_planted(folder)
    make_own_folder(folder)
    refuse_planted(folder / LOCK_FILE)
    lock = FileLock(folder / LOCK_FILE, mode=FILE_MODE)
    try:
        with lock.acquire(timeout=0):
            return asyncio.run(_download_all(wanted, folder, patience or Retries(), on_progress, free_space))
    except Timeout as error:
        raise BuildBusy(sentence("download_busy", folder)) from error


async def _download_all(
    wanted: Sequence[WantedFile],
    folder: Path,
    patience: Retries,
    on_progress: OnProgress,
    free_space: Callable[[Path], int],
) -> list[Path]:
    parts = [PartFile(folder, each) for each in wanted]
    missing = [part for part in parts if not await asyncio.to_thread(part.is_finished)]
    require_space(folder, sum(map(_still_needed, missing)), sentence("disk_for_download"), free=free_space)
    async with open_session(patience, USER_AGENT) as session:
        for part in missing:
            await _Transfer(session, part, patience, on_progress, free_space).run()
    return [part.target for part in parts]


def ask_size(wanted: WantedFile, *, patience: Retries | None = None) -> int | None:
    """Ask once how many bytes a file has, without fetching it; None where its server does not say.

    Raises:
        DownloadFailed: the address gives no file, or its server does not answer.
    """
    return asyncio.run(_ask_size(wanted, patience or Retries()))


async def _ask_size(wanted: WantedFile, patience: Retries) -> int | None:
    try:
        async with (
            open_session(patience, USER_AGENT) as session,
            # Not HEAD, which many servers refuse or answer otherwise; the body is not read.
            _follow(session, wanted, {}, patience.redirects) as response,
        ):
            return judge(response, wanted, 0, None)[1].total
    except aiohttp.ClientConnectorCertificateError as error:
        raise DownloadFailed(sentence("list_told", wanted.remedy, error)) from error
    except aiohttp.ClientConnectorError as error:
        raise DownloadFailed(sentence("download_no_answer", wanted.remedy, error.host, error.strerror)) from error
    except (Broken, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DownloadFailed(sentence("download_broke_off", wanted.url, str(error) or type(error).__name__)) from error


def _follow(
    session: aiohttp.ClientSession, wanted: WantedFile, headers: dict[str, str], redirects: int
) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
    def too_many() -> DownloadFailed:
        return DownloadFailed(sentence("download_redirects", wanted.remedy, wanted.url, str(redirects)))

    return answer_of(session, wanted.url, headers, redirects, too_many)


class _Transfer:
    """One file on its way."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        part: PartFile,
        patience: Retries,
        on_progress: OnProgress,
        free_space: Callable[[Path], int],
    ) -> None:
        self._session = session
        self._part = part
        self._patience = patience
        self._on_progress = on_progress
        self._free_space = free_space
        self._most = 0
        self._resumed = False

    async def run(self) -> None:
        """Fetch it, however many tries that takes."""
        broken = 0
        while True:
            try:
                await self._once()
                await asyncio.to_thread(self._part.finish)
            except BeginAgain:
                self._part.discard()
            except Broken as why:
                # Count only breaks without progress: a transfer that gets further each time is just slow.
                broken = 1 if self._part.size > self._most else broken + 1
                self._most = max(self._most, self._part.size)
                if broken >= self._patience.tries:
                    raise DownloadFailed(
                        sentence("download_broke_again", self._part.wanted.url, broken, str(why)),
                        hint="What has arrived is kept; the next try continues there.",
                    ) from why
                await asyncio.sleep(self._pause(broken, why.wait))
            except DownloadMismatch:
                # A resumed file may consist of two versions that the server took for one: try once from the beginning.
                if not self._resumed:
                    raise
                self._part.discard()
                self._resumed = False
            else:
                return
            finally:
                self._part.close()

    def _pause(self, broken: int, asked: float) -> float:
        longest = self._patience.longest_pause
        return min(max(self._patience.pause * 2.0 ** (broken - 1), asked), longest)

    async def _once(self) -> None:
        """One request, and its body to the end.

        Raises:
            Broken, BeginAgain, DownloadFailed, DownloadMismatch, DiskFull: it did not arrive whole.
        """
        offset, known = self._part.resumable() or (0, None)
        if known is not None and offset == known.total:
            self._part.size = offset
            return
        headers = {}
        if known is not None and known.validator is not None:
            headers = {"Range": f"bytes={offset}-", "If-Range": known.validator}
            self._resumed = True
        try:
            async with _follow(self._session, self._part.wanted, headers, self._patience.redirects) as response:
                begins_at, version = judge(response, self._part.wanted, offset, known)
                self._check_total(version.total, begins_at)
                self._part.begin(begins_at, version)
                self._tell(version.total)
                async for chunk in response.content.iter_any():
                    self._part.write(chunk)
                    self._check_size(version.total, len(chunk))
                    self._tell(version.total)
        except aiohttp.ClientConnectorCertificateError as error:
            raise DownloadFailed(sentence("list_told", self._part.wanted.remedy, error)) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Broken(str(error) or type(error).__name__) from error
        if version.total is not None and self._part.size != version.total:
            raise Broken(f"{self._part.size:,} of {version.total:,} bytes")

    def _check_total(self, total: int | None, begins_at: int) -> None:
        wanted = self._part.wanted
        if total is not None and wanted.bytes is not None and total != wanted.bytes:
            raise mismatch(wanted, sentence("download_bytes", total, wanted.bytes))
        if total is not None:
            require_space(
                self._part.target.parent, total - begins_at, sentence("disk_for_download"), free=self._free_space
            )

    def _check_size(self, total: int | None, arrived: int) -> None:
        """Stop a body that is longer than announced, or of unknown length and about to fill the disk."""
        size = self._part.size
        if total is not None and size > total:
            raise Broken("more bytes than announced")
        if total is None:
            if self._part.wanted.bytes is not None and size > self._part.wanted.bytes:
                raise mismatch(self._part.wanted, sentence("download_more", self._part.wanted.bytes))
            if size // RESERVE != (size - arrived) // RESERVE:
                require_space(self._part.target.parent, 0, sentence("disk_for_download"), free=self._free_space)

    def _tell(self, total: int | None) -> None:
        wanted = self._part.wanted
        self._on_progress(wanted.name, self._part.size, total or wanted.bytes or wanted.about_bytes)


def _still_needed(part: PartFile) -> int:
    size = part.wanted.bytes or part.wanted.about_bytes or 0
    resumable = part.resumable()
    return max(size - (resumable[0] if resumable else 0), 0)
