"""The shared folder of a build in pieces: what lies where, and how it is written.

    plan.json             what is read, and how it is divided (see `inset_build.engine.plan`)
    tasks/00012.json      what a task read: counts, sources, and its runs; written last, so that all it names is there
    runs/<sha256>         runs of photos and what belongs to them, each called by its content
    parts/<sha256>/       what became of all runs of a range, and pieces of the run's files, called by all that it was
                          made from
    .making/<random>      what is being written

Everything is written under a name that nobody reads, flushed to the disk and then renamed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.errors import BuildFailed, UsageInvalid
from inset.lock_files import is_held
from inset.own_files import (
    is_own_file,
    is_own_folder,
    make_own_folder,
    open_to_create,
    open_to_read,
    read_own,
    sync_folder,
    told_of,
)
from inset.words.sentences import as_english, sentence

PLAN_FILE: Final = "plan.json"
MAKING_FOLDER: Final = ".making"

LEFT_SECONDS: Final = 3600.0
"""A file is written within seconds; one that did not grow for so long is nobody's, or of a computer that sleeps."""

_WITHOUT_LINKS: Final = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)
"""What file systems without links answer."""

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
"""An address, also one of which a path has left a single stroke."""

ContentName = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
"""The name of a kept file, which is never a path to somewhere else."""

_Kept = TypeVar("_Kept", bound=msgspec.Struct)


class Place:
    """A shared folder; threads and processes on any number of machines may use it at once.

    Args:
        folder: it and what is in it are created where missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = make_own_folder(folder)

    @property
    def plan(self) -> Path:
        """The plan's file."""
        return self.folder / PLAN_FILE

    def task(self, number: int) -> Path:
        """The file of a task's report."""
        return self.folder / "tasks" / f"{number:05}.json"

    def run(self, name: str) -> Path:
        """The file of a run, or of what belongs to one."""
        return self.folder / "runs" / name

    def part(self, made_from: str, name: str) -> Path:
        """A file of the parts that were made from the same."""
        return self.folder / "parts" / made_from / name

    @contextmanager
    def new_file(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A file to write, which is removed again unless it is renamed within the block."""
        aside = make_own_folder(self.folder / MAKING_FOLDER) / uuid.uuid4().hex
        try:
            with told_of(aside), open_to_create(aside) as file:
                _hold(file)
                yield aside, file
        finally:
            with suppress(FileNotFoundError):
                aside.unlink()

    @contextmanager
    def writing(self, path: Path) -> Iterator[BinaryIO]:
        """Write a file, which is there with all its content once the block has ended well, and not before."""
        with self.new_file() as (aside, file):
            yield file
            self.put(aside, file, path)

    def put(self, aside: Path, file: BinaryIO, path: Path, *, is_first: bool = False) -> None:
        """Give a written file its name; one of that name is replaced, or left as it is where only the first counts."""
        file.flush()
        os.fsync(file.fileno())
        named = make_own_folder(path.parent) / path.name
        try:
            if is_first:
                os.link(aside, named)  # unlike a rename it never replaces what somebody else has put there
            else:
                aside.replace(named)
        except FileExistsError:
            if not is_first:
                raise
        except OSError as error:
            if not is_first or error.errno not in _WITHOUT_LINKS:
                raise
            aside.replace(named)
        sync_folder(path.parent)

    def keep(self, arrays: Sequence[NDArray[Any]]) -> str:
        """Keep arrays, one behind the other, and return the name of their file: the SHA-256 of its content."""
        digest = hashlib.sha256()
        for array in arrays:
            digest.update(array.data)
        name = digest.hexdigest()
        with self.writing(self.run(name)) as file:
            for array in arrays:
                file.write(array.data)
        return name

    def verify(self, names: Iterable[str]) -> None:
        """Compare kept files with their names, reading each once.

        Raises:
            BuildFailed: one is not what was written.
        """
        for name in names:
            with open_to_read(self.run(name)) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found != name:
                raise BuildFailed(sentence("error_shared_damaged", self.run(name)))

    def write(self, path: Path, content: msgspec.Struct) -> None:
        """Write a document."""
        with self.writing(path) as file:
            file.write(encoded(content))

    def write_first(self, path: Path, content: msgspec.Struct) -> None:
        """Write a document, unless there is one already: of several who write it at once, one does."""
        with self.new_file() as (aside, file):
            file.write(encoded(content))
            self.put(aside, file, path, is_first=True)

    def sweep(self) -> None:
        """Remove what killed processes were writing: files that nobody holds and that did not grow for an hour."""
        making = self.folder / MAKING_FOLDER
        left = [path for path in making.glob("*") if is_own_file(path)] if is_own_folder(making) else []
        if not left:
            return
        with self.new_file() as (aside, _):  # by the clock of whoever keeps the folder, not by this computer's
            now = aside.stat().st_mtime
        for path in left:
            with suppress(OSError):  # somebody else has just removed it, or named it
                if now - path.stat().st_mtime > LEFT_SECONDS and not is_held(path):
                    path.unlink()

    def read(self, path: Path, kind: type[_Kept]) -> _Kept | None:
        """Read a document; None where there is none.

        Raises:
            BuildFailed: it is none.
        """
        try:
            return msgspec.json.decode(read_own(path), type=kind)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, ValueError) as error:
            raise BuildFailed(sentence("error_shared_unread", path, error)) from error


def _hold(file: BinaryIO) -> None:
    """Lock a file as long as it is open, so that `Place.sweep` knows that somebody writes it."""
    if sys.platform != "win32":  # there nobody can remove a file that is open
        import fcntl

        with suppress(OSError):  # a disk without such locks: then nothing there is ever swept
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def refuse_address(shared: Path) -> None:
    """Refuse a store's address where a shared folder is needed.

    Raises:
        UsageInvalid: it is one.
    """
    if _ADDRESS.match(str(shared)):
        raise UsageInvalid(sentence("error_shared_address", shared))


def encoded(content: msgspec.Struct) -> bytes:
    """A document's bytes; the same content always has the same."""
    return msgspec.json.format(msgspec.json.encode(content, enc_hook=as_english), indent=1) + b"\n"


def read_numbers(path: Path, dtype: type[np.unsignedinteger[Any]], start: int, count: int) -> NDArray[Any]:
    """Some numbers of a file, which begin at a byte.

    Raises:
        BuildFailed: the file is shorter.
    """
    with open_to_read(path) as file:
        file.seek(start)
        found = np.fromfile(file, dtype=dtype, count=count)
    if len(found) < count:
        raise BuildFailed(sentence("error_shared_not_written", path))
    return found
