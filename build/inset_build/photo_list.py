"""Reads a list of photos that a person has, for `inset check`: text with links, a table, bookmarks, a saved web page.

The manifests' readers read it. One thing differs from a build: the person says that these are photos of Flickr, so
numbers that look like Flickr's are believed where a build asks for an option, and in text each number is accounted for:
read as an ID, or told as not understood. What a build refuses for a better reason is refused here too.
"""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset.account.report_shape import Asked, Gap
from inset.errors import ManifestInvalid
from inset.flickr import find_licence
from inset.photo_ref import parse_photo_id
from inset.words.sentences import one_after_another, sentence
from inset_build.readers.detect import ask_readers, refused
from inset_build.readers.formats.tables.lines import text_lines
from inset_build.readers.meaning.addresses import photos_in_text
from inset_build.readers.meaning.cell_kinds import URL, plain_name
from inset_build.readers.meaning.photo_id_exprs import photo_ids_from_lines, with_breaks_shown
from inset_build.readers.meaning.photo_names import ANYBODYS_ID_NAMES, means_photo_id
from inset_build.readers.protocol import Match, Reader, Refusal
from inset_build.readers.second_look import LOOKED_AT, look_again, names_no_photo
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.line_blocks import read_blocks
from inset_build.readers.sources.passed_over import PassedOver
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.streams import Pieces

EXAMPLES_KEPT: Final = 5
EXAMPLE_LENGTH: Final = 120

NUMBERS_LIMIT: Final = 16 << 20
"""Bytes of text that is tried as numbers between blanks and commas, several on a line."""

ROWS_SEEN: Final = 500
"""Rows of a table that are looked at for further columns of numbers."""

LEAST_DIGITS: Final = 5
"""A number of fewer digits beside a link is a year or a count."""

ALONE_DIGITS: Final = 8
"""A number alone on a line among links is taken for an ID if it has so many digits."""

_WRITTEN: Final = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})
"""How the names of texts and web pages end."""

_NUMBER: Final = re.compile(rf"(?<![^\s,;|()\[\]])[1-9][0-9]{{{LEAST_DIGITS - 1},11}}(?![^\s,;|()\[\].])")
_MAYBE_NUMBER: Final = rf"(?:^|[\s,;|(\[])[1-9][0-9]{{{LEAST_DIGITS - 1},11}}(?:[\s,;|)\].]|$)"
_NUMBERS_ALONE: Final = re.compile(rf"[\s,;|]*(?:[1-9][0-9]{{{ALONE_DIGITS - 1},11}}[\s,;|]*)+")
_MARKDOWN: Final = re.compile(rb"\s*\[[^\]\n]*\]\(")
_LINK: Final = r"(?i)flickr\.com|flic\.kr"
_MAYBE_ID: Final = re.compile(rf"[1-9][0-9]{{{ALONE_DIGITS - 1},11}}")
_BETWEEN: Final = re.compile(rb"[\s,;|]+")


@dataclass(slots=True)
class NotUnderstood:
    """What of a list gave no photo: how many lines, and the first of them with their numbers."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, count: int, examples: Sequence[tuple[int, str]]) -> None:
        """Count lines; the examples are their numbers from 1 and their texts."""
        self.count += count
        for line, text in examples[: EXAMPLES_KEPT - len(self.examples)]:
            short = text if len(text) <= EXAMPLE_LENGTH else text[: EXAMPLE_LENGTH - 1] + "…"
            self.examples.append(f"line {line:,}: {short.strip()}")


@dataclass(slots=True)
class PhotoList:
    """The photos of a list.

    Attributes:
        photo_ids: uint64, as they come, with repeats.
        licences: of photos of which the list gives it, the name of one of Flickr's or the list's own words.
        lines: lines or records that name no photo.
        beside: lines with a link and beside it numbers that may be IDs, which were not taken.
        columns: of tables of links, the columns with numbers that may be IDs too, which were not taken.
        passed_over: files in a folder or archive that list no photos.
    """

    photo_ids: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    licences: dict[int, str] = field(default_factory=dict)
    lines: NotUnderstood = field(default_factory=NotUnderstood)
    beside: NotUnderstood = field(default_factory=NotUnderstood)
    columns: list[str] = field(default_factory=list)
    passed_over: PassedOver = field(default_factory=PassedOver)

    def asked(self, name: str) -> Asked:
        """What a check's report says of it."""
        beside = "lines with numbers beside a link, which were not taken for photos"
        columns = (
            "columns beside the links with numbers that may be IDs too, which were not taken (`--column` takes one)"
        )
        gaps = [
            Gap("numbers_beside", beside, self.beside.count, tuple(self.beside.examples)),
            Gap("not_understood", "lines that name no photo", self.lines.count, tuple(self.lines.examples)),
            Gap("columns_beside", columns, len(self.columns), tuple(self.columns[:EXAMPLES_KEPT])),
        ]
        for reason, known in self.passed_over.reasons.items():
            words = f"files passed over: {reason.removesuffix('.')}"
            gaps.append(Gap("not_read", words, known.count, tuple(known.names)))
        photos = len(np.unique(self.photo_ids))
        return Asked("list", name, photos, gaps=tuple(gap for gap in gaps if gap.count))


