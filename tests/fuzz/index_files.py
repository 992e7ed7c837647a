"""The files of a small published run, and what is held of each however it is damaged.

There are no checksums in the way: each reader is tried alone, or the run is given matching ones, as by one who may
write in the folder. So an answer may be another than before; but nothing other than Inset's own errors is raised, no
photo is invented where the ID store has none, and a chance is a chance.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from msgspec import structs

from inset.errors import InsetError
from inset.index.descriptor import COMPLETED_FILE, FILE_NAME, SUMS_FILE, checksum_of, read_descriptor
from inset.index.details import Details
from inset.index.filter.chance import MOST_CERTAIN
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_store import IdStore
from inset.index.library import Library
from inset.index.pieces import open_pieces
from inset.index.rows import Rows
from inset.server.resources.datasets import dataset_list
from inset_build.pipeline import build_dataset

PHOTOS: Final = tuple(900_000_000_000 + 40_000 * n + n * n % 977 for n in range(60))
ASKED: Final = (*PHOTOS, *(photo + 1 for photo in PHOTOS), 1, 65_535, 65_536, 999_999_999_999)
NAME: Final = "made-up"


@cache
def published() -> Path:
    """The folder of datasets with one small run, which has all files."""
    folder = Path(tempfile.mkdtemp(prefix="inset-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    manifest = folder / "photos.csv"
    lines = [f"{p},1234567{n % 7}@N00,Jürgen {n % 5},{n % 17}" for n, p in enumerate((*PHOTOS, *PHOTOS[::7]))]
    manifest.write_text("photo_id,owner,owner_name,license\n" + "\n".join(lines) + "\n", encoding="utf-8")
    build_dataset(folder / "datasets", NAME, [manifest])
    return folder / "datasets"


def run_folder(datasets: Path) -> Path:
    return datasets / NAME / (datasets / NAME / "CURRENT").read_text("ascii").strip()


@cache
def seeds() -> dict[str, bytes]:
    """By its name, the bytes of each file that is damaged."""
    return {path.name: path.read_bytes() for path in sorted(run_folder(published()).iterdir())}


def use(name: str, data: bytes, folder: Path) -> None:
    """Read a file of this name and content in every way; raises what should not be raised, or AssertionError.

    Args:
        name: one of `seeds()`; data: its content; folder: an existing one for what is written.
    """
    with suppress(InsetError):
        _WAYS[name](data, folder)


def _use_filter(data: bytes, folder: Path) -> None:
    photo_filter = PhotoFilter.open(_written(folder / "photos.bloom", data))
    one_by_one = [photo_id in photo_filter for photo_id in ASKED]
    assert photo_filter.contains_many(np.array(ASKED, dtype=np.uint64)).tolist() == one_by_one
    assert 0 <= photo_filter.false_positive_rate() <= 1


def _use_store(data: bytes, folder: Path) -> None:
    store = IdStore(_written(folder / "photos.ids", data))
    one_by_one = [photo_id in store for photo_id in ASKED]
    assert len(store.contains_many(np.array(ASKED, dtype=np.uint64))) == len(one_by_one)
    store.bounds()
    assert sum(map(len, store.chunks(1000))) == len(store)
    assert all(0 <= store.count_below(photo_id) <= len(store) for photo_id in ASKED)


def _use_rows(data: bytes, folder: Path) -> None:
    rows = Rows(_written(folder / "photos.rows", data))
    with suppress(ValueError):  # told as BuildFailed by whoever calls it
        for chunks in (rows.positions(), rows.counts()):
            for _, _chunk in zip(range(3), chunks, strict=False):
                pass
    for index in range(min(len(rows), 70)):
        with suppress(InsetError):
            rows.of(index)


def _use_details(data: bytes, folder: Path) -> None:
    with closing(Details(_written(folder / "photos.sqlite", data))) as details:
        questions: tuple[Callable[[], object], ...] = (
            lambda: details.get(ASKED, names=True),
            lambda: details.between(1, 10**12),
            lambda: details.photos_of("12345671@N00"),
            lambda: details.account("12345671@N00"),
            lambda: details.accounts_named("jurgen 1"),
            details.licence_counts,
            details.account_count,
            details.names_accounts,
            lambda: len(details),
        )
        for question in questions:
            with suppress(InsetError):
                question()


def _use_sums(data: bytes, folder: Path) -> None:
    run = _copy(folder)
    files = dict(read_descriptor(run).files)
    files[SUMS_FILE] = structs.replace(files[SUMS_FILE], sha256=checksum_of(data).decode().strip())
    (run / SUMS_FILE).write_bytes(data)
    for pieces in open_pieces(run, files).values():
        pieces.need_all()


def _use_descriptor(data: bytes, folder: Path) -> None:
    run = _copy(folder)
    (run / FILE_NAME).write_bytes(data)
    (run / COMPLETED_FILE).write_bytes(checksum_of(data))
    library = Library(run.parents[1])
    orjson.dumps(dataset_list(library))
    assert {*library.datasets, *library.unavailable} == {NAME}
    assert all(error.message.isprintable() or "\n" not in error.message for error in library.unavailable.values())
    for dataset in library.datasets.values():
        assert set(library.lookup(ASKED)) == set(PHOTOS)
        assert dataset.answer.chance is None or 0 < dataset.answer.chance <= MOST_CERTAIN


def _use_completed(data: bytes, folder: Path) -> None:
    run = _copy(folder)
    (run / COMPLETED_FILE).write_bytes(data)
    library = Library(run.parents[1])
    assert bool(library.datasets) == (data == seeds()[COMPLETED_FILE])


def _written(path: Path, data: bytes) -> Path:
    path.unlink(missing_ok=True)
    path.write_bytes(data)
    return path


def _copy(folder: Path) -> Path:
    shutil.rmtree(folder / "datasets", ignore_errors=True)
    shutil.copytree(published(), folder / "datasets")
    return run_folder(folder / "datasets")


_WAYS: Final[dict[str, Callable[[bytes, Path], None]]] = {
    "photos.bloom": _use_filter,
    "photos.ids": _use_store,
    "photos.rows": _use_rows,
    "photos.sqlite": _use_details,
    SUMS_FILE: _use_sums,
    FILE_NAME: _use_descriptor,
    COMPLETED_FILE: _use_completed,
}
