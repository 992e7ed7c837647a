"""Manifests whose lines are not divided into columns: lists of photo IDs, and lists of URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from inset.photo_ref import parse_photo_id, photo_id_from_url
from inset_build.readers.blocks import Block, read_blocks
from inset_build.readers.columns import HASHES_ONLY, ID_NAMES, MANY, MOST, plain_name
from inset_build.readers.photo_id_exprs import BETWEEN_SEPARATORS, photo_ids_from_lines, photo_ids_from_numbers
from inset_build.readers.plausibility import looks_like_hash, looks_like_url, smallest_doubt
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.rejected import RejectedExamples
from inset_build.readers.sources import Source

_ALBUM: Final = re.compile(r"72(?:15|17)[0-9]{13}")
_TOKEN: Final = re.compile(BETWEEN_SEPARATORS)


class IdList:
    """One bare photo ID a line. Source: NUS-WIDE's and Flickr30k's own lists."""

    name = "id-list"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Numbers alone say little, so they must look like Flickr's unless the person named this reader."""
        lines = [line.strip() for line in sample.lines if line.strip()]
        has_header = plain_name(lines[0]) in ID_NAMES
        cells = lines[has_header:]
        photo_ids = [parse_photo_id(cell) for cell in cells]
        found = sum(photo_id is not None for photo_id in photo_ids)
        if wish.column is not None:
            return Refusal("A list of photo IDs has no columns.", "Leave --column out.")
        if found < MOST * max(len(cells), 1):
            return _no_ids(cells)
        if not wish.forced and not has_header and smallest_doubt(photo_ids):
            return Refusal(
                "Its numbers are too small for a list of Flickr photo IDs; they look like row numbers.",
                "If they are photo IDs, say so with --reader id-list.",
                near=True,
            )
        explanation = f"One photo ID a line: {found:,} of {len(cells):,} sampled lines are one."
        return Match((explanation,), skip_lines=sample.skipped + has_header)

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All IDs; what is no ID is rejected."""
        examples = RejectedExamples("not a photo ID")
        for block in read_blocks(source, skip_lines=match.skip_lines):
            lines = _lines(block)
            photo_ids = lines.to_frame("line").lazy().select(photo_id=photo_ids_from_numbers(pl.col("line")))
            frame = photo_ids.collect(engine="streaming")
            silent = frame["photo_id"].is_null().arg_true()
            yield _batch(frame.drop_nulls(), lines, silent, block, examples)


class UrlList:
    """Lines that hold URLs, one or several each, of any hosts, with or without other words.

    Source: ImageNet's `fall11_urls.txt` (name, tab, URL), NUS-WIDE's URL file (six fields), LAION's lists.
    """

    name = "url-list"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """At least every second line has a URL."""
        if wish.column is not None:
            return Refusal("A list of URLs has no columns.", "Leave --column out.")
        lines = [_TOKEN.findall(line) for line in sample.lines if line.strip()]
        has_header = len(lines) > 1 and "/" not in sample.lines[0] and _has_url(lines[1])
        lines = lines[has_header:]
        with_url = sum(map(_has_url, lines))
        if not with_url or (with_url < MANY * len(lines) and not wish.forced):
            return Refusal(f"Only {with_url:,} of {len(lines):,} sampled lines hold a URL.")
        found = sum(any(photo_id_from_url(t, base_is_flickr=False) is not None for t in tokens) for tokens in lines)
        explanation = f"URLs in lines of text: {found:,} of {len(lines):,} sampled lines name a Flickr photo."
        return Match((explanation,), skip_lines=sample.skipped + has_header)

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos; a line whose URLs are other hosts' is rejected."""
        examples = RejectedExamples("no Flickr photo in it")
        for block in read_blocks(source, skip_lines=match.skip_lines):
            lines = _lines(block)
            found = photo_ids_from_lines(lines)
            silent = np.ones(len(lines), dtype=np.bool_)
            silent[found["line"].to_numpy()] = False
            yield _batch(found.select("photo_id"), lines, pl.Series(np.flatnonzero(silent)), block, examples)


def _batch(frame: pl.DataFrame, lines: pl.Series, silent: pl.Series, block: Block, examples: RejectedExamples) -> Batch:
    """`silent`: indices of the lines that gave nothing; the blank ones of them are no rows."""
    blank = lines.gather(silent).str.strip_chars().str.len_bytes() == 0
    rejected = silent.filter(~blank)
    shown = examples.of(rejected, block.data, block.first_line, range(len(lines)))
    return Batch(frame, len(lines) - int(blank.sum()), len(rejected), shown)


def _lines(block: Block) -> pl.Series:
    try:
        return pl.read_lines(block.data).to_series()
    except pl.exceptions.ComputeError:  # not UTF-8: other characters cannot matter to an ID or a URL
        return pl.read_lines(block.data.decode("utf-8", "replace").encode()).to_series()


def _has_url(tokens: list[str]) -> bool:
    return any(map(looks_like_url, tokens))


def _no_ids(cells: list[str]) -> Refusal:
    if cells and sum(_ALBUM.fullmatch(cell) is not None for cell in cells) >= MOST * len(cells):
        return Refusal("It lists albums or galleries, not photos.", "Get the list of the photos in them.", near=True)
    if cells and sum(map(looks_like_hash, cells)) >= MOST * len(cells):
        return HASHES_ONLY
    return Refusal("Its lines are not bare photo IDs.")