def read_photo_list(path: Path, *, name: str = "", reader: str | None = None, column: str | None = None) -> PhotoList:
    """Read a list.

    Args:
        path: a file, a folder or an archive.
        name: what messages call it; the file's name when left out.
        reader: the only reader to ask.
        column: the name, or the number counted from 1, of the column that gives the photo.

    Raises:
        UsageInvalid: there is no such reader.
        ManifestInvalid: no photo is found in it; the message says why and what to do.
    """
    found = PhotoList()
    parts: list[NDArray[np.uint64]] = []
    sources = expand([path], found.passed_over)
    for source in sources:
        told = replace(source, name=name) if name and len(sources) == 1 else source
        judged = replace(told, named=source.named or len(sources) == 1 or _is_written(source))
        parts.extend(_read(judged, found, reader, column, is_only=source.named))
    found.photo_ids = np.concatenate(parts) if parts else found.photo_ids
    if not len(found.photo_ids):
        reasons = list(found.passed_over.reasons.items())[:3]
        hint = one_after_another(sentence("list_told", each.names[0], reason) for reason, each in reasons)
        raise ManifestInvalid(sentence("list_nothing_does", name or path.name), hint=hint, path=path)
    return found


def _read(
    source: Source, found: PhotoList, reader: str | None, column: str | None, *, is_only: bool
) -> Iterator[NDArray[np.uint64]]:
    """The photos of a source; `is_only`: the person named it alone, so an error tells why it is not read."""
    answer = _answer(source, reader, column)
    free = reader is None and column is None
    if free and _is_text_with_links(source, answer):
        skip = 0 if isinstance(answer, Refusal) else answer[1].skip_lines
        yield from _from_text(source, skip, found)
        return
    if names_no_photo(answer):
        again = look_again(source, answer, reader=reader, column=column)
        if isinstance(again, tuple):
            # Written anew it is addresses alone: those of a page's pictures and style sheets are nobody's lines.
            yield from _by_reader(*again, found, quiet=True)
            return
        numbers = _as_numbers(source) if isinstance(answer, Refusal) and free else None
        if numbers is not None:
            source, answer = numbers, _answer(numbers, None, None)
    if not isinstance(answer, Refusal):
        found.columns += _columns_beside(source, answer[1])
        yield from _by_reader(source, *answer, found)
    elif is_only:
        raise refused(source, answer)
    else:
        found.passed_over.add(source.name, answer.reason)


def _is_written(source: Source) -> bool:
    """Whether a file in a folder or archive is a text or page that somebody wrote or saved: that names their photos.

    A build passes such files over where they name few photos, because there they tell about the lists beside them.
    """
    return PurePosixPath(source.name).suffix.lower() in _WRITTEN and not source.is_readme


def _is_text_with_links(source: Source, answer: tuple[Reader, Match] | Refusal) -> bool:
    """Whether it is read as text, line by line: no table and no page, but links among words."""
    if not isinstance(answer, Refusal):
        return answer[0].name in ("url-list", "spaces")
    if not source.named or source.unreadable is not None:
        return False
    start = source.read_start(LOOKED_AT)
    if start.count(b"\0") or start.lstrip()[:1] == b"<" or (answer.damaged and not _MARKDOWN.match(start)):
        return False
    return _linked(pl.Series(start.decode("utf-8", "replace").splitlines(), dtype=pl.String)).height > 0


def _columns_beside(source: Source, match: Match) -> list[str]:
    """The columns of a table of links in which numbers stand that may be IDs of other photos."""
    if not match.separator or not all(column.kind.startswith(URL) for column in match.columns):
        return []
    taken = {column.index for chain in (match.columns, *match.also) for column in chain}
    lines = source.read_start(LOOKED_AT).decode("utf-8", "replace").splitlines()[match.skip_lines :]
    rows = list(csv.reader(lines[:ROWS_SEEN], delimiter=match.separator)) if len(match.separator) == 1 else []
    beside = []
    for index in range(match.width):
        cells = [row[index].strip() for row in rows if index < len(row) and row[index].strip()]
        others = [cell for cell in cells if _MAYBE_ID.fullmatch(cell)]
        same = sum(cell in link for row in rows for cell in row[index : index + 1] for link in row if cell != link)
        if index not in taken and 2 * len(others) > len(cells) and 2 * same < len(cells):
            header = _header(source, match)
            beside.append(f"column {index + 1}" + (f" ({header[index]})" if index < len(header) else ""))
    return beside


def _header(source: Source, match: Match) -> list[str]:
    """The names in a table's header; none where it has none."""
    lines = source.read_start(LOOKED_AT).decode("utf-8", "replace").splitlines()[: match.skip_lines]
    return next(csv.reader(lines[-1:], delimiter=match.separator), [])


