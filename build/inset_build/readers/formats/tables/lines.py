"""Lists without columns: of photo IDs, of URLs, and of file names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
import polars as pl

from inset.words.sentences import sentence
from inset_build.readers.formats.tables.plain_numbers import plain_numbers
from inset_build.readers.meaning.addresses import photos_in_text
from inset_build.readers.meaning.cell_kinds import FILE_NAME, KINDS, NUMBER, URL, kind_of, kind_told, plain_name
from inset_build.readers.meaning.column_refusals import EXPORT_AS_TEXT, HASHES_ONLY, why_unnamed
from inset_build.readers.meaning.detail_columns import ACCOUNT, find_details
from inset_build.readers.meaning.messy_numbers import is_missing, parse_messy_number
from inset_build.readers.meaning.numbers.given_out import MADE_UP
from inset_build.readers.meaning.numbers.judgement import judge
from inset_build.readers.meaning.numbers.looks import LOST_DIGITS, larger_times
from inset_build.readers.meaning.numbers.written import why_no_whole_numbers
from inset_build.readers.meaning.photo_columns import choose_columns, read_column
from inset_build.readers.meaning.photo_id_exprs import BETWEEN_SEPARATORS, photo_ids_from_lines, with_breaks_shown
from inset_build.readers.meaning.photo_names import (
    PICTURE_ID_NAMES,
    may_head_ids,
    means_flickr_id,
    means_photo_id,
)
from inset_build.readers.meaning.photo_search import search
from inset_build.readers.meaning.plausibility import looks_like_hash, looks_like_url
from inset_build.readers.meaning.rejected import RejectedExamples
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, NEARLY_ALL
from inset_build.readers.meaning.table_layouts import ALBUM, find_foreign
from inset_build.readers.protocol import FEW, MENTIONS, Batch, Column, Match, Refusal, Said, Sample, Wish
from inset_build.readers.row_reasons import NO_PHOTO
from inset_build.readers.sources.ahead import ahead
from inset_build.readers.sources.line_blocks import Block, lines_at, read_blocks
from inset_build.readers.sources.source import Source

_ID_LIST: Final = "--reader id-list"
_FILE_LIST: Final = "--reader file-list"
_SAY_SO: Final = sentence("list_hint_vouch_ids", _ID_LIST)
_ENOUGH_UNNAMED: Final = 30
"""So many bare numbers must be in a file that was found in a folder or archive: the person did not name it."""

_LONGEST: Final = 20
_TOKEN: Final = re.compile(BETWEEN_SEPARATORS)
_SEPARATOR: Final = re.compile(r"[\t,;|]")
_LONG_NUMBER: Final = re.compile(r"[0-9]{4}")
"""What stands above a list may have a number in it, as `flickr30k_id`, but none that could be a photo's."""


WORDS_BESIDE: Final = 3
"""Words beside an address that a list may have: a number, a name, a title."""


