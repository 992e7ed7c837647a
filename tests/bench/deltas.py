"""Deltas: what whoever follows fetches where a part of a list has changed, and how long that takes both sides."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import numpy as np

from bench.options import Options
from bench.tables import Section, count, table
from inset.flickr import PHOTOS_GIVEN_OUT
from inset_build.pack.by_delta import made_by_delta
from inset_build.pack.delta import make_delta
from inset_build.pack.make import make_pack
from inset_build.pack.unpack import unpack
from support.datasets.runs import publish_ids

LARGEST: Final = 10_000_000
CHANGED: Final = (0.01, 0.1, 0.5)


def run(options: Options) -> Section:
    rows = [
        row for size in options.sizes if size <= LARGEST for row in _measure(size, options.folder / f"deltas-{size}")
    ]
    shown = table(
        ["photos", "changed", "of", "the whole pack, kB", "the delta, kB", "share", "to make", "to apply", "to unpack"],
        rows,
    )
    return Section(
        "Deltas",
        "Random lists, without details and rows, of which a part changed: half as many photos gone, half as many new. "
        "In kB and seconds: what *inset publish* takes more to make and try the delta; what whoever follows takes to "
        "make the whole pack of it and of their run, and to unpack that, which a pack that was fetched whole takes, "
        f"too.\n\n{shown}",
    )


def _measure(size: int, folder: Path) -> list[list[str]]:
    folder.mkdir()
    random = np.random.default_rng(size)
    first = np.unique(random.integers(1, PHOTOS_GIVEN_OUT, size, dtype=np.uint64))
    old = publish_ids(folder / "old", "made-up", first.tolist())
    rows: list[list[str]] = []
    for what in ("list", "filter"):
        before = folder / f"old-{what}"
        make_pack(old, before, filter_only=what == "filter")
        report = unpack(before, folder / f"reader-{what}", name="made-up")
        theirs = folder / f"reader-{what}" / "made-up" / report.run
        for share in CHANGED:
            half = round(size * share / 2)
            kept = np.delete(first, random.choice(len(first), half, replace=False))
            second = np.unique(np.concatenate((kept, random.integers(1, PHOTOS_GIVEN_OUT, half, dtype=np.uint64))))
            new = publish_ids(folder / f"new-{share}-{what}", "made-up", second.tolist())
            pack, delta, made = (folder / f"{name}-{share}-{what}" for name in ("pack", "delta", "made"))
            told = make_pack(new, pack, filter_only=what == "filter")
            began = time.perf_counter()
            facts = make_delta(before, pack, delta)
            making = time.perf_counter() - began
            began = time.perf_counter()
            made_by_delta(theirs, delta, made, sha256=told.sha256, size=told.bytes)
            applying = time.perf_counter() - began
            unpacked = unpack(made, folder / f"third-{share}-{what}", name="made-up")
            rows.append(
                [
                    count(size),
                    f"{share:.0%}",
                    f"the {what}",
                    f"{told.bytes / 1e3:,.0f}",
                    f"{facts.bytes / 1e3:,.0f}",
                    f"{facts.bytes / told.bytes:.1%}",
                    f"{making:.1f}",
                    f"{applying:.1f}",
                    f"{unpacked.seconds:.1f}",
                ]
            )
    return rows
