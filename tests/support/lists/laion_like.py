"""Parquet files of rows like LAION's, for tests of reading them in place."""

from __future__ import annotations

import io

import polars as pl

ROWS = 3_000
GROUP = 1_000
EVERY = 10
"""One row in so many is a photo on Flickr."""


def laion_like(number: int) -> bytes:
    """The file of this number: made-up captions, addresses, sizes, in three row groups."""
    ids = [10**9 + number * ROWS + row for row in range(ROWS)]
    return _written(
        pl.DataFrame(
            {
                "TEXT": [f"a made-up caption, {each * 7919} of many" for each in ids],
                "URL": [
                    f"https://live.staticflickr.com/1/{each}_0123456789_b.jpg"
                    if each % EVERY == 0
                    else f"https://example.com/{each}.jpg"
                    for each in ids
                ],
                "WIDTH": [640] * ROWS,
                "similarity": [1 / each for each in ids],
            }
        )
    )


def column_bytes(file: bytes, name: str) -> int:
    """An upper bound of what a column of such a file takes: a file of it alone."""
    return len(_written(pl.read_parquet(file, columns=[name])))


def _written(table: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    table.write_parquet(file, row_group_size=GROUP)
    return file.getvalue()
