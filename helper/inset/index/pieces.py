r"""Pieces: the files of a run in parts of 16 KiB, each with a checksum that is compared before the part is believed.

A flipped bit in a filter or an ID store would lose an answer: a listed photo would be called not listed. So whatever
reads one of these files asks here first for the bytes that it is about to read, and a piece that nobody has asked for
since the run was opened is read and compared. In the helper, `inset.index.scrub` compares all of them soon after
opening; from then on asking costs nothing.

Pieces are read from the disk as files are, not through a mapping: a sector that cannot be read is then an error to tell
of, where a mapping would end the process.

File format `photos.crc32`, version 1, little-endian:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 43 4B  ("\x89INSETCK")
         8     2  u16    format version, 1
        10     2         zero
        12     4  u32    bytes of a piece, 16384
        16    48         zero
        64     …  u32    for each other file that dataset.json names, in order of its name, the CRC-32 of each of its
                         pieces (the last one may be shorter), as in zlib; and the file ends there
"""

from __future__ import annotations

import hashlib
import os
import struct
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from isal.isal_zlib import crc32

from inset.errors import IndexCorrupt, IndexFormatUnsupported, RunDamaged
from inset.index.descriptor import COMPLETED_FILE, FILE_NAME, SUMS_FILE, FileFacts
from inset.own_files import is_own_file, open_to_create, open_to_read, read_own, told_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC: Final = b"\x89INSETCK"
VERSION: Final = 1
HEADER: Final = struct.Struct("<8sH2xI48x")
SHIFT: Final = 14
PIECE: Final = 1 << SHIFT
"""Bytes. Small enough to be compared in some microseconds, large enough for four bytes of checksum not to count."""

_TOGETHER: Final = 16
"""Pieces that are read at once where many are needed: most of the time for one goes into asking for it."""

_STEP: Final = 1 << 18
"""Bytes that are read and hashed at once where a whole file is."""


