"""Sources: what a person names (files, folders, patterns, archives) becomes streams of bytes, one for each manifest."""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from inset.errors import ManifestInvalid
from inset_build.readers.compression import GZIP_MAGIC, PIECE_BYTES, Damaged, gunzip
from inset_build.readers.spool import IN_MEMORY_BYTES, on_disk, spooled
from inset_build.readers.streams import Meter, MeteredFile, Pieces, unreadable

_DIGITS: Final = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Source:
    """One stream of a manifest: a file, a compressed file's content, or one member of an archive.

    Attributes:
        path: the file on disk.
        name: for people: `urls.txt`, `meta.zip/train.json`.
        plain: the file on disk holds these bytes as they are, so it can be mapped or scanned by its path.
        named: the person named it; what was found in a folder or an archive may be passed over.
        meter: how far the file on disk has been read.
    """

    path: Path
    name: str
    plain: bool
    named: bool = True
    meter: Meter = field(default_factory=Meter, repr=False, compare=False)
    content: Callable[[], io.RawIOBase] | None = field(default=None, repr=False, compare=False)

    def open(self) -> BinaryIO:
        """The decompressed bytes from the beginning, anew at each call; `read(n)` gives fewer than n only at the end.

        Raises:
            ManifestInvalid: here or while it is read: it cannot be opened, read or decompressed.
        """
        raw = MeteredFile(self.path, self.meter) if self.content is None else self.content()
        return io.BufferedReader(raw, PIECE_BYTES)

    def read_start(self, size: int) -> bytes:
        """The first `size` bytes; fewer only where there are no more.

        Raises:
            ManifestInvalid: as for `open`.
        """
        with self.open() as file:
            return file.read(size)

    @contextmanager
    def seekable(self, limit: int = IN_MEMORY_BYTES) -> Iterator[BinaryIO]:
        """The decompressed bytes as a file in which one can seek; used as a context manager.

        What is not plain is kept for that long: in memory up to `limit` bytes, else in a temporary file.

        Raises:
            ManifestInvalid: as for `open`.
            DiskFull: the temporary file does not fit.
        """
        with self.open() as file:
            if self.plain:
                yield file
            else:
                with spooled(file, self.name, limit) as kept:
                    yield kept

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """A path with the decompressed bytes, for libraries that take nothing else; used as a context manager.

        Raises:
            ManifestInvalid: as for `open`.
            DiskFull: what is not plain goes to a temporary file, which does not fit.
        """
        if self.plain:
            yield self.path
            return
        with self.open() as file, on_disk(file, self.name) as path:
            yield path


def expand(paths: Sequence[Path]) -> list[Source]:
    """The sources that some paths stand for, in order.

    Folders are searched through with all folders in them, in natural order and without hidden files; a path that is no
    file but a pattern (`*`, `?`, `[…]`) stands for the files that it matches.

    Raises:
        ManifestInvalid: something that the person named is not there or cannot be opened.
    """
    return [source for path in paths for source in _expand(path)]


def _expand(path: Path) -> Iterator[Source]:
    for file in _matches(path):
        try:
            mode = file.stat().st_mode
        except (OSError, ValueError) as error:
            raise unreadable(file, error) from error
        if stat.S_ISDIR(mode):
            for inner in _walk(file):
                yield _open_up(inner, str(Path(file.name, inner.relative_to(file))), named=False)
        elif stat.S_ISREG(mode):
            yield _open_up(file, file.name, named=True)
        else:
            raise ManifestInvalid(f"Name a file: {file} is a device or a pipe.", path=file)


def _matches(path: Path) -> list[Path]:
    """The path itself, or what it matches where the shell has left a pattern as it is."""
    if not any(mark in str(path) for mark in "*?[") or path.exists():
        return [path]
    matches = sorted(Path(path.anchor or ".").glob(str(path.relative_to(path.anchor))), key=natural)
    return matches or [path]


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=natural)
    except OSError as error:
        raise unreadable(folder, error) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():  # a link to a folder above would never end
                yield from _walk(entry)
        elif entry.is_file():
            yield entry


def natural(path: Path) -> list[tuple[int, str]]:
    """A key by which `part-2` comes before `part-10`."""
    return [(int(part), "") if part.isascii() and part.isdigit() else (0, part) for part in _DIGITS.split(str(path))]


def _open_up(path: Path, name: str, *, named: bool) -> Source:
    plain = Source(path, name, plain=True, named=named)
    if plain.read_start(len(GZIP_MAGIC)) != GZIP_MAGIC:
        return plain

    def content() -> io.RawIOBase:
        file = plain.open()
        return Pieces(_told(plain, gunzip(file)), file)

    return Source(path, name, plain=False, named=named, meter=plain.meter, content=content)


def _told(source: Source, pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except Damaged as error:
        raise ManifestInvalid(f"Download {source.name} again: {error}.", path=source.path) from error
