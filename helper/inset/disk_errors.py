"""What a disk refuses, as errors of Inset's own, each with its remedy: it is full, it is read-only, it is damaged.

Used where a file is written, and once more at the edges (command line, HTTP, the process of a build), so that nobody
is ever shown a traceback for what a disk does.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from inset.errors import DiskDamaged, DiskFull, InsetError, LinkRefused, NotWritable
from inset.words.sentences import sentence

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM})
_LINKS: Final = frozenset({errno.ELOOP, errno.EMLINK})
_NOT_THE_DISK: Final = (ConnectionError, TimeoutError, ChildProcessError, ProcessLookupError, InterruptedError)

_UNCHANGED: Final = "What was on this computer before is unchanged."

# SQLite's primary result codes, https://sqlite.org/rescode.html; `sqlite3` itself is imported where it is used alone.
_SQLITE_PERM, _SQLITE_READONLY, _SQLITE_IOERR, _SQLITE_FULL, _SQLITE_CANTOPEN = 3, 8, 10, 13, 14


def disk_error(error: BaseException, at: Path | None = None) -> InsetError | None:
    """Return the error to tell a person for what a disk refused; None for what no disk does.

    Args:
        error: an OSError, or one of `sqlite3`'s; anything else gives None.
        at: where it happened, for errors that name no file.
    """
    if isinstance(error, OSError) and not isinstance(error, _NOT_THE_DISK):
        return _of_system(error, at)
    if type(error).__module__ == "sqlite3":
        return _of_sqlite(error, at)
    return None


def _of_system(error: OSError, at: Path | None) -> InsetError | None:
    named = error.filename if isinstance(error.filename, (str, bytes)) else None
    where = at if named is None else Path(named if isinstance(named, str) else named.decode(errors="replace"))
    if error.errno in _FULL:
        return _full(where)
    if error.errno == errno.EFBIG:
        return DiskFull(
            sentence("disk_may_not_grow", _name(where)),
            hint=_UNCHANGED,
        )
    if error.errno == errno.EROFS:
        return NotWritable(sentence("disk_read_only", _name(where)), hint=_UNCHANGED)
    if error.errno in _FORBIDDEN:
        return NotWritable(
            sentence("disk_no_right", _name(where), error.strerror),
            hint="`inset doctor` looks at Inset's own folders, and says what to do.",
        )
    if error.errno in _LINKS:
        return LinkRefused(
            sentence("disk_link", _name(where)),
            hint="To keep datasets on another disk, set INSET_HOME, or let the data folder itself be the link.",
        )
    if error.errno is None and where is None:
        return None  # raised by a program, not by the system
    return DiskDamaged(sentence("disk_broken", _name(where), error.strerror or str(error)), hint=_UNCHANGED)


def _of_sqlite(error: BaseException, at: Path | None) -> InsetError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _SQLITE_FULL:
        return _full(at)
    if code in (_SQLITE_PERM, _SQLITE_READONLY, _SQLITE_CANTOPEN):
        return NotWritable(sentence("disk_not_writable", _name(at), error), hint=_UNCHANGED)
    if code == _SQLITE_IOERR:
        return DiskDamaged(sentence("disk_room_or_broken", _name(at), error), hint=_UNCHANGED)
    return DiskDamaged(sentence("disk_broken", _name(at), error), hint=_UNCHANGED)


def _full(where: Path | None) -> DiskFull:
    return DiskFull(
        sentence("disk_full", _name(where)),
        hint="What was on this computer before is unchanged. `inset remove NAME` makes room, too.",
    )


def _name(where: Path | None) -> str:
    return sentence("disk_own_folders") if where is None else str(where)
