"""A made-up census in the layout of bigdata-pw/Flickr: of each photo its ID, addresses, licence and words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

NAME = "bigdata-flickr"
"""As the catalog calls it, which says that it is a census."""

SIZES = {"url_sq": "_s", "url_t": "_t", "url_s": "_m", "url_m": "", "url_c": "_c"}


def write_census(folder: Path, photo_ids: NDArray[np.uint64], files: int) -> None:
    """Write `part-00000.parquet` and so on, each with a share of these photos, in no order.

    Args:
        folder: where to; created if missing.
        photo_ids: distinct.
        files: how many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(len(photo_ids))
    for number, part in enumerate(np.array_split(random.permutation(photo_ids), files)):
        secrets = random.integers(10**9, 10**10, len(part))
        given = pl.DataFrame(
            {
                "id": part.astype(np.int64),
                "secret": secrets,
                "license": random.integers(0, 11, len(part), dtype=np.int8),
                "latitude": random.uniform(-90, 90, len(part)).round(4),
                "taken": random.integers(1_100_000_000, 1_720_000_000, len(part)),
            }
        )
        address = "https://live.staticflickr.com/65535/{}_{}{}.jpg"
        given.select(
            "id",
            *(pl.format(address, "id", "secret", pl.lit(size)).alias(name) for name, size in SIZES.items()),
            "license",
            geo=pl.struct("latitude", longitude=pl.col("latitude") * 2),
            dates=pl.struct("taken", posted=pl.col("taken") + 86_400),
            description=pl.format("a made-up description, number {}", pl.col("secret") % 1000),
            machine_tags=pl.lit(""),
        ).write_parquet(folder / f"part-{number:05}.parquet")
