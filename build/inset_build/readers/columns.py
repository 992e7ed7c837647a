"""Which columns of a table give the photo: chosen from a sample, with an account of why.

A URL says whose it is, and so does a photo's file name with its secret. A bare number does not: albums, image indices
and other sites' IDs look the same. It counts only under a name that means a photo's ID, or when the person points at
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from inset.photo_ref import parse_photo_id, photo_id_from_file_name, photo_id_from_url
from inset_build.readers.plausibility import looks_like_hash, looks_like_url, smallest_doubt
from inset_build.readers.protocol import Column, Refusal

ID_NAMES: Final = frozenset({"photoid", "flickrid", "flickrphotoid", "flickrimageid", "photoflickrid", "imageflickrid"})
"""Column names that mean a Flickr photo's ID, in lower case without separators. `id` and `image_id` are anybody's."""

URL: Final = "URL"
FILE_NAME: Final = "file name"
NUMBER: Final = "photo ID"

HASHES_ONLY: Final = Refusal(
    "It lists hashes, from which no photo ID can be had.",
    "Get the dataset's list of URLs or photo IDs, or join the hashes with the table they were made from.",
    near=True,
)

MOST: Final = 0.9
MANY: Final = 0.5

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns in the order in which they are asked, and why."""

    columns: tuple[Column, ...]
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    column: Column
    photo_ids: list[int | None]
    filled: int

    @property
    def found(self) -> int:
        return sum(photo_id is not None for photo_id in self.photo_ids)

    @property
    def share(self) -> float:
        """Share of the filled cells that give an ID."""
        return self.found / self.filled if self.filled else 0.0


PARSERS: Final[dict[str, Callable[[str], int | None]]] = {
    URL: lambda cell: photo_id_from_url(cell, base_is_flickr=False),
    FILE_NAME: photo_id_from_file_name,
    NUMBER: lambda cell: parse_photo_id(cell.strip()),
}


def choose_columns(rows: Sequence[Row], names: Sequence[str] | None, width: int) -> Chosen | Refusal:
    """The columns that give the photo, best first.

    Args:
        rows: data rows, without the header.
        names: the header's cells.
        width: columns of a full row.
    """
    candidates = [
        candidate
        for index in range(width)
        for candidate in (
            _from_urls(rows, names, index) or _from_name(rows, names, index) or _from_id(rows, names, index),
        )
        if candidate is not None
    ]
    if not candidates:
        return _nothing_fits(rows, names, width)
    order = (URL, FILE_NAME, NUMBER)
    candidates.sort(key=lambda each: (not each.found, order.index(each.column.kind), -each.share))
    best = candidates[0]
    others = [other for other in candidates[1:] if other.found and _agree(best, other)]
    columns = (best.column, *(other.column for other in others))
    why = [
        f"{_capital(best.column)} gives the photo: a {best.column.kind} in {best.found:,} of {len(rows):,} rows seen."
    ]
    if not best.found:
        why = [f"{_capital(best.column)} holds URLs, but no sampled row's is a Flickr photo's."]
    if others:
        why.append(f"Where it is silent: {', '.join(str(column) for column in columns[1:])}.")
    return Chosen(columns, tuple(why))


def plain_name(name: str) -> str:
    """A column's name without case and separators: `Flickr_ID` is `flickrid`."""
    return "".join(filter(str.isalnum, name.lower()))


def find_column(wanted: str, rows: Sequence[Row], names: Sequence[str] | None, width: int) -> Chosen | Refusal:
    """The column that the person points at by name or by number counted from 1, read as what its cells are."""
    index = _index(wanted, names, width)
    if index is None:
        known = ", ".join(names) if names else f"1 to {width} (it has no header)"
        return Refusal(f"There is no column {wanted!r}.", f"Its columns are: {known}.", near=True)
    kinds = [_candidate(kind, rows, names, index) for kind in (URL, FILE_NAME, NUMBER)]
    best = max(kinds, key=lambda each: each.found)
    if not best.found:
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        shown = repr(cells[0][:60]) if cells else "nothing"
        return Refusal(
            f"{_capital(best.column)} gives no photo ID: it holds {shown}.",
            "Point at a column of photo IDs, Flickr URLs or photos' file names.",
            near=True,
        )
    return Chosen((best.column,), (f"{_capital(best.column)}, as you said, read as a {best.column.kind}.",))


def _index(wanted: str, names: Sequence[str] | None, width: int) -> int | None:
    if names is not None:
        plain = [name.strip() for name in names]
        if wanted in plain:
            return plain.index(wanted)
        folded = [name.lower() for name in plain]
        if wanted.lower() in folded:
            return folded.index(wanted.lower())
    number = parse_photo_id(wanted)
    return number - 1 if number is not None and number <= width else None


def _from_urls(rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate | None:
    filled = [row[index] for row in rows if index < len(row) and row[index].strip()]
    if sum(map(looks_like_url, filled)) < MANY * max(len(filled), 1):
        return None
    return _candidate(URL, rows, names, index)


def _from_name(rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate | None:
    candidate = _candidate(FILE_NAME, rows, names, index)
    if candidate.share < MOST:
        return None
    has_secrets = sum("_" in row[index] for row in rows if index < len(row)) >= MOST * candidate.filled
    return candidate if has_secrets or not smallest_doubt(candidate.photo_ids) else None


def _from_id(rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate | None:
    if names is None or index >= len(names) or plain_name(names[index]) not in ID_NAMES:
        return None
    candidate = _candidate(NUMBER, rows, names, index)
    return candidate if candidate.share >= MOST else None


def _candidate(kind: str, rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate:
    cells = [row[index] if index < len(row) else "" for row in rows]
    name = names[index].strip() or None if names is not None and index < len(names) else None
    parse = PARSERS[kind]
    return _Candidate(Column(index, name, kind), [parse(cell) for cell in cells], sum(bool(c.strip()) for c in cells))


def _agree(best: _Candidate, other: _Candidate) -> bool:
    """They name the same photo in (nearly) every row in which both name one, and there is such a row."""
    both = [(a, b) for a, b in zip(best.photo_ids, other.photo_ids, strict=True) if a is not None and b is not None]
    return bool(both) and sum(a == b for a, b in both) >= 0.99 * len(both)


def _nothing_fits(rows: Sequence[Row], names: Sequence[str] | None, width: int) -> Refusal:
    columns = [_candidate(NUMBER, rows, names, index) for index in range(width)]
    if any(_are_hashes([row[index].strip() for row in rows if index < len(row)]) for index in range(width)):
        return HASHES_ONLY
    for each in columns:
        if each.share >= MOST and not smallest_doubt(each.photo_ids):
            return Refusal(
                f"Nothing says that the numbers in {each.column} are Flickr photo IDs.",
                "If they are, say so with --column and its name or number.",
                near=True,
            )
    return Refusal("No column gives a Flickr photo.", "Point at one with --column if there is one.", near=True)


def _are_hashes(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    # One less may be the header: over hashes it does not stand out as one.
    return len(filled) > 1 and sum(map(looks_like_hash, filled)) >= MOST * (len(filled) - 1)


def _capital(column: Column) -> str:
    text = str(column)
    return text[0].upper() + text[1:]
