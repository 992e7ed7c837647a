"""A source: the bytes of one manifest, whether they are a file, compressed, or in an archive."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from inset_build.readers.sources.bounds import Counted, bounded
from inset_build.readers.sources.compression import PIECE_BYTES, Compression
from inset_build.readers.sources.damage import with_errors_named
from inset_build.readers.sources.meter import Meter
from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.spool import IN_MEMORY_BYTES, on_disk, spooled
from inset_build.readers.sources.streams import MeteredFile, Pieces

_PROGRAMS: Final = (
    *(".py", ".js", ".mjs", ".jsx", ".ts", ".tsx", ".java", ".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".go", ".rs"),
    *(".rb", ".php", ".pl", ".sh", ".r", ".m", ".jl", ".lua", ".swift", ".kt", ".css", ".bib", ".tex"),
    *(".ipynb", ".cff"),
)
"""How the names of programs end, of pages' styles, and of papers with what they cite."""

_PAPERS: Final = ("license", "licence", "copying", "notice", "citation", "changelog", "contributing")
"""How other names begin that come with programs."""


class Whole(ABC):
    """Opens a file that lies elsewhere: its streams give exactly the file's bytes, and one can seek in them."""

    @abstractmethod
    def __call__(self) -> io.RawIOBase:
        """Open it anew, at its beginning."""


@dataclass(frozen=True, slots=True)
class Source:
    """One stream of a manifest: a file, a compressed file's content, or one member of an archive.

    Attributes:
        path: the file on disk.
        name: for people: `urls.txt`, `meta.zip/train.json`, `folder/part-1.txt`.
        plain: the file on disk holds exactly these bytes, so that libraries can be given its path.
        named: the person named it. If not, it was found in a folder or archive and may be passed over.
        file: the name of the file on disk, for people: `meta.zip`, `folder/part-1.txt`.
        meter: of the file on disk: how far it has been read, whether it changed, and its hash.
        content: opens the bytes where `plain` is false.
        numbering: what the numbers of its lines or records mean in the file that it was made from; None where they
            are those of the file itself.
        unreadable: why nobody can read it as it is, and the one step that helps; None where a reader may try.
    """

    path: Path
    name: str
    plain: bool
    named: bool = True
    file: str = ""
    meter: Meter = field(default_factory=Meter, repr=False, compare=False)
    content: Callable[[], io.RawIOBase] | None = field(default=None, repr=False, compare=False)
    numbering: Numbering | None = None
    unreadable: tuple[str, str] | None = None

    @property
    def is_readme(self) -> bool:
        """Whether it tells about the files beside it: the photos that it names are examples and credits."""
        return self._base.startswith("readme")

    @property
    def is_program(self) -> bool:
        """Whether it is called like a program, a paper's text or a licence: a few photos in it are examples."""
        return self._base.endswith(_PROGRAMS) or self._base.startswith(_PAPERS)

    @property
    def _base(self) -> str:
        return PurePosixPath(self.name.replace("\\", "/")).name.lower()

    @property
    def seeks(self) -> bool:
        """Whether one can seek in what `open` gives: it is a file as it is, here or elsewhere."""
        return self.plain or isinstance(self.content, Whole)

    def open(self, buffer_bytes: int = PIECE_BYTES) -> BinaryIO:
        """The decompressed bytes from the beginning, anew at each call; `read(n)` gives fewer than n only at the end.

        Args:
            buffer_bytes: how much is read at least at once; choose less to read little, or to seek often.

        Raises:
            ManifestInvalid: here or while it is read: it cannot be opened, read or decompressed.
        """
        raw = MeteredFile(self.path, self.meter) if self.content is None else self.content()
        return io.BufferedReader(raw, buffer_bytes)

    def read_start(self, size: int) -> bytes:
        """The first `size` bytes; fewer only where there are no more.

        Raises:
            ManifestInvalid: as for `open`.
        """
        with self.open(min(size, PIECE_BYTES)) as file:
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
            if self.seeks:
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

    def unpacked(self, compression: Compression) -> Source:
        """What this source holds compressed; it has the same name."""

        def content() -> io.RawIOBase:
            file = self.open()
            packed = Counted(file)
            pieces = with_errors_named(compression.unpack(packed), self.name, self.path)
            return Pieces(bounded(pieces, lambda: packed.count, self.name, self.path), file)

        return replace(self, plain=False, content=content)