class Pieces:
    """The pieces of one file of an opened run; threads may share it.

    Args:
        path: the file. It is kept open until every piece has been compared once, because it may be removed meanwhile.
        sums: the CRC-32 of each piece; size: bytes that they are about; all of the file when left out.

    Attributes:
        path, size: see above.
        left: how many pieces nobody has compared yet.
        damage: set once a piece was found to differ.
    """

    def __init__(self, path: Path, sums: memoryview[int], size: int | None = None) -> None:
        with open_to_read(path) as file:
            self._file = os.dup(file.fileno())
            self.size = os.fstat(self._file).st_size if size is None else size
        self._let_go = weakref.finalize(self, os.close, self._file)
        self.path = path
        self._sums = sums
        self._new = bytearray(b"\1") * len(sums)
        self._lock = threading.Lock()
        self.left = len(sums)
        self.damage: RunDamaged | None = None

    def __len__(self) -> int:
        return len(self._sums)

    def need(self, start: int, end: int) -> None:
        """Compare what has not been compared yet of the bytes from `start` to before `end`.

        Raises:
            RunDamaged: they are not what was written, or cannot be read.
        """
        if self.left:
            first, last = start >> SHIFT, -(-end // PIECE)
            if last - first > 1:
                self._compare_together(first, last)
            for piece in range(first, last):
                if self._new[piece]:
                    self.compare(piece)

    def _compare_together(self, first: int, last: int) -> None:
        """Compare pieces that follow each other, some with one reading; what is wrong is left to `compare`."""
        for at in range(first, last, _TOGETHER):
            pieces = range(at, min(at + _TOGETHER, last))
            if 1 not in self._new[pieces.start : pieces.stop]:
                continue
            try:
                content = memoryview(self._read(at * PIECE, len(pieces) * PIECE))
            except OSError:
                return
            for piece in pieces:
                start = (piece - at) * PIECE
                if crc32(content[start : start + PIECE]) == self._sums[piece]:
                    self._is_right(piece)

    def need_at(self, offsets: NDArray[np.int64]) -> None:
        """Compare what has not been compared yet of the pieces in which these bytes are; raises as `need` does."""
        import numpy as np

        if self.left:
            pieces = offsets >> SHIFT
            if self._flags[pieces].any():
                for piece in np.unique(pieces).tolist():
                    if self._new[piece]:
                        self.compare(piece)

    def need_all(self) -> None:
        """Compare every piece that has not been compared yet; raises as `need` does."""
        self.need(0, self.size)

    def compare(self, piece: int) -> None:
        """Read one piece and compare it, also if that was done before; raises as `need` does."""
        start = piece * PIECE
        try:
            content = self._read(start)
        except FileNotFoundError:  # the run was removed, after all of it was found to be right
            return
        except OSError as error:
            raise self._damaged(f"cannot be read at byte {start:,} ({error.strerror or error})") from error
        if crc32(content) != self._sums[piece]:
            end = min(start + PIECE, self.size)
            raise self._damaged(f"is damaged: its bytes {start:,} to {end - 1:,} are not those that were written")
        self._is_right(piece)

    def _is_right(self, piece: int) -> None:
        with self._lock:
            if self._new[piece]:
                self._new[piece] = 0
                self.left -= 1
                if not self.left:
                    self._let_go()

    def _read(self, start: int, size: int = PIECE) -> bytes:
        size = min(size, self.size - start)
        with self._lock:
            if self._let_go.alive:
                os.lseek(self._file, start, os.SEEK_SET)
                return os.read(self._file, size)
        with open_to_read(self.path) as file:
            file.seek(start)
            return file.read(size)

    def _damaged(self, why: str) -> RunDamaged:
        if self.damage is None:
            self.damage = self._error(why)
        return copy(self.damage)  # a copy: raising the same exception again and again would make its trace longer

    def _error(self, why: str) -> RunDamaged:
        run = self.path.parent
        return damaged(run, f"{self.path.name} of its run {run.name} {why}")

    @cached_property
    def _flags(self) -> NDArray[np.uint8]:
        import numpy as np

        return np.frombuffer(self._new, dtype=np.uint8)


def damaged(run_folder: Path, what: str) -> RunDamaged:
    """The error for a run of which something was found to differ from what was published."""
    from inset.words.sentences import sentence  # seldom needed, and a look-up starts without it

    name = run_folder.parent.name
    return RunDamaged(f"Build {name} again: {what}.", hint=sentence("list_hint_runs", name))


def open_pieces(run_folder: Path, files: Mapping[str, FileFacts]) -> dict[str, Pieces]:
    """The pieces of each file of a run; nothing for a run from before there were checksums of pieces.

    Args:
        run_folder: its folder; files: what its descriptor says of its files.

    Raises:
        IndexCorrupt: the checksums are missing, or not those that were published.
        IndexFormatUnsupported: another format version.
    """
    facts = files.get(SUMS_FILE)
    if facts is None:
        return {}
    try:
        content = read_own(run_folder / SUMS_FILE)
    except OSError as error:
        raise IndexCorrupt(f"Build {run_folder.parent.name} again: {SUMS_FILE} cannot be read ({error}).") from error
    if hashlib.sha256(content).hexdigest() != facts.sha256:
        raise damaged(run_folder, f"{SUMS_FILE} of its run {run_folder.name} is not the file that was published")
    _, version, size = HEADER.unpack_from(content.ljust(HEADER.size))
    if version != VERSION:
        raise IndexFormatUnsupported(
            f"Update Inset, or build the dataset again: {SUMS_FILE} has format version {version}, "
            f"and this Inset reads version {VERSION}."
        )
    counts = {name: -(-files[name].bytes // PIECE) for name in sorted(files) if name != SUMS_FILE}
    if size != PIECE or len(content) != HEADER.size + 4 * sum(counts.values()):
        raise damaged(run_folder, f"{SUMS_FILE} of its run {run_folder.name} is about other files")
    sums = memoryview(content)[HEADER.size :].cast("I")
    pieces: dict[str, Pieces] = {}
    at = 0
    for name, count in counts.items():
        path = run_folder / name
        if is_own_file(path) and path.stat().st_size == files[name].bytes:  # rows may be missing: no answer needs them
            pieces[name] = Pieces(path, sums[at : at + count])
        at += count
    return pieces


def seal(run_folder: Path) -> dict[str, FileFacts]:
    """Write the checksums of a run's files, all of which are written and verified; return what `files` says of each.

    Each file is read once, for both kinds of checksum.

    Raises:
        OSError: the disk is full, or a file cannot be read.
    """
    files = [path for path in run_folder.iterdir() if path.name not in (FILE_NAME, COMPLETED_FILE, SUMS_FILE)]
    return seal_files(files, run_folder / SUMS_FILE)


def seal_files(files: Iterable[Path], sums_file: Path) -> dict[str, FileFacts]:
    """Write the checksums of files that become a run's, wherever they lie; return what `files` says of each.

    Args:
        files: by the names that they have in the run.
        sums_file: the file to create.

    Raises:
        OSError: the disk is full, or a file cannot be read.
    """
    facts: dict[str, FileFacts] = {}
    sums: list[int] = []
    for path in sorted(files, key=lambda path: path.name):
        digest, size = hashlib.sha256(), 0
        for step in read_in_steps(path):
            digest.update(step)
            size += len(step)
            sums += [crc32(step[at : at + PIECE]) for at in range(0, len(step), PIECE)]
        facts[path.name] = FileFacts(size, digest.hexdigest())
    content = HEADER.pack(MAGIC, VERSION, PIECE) + struct.pack(f"<{len(sums)}I", *sums)
    with told_of(sums_file), open_to_create(sums_file) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    facts[SUMS_FILE] = FileFacts(len(content), hashlib.sha256(content).hexdigest())
    return facts


def read_in_steps(path: Path) -> Iterator[memoryview[int]]:
    """All of a file, some whole pieces at a time; each is overwritten by the next."""
    buffer = memoryview(bytearray(_STEP))
    with open_to_read(path) as file:
        while size := file.readinto(buffer):
            yield buffer[:size]
