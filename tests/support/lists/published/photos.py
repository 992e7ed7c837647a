"""Made-up photos, and what a made-up manifest of them is."""

from __future__ import annotations

import random
from dataclasses import dataclass

import polars as pl

NSID = "12345678@N00"
BY = "http://creativecommons.org/licenses/by/2.0/"
HASH = "d41d8cd98f00b204e9800998ecf8427e"
ALBUM = 72157600000000001
OTHER = "https://photos.example/1.jpg"

IDS: tuple[int, ...] = tuple(sorted(random.Random(11).sample(range(900_000_000_000, 999_999_999_999), 12)))
"""Spread like the photos of real lists: no run, no step."""

SECRETS: dict[int, str] = {photo: f"{random.Random(photo).getrandbits(40):010x}" for photo in IDS}


@dataclass(frozen=True)
class Published:
    """A dataset's files by name, and the photos they list; `refused`: part of what is said where they list none."""

    files: dict[str, bytes]
    photos: tuple[int, ...] = IDS
    refused: str = ""


def image(photo: int, size: str = "_b") -> str:
    return f"https://live.staticflickr.com/65535/{photo}_{SECRETS[photo]}{size}.jpg"


def farm_image(photo: int) -> str:
    return f"https://farm5.staticflickr.com/4096/{photo}_{SECRETS[photo]}_b.jpg"


def page(photo: int) -> str:
    return f"http://www.flickr.com/photos/{NSID}/{photo}/"


def name(photo: int, size: str = "") -> str:
    return f"{photo}_{SECRETS[photo]}{size}.jpg"


def text(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def tabbed(*rows: list[str]) -> bytes:
    return text(*("\t".join(row) for row in rows))


def parquet(columns: dict[str, object]) -> bytes:
    import io

    whole = io.BytesIO()
    pl.DataFrame(columns, strict=False).write_parquet(whole)
    return whole.getvalue()
