"""A Parquet file's footer: where its columns lie, and a small file made of some columns of one row group.

The small file holds the same bytes of the same columns, under a footer that names nothing else. So a file that lies
elsewhere is read by the same library as one on disk, and of it only the columns that are needed.

    PAR1 <column chunks> <footer: FileMetaData in Thrift's compact protocol> <its length, 4 bytes> PAR1

https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from inset_build.readers.formats.parquet.thrift import (
    I64,
    LIST,
    STRUCT,
    FooterDamaged,
    Struct,
    read_struct,
    write_struct,
)
from inset_build.readers.sources.signatures import PARQUET

TAIL_BYTES: Final = 1 << 14
"""16 kB at a file's end are asked for first: most footers are shorter, and the others take a second request."""

LARGEST_FOOTER: Final = 1 << 27
"""128 MiB."""

LONGEST_TEXTS: Final = 512
"""Bytes a value, on average: bytes that are longer are pictures and the like, and no texts."""

JOINED_OVER: Final = 1 << 12
"""4 kB between two ranges are read too rather than asked for the ranges one by one: some programs leave such gaps."""

ReadRange = Callable[[int, int], bytes]
"""Gives the bytes of a file from one place up to another."""

_END: Final = 8


@dataclass(frozen=True, slots=True)
class Group:
    """One row group: which one, the number of its first row from 0, and how many rows it has."""

    number: int
    start: int
    rows: int


@contextmanager
def _as_damage() -> Iterator[None]:
    """Tells a footer whose values are of other kinds, or too few, as what it is."""
    try:
        yield
    except (IndexError, KeyError, AttributeError, TypeError) as error:
        raise FooterDamaged("its footer is damaged") from error


class Footer:
    """What a Parquet file says of itself.

    Args:
        footer: as `footer_bytes` gave it; read: reads the file.

    Raises:
        FooterDamaged: the footer cannot be read.
    """

    @_as_damage()
    def __init__(self, footer: bytes, read: ReadRange) -> None:
        self._read = read
        self._meta = read_struct(footer)
        self._columns = _top_level(_field(self._meta, 2, LIST)[1])
        self._raw_groups: list[Struct] = _field(self._meta, 4, LIST)[1] if 4 in self._meta else []
        self.groups: Sequence[Group] = self._groups()

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return sum(group.rows for group in self.groups)

    @property
    @_as_damage()
    def short(self) -> frozenset[str]:
        """The columns of the outermost level whose values are short, on average over the file."""
        values: Counter[bytes] = Counter()
        size: Counter[bytes] = Counter()
        for raw in self._raw_groups:
            for chunk in _field(raw, 1, LIST)[1]:
                meta = _field(chunk, 3, STRUCT)
                name = _field(meta, 3, LIST)[1][0]
                values[name] += _field(meta, 5, I64)
                size[name] += _field(meta, 6, I64)
        names = (name for name, count in values.items() if size[name] <= LONGEST_TEXTS * count)
        return frozenset(name.decode(errors="replace") for name in names)

    @property
    @_as_damage()
    def empty(self) -> bytes:
        """A file with all columns and no row, for its schema."""
        return _file([], self._with_groups(_field(self._meta, 2, LIST)[1], [], 0))

    @_as_damage()
    def part(self, group: Group, columns: Collection[str]) -> bytes:
        """A file of some columns of one row group.

        Raises:
            FooterDamaged: its chunks lie nowhere.
        """
        wanted = {name.encode() for name in columns}
        raw = self._raw_groups[group.number]
        chunks = [
            chunk for chunk in _field(raw, 1, LIST)[1] if _field(_field(chunk, 3, STRUCT), 3, LIST)[1][:1][0] in wanted
        ]
        ranges = [_range_of(chunk) for chunk in chunks]
        data = read_ranges(self._read, ranges)
        moved, at = [], len(PARQUET)
        for chunk, (start, end) in zip(chunks, ranges, strict=True):
            moved.append(_moved(chunk, at - start))
            at += end - start
        kept = {
            1: (LIST, (STRUCT, moved)),
            2: (I64, sum(_field(_field(chunk, 3, STRUCT), 6, I64) for chunk in chunks)),
            3: (I64, group.rows),
        }
        schema = [element for name, elements in self._columns for element in elements if name in wanted]
        root = dict(_field(self._meta, 2, LIST)[1][0])
        root[5] = root[5][0], sum(name in wanted for name, _ in self._columns)
        return _file(data, self._with_groups([root, *schema], [kept], group.rows))

    def _with_groups(self, schema: list[Struct], groups: list[Struct], rows: int) -> Struct:
        # Without what programs add to a footer: it may describe all columns once more, and statistics of each.
        meta = {number: field for number, field in self._meta.items() if number in (1, 6)}
        meta |= {2: (LIST, (STRUCT, schema)), 3: (I64, rows), 4: (LIST, (STRUCT, groups))}
        return dict(sorted(meta.items()))

    def _groups(self) -> list[Group]:
        found: list[Group] = []
        start = 0
        for number, raw in enumerate(self._raw_groups):
            rows = _field(raw, 3, I64)
            if rows < 0:
                raise FooterDamaged("its footer is damaged")
            found.append(Group(number, start, rows))
            start += rows
        return [group for group in found if group.rows]


