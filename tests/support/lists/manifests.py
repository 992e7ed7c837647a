"""Made-up manifests, and what reading them gives."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from inset.errors import ManifestInvalid
from inset_build.readers.detect import detect
from inset_build.readers.protocol import RejectedLine

FIRST_ID = 990_000_000_001
SECRET = "5a3c7e9b10"


def image(photo_id: int) -> str:
    return f"https://live.staticflickr.com/65535/{photo_id}_{SECRET}_b.jpg"


def page(photo_id: int) -> str:
    return f"https://www.flickr.com/photos/sample-user/{photo_id}/"


@dataclass(frozen=True)
class Reading:
    reader: str
    photo_ids: list[int]
    rows: int
    rejected: int
    examples: list[RejectedLine]
    explanation: list[str]
    details: list[tuple[str | None, str | None]]
    names: list[str | None]


def write(folder: Path, content: str | bytes, name: str = "manifest", *, packed: bool = False) -> Path:
    path = folder / name
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data) if packed else data)
    return path


def read(path: Path, reader: str | None = None, column: str | None = None) -> Reading:
    detected = detect(path, reader=reader, column=column)
    batches = list(detected.batches())
    for batch in batches:
        assert batch.frame.columns[0] == "photo_id"
        assert {"row", "account", "name", "licence"}.issuperset(batch.frame.columns[1:])
        assert batch.frame["photo_id"].null_count() == 0
    return Reading(
        detected.reader_name,
        [photo_id for batch in batches for photo_id in batch.frame["photo_id"]],
        sum(batch.rows for batch in batches),
        sum(batch.rejected for batch in batches),
        [line for batch in batches for line in batch.rejected_examples],
        detected.explanation,
        [details for batch in batches for details in _details(batch.frame)],
        [
            name
            for batch in batches
            for name in (batch.frame["name"] if "name" in batch.frame.columns else [None] * batch.frame.height)
        ],
    )


def _details(frame: pl.DataFrame) -> list[tuple[str | None, str | None]]:
    """Account and licence of each photo, None where the manifest has none."""
    nothing = pl.lit(None, dtype=pl.String)
    wanted = {name: pl.col(name) if name in frame.columns else nothing for name in ("account", "licence")}
    return [(account, licence) for _, account, licence in frame.select("photo_id", **wanted).rows()]


def assert_refused(path: Path, message: str, column: str | None = None) -> None:
    """Assert that reading it fails, and that the error's message or hint contains this."""
    with pytest.raises(ManifestInvalid) as caught:
        list(detect(path, column=column).batches())
    assert message in f"{caught.value.message} {caught.value.hint}", caught.value.message
    assert "\n" not in caught.value.message
