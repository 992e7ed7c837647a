"""Which columns of a table give the photo: chosen from a sample, with an account of why.

A URL says whose it is, and so does a photo's file name with its secret. A bare number does not: albums, image indices
and other sites' IDs look the same. It counts only under a name that means a photo's ID, or when the person points at
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inset.flickr import parse_nsid
from inset.photo_ref import parse_photo_id
from inset_build.readers.meaning.cell_kinds import FILE_NAME, KINDS, NUMBER, URL, plain_name
from inset_build.readers.meaning.name_shapes import NAME_SHAPES
from inset_build.readers.meaning.plausibility import doubt, looks_like_hash, looks_like_url, smallest_doubt
from inset_build.readers.meaning.table_layouts import Layout
from inset_build.readers.protocol import Column, Refusal

FLICKR_ID_NAMES: Final = frozenset({"flickrid", "flickrphotoid", "flickrimageid", "photoflickrid", "imageflickrid"})
"""Column names that mean a Flickr photo's ID, in lower case without separators. `id` and `image_id` are anybody's."""

ID_NAMES: Final = FLICKR_ID_NAMES | {"photoid"}
"""Those, and the name that other sites use for their photos too: its numbers must also look like Flickr's."""

FILE_NAME_NAMES: Final = frozenset({"imagename"})
"""Column names over files that are called by Flickr's bare ID. Source: KonIQ-10k, Flickr30k's table of captions."""

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
            _from_urls(rows, names, index)
            or _from_shape(rows, names, index)
            or _from_name(rows, names, index)
            or _from_id(rows, names, index),
        )
        if candidate is not None
    ]
    if not candidates:
        return _nothing_fits(rows, names, width)
    urls = [each for each in candidates if each.column.kind == URL and each.found]
    candidates.sort(key=lambda each: (not each.found, _rank(each, urls), -each.share))
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


def columns_of_layout(layout: Layout, rows: Sequence[Row]) -> Chosen:
    """The column of a known layout."""
    index, kind = layout.photo
    candidate = _candidate(kind, rows, None, index)
    why = f"It is laid out as {layout.title}."
    found = f"{_capital(candidate.column)} gives the photo: a {kind} in {candidate.found:,} of {len(rows):,} rows seen."
    return Chosen((candidate.column,), (why, found))


def find_column(wanted: str, rows: Sequence[Row], names: Sequence[str] | None, width: int) -> Chosen | Refusal:
    """The column that the person points at by name or by number counted from 1, read as what its cells are."""
    index = _index(wanted, names, width)
    if index is None:
        known = ", ".join(names) if names else f"1 to {width} (it has no header)"
        return Refusal(f"There is no column {wanted!r}.", f"Its columns are: {known}.", near=True)
    kinds = [_candidate(kind, rows, names, index) for kind in KINDS]
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


def _from_shape(rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate | None:
    candidates = (_candidate(title, rows, names, index) for title in NAME_SHAPES)
    return next((candidate for candidate in candidates if candidate.share >= MOST), None)


def _from_name(rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate | None:
    """Files called by a bare number are believed no more than bare numbers; a secret behind it makes it Flickr's."""
    candidate = _candidate(FILE_NAME, rows, names, index)
    if candidate.share < MOST:
        return None
    if sum("_" in _base(row[index]) for row in rows if index < len(row)) >= MOST * candidate.filled:
        return candidate
    is_named = names is not None and index < len(names) and plain_name(names[index]) in FILE_NAME_NAMES
    return candidate if is_named and not smallest_doubt(dict.fromkeys(candidate.photo_ids)) else None


def _base(path: str) -> str:
    return path[max(path.rfind("/"), path.rfind("\\")) + 1 :]


def _from_id(rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate | None:
    if names is None or index >= len(names) or plain_name(names[index]) not in ID_NAMES:
        return None
    candidate = _candidate(NUMBER, rows, names, index)
    if candidate.share < MOST:
        return None
    if plain_name(names[index]) in FLICKR_ID_NAMES or not smallest_doubt(dict.fromkeys(candidate.photo_ids)):
        return candidate
    return candidate if _has_accounts(rows, len(names)) else None


def _has_accounts(rows: Sequence[Row], width: int) -> bool:
    """Some column holds Flickr's accounts, so the photos beside them are Flickr's, however old."""
    columns = ([row[index].strip() for row in rows if index < len(row)] for index in range(width))
    return any(sum(parse_nsid(cell) is not None for cell in cells) >= MOST * len(rows) for cells in columns)


def _rank(candidate: _Candidate, urls: Sequence[_Candidate]) -> int:
    """URLs, then names, then numbers; but a number that URLs beside it confirm is the surest and the fastest read."""
    if candidate.column.kind != NUMBER:
        return 1 if candidate.column.kind == URL else 2
    return 0 if any(_agree(url, candidate) and candidate.found >= url.found for url in urls) else 3


def _candidate(kind: str, rows: Sequence[Row], names: Sequence[str] | None, index: int) -> _Candidate:
    cells = [row[index] if index < len(row) else "" for row in rows]
    name = names[index].strip() or None if names is not None and index < len(names) else None
    parse = KINDS[kind].parse
    return _Candidate(Column(index, name, kind), [parse(cell) for cell in cells], sum(bool(c.strip()) for c in cells))


def _agree(best: _Candidate, other: _Candidate) -> bool:
    """They name the same photo in (nearly) every row in which both name one, and there is such a row."""
    both = [(a, b) for a, b in zip(best.photo_ids, other.photo_ids, strict=True) if a is not None and b is not None]
    return bool(both) and sum(a == b for a, b in both) >= 0.99 * len(both)


def _nothing_fits(rows: Sequence[Row], names: Sequence[str] | None, width: int) -> Refusal:
    if any(_are_hashes([row[index].strip() for row in rows if index < len(row)]) for index in range(width)):
        return HASHES_ONLY
    for kind, what in ((NUMBER, "numbers"), (FILE_NAME, "numbers that the files are called by")):
        for index in range(width):
            each = _candidate(kind, rows, names, index)
            if each.share >= MOST and not smallest_doubt(dict.fromkeys(each.photo_ids)):
                return Refusal(
                    f"Nothing says that the {what} in {each.column} are Flickr photo IDs.",
                    "If they are, say so with --column and its name or number.",
                    near=True,
                )
    for index in range(width):
        each = _candidate(NUMBER, rows, names, index)
        if names and index < len(names) and plain_name(names[index]) in ID_NAMES and each.share >= MOST:
            return Refusal(
                f"The numbers in {each.column} {doubt(each.photo_ids)}.",
                "If they are Flickr photo IDs, say so with --column and its name or number.",
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
