"""Verify: what was written is opened again from disk and compared with the photo IDs it was made from."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.errors import BuildFailed, IndexCorrupt
from inset.flickr import PHOTOS_GIVEN_OUT
from inset.index.dataset_index import FILTER_FILE, STORE_FILE
from inset.index.descriptor import FileFacts, read_descriptor
from inset.index.id_store import IdStore
from inset.index.photo_filter import PhotoFilter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROBES: Final = 1_000_000
"""Absent photo IDs that are tried on every new filter."""

_CHUNK: Final = 1 << 20


def verify_members(run_folder: Path, sorted_ids: NDArray[np.uint64], *, exact: bool) -> None:
    """Check that every photo ID is in the filter, and that the ID store, where there is one, holds exactly them.

    Args:
        run_folder: with the written files.
        sorted_ids: the distinct photo IDs that the run was built from, ascending, uint64 (may be memory-mapped).

    Raises:
        BuildFailed: something is missing; the run must not be published.
    """
    import numpy as np

    photo_filter = PhotoFilter.open(run_folder / FILTER_FILE)
    if photo_filter.count != len(sorted_ids):
        raise BuildFailed(_TRY_AGAIN + "the written filter holds another number of photos than the manifest.")
    for start in range(0, len(sorted_ids), _CHUNK):
        if not photo_filter.contains_many(np.array(sorted_ids[start : start + _CHUNK])).all():
            raise BuildFailed(_TRY_AGAIN + "the written filter misses photos.")
    if not exact:
        return
    at = 0
    for part in IdStore(run_folder / STORE_FILE).chunks():
        if not np.array_equal(part, sorted_ids[at : at + len(part)]):
            raise BuildFailed(_TRY_AGAIN + "the written ID store holds other photos than the manifest.")
        at += len(part)
    if at != len(sorted_ids):
        raise BuildFailed(_TRY_AGAIN + "the written ID store misses photos.")


def probe_filter(run_folder: Path, sorted_ids: NDArray[np.uint64], *, probes: int = PROBES) -> int:
    """Try absent photo IDs on the written filter; return how many of `probes` it let by.

    Args:
        run_folder: with the written filter.
        sorted_ids: its photo IDs, ascending, uint64 (may be memory-mapped).

    Raises:
        BuildFailed: far more hits than the target rate allows (more than six standard deviations).
    """
    import numpy as np

    photo_filter = PhotoFilter.open(run_folder / FILTER_FILE)
    # A fixed seed: the same manifest gives the same figures wherever it is built.
    random = np.random.default_rng(20_260_000 + len(sorted_ids))
    tried = hits = 0
    while tried < probes:
        # In order, the searches below walk through the IDs instead of jumping about in them.
        drawn = np.sort(random.integers(1, PHOTOS_GIVEN_OUT, probes - tried, dtype=np.uint64))
        at = np.minimum(np.searchsorted(sorted_ids, drawn), len(sorted_ids) - 1)
        absent = drawn[sorted_ids[at] != drawn]
        tried += len(absent)
        hits += int(photo_filter.contains_many(absent).sum())
    expected = probes * photo_filter.error_rate
    if hits > expected + 6 * math.sqrt(expected) + 6:
        raise BuildFailed(
            _TRY_AGAIN + f"the filter let {hits} of {probes} absent photos by, where {expected:.1f} were expected."
        )
    return hits


def file_facts(path: Path) -> FileFacts:
    """Size and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileFacts(bytes=path.stat().st_size, sha256=digest)


def verify_checksums(run_folder: Path) -> None:
    """Read every file of a run and compare it with the descriptor's checksums.

    Raises:
        IndexCorrupt: a file is missing or differs.
    """
    for name, facts in read_descriptor(run_folder).files.items():
        path = run_folder / name
        if not path.is_file() or file_facts(path) != facts:
            raise IndexCorrupt(
                f"Build {run_folder.parent.name} again: {name} of its run {run_folder.name} "
                "is not the file that was published."
            )


_TRY_AGAIN = "Try again, and check the disk and memory if it happens twice: "
