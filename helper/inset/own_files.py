"""Files and folders that Inset owns: for this person alone whatever the umask, and opened without following links.

Another user who could write in one of these folders, if only for a moment, could put a link there that leads to a file
outside of it, or a folder of their own in which they may change everything. So a link is refused wherever Inset reads
or writes, and so is a folder that belongs to another user where Inset writes. The four folders themselves (`Paths`) may
be links, as a person moves them to another disk.

Windows protects a person's profile by itself and has neither modes nor O_NOFOLLOW; there links are looked for before
a file is opened.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom, BufferedReader, BufferedWriter
from pathlib import Path
from typing import Final

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
OTHERS: Final = 0o077
"""The bits of a mode that let other people in."""

_FLAGS: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_JUNCTION: Final = 0xA000_0003
"""IO_REPARSE_TAG_MOUNT_POINT of Windows, whose `stat` module alone has it."""
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe would wait for its other end; for a regular file this changes nothing."""


def is_link(path: Path) -> bool:
    """Whether this is a symbolic link, or what Windows has instead (a junction); False where there is nothing."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def is_own_file(path: Path) -> bool:
    """Whether there is a regular file, not a link to one."""
    return path.is_file() and not is_link(path)


def is_own_folder(path: Path) -> bool:
    """Whether there is a folder, not a link to one."""
    return path.is_dir() and not is_link(path)


def open_to_read(path: Path) -> BufferedReader:
    """Open a file of Inset's.

    Raises:
        FileNotFoundError: there is none.
        OSError: it is a link, no regular file, or cannot be read.
    """
    return os.fdopen(_opened(path, os.O_RDONLY), "rb")


def open_to_create(path: Path) -> BufferedWriter:
    """Create a file, mode 0600, and open it for writing.

    Raises:
        FileExistsError: there is something already, a link to nowhere included.
        OSError: it cannot be written.
    """
    return os.fdopen(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb")


def open_to_append(path: Path) -> BufferedWriter:
    """Open a file for writing at its end; it is created, mode 0600, where there is none.

    Raises:
        OSError: it is a link, no regular file, another user's, or cannot be written.
    """
    refuse_planted(path)
    return os.fdopen(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), "ab")


def open_to_change(path: Path) -> BufferedRandom:
    """Open a file of Inset's that is there, to read and to write.

    Raises:
        FileNotFoundError: there is none, and none is made.
        OSError: it is a link, no regular file, or may not be written.
    """
    return os.fdopen(_opened(path, os.O_RDWR), "r+b")


def read_own(path: Path) -> bytes:
    """All of a file of Inset's; raises as `open_to_read` does."""
    with open_to_read(path) as file:
        return file.read()


def refuse_planted(path: Path) -> None:
    """Raise where a link is, or what belongs to another user; nothing at all, or anything else, is fine.

    Raises:
        OSError: it is a link; PermissionError: it is another user's, who may hold or change it.
    """
    if is_link(path):
        raise _link(path)
    with suppress(FileNotFoundError):
        if is_foreign(path):
            raise _foreign(path)


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Name the file in an error of the disk that names none: those of writing and flushing do not."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(path)
        raise


def make_own_folder(folder: Path) -> Path:
    """Create a folder that only this person may enter (mode 0700), and those above it that are missing; return it.

    One that is there already is left as it is.

    Raises:
        OSError: it cannot be made; there is something else; or what is there is another user's, be it a link.
    """
    try:
        _make_lasting(folder, exist_ok=False)
    except FileNotFoundError:
        make_own_folder(folder.parent)
        _make_lasting(folder, exist_ok=True)
    except OSError:
        # Not only FileExistsError: a read-only disk answers otherwise even where the folder is there.
        if not folder.is_dir():
            raise
    if is_foreign(folder):
        raise _foreign(folder)
    return folder


def _make_lasting(folder: Path, *, exist_ok: bool) -> None:
    """Create a folder so that a power cut does not take it away again, with all that is in it by then."""
    folder.mkdir(mode=FOLDER_MODE, exist_ok=exist_ok)
    with suppress(PermissionError):  # one may be allowed to add to a folder and not to open it
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries, so that a rename survives a power cut. Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_foreign(path: Path) -> bool:
    """Whether this belongs to another user, neither this person nor root; a link counts itself, not what it names."""
    if sys.platform == "win32":
        return False
    return path.lstat().st_uid not in (os.geteuid(), 0)


def loose_in(folder: Path) -> Iterator[tuple[Path, int]]:
    """What other people may read or change of a folder, itself and everything below: each with its mode.

    Links are left out: their modes mean nothing. What cannot be looked at is left out, too.
    """
    if sys.platform == "win32" or not folder.is_dir():
        return
    with suppress(OSError):
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & OTHERS:
            yield folder, mode
    for parent, folders, files in os.walk(folder):  # does not follow links
        for name in (*folders, *files):
            path = Path(parent, name)
            with suppress(OSError):
                status = path.lstat()
                if stat.S_IMODE(status.st_mode) & OTHERS and not stat.S_ISLNK(status.st_mode):
                    yield path, stat.S_IMODE(status.st_mode)


def close_to_others(folder: Path) -> int:
    """Take from a folder, and from everything below it, what lets other people in; return how many that were.

    What belongs to somebody else, or lies on a disk that cannot be written, stays as it is: `inset doctor` tells it.
    """
    closed = 0
    for path, mode in loose_in(folder):
        with suppress(OSError):
            path.chmod(mode & ~OTHERS)
            closed += 1
    return closed


def remove_own_folder(folder: Path) -> None:
    """Remove a folder and what is in it, as far as that goes; of a link the link alone."""
    if is_link(folder):
        with suppress(OSError):
            folder.unlink()
        return
    shutil.rmtree(folder, ignore_errors=True)


def _opened(path: Path, flags: int) -> int:
    if sys.platform == "win32" and is_link(path):
        raise _link(path)
    try:
        descriptor = os.open(path, flags | _FLAGS | _NO_WAITING, FILE_MODE)
    except OSError as error:
        # What the systems answer where a link is not followed: Linux and macOS ELOOP, FreeBSD EMLINK.
        if error.errno in (errno.ELOOP, errno.EMLINK) and is_link(path):
            raise _link(path) from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return descriptor


def _foreign(path: Path) -> PermissionError:
    return PermissionError(errno.EPERM, "it belongs to another user of this computer", str(path))


def _link(path: Path) -> OSError:
    return OSError(errno.ELOOP, "it is a link, which Inset does not follow here", str(path))
