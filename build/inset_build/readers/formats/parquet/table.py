"""A Parquet or Arrow file as a table, on disk or elsewhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

import polars as pl

from inset_build.readers.formats.parquet.footer import Footer, Group, footer_bytes
from inset_build.readers.formats.parquet.thrift import FooterDamaged
from inset_build.readers.sources.remote.content import RemoteContent
from inset_build.readers.sources.signatures import ARROW, PARQUET
from inset_build.readers.sources.source import Source

Item = TypeVar("Item")

_FOOTER: Final = "footer"
_PART: Final = "part"
_KEPT_FOOTER: Final = 1 << 15
_KEPT_PART: Final = 1 << 28

ROW: Final = "inset_row"
"""The name of the column with each row's number, from 0."""


class Table(ABC):
    """The rows of a file.

    Attributes:
        kind: what it is: `parquet`, `arrow`.
        size: of the file, in bytes.
    """

    kind: str
    size: int

    @cached_property
    @abstractmethod
    def schema(self) -> pl.Schema:
        """The columns and their types."""

    @cached_property
    @abstractmethod
    def height(self) -> int:
        """How many rows there are."""

    @cached_property
    def texts_as_bytes(self) -> frozenset[str]:
        """Columns of short bytes that the file does not call texts: old Spark, Hive and Impala write texts so."""
        found = frozenset(name for name, dtype in self.schema.items() if isinstance(dtype, pl.Binary))
        return found & self._short() if found else found

    @abstractmethod
    def _short(self) -> frozenset[str]:
        """The columns whose values are short; empty where the file calls its texts so in any case."""

    @abstractmethod
    def parts(self, exprs: Sequence[pl.Expr], *, ahead: bool = True) -> Iterator[tuple[int, pl.LazyFrame]]:
        """The rows in order, part by part: of each where it ends, and its rows with `ROW`.

        Args:
            exprs: all that will be asked of the rows; what they do not need is perhaps not there.
            ahead: all parts will be asked for, so the next may be on its way.
        """

    @abstractmethod
    def keep(self) -> None:
        """Keep what was read last for whoever opens the table next, where reading it again would cost."""

    @abstractmethod
    def slice(self, start: int, rows: int, exprs: Sequence[pl.Expr]) -> pl.DataFrame:
        """Some columns of a few rows that follow each other."""


@contextmanager
def opened(source: Source) -> Iterator[Table]:
    """The table of a source; used as a context manager.

    Raises:
        ManifestInvalid: as for `Source.open`.
        DiskFull: what is packed does not fit into a temporary file.
        FooterDamaged: it lies elsewhere and has no footer that can be read.
    """
    content = source.content
    if isinstance(content, RemoteContent) and content.head().startswith(PARQUET):
        yield _Elsewhere(content)
        return
    with source.on_disk() as path:
        yield _OnDisk(path)


class _OnDisk(Table):
    """A file on disk: the library reads of it what it needs."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.kind = "arrow" if file.read(len(ARROW)) == ARROW else "parquet"
        self._path = path
        self.size = path.stat().st_size

    @cached_property
    def schema(self) -> pl.Schema:
        return self._scan().collect_schema()

    @cached_property
    def height(self) -> int:
        return int(self._scan().select(pl.len()).collect().item())

    def parts(
        self,
        exprs: Sequence[pl.Expr],  # noqa: ARG002 - the library finds out
        *,
        ahead: bool = True,  # noqa: ARG002
    ) -> Iterator[tuple[int, pl.LazyFrame]]:
        yield self.height, self._scan(ROW)

    def slice(self, start: int, rows: int, exprs: Sequence[pl.Expr]) -> pl.DataFrame:
        return self._scan().slice(start, rows).select(exprs).collect()

    def keep(self) -> None:
        """Nothing: the file is here."""

    def _short(self) -> frozenset[str]:
        if self.kind == "arrow":
            return frozenset()
        with self._path.open("rb") as file:

            def read(start: int, end: int) -> bytes:
                file.seek(start)
                return file.read(end - start)

            try:
                return Footer(footer_bytes(read, self.size), read).short
            except FooterDamaged:  # the library reads more footers than we do: without ours, bytes are no texts
                return frozenset()

    def _scan(self, row_index_name: str | None = None) -> pl.LazyFrame:
        if self.kind == "arrow":
            return pl.scan_ipc(self._path, row_index_name=row_index_name)
        return pl.scan_parquet(self._path, glob=False, row_index_name=row_index_name)


class _Elsewhere(Table):
    """A Parquet file that lies elsewhere: of each row group only the columns that are needed are read, once.

    The next row group is on its way while the caller uses the one before.
    """

    kind = "parquet"

    def __init__(self, content: RemoteContent) -> None:
        self.size = content.size
        self._content = content
        footer = content.kept.get(_FOOTER) or footer_bytes(content.range, content.size)
        if len(footer) <= _KEPT_FOOTER:  # for whoever opens the file next
            content.kept[_FOOTER] = footer
        self._footer = Footer(footer, content.range)
        self._current: _Part | None = None

    @cached_property
    def schema(self) -> pl.Schema:
        return pl.scan_parquet(self._footer.empty).collect_schema()

    @cached_property
    def height(self) -> int:
        return self._footer.rows

    def parts(self, exprs: Sequence[pl.Expr], *, ahead: bool = True) -> Iterator[tuple[int, pl.LazyFrame]]:
        columns = _columns_of(exprs, self.schema)
        parts = (self._part(group, columns) for group in self._footer.groups)
        for part in one_ahead(parts) if ahead else parts:
            self._current = part
            group = part.group
            frame = pl.scan_parquet(part.data, row_index_name=ROW, row_index_offset=group.start)
            yield group.start + group.rows, frame

    def slice(self, start: int, rows: int, exprs: Sequence[pl.Expr]) -> pl.DataFrame:
        columns = _columns_of(exprs, self.schema)
        frames = [pl.scan_parquet(self._footer.empty).select(exprs).collect()]
        for group in self._footer.groups:
            first, end = max(start, group.start), min(start + rows, group.start + group.rows)
            if first < end:
                part = pl.scan_parquet(self._part(group, columns).data)
                frames.append(part.slice(first - group.start, end - first).select(exprs).collect())
        return pl.concat(frames)

    def keep(self) -> None:
        """Keep the part at hand for whoever opens the file next, unless it is large; of files named together, one."""
        part = self._current
        if part is not None and len(part.data) <= _KEPT_PART:
            self._content.known[_PART] = self._content.path, part

    def _short(self) -> frozenset[str]:
        return self._footer.short

    def _part(self, group: Group, columns: frozenset[str]) -> _Part:
        """Some columns of a row group: those at hand, or those that were kept, or else read."""
        path, kept = self._content.known.get(_PART, (None, None))
        for part in (self._current, kept if path == self._content.path else None):
            if part is not None and part.group == group and part.columns >= columns:
                return part
        return _Part(group, columns, self._footer.part(group, columns))


@dataclass(frozen=True, slots=True)
class _Part:
    """Some columns of a row group, as a file of its own."""

    group: Group
    columns: frozenset[str]
    data: bytes


def one_ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items; the next one is made while the caller uses the one before."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="groups") as pool:
        waiting = pool.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = pool.submit(next, items, None)
            yield item


def _columns_of(exprs: Sequence[pl.Expr], schema: Mapping[str, object]) -> frozenset[str]:
    names = {name for expr in exprs for name in expr.meta.root_names()} - {ROW}
    return frozenset(names & set(schema)) or frozenset(list(schema)[:1])
