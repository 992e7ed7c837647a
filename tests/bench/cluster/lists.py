"""Made-up lists like LAION's, in Parquet: addresses with words and a few numbers, most of them of other hosts."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

A_FILE: Final = 250_000
"""Rows."""

_WORDS = (
    "a",
    "photo",
    "of",
    "an",
    "old",
    "red",
    "house",
    "by",
    "two",
    "large",
    "trees",
    "near",
    "water",
    "at",
    "night",
)
_HOSTS = ("i.pinimg.com", "cdn.shopify.com", "images.example.net", "media.example.org")


@dataclass(frozen=True, slots=True)
class Lists:
    """Which lists: rows, in so many files, of which a share are photos of Flickr's."""

    rows: int
    files: int
    share: float

    @property
    def name(self) -> str:
        """What their folder is called."""
        return f"lists-{self.rows}-{self.files}-{self.share:g}"

    def prepare(self, cache: Path) -> Path:
        """The folder with them, made where it is not there yet."""
        folder = cache / self.name
        folder.mkdir(parents=True, exist_ok=True)
        missing = [number for number in range(self.files) if not (folder / file_name(number)).exists()]
        if missing:
            with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
                list(pool.map(partial(_write, self, folder), missing))
        return folder


def file_name(number: int) -> str:
    return f"part-{number:05}.parquet"


def _write(lists: Lists, folder: Path, number: int) -> None:
    random = np.random.default_rng(number)
    rows = lists.rows // lists.files
    photos = random.random(rows) < lists.share
    frame = pl.DataFrame(
        {
            "photo": random.integers(10**9, 54 * 10**9, rows),
            "secret": random.integers(10**9, 10**10, rows),  # ten hexadecimal digits, as Flickr's secrets have
            "host": random.integers(0, len(_HOSTS), rows),
            "one": random.integers(0, len(_WORDS), rows),
            "other": random.integers(0, len(_WORDS), rows),
            "third": random.integers(0, len(_WORDS), rows),
            "is_photo": photos,
            "WIDTH": random.integers(200, 2000, rows, dtype=np.int32),
            "HEIGHT": random.integers(200, 2000, rows, dtype=np.int32),
            "similarity": random.random(rows, dtype=np.float32),
        }
    )
    words = pl.Series(_WORDS)
    photo = pl.format("https://live.staticflickr.com/65535/{}_{}_b.jpg", "photo", pl.col("secret"))
    other = pl.format("https://{}/files/{}/{}.jpg", pl.lit(pl.Series(_HOSTS)).gather(pl.col("host")), "secret", "photo")
    text = pl.format("{} {} {} {}", *(pl.lit(words).gather(pl.col(at)) for at in ("one", "other", "third")), "WIDTH")
    whole = frame.select(
        pl.when("is_photo").then(photo).otherwise(other).alias("URL"),
        text.alias("TEXT"),
        "WIDTH",
        "HEIGHT",
        "similarity",
    )
    aside = folder / f"{number}.part"
    whole.write_parquet(aside, compression="snappy", row_group_size=max(1, rows // 2), statistics=False)
    aside.rename(folder / file_name(number))
