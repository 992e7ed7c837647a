"""A catalog for tests, whose only manifest is on the test's own server."""

from __future__ import annotations

from pathlib import Path

COMMON = 'publisher = "Nobody"\npurpose = "tests"\npage = "https://example.org/"\nflickr = "all"\nsources = ["here"]\n'


def write_catalog(folder: Path, url: str, size: int) -> Path:
    """Write one with `made-up`, which can be fetched, and `secret` and `by-hand`, which cannot."""
    path = folder / "catalog.toml"
    path.write_text(
        f"""format = 1
checked = 2026-01-02

[[dataset]]
name = "made-up"
title = "Made Up"
access = "free"
year = 2020
{COMMON}
[[dataset.manifest]]
url = "{url}"
bytes = {size}
sources = ["here"]
[dataset.opt_out]
how = "Write to them."
page = "https://example.org/out"
sources = ["there"]
[dataset.status]
withdrawn = true
when = "2021-05"
sources = ["there"]

[[dataset]]
name = "secret"
title = "Secret Faces"
access = "not_public"
obtain = "Ask the newsroom for faces.csv."
{COMMON}
[[dataset]]
name = "by-hand"
title = "By Hand"
access = "free"
obtain = "Click on its page."
{COMMON}
""",
        encoding="utf-8",
    )
    return path
