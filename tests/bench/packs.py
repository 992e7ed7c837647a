"""Packs: their sizes beside others and beside what theory allows, seconds, and what a filter reveals."""

from __future__ import annotations

import math
import time
import zlib
from pathlib import Path
from typing import Final

from bench import photos, shelf
from bench.options import Options
from bench.tables import Section, count, table
from inset.flickr import PHOTOS_GIVEN_OUT
from inset.index.shelf.current import read_current
from inset_build.pack.make import make_pack
from inset_build.pack.unpack import unpack

LARGEST: Final = 100_000_000
_LINES: Final = 100_000
PUBLIC: Final = 5_000_000_000
"""About so many photo IDs stand in lists that anybody can have."""
RATES: Final = (1e-6, 1e-5, 1e-4, 1e-3, 1e-2)


def run(options: Options) -> Section:
    sizes = [size for size in options.sizes if size <= LARGEST]
    rows = [_measure(size, options.folder / str(size)) for size in sizes]
    packs = table(
        [
            "photos",
            "the list",
            "bytes a photo",
            "times the bound",
            "gzip -9 of the list",
            "filter-only, 10⁻⁶",
            "to pack",
            "to unpack",
        ],
        rows,
    )
    return Section(
        "Packs",
        "Random lists, without details and rows, in MB and seconds; the bound is log₂(*e* · 5.5·10¹⁰ / *n*) bits a "
        f"photo.\n\n{packs}\nWhat a filter of 10⁶ photos reveals: how many of its hits are true, for whoever "
        f"tries every number that Flickr has given out, or the {PUBLIC:,} that public lists name (computed).\n\n"
        f"{revealed(10**6)}",
    )


def _measure(size: int, folder: Path) -> list[str]:
    folder.mkdir()
    shelf.publish(folder / "published", "made-up", size, seed=size)
    published = folder / "published" / "made-up" / read_current(folder / "published" / "made-up")
    began = time.perf_counter()
    whole = make_pack(published, folder / "list").bytes
    seconds = time.perf_counter() - began
    filters = make_pack(published, folder / "filter", filter_only=True).bytes
    report = unpack(folder / "list", folder / "reader")
    bound = math.log2(math.e * PHOTOS_GIVEN_OUT / size) * size / 8
    return [
        count(size), _mb(whole), f"{whole / size:.3f}", f"{whole / bound:.3f}", _mb(_zipped(size)), _mb(filters),
        f"{seconds:.1f}", f"{report.seconds:.1f}",
    ]  # fmt: skip


def _zipped(size: int) -> int:
    """Bytes of the same list as text, one ID a line, by `gzip -9`."""
    packer = zlib.compressobj(9, wbits=31)
    bytes_ = 0
    for chunk in photos.ascending(size, size):
        for start in range(0, len(chunk), _LINES):
            lines = "".join(f"{photo}\n" for photo in chunk[start : start + _LINES].tolist())
            bytes_ += len(packer.compress(lines.encode()))
    return bytes_ + len(packer.flush())


def revealed(photos: int) -> str:
    """How much of what passes a filter is true, for whoever tries all numbers, or those of public lists alone."""
    rows = [
        [
            f"10⁻{str(round(-math.log10(rate))).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}",
            *(f"{photos / (photos + (tried - photos) * rate):.1%}" for tried in (PHOTOS_GIVEN_OUT, PUBLIC)),
            f"{math.log2(1 / rate) / math.log(2) * photos / 8e6:.1f}",
        ]
        for rate in RATES
    ]
    return table(["error rate", "true, of all numbers", "true, of public ones", "MB of filter"], rows)


def _mb(size: int) -> str:
    return f"{size / 1e6:.2f}"


if __name__ == "__main__":
    print(revealed(10**6))
