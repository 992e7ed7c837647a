"""Writes static pages of made-up datasets for browsers.

In the folder of the tests: `python -m support.publishing.site_for_browsers FOLDER`.

`FOLDER/site` is the page as a publisher gets it, which was to be renewed long ago; in `FOLDER/files` its data are no
scripts, as those of large datasets, and it is up to date for centuries.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import numpy as np
from msgspec import structs

from inset.index.about import About
from inset.index.descriptor import read_descriptor
from inset_build.pack.site import data
from inset_build.pack.site.writing import write_site
from support.datasets.runs import publish_ids, rewrite_descriptor

FIRST = 990_000_100_000
HOSTILE = '<img src=x onerror="document.title=1">\u202egnp.exe'
"""A title that would be HTML, and turns the direction of what follows."""


def main(folder: Path) -> None:
    """Write the pages."""
    photos = range(FIRST, FIRST + 60_000, 1000)
    tidewatch = publish_ids(folder / "runs", "tidewatch", photos)
    about = About(HOSTILE, "Made-up authors", "p", 2020, None, None, None, None, None, None, "2026-01-01")
    rewrite_descriptor(tidewatch, structs.replace(read_descriptor(tidewatch), about=about).to_bytes())
    floodmark = publish_ids(folder / "runs", "floodmark", [n + 7 for n in photos], exact=False, error_rate=1e-6)
    everyone = publish_ids(folder / "runs", "everyone", [*photos, FIRST + 1], kind="census")
    # Large enough for a choice between the whole and parts of it: some 5 MB.
    many = np.unique(np.random.default_rng(3).integers(1, 50_000_000_000, 2_200_000, dtype=np.uint64))
    wide = publish_ids(folder / "runs", "wide", [*many.tolist(), *photos])
    runs = [tidewatch, floodmark, everyone, wide]
    now = datetime(2020, 11, 28, 12, tzinfo=UTC)
    far = now.replace(year=2200)
    write_site(folder / "site", runs, now=now, title=HOSTILE, root_key="ab" * 32, expires=now)
    with patch.object(data, "SCRIPT_BYTES", 0):
        write_site(folder / "files", runs, now=now, title=HOSTILE, root_key="ab" * 32, expires=far)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