def read_ranges(read: ReadRange, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """The bytes of some ranges, in their order; those that lie nearly one behind the other are asked for at once."""
    found: dict[tuple[int, int], bytes] = {}
    joined: list[list[tuple[int, int]]] = []
    for each in sorted(ranges):
        if joined and joined[-1][-1][1] <= each[0] <= joined[-1][-1][1] + JOINED_OVER:
            joined[-1].append(each)
        else:
            joined.append([each])
    for together in joined:
        first = together[0][0]
        data = memoryview(read(first, together[-1][1]))
        found |= {(start, end): data[start - first : end - first] for start, end in together}  # type: ignore[misc]
    return [found[each] for each in ranges]


def footer_bytes(read: ReadRange, size: int) -> bytes:
    """The footer of a file of `size` bytes.

    Raises:
        FooterDamaged: it has none.
    """
    tail = read(max(size - TAIL_BYTES, 0), size)
    if len(tail) < _END + len(PARQUET) or not tail.endswith(PARQUET):
        raise FooterDamaged("it has no footer")
    length = int.from_bytes(tail[-_END : -len(PARQUET)], "little")
    if length > min(size - _END - len(PARQUET), LARGEST_FOOTER):
        raise FooterDamaged("its footer is damaged")
    if length + _END <= len(tail):
        return tail[len(tail) - _END - length : -_END]
    return read(size - _END - length, size - len(tail)) + tail[:-_END]


def _top_level(schema: list[Struct]) -> list[tuple[bytes, list[Struct]]]:
    """The columns of the outermost level by their names, each with the elements of its schema."""
    found: list[tuple[bytes, list[Struct]]] = []
    at = 1
    while at < len(schema):
        end = _end_of(schema, at)
        found.append((_field(schema[at], 4, 8), schema[at:end]))
        at = end
    return found


def _end_of(schema: list[Struct], at: int) -> int:
    """Where the element behind an element and all its children stands."""
    left = 1
    while left:
        if at >= len(schema):
            raise FooterDamaged("its footer is damaged")
        left += max(schema[at].get(5, (0, 0))[1], 0) - 1
        at += 1
    return at


def _range_of(chunk: Struct) -> tuple[int, int]:
    """Where a column chunk lies in its file."""
    meta = _field(chunk, 3, STRUCT)
    if 1 in chunk:
        raise FooterDamaged("its columns lie in other files")
    starts = [_field(meta, 9, I64), *(meta[11][1:] if meta.get(11, (0, 0))[1] else ())]
    size = _field(meta, 7, I64)
    start = min(starts)
    if start < len(PARQUET) or size < 0:
        raise FooterDamaged("its footer is damaged")
    return start, start + size


def _moved(chunk: Struct, by: int) -> Struct:
    """A column chunk that lies elsewhere in another file, without its statistics and indexes."""
    old = _field(chunk, 3, STRUCT)
    meta = {number: field for number, field in old.items() if number in (1, 2, 3, 4, 5, 6, 7, 9, 11)}
    for number in (9, 11):
        if number in meta and (number == 9 or meta[number][1]):
            meta[number] = I64, meta[number][1] + by
    return {2: (I64, 0), 3: (STRUCT, meta)}


def _file(chunks: Sequence[bytes], meta: Struct) -> bytes:
    footer = write_struct(meta)
    return b"".join((PARQUET, *chunks, footer, len(footer).to_bytes(4, "little"), PARQUET))


def _field(struct: Struct, number: int, kind: int) -> Any:  # noqa: ANN401 - what a Thrift value may be
    """A field that must be there.

    Raises:
        FooterDamaged: it is not, or is something else.
    """
    found = struct.get(number)
    if found is None or found[0] != kind:
        raise FooterDamaged("its footer is damaged")
    return found[1]
