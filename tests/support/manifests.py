"""Made-up manifests, and what reading them gives."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

from inset_build.readers import RejectedLine, detect

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
        assert {"owner", "licence"}.issuperset(batch.frame.columns[1:])
        assert batch.frame["photo_id"].null_count() == 0
    return Reading(
        detected.reader_name,
        [photo_id for batch in batches for photo_id in batch.frame["photo_id"]],
        sum(batch.rows for batch in batches),
        sum(batch.rejected for batch in batches),
        [line for batch in batches for line in batch.rejected_examples],
        detected.explanation,
    )
