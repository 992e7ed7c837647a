"""Builds of the command line, announced to the helper, so that Inset's page shows how far they are.

The helper need not run: a build writes a file, `<state>/announced/<id>.json`, and holds a lock beside it as long as it
is at work. The helper reads the file when somebody asks about builds, and takes it into its history once it has ended.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import msgspec
import orjson

from inset.errors import InsetError
from inset.lock_files import is_held
from inset.own_files import FILE_MODE, make_own_folder, read_own
from inset.private_files import write_private

TELL_SECONDS: Final = 1.0

State = Literal["running", "published", "failed", "cancelled"]


class Progress(Protocol):
    """How far a build is; see `inset_build.report.Progress`."""

    @property
    def phase(self) -> str:
        """What it does."""

    @property
    def rows(self) -> int:
        """How many were read."""

    @property
    def bytes_read(self) -> int:
        """Of `bytes_total`."""

    @property
    def bytes_total(self) -> int:
        """0 where nobody knows."""

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1."""


class Announced(msgspec.Struct):
    """One build; times are ISO 8601 in UTC. `report`, `error` and `dashboard` as a build's of the helper."""

    id: str
    dataset: str
    command: str
    started_at: str
    state: State = "running"
    phase: str | None = None
    rows: int = 0
    bytes_read: int = 0
    bytes_total: int = 0
    ended_at: str | None = None
    report: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    dashboard: str | None = None


class Announcement:
    """Tells how a build stands. Where its file cannot be written it tells nothing, and the build goes on.

    Args:
        folder: `<state>/announced`; dataset: what is built; command: by which words.

    Attributes:
        path: its file.
    """

    def __init__(self, folder: Path, dataset: str, command: str) -> None:
        # IDs sort by time, as all of the helper's builds do.
        name = f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(4)}"
        self._build = Announced(name, dataset, command, _now())
        self.path = folder / f"{name}.json"
        self._told = float("-inf")

    def show(self, progress: Progress) -> None:
        """Tell how far it is, once a second and of each new phase."""
        build, now = self._build, time.monotonic()
        is_new = progress.phase != build.phase
        build.phase, build.rows = progress.phase, progress.rows
        build.bytes_read, build.bytes_total = progress.bytes_read, progress.bytes_total
        if is_new or now - self._told >= TELL_SECONDS:
            self._told = now
            self.write()

    def show_dashboard(self, address: str) -> None:
        """Tell where the cluster that builds it shows what it does."""
        self._build.dashboard = address
        self.write()

    def end(self, state: State, *, report: Mapping[str, Any] | None = None, error: InsetError | None = None) -> None:
        """Tell how it ended."""
        build = self._build
        build.state, build.phase, build.ended_at = state, None, _now()
        build.report = None if report is None else dict(report)
        build.error = None if error is None else error.as_dict()
        self.write()

    def write(self) -> None:
        """Write the file."""
        with suppress(OSError):
            write_private(self.path, orjson.dumps(msgspec.structs.asdict(self._build)))


@contextmanager
def announced(folder: Path, dataset: str, command: str) -> Iterator[Announcement]:
    """Announce a build while the block does it: that it failed or was cancelled is told here, its report by the block.

    Args:
        folder: `<state>/announced`; made where missing.
        dataset, command: see `Announcement`.
    """
    from filelock import FileLock  # slow to import

    announcement = Announcement(folder, dataset, command)
    lock = FileLock(announcement.path.with_suffix(".lock"), mode=FILE_MODE)
    with suppress(OSError):  # a disk without locks: the helper then counts it as held
        make_own_folder(folder)
        lock.acquire()
    announcement.write()
    try:
        yield announcement
    except InsetError as error:
        announcement.end("failed", error=error)
        raise
    except KeyboardInterrupt:
        announcement.end("cancelled")
        raise
    finally:
        lock.release()
        with suppress(OSError):
            announcement.path.with_suffix(".lock").unlink(missing_ok=True)


def read_announced(folder: Path) -> list[tuple[Announced, bool]]:
    """All builds that are announced, oldest first; of each whether its process is still at work."""
    found: list[tuple[Announced, bool]] = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        is_alive = is_held(path.with_suffix(".lock"))  # before its state is read, so that an end is never missed
        try:
            build = msgspec.json.decode(read_own(path), type=Announced)
        except (OSError, msgspec.DecodeError, ValueError):
            continue
        if build.id == path.stem:
            found.append((build, is_alive))
    return found


def forget_announced(folder: Path, build_id: str) -> None:
    """Remove a build that has ended."""
    for suffix in (".json", ".lock"):
        with suppress(OSError):
            (folder / f"{build_id}{suffix}").unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
