"""Verify: what was written is opened again from disk and compared with the photo IDs it was made from."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from inset.errors import BuildFailed, IndexCorrupt
from inset.flickr import PHOTOS_GIVEN_OUT
from inset.index.dataset_index import FILTER_FILE, ROWS_FILE, STORE_FILE, DatasetIndex
from inset.index.descriptor import COMPLETED_FILE, FILE_NAME, FileFacts, read_descriptor
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_store import IdStore
from inset.index.rows import Rows
from inset.own_files import is_own_file, open_to_read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PROBES: Final = 1_000_000
"""Absent photo IDs that are tried on every new filter."""

_CHUNK: Final = 1 << 20

_RATE_SPREAD: Final = 1.25
"""By so much the rate that a filter's bits give may exceed its target: pybloom-live's sizing rounds slices up, which
costs up to 5 % where the target is no power of two, and in a filter of 1,024 photos chance makes 13 % of it."""


class SortedPhotos(Protocol):
    """Distinct photo IDs, ascending, however many: in memory, in a file, in a store."""

    def __len__(self) -> int:
        """How many they are."""

    def chunks(self, size: int = ..., /) -> Iterator[NDArray[np.uint64]]:
        """All of them in order, uint64, about `size` at a time; may be asked for again."""


def verify_members(run_folder: Path, photo_ids: SortedPhotos, *, exact: bool) -> None:
    """Check that every photo ID is in the filter, and that the ID store, where there is one, holds exactly them.

    Args:
        run_folder: with the written files.
        photo_ids: those that the run was built from.

    Raises:
        BuildFailed: something is missing; the run must not be published.
    """
    photo_filter = PhotoFilter.open(run_folder / FILTER_FILE)
    if photo_filter.count != len(photo_ids):
        raise BuildFailed(_TRY_AGAIN + "the written filter holds another number of photos than the list.")
    with ThreadPoolExecutor(max_workers=1) as pool:
        store = pool.submit(_store_equals, run_folder, photo_ids) if exact else None
        if not photo_filter.holds_all(photo_ids.chunks(_CHUNK)):
            raise BuildFailed(_TRY_AGAIN + "the written filter misses photos.")
        if store is not None and not store.result():
            raise BuildFailed(_TRY_AGAIN + "the written ID store holds other photos than the list.")


def _store_equals(run_folder: Path, photo_ids: SortedPhotos) -> bool:
    return _equal(IdStore(run_folder / STORE_FILE).chunks(_CHUNK), photo_ids.chunks(_CHUNK))


def verify_rows(
    run_folder: Path, positions: Iterator[NDArray[np.uint64]], counts: Iterator[NDArray[np.uint32]] | None
) -> None:
    """Check that the written rows are those that were collected.

    Args:
        run_folder: with the written file.
        positions, counts: as `write_rows` got them.

    Raises:
        BuildFailed: they are not; the run must not be published.
    """
    import numpy as np

    try:
        rows = Rows(run_folder / ROWS_FILE)
        sizes = (chunk.astype(np.uint64) for chunk in counts or ())
        if _equal(rows.positions(), positions) and _equal(rows.counts(), sizes):
            return
    except (IndexCorrupt, ValueError) as error:
        raise BuildFailed(f"{_TRY_AGAIN}the written rows cannot be read ({error}).") from error
    raise BuildFailed(_TRY_AGAIN + "the written rows are others than those of the list.")


def _equal(some: Iterator[NDArray[np.uint64]], others: Iterator[NDArray[np.uint64]]) -> bool:
    """Whether two sequences of numbers are the same, in whatever chunks they come."""
    import numpy as np

    nothing = np.empty(0, dtype=np.uint64)
    left = right = nothing
    while True:
        left = left if len(left) else next(some, nothing)
        right = right if len(right) else next(others, nothing)
        both = min(len(left), len(right))
        if not both:
            return len(left) == len(right)
        if not np.array_equal(left[:both], right[:both]):
            return False
        left, right = left[both:], right[both:]


def probe_filter(run_folder: Path, photo_ids: SortedPhotos, *, probes: int = PROBES) -> int:
    """Try absent photo IDs on the written filter; return how many of `probes` it let by.

    Args:
        run_folder: with the written filter.
        photo_ids: those that the run was built from.

    Raises:
        BuildFailed: far more hits than its bits give (six standard deviations), or bits that miss the target rate.
    """
    import numpy as np

    photo_filter = PhotoFilter.open(run_folder / FILTER_FILE)
    # A fixed seed: the same manifest gives the same figures wherever it is built.
    random = np.random.default_rng(20_260_000 + len(photo_ids))
    tried = hits = 0
    while tried < probes:
        drawn = np.sort(random.integers(1, PHOTOS_GIVEN_OUT, probes - tried, dtype=np.uint64))
        absent = drawn[~_which_are_in(drawn, photo_ids)]
        tried += len(absent)
        hits += int(photo_filter.contains_many(absent).sum())
    rate = photo_filter.false_positive_rate()
    if rate > photo_filter.error_rate * _RATE_SPREAD:
        raise BuildFailed(
            _TRY_AGAIN + f"the filter's bits give a rate of {rate:.3g}, not {photo_filter.error_rate:.3g}."
        )
    expected = probes * rate
    if hits > expected + 6 * math.sqrt(expected) + 6:
        raise BuildFailed(
            _TRY_AGAIN + f"the filter let {hits} of {probes} absent photos by, where {expected:.1f} were expected."
        )
    return hits


def _which_are_in(sorted_ids: NDArray[np.uint64], photo_ids: SortedPhotos) -> NDArray[np.bool_]:
    """For each of N ascending IDs whether it is among the photo IDs, by one walk through both."""
    import numpy as np

    found = np.zeros(len(sorted_ids), dtype=np.bool_)
    for chunk in photo_ids.chunks(_CHUNK):
        here = slice(np.searchsorted(sorted_ids, chunk[0]), np.searchsorted(sorted_ids, chunk[-1], side="right"))
        found[here] = chunk[np.searchsorted(chunk, sorted_ids[here])] == sorted_ids[here]
    return found


def file_facts(path: Path) -> FileFacts:
    """Size and SHA-256 of a file."""
    with open_to_read(path) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileFacts(bytes=path.stat().st_size, sha256=digest)


def verify_run(run_folder: Path) -> None:
    """Read every file of a run, compare its checksum, and compute anew what the descriptor claims of it.

    That is: which files there are, how large, how many photos, rows and details, and the filter's two rates. What
    cannot be computed (how many rows were rejected, what the sources were) the descriptor's own checksum covers.

    Raises:
        IndexCorrupt: a file is missing or there is one too many, a checksum differs, or a claim is wrong.
    """
    facts = read_descriptor(run_folder)
    for name, expected in facts.files.items():
        path = run_folder / name
        if not is_own_file(path) or file_facts(path) != expected:
            raise _unlike(run_folder, f"{name} of its run {run_folder.name} is not the file that was published")
    known = {*facts.files, FILE_NAME, COMPLETED_FILE}
    for path in sorted(run_folder.iterdir()):
        if path.name not in known:
            raise _unlike(run_folder, f"its run {run_folder.name} has a file {path.name}, of which nothing is said")
    opened = DatasetIndex(run_folder)  # compares counts of photos, and the rate that was aimed at
    opened.prepare()
    claims = {
        "false_positive_rate": facts.filter.false_positive_rate == opened.filter.false_positive_rate(),
        "exact": facts.exact == (STORE_FILE in facts.files),
        "details": facts.details == (0 if opened.details is None else len(opened.details)),
        "rows": facts.rows == (0 if opened.rows is None else opened.rows.rows),
    }
    wrong = [name for name, is_right in claims.items() if not is_right]
    if wrong:
        raise _unlike(run_folder, f"{FILE_NAME} of its run {run_folder.name} claims a wrong {wrong[0]}")


def _unlike(run_folder: Path, what: str) -> IndexCorrupt:
    return IndexCorrupt(f"Build {run_folder.parent.name} again: {what}.")


_TRY_AGAIN = "Try again, and check the disk and memory if it happens twice: "