class IdList:
    """One bare photo ID a line. Source: NUS-WIDE's and Flickr30k's own lists."""

    name = "id-list"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Accepts numbers that are distributed like Flickr's, or any numbers if the person named this reader."""
        lines = [line.strip() for line in sample.lines if line.strip()]
        heading = heading_of(lines)
        has_header = bool(heading)
        cells = lines[has_header:]
        photo_ids = [parse_messy_number(cell) for cell in cells]
        found = sum(photo_id is not None for photo_id in photo_ids)
        filled = sum(id_ is not None or not is_missing(cell) for id_, cell in zip(photo_ids, cells, strict=True))
        if wish.column is not None:
            return Refusal("A list of photo IDs has no columns.", "Leave --column out.")
        name = plain_name(heading)
        if found < (HALF if means_photo_id(name) or wish.forced else NEARLY_ALL) * max(filled, 1):
            plausible = found >= HALF * filled and not judge(photo_ids, Said.PHOTO).doubt
            return _other_lines(found, filled) if plausible else _no_ids(cells)
        if heading and not wish.forced and not (means_photo_id(name) or may_head_ids(name)):
            return _called_otherwise(heading, cells)
        said = _said(name, wish)
        verdict = judge((parse_messy_number(line) for line in sample.all_over()), said)
        if verdict.doubt:
            hint = EXPORT_AS_TEXT if verdict.doubt == LOST_DIGITS else _SAY_SO
            unsaid = said == Said.NOTHING and not judge(photo_ids, Said.PHOTO).doubt
            reason = sentence("list_numbers", verdict.doubt)
            return Refusal(reason, hint, near=True, option=_ID_LIST if unsaid else "")
        if name in PICTURE_ID_NAMES and verdict.ranges == (MADE_UP,) and not wish.forced:
            return _called_otherwise(heading, cells)
        few = said == Said.NOTHING and not sample.source.named and len(set(photo_ids)) < _ENOUGH_UNNAMED
        if few and MADE_UP not in verdict.ranges:
            reason = sentence("list_numbers", sentence("list_doubt_lacking"))
            return Refusal(reason, _SAY_SO, near=True, option=_ID_LIST)
        believed = verdict.count(photo_id for photo_id in photo_ids if photo_id is not None)
        explanation = sentence("list_ids", believed, len(cells))
        column = Column(0, None, NUMBER, "its lines", said, verdict.ranges)
        return Match((explanation,), skip_lines=sample.skipped + has_header, columns=(column,))

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All IDs that are believed; other lines are rejected."""
        column = match.columns[0] if match.columns else Column(0, None, NUMBER)
        examples = RejectedExamples(kind_of(column).rejected)
        plain = partial(plain_numbers, ranges=column.ranges)
        for block, numbers in ahead(read_blocks(source, skip_lines=match.skip_lines), plain):
            if numbers is not None:
                shown = examples.of(numbers.silent, block.data, block.first_line, range(block.lines))
                yield Batch(numbers.frame, block.lines, len(numbers.silent), shown)
                continue
            lines = text_lines(block)
            nothing = pl.repeat(None, len(lines), dtype=pl.UInt64, eager=True)
            frame = search((column,), lambda _, cells=lines: cells, nothing).first.to_frame("photo_id")  # type: ignore[misc]
            silent = frame["photo_id"].is_null().arg_true()
            yield batch_of_lines(with_lines(frame, block).drop_nulls(), lines, silent, block, examples)

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:  # noqa: ARG002 - one list
        """The lines."""
        return {number: line for number, (line,) in lines_at(source, numbers).items()}


def _said(header: str, wish: Wish) -> Said:
    if wish.forced:
        return Said.PERSON
    if means_flickr_id(header):
        return Said.FLICKR
    return Said.PHOTO if means_photo_id(header) else Said.NOTHING


def heading_of(lines: Sequence[str]) -> str:
    """What stands above a list: words over numbers, which are no row of it; empty where there are none."""
    first, below = lines[0].strip("\"' "), lines[1:]
    if not below or is_missing(first) or not any(map(str.isalpha, first)) or _LONG_NUMBER.search(first):
        return ""
    return "" if looks_like_url(first) or looks_like_hash(first) else first


def _called_otherwise(heading: str, cells: Sequence[str]) -> Refusal:
    """The refusal of numbers under a name that anybody gives to anything, as in a table: `id`, `tweet_id`."""
    sampled = SampledRows.of_table([[cell] for cell in cells], [heading], 1)
    unnamed = why_unnamed(sampled, 0)
    if unnamed is None:
        doubt = judge(map(parse_messy_number, cells), Said.PHOTO).doubt
        hint = EXPORT_AS_TEXT if doubt == LOST_DIGITS else _SAY_SO
        return Refusal(sentence("list_numbers", doubt), hint, near=True)
    if " " not in heading and not _SEPARATOR.search(heading):
        return unnamed
    return replace(unnamed, hint=sentence("list_hint_vouch", _ID_LIST), option=_ID_LIST)  # a title names no column


class UrlList:
    """Lines of text with one or several URLs each, of any host, with or without other words.

    Source: ImageNet's `fall11_urls.txt` (name, tab, URL), NUS-WIDE's URL file (six fields), LAION's lists.
    """

    name = "url-list"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Accepts lines if at least half of them have a URL."""
        if wish.column is not None:
            return Refusal("A list of URLs has no columns.", "Leave --column out.")
        foreign = find_foreign((), map(plain_name, _SEPARATOR.split(sample.lines[0])), "", 0)
        if foreign is not None:
            return foreign
        texts = with_breaks_shown(pl.Series([line for line in sample.lines if line.strip()], dtype=pl.String)).to_list()
        lines = [_TOKEN.findall(line) for line in texts]
        has_header = len(lines) > 1 and "/" not in sample.lines[0] and _has_url(lines[1])
        texts, lines = texts[has_header:], lines[has_header:]
        # Addresses that are escaped, or stand in other words, do not look like any.
        with_url = sum(
            _has_url(tokens) or bool(photos_in_text(text)) for tokens, text in zip(lines, texts, strict=True)
        )
        if not with_url or (with_url < HALF * len(lines) and not wish.forced):
            return Refusal(sentence("list_few_urls", with_url, len(lines)))
        found = sum(bool(photos_in_text(text)) for text in texts)
        if not sample.source.named and found < FEW and _is_prose(lines):
            return Refusal(MENTIONS)
        explanation = sentence("list_urls", found, len(lines))
        return Match((explanation,), skip_lines=sample.skipped + has_header)

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos; a line that only has URLs of other hosts is rejected."""
        examples = RejectedExamples(NO_PHOTO)
        for block in read_blocks(source, skip_lines=match.skip_lines):
            lines = text_lines(block)
            found = photo_ids_from_lines(lines)
            silent = np.ones(len(lines), dtype=np.bool_)
            silent[found["line"].to_numpy()] = False
            photos = found.select("photo_id", row=pl.col("line").cast(pl.UInt64) + block.first_line)
            yield batch_of_lines(photos, lines, pl.Series(np.flatnonzero(silent)), block, examples)

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:  # noqa: ARG002 - one list
        """The lines."""
        return {number: line for number, (line,) in lines_at(source, numbers).items()}


class FileList:
    """One file name a line, with or without folders, which gives the photo.

    Source: Flickr8k's `Flickr_8k.trainImages.txt`, DiveFace's and MegaFace's paths, Im2GPS, AADB.
    """

    name = "file-list"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Accepts names with a secret or an account; names of bare numbers only if the person named this reader."""
        if wish.column is not None:
            return Refusal("A list of files has no columns.", "Leave --column out.")
        whole = rows = [[line.strip()] for line in sample.lines if line.strip()]
        has_header = len(rows) > 1 and "." not in rows[0][0] and not any(map(str.isdigit, rows[0][0]))
        rows = rows[has_header:]
        foreign = find_foreign(rows, (), " ", 1)
        if foreign is not None:
            return foreign
        sampled = SampledRows(rows, 1, word="line", unit="line", numbered=False, all_over=partial(_stripped, sample))
        chosen = read_column(0, sampled) if wish.forced else choose_columns(sampled)
        if isinstance(chosen, Refusal):
            told = chosen.near and KINDS[FILE_NAME].parse(rows[0][0]) is not None
            hint = sentence("list_hint_vouch", _FILE_LIST) if told else chosen.hint
            return replace(chosen, hint=hint, near=told, option=_FILE_LIST if told and chosen.option else "")
        column = chosen.columns[0]
        headed = column.kind == NUMBER and heading_of([row[0] for row in whole])
        if column.kind == URL or (headed and not wish.forced):  # numbers under a name are for `IdList` to judge
            return Refusal("Its lines are not files' names.")
        parse = kind_of(column).parse
        found = sum(parse(row[0]) is not None for row in rows)
        details = find_details(sampled, chosen.columns)
        accounts = (sentence("list_account_too"),) if details.account is not None else ()
        explanation = sentence("list_files", kind_told(column.kind), found, len(rows))
        return Match((explanation, *accounts), sample.skipped + has_header, "", chosen.columns, (), 1, details.account)

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos; other lines are rejected."""
        kind = kind_of(match.columns[0])
        examples = RejectedExamples(kind.rejected)
        wanted = {"photo_id": kind.photo_ids(pl.col("line"))}
        if match.account is not None and kind.accounts is not None:
            wanted[ACCOUNT] = kind.accounts(pl.col("line"))
        for block in read_blocks(source, skip_lines=match.skip_lines):
            lines = text_lines(block)
            frame = lines.to_frame("line").lazy().select(**wanted).collect(engine="streaming")
            silent = frame["photo_id"].is_null().arg_true()
            yield batch_of_lines(with_lines(frame, block).drop_nulls("photo_id"), lines, silent, block, examples)

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:  # noqa: ARG002 - one list
        """The lines."""
        return {number: line for number, (line,) in lines_at(source, numbers).items()}


def batch_of_lines(
    frame: pl.DataFrame, lines: pl.Series, silent: pl.Series, block: Block, examples: RejectedExamples
) -> Batch:
    """The batch of a block. `silent`: indices of the lines that gave no photo; blank ones among them are no rows."""
    blank = lines.gather(silent).str.strip_chars().str.len_bytes() == 0
    rejected = silent.filter(~blank)
    shown = examples.of(rejected, block.data, block.first_line, range(len(lines)))
    return Batch(frame, len(lines) - int(blank.sum()), len(rejected), shown)


def with_lines(frame: pl.DataFrame, block: Block) -> pl.DataFrame:
    """What each line of a block gives, N, with the line's number as `row`."""
    first = block.first_line
    row = pl.int_range(first, first + frame.height, dtype=pl.UInt64, eager=True).alias("row")
    return frame.select("photo_id", row, pl.exclude("photo_id"))