def _answer(source: Source, reader: str | None, column: str | None) -> tuple[Reader, Match] | Refusal:
    """How a list is read; numbers that look like Flickr's are believed where only a person's word is missing."""
    answer = ask_readers(source, reader=reader, column=column)
    if not isinstance(answer, Refusal) or not answer.option or reader or column:
        return answer
    option, value = shlex.split(answer.option)
    if option == "--reader":
        return ask_readers(source, reader=value)
    # Seconds since 1970 look like photos' IDs too, so the column must be called like one.
    name = plain_name(re.split(r"[.\\]", value)[-1])
    if value.isdigit() or name in ANYBODYS_ID_NAMES or means_photo_id(name):
        return ask_readers(source, column=value)
    return answer


def _by_reader(
    source: Source, reader: Reader, match: Match, found: PhotoList, *, quiet: bool = False
) -> Iterator[NDArray[np.uint64]]:
    for batch in reader.read(source, match):
        yield batch.frame["photo_id"].to_numpy()
        if not quiet:
            found.lines.add(batch.rejected, [(line.line, line.text) for line in batch.rejected_examples])
        if "licence" in batch.frame.columns:
            known = batch.frame.select("photo_id", "licence").drop_nulls().unique("photo_id", keep="first")
            names = {words: _licence(words) for words in known["licence"].unique()}
            for photo_id, words in known.iter_rows():
                found.licences.setdefault(photo_id, names[words])


def _licence(words: str) -> str:
    licence = find_licence(words)
    return words if licence is None else licence.name


def _from_text(source: Source, skip_lines: int, found: PhotoList) -> Iterator[NDArray[np.uint64]]:
    """The photos of lines of text: by links, and lines of numbers alone; other numbers are told."""
    for block in read_blocks(source, skip_lines=skip_lines):
        lines = text_lines(block)
        linked = _linked(lines)
        yield linked["photo_id"].to_numpy()
        photos: dict[int, set[int]] = {}
        maybe = set(lines.str.contains(_MAYBE_NUMBER).arg_true())
        for line, photo_id in linked.filter(pl.col("line").is_in(list(maybe))).iter_rows():
            photos.setdefault(line, set()).add(photo_id)
        alone: list[int] = []
        for at in sorted(maybe):
            if at not in photos and _NUMBERS_ALONE.fullmatch(lines[at]):
                alone += (int(number) for number in _NUMBER.findall(lines[at]))
                continue
            left = {int(number) for number in _NUMBER.findall(lines[at])} - photos.get(at, set())
            if left and at in photos:
                found.beside.add(1, [(block.first_line + at, lines[at])])
            elif left:
                found.lines.add(1, [(block.first_line + at, lines[at])])
        yield np.array(alone, dtype=np.uint64)
        silent = lines.to_frame("text").with_row_index("line")
        silent = silent.filter(
            ~pl.col("line").is_in(linked["line"].implode())
            & ~pl.col("line").is_in(list(maybe))
            & (pl.col("text").str.strip_chars().str.len_bytes() > 0)
        )
        found.lines.add(
            silent.height, [(block.first_line + at, text) for at, text in silent.head(EXAMPLES_KEPT).rows()]
        )


def _linked(lines: pl.Series) -> pl.DataFrame:
    """The photos that links name: `line` (UInt32) and `photo_id` (UInt64), in order.

    Where fewer are found than there are links, the line is looked through once more: a sentence's full stop may follow.
    """
    lines = with_breaks_shown(lines)
    found = photo_ids_from_lines(lines)
    links = lines.str.count_matches(_LINK)
    counts = found.group_by("line").len("photos")
    frame = pl.DataFrame({"links": links}).with_row_index("line").join(counts, on="line", how="left")
    short = frame.filter(pl.col("links") > pl.col("photos").fill_null(0))["line"].to_list()
    again = [(line, photo_id) for line in short for photo_id in photos_in_text(lines[line])]
    if not again:
        return found
    more = pl.DataFrame(again, schema=found.schema, orient="row")
    return pl.concat([found, more]).unique(maintain_order=True).sort("line", maintain_order=True)


def _as_numbers(source: Source) -> Source | None:
    """A text of nothing but IDs between blanks and commas, written one a line; None where it is something else."""
    if source.unreadable is not None:
        return None
    content = source.read_start(NUMBERS_LIMIT + 1)
    numbers = [token for token in _BETWEEN.split(content.removeprefix(b"\xef\xbb\xbf")) if token]
    if len(content) > NUMBERS_LIMIT or len(numbers) < 2:
        return None
    if not all(token.isdigit() and parse_photo_id(token.decode("ascii", "replace")) for token in numbers):
        return None
    lines = b"\n".join(numbers)
    return replace(source, plain=False, content=lambda: Pieces(iter([lines])))
