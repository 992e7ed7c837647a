"""Temporary copies of streams: what can only be read forwards, kept so that it can be read in any order."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final

from inset.errors import DiskFull
from inset.own_files import open_to_create
from inset.temporary import temporary_folder
from inset.words.sentences import sentence

IN_MEMORY_BYTES: Final = 1 << 28
"""256 MiB: the largest stream that is kept in memory; a larger one goes to a temporary file."""

RESERVE_BYTES: Final = 1 << 29
"""512 MiB that a temporary file leaves free on its disk."""

_PIECE: Final = 1 << 24


@contextmanager
def spooled(stream: BinaryIO, name: str, limit: int = IN_MEMORY_BYTES) -> Iterator[BinaryIO]:
    """The rest of a stream, seekable: in memory up to `limit` bytes, else in a temporary file without a name.

    Raises:
        DiskFull: it does not fit.
    """
    start = stream.read(limit + 1)
    if len(start) <= limit:
        yield io.BytesIO(start)
        return
    with tempfile.TemporaryFile(prefix="inset-") as file:
        pieces = [start]
        del start
        _fill(file, pieces, stream, name)
        file.seek(0)
        yield file


@contextmanager
def on_disk(stream: BinaryIO, name: str) -> Iterator[Path]:
    """The rest of a stream in a temporary file, for libraries that take nothing but a path; removed afterwards.

    Raises:
        DiskFull: it does not fit.
    """
    with temporary_folder() as folder:
        path = folder / "spooled"
        with open_to_create(path) as file:
            _fill(file, [], stream, name)
        yield path


def _fill(file: IO[bytes], pieces: list[bytes], stream: BinaryIO, name: str) -> None:
    folder = tempfile.gettempdir()
    while piece := pieces.pop() if pieces else stream.read(_PIECE):
        free = shutil.disk_usage(folder).free
        if free < len(piece) + RESERVE_BYTES:
            raise DiskFull(
                sentence("list_spool", folder, name),
                hint="Or unpack it yourself, and name what was unpacked. TMPDIR chooses another folder.",
            )
        file.write(piece)