def text_lines(block: Block) -> pl.Series:
    """The lines of a block without their ends: String, N."""
    try:
        return pl.read_lines(block.data).to_series()
    except pl.exceptions.ComputeError:  # not UTF-8; such characters do not matter to IDs and URLs
        return pl.read_lines(block.data.decode("utf-8", "replace").encode()).to_series()


def _stripped(sample: Sample) -> list[list[str]]:
    return [[line.strip()] for line in sample.all_over()]


def _has_url(tokens: list[str]) -> bool:
    return any(map(looks_like_url, tokens))


def _is_prose(lines: Sequence[Sequence[str]]) -> bool:
    """Whether lines of words hold far more words than addresses."""
    words = [word for line in lines for word in line]
    in_urls = sum(map(looks_like_url, words))
    return len(words) - in_urls > WORDS_BESIDE * in_urls


def _other_lines(found: int, filled: int) -> Refusal:
    return Refusal(sentence("list_few_ids", found, filled), _SAY_SO, near=True)


def _no_ids(cells: list[str]) -> Refusal:
    if cells and sum(ALBUM(cell) is not None for cell in cells) >= NEARLY_ALL * len(cells):
        return Refusal("It lists albums or galleries, not photos.", "Get the list of the photos in them.", near=True)
    if cells and sum(map(looks_like_hash, cells)) >= NEARLY_ALL * len(cells):
        return HASHES_ONLY
    whole = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) <= _LONGEST]
    if len(whole) >= NEARLY_ALL * max(len(cells), 1) and (times := larger_times(whole)):
        return Refusal(sentence("list_numbers", times), "Get the list of the photos themselves.", near=True)
    if doubt := why_no_whole_numbers(cells):
        return Refusal(sentence("list_numbers", doubt), EXPORT_AS_TEXT, near=True)
    return Refusal("Its lines are not bare photo IDs.")
