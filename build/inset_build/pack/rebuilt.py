"""What follows from a run's IDs alone: its filter, made again byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from inset.index.filter.photo_filter import PhotoFilter
from inset.index.verify import SortedPhotos

BATCH: Final = 1 << 24
"""IDs that are added to a filter at once (128 MB): each batch touches the whole filter, so few are best."""


def rebuild_filter(path: Path, photo_ids: SortedPhotos, capacity: int, error_rate: float) -> None:
    """Write the filter of some IDs.

    Args:
        path: the file to create; photo_ids: all of them; capacity, error_rate: what it is sized for.

    Raises:
        FilterFull: it is sized for fewer, or for more than any filter can hold.
        ValueError: no filter has such a rate.
    """
    photo_filter = PhotoFilter(capacity, error_rate)
    for chunk in photo_ids.chunks(BATCH):
        photo_filter.add_many(chunk)
    photo_filter.write(path)
