"""However many photos are asked about, the answers are those of each dataset asked alone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event
from typing import Final

import numpy as np
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from isal.isal_zlib import crc32

from inset.errors import RunDamaged
from inset.index import asking, gate_writer
from inset.index.asking import Listed
from inset.index.behind_gate import Behind, Believed
from inset.index.dataset_index import FILTER_FILE, STORE_FILE
from inset.index.descriptor import FILE_NAME, SUMS_FILE
from inset.index.ids.id_store import IdStore
from inset.index.ids.id_writer import write_id_store
from inset.index.library import Library
from inset.index.pieces import PIECE, Pieces, seal
from inset.index.scrub import scrub
from support.datasets import runs
from support.datasets.runs import PublishIds, rewrite_descriptor

WAYS: Final = {"one by one": (10**9, 10**9), "together": (0, 10**9), "each dataset at once": (0, 0)}
"""By how photos are asked about, `FEW` and `MANY` with which they are."""

SPREAD: Final = st.builds(
    lambda first, step, count: set(range(first, first + step * count, step)),
    st.integers(1, 3000),
    st.sampled_from([1, 7, 65_536, 10**8]),
    st.integers(1, 20_000),
)
"""Photos of a dataset, many or few, in a dense or in a sparse store."""


def each_alone(library: Library, photo_ids: Iterable[int]) -> Listed:
    """What is listed, by asking each dataset about each photo."""
    asked = {
        photo_id: [dataset.answer for dataset in library.datasets.values() if photo_id in dataset]
        for photo_id in photo_ids
    }
    return {photo_id: answers for photo_id, answers in asked.items() if answers}


def ask(library: Library, photo_ids: Sequence[int], way: str) -> Listed:
    with pytest.MonkeyPatch.context() as patched:
        few, many = WAYS[way]
        patched.setattr(asking, "FEW", few)
        patched.setattr(asking, "MANY", many)
        return library.lookup(photo_ids)


@given(
    datasets=st.lists(
        st.tuples(SPREAD, st.sampled_from([0.3, 2**-5, 2**-12]), st.sampled_from([True, True, True, False])),
        min_size=1,
        max_size=5,
    ),
    compared=st.sets(st.integers(0, 4)),
    columns=st.sampled_from([1, 2, 64]),
    strangers=st.lists(st.integers(1, 10**12 - 1), max_size=20),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_all_ways_answer_as_each_dataset_alone(
    tmp_path_factory: pytest.TempPathFactory,
    datasets: list[tuple[set[int], float, bool]],
    compared: set[int],
    columns: int,
    strangers: list[int],
) -> None:
    folder = tmp_path_factory.mktemp("asking")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gate_writer, "COLUMNS", columns)
        for number, (listed, error_rate, exact) in enumerate(datasets):
            runs.publish_ids(folder, f"made-up-{number}", listed, error_rate=error_rate, exact=exact)
    library = Library(folder)
    for number in compared & set(range(len(datasets))):
        library.datasets[f"made-up-{number}"].compare_all()
    everybody = sorted(set().union(*(listed for listed, _, _ in datasets)))
    random = np.random.default_rng(len(everybody))
    met = [*random.choice(everybody, 30).tolist(), *strangers]
    met += met[:3]  # somebody may ask twice
    expected = each_alone(Library(folder), met)
    for way in WAYS:
        assert ask(library, met, way) == expected, way
    library.compare_all()
    for way in WAYS:
        assert ask(library, met, way) == expected, way
    assert library.lookup(met[:2]) == each_alone(library, met[:2])


def test_a_filter_is_asked_once_all_of_it_has_been_compared(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("crowded", range(1, 100_000, 2))
    publish_ids("small", {2, 3})
    library = Library(datasets_folder)
    assert library.gate is not None
    dataset = library.datasets["crowded"]
    assert dataset.store is not None
    small = library.datasets["small"]
    assert small.store is not None
    behind = Behind(dataset, dataset.store, 1, library.gate)
    both = [behind, Behind(small, small.store, 2, library.gate)]
    before = Believed(both)
    assert behind.is_crowded
    assert not before.crowded
    assert before.others.keys() == {1, 2}
    assert not before.is_outdated()
    dataset.compare_all()
    assert before.is_outdated()
    after = Believed(both)
    assert [column for column, _ in after.crowded] == [1]
    assert after.others.keys() == {2}
    assert not after.is_outdated()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("file", [STORE_FILE, FILTER_FILE])
def test_a_damaged_piece_answers_nothing_in_whichever_way_it_is_asked(
    datasets_folder: Path, publish_ids: PublishIds, way: str, file: str
) -> None:
    listed = range(1, 400_000, 2)
    run = publish_ids("crowded", listed)
    publish_ids("sound", {2, 3})
    content = bytearray((run / file).read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(byte ^ 255 for byte in content[middle : middle + 64])
    (run / file).write_bytes(content)
    library = Library(datasets_folder)
    for start in range(0, len(listed), 50_000):
        some = list(listed[start : start + 50_000 : 500])
        try:
            found = ask(library, some, way)
        except RunDamaged:
            assert file == STORE_FILE
            return
        assert found.keys() == set(some)
    # The gate tells of the photos and the store of the dataset, so a damaged filter is not needed: it is not believed.
    assert file == FILTER_FILE
    with pytest.raises(RunDamaged):
        library.compare_all()


@given(st.sets(st.integers(1, 10**12 - 1), min_size=1, max_size=300), st.integers(16, 40))
@settings(max_examples=40, deadline=None)
def test_a_store_finds_its_way_in_any_directory(
    tmp_path_factory: pytest.TempPathFactory, listed: set[int], narrow: int
) -> None:
    ids = sorted({photo_id % (1 << narrow) for photo_id in listed})
    path = tmp_path_factory.mktemp("store") / "photos.ids"
    write_id_store(path, [np.array(ids, dtype=np.uint64)])
    store = IdStore(path)
    near = {photo_id + by for photo_id in ids for by in (-65_536, -1, 1, 65_536) if photo_id + by >= 0}
    assert all(photo_id in store for photo_id in ids)
    assert {photo_id for photo_id in near if photo_id in store} == near & set(ids)


def test_a_large_sparse_directory_is_searched_in_cells(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    # Crowded at its end, so that some cells are full and most are empty.
    highs = np.unique(
        np.append(random.integers(0, 1 << 22, 9_000), random.integers((1 << 23) - 40_000, 1 << 23, 15_000))
    )
    ids = (highs.astype(np.uint64) << np.uint64(16)) | random.integers(0, 1 << 16, len(highs), dtype=np.uint64)
    write_id_store(tmp_path / "photos.ids", [ids])
    store = IdStore(tmp_path / "photos.ids")
    asked = np.concatenate(
        [ids, ids + np.uint64(1), ids + np.uint64(1 << 16), random.integers(1, 1 << 44, 20_000, dtype=np.uint64)]
    )
    one_by_one = [photo_id in store for photo_id in asked.tolist()]
    assert one_by_one == np.isin(asked, ids).tolist() == store.contains_many(asked).tolist()


@pytest.mark.parametrize("step", [65_536, 200_000])
def test_a_large_directory_answers_the_same_before_it_is_prepared(tmp_path: Path, step: int) -> None:
    ids = np.arange(5, 5 + 20_000 * step, step, dtype=np.uint64)  # dense, and sparse
    path = tmp_path / "photos.ids"
    write_id_store(path, [ids])
    content = path.read_bytes()
    sums = array("I", [crc32(content[at : at + PIECE]) for at in range(0, len(content), PIECE)])
    store = IdStore(path, Pieces(path, memoryview(sums)))
    asked = [*ids[::7].tolist(), *(ids[::11] + np.uint64(1)).tolist(), 1, int(ids[-1]) + 65_536, 10**12 - 1]
    before = [photo_id in store for photo_id in asked]
    assert before == np.isin(asked, ids).tolist()
    store.prepare()
    store.prepare()
    assert [photo_id in store for photo_id in asked] == before
    assert [photo_id in IdStore(path) for photo_id in asked] == before


def test_a_large_directory_that_is_none_is_found_in_the_background(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    run = publish_ids("scattered", range(5, 5 + 20_000 * 200_000, 200_000))
    publish_ids("sound", {2, 3})
    store = run / STORE_FILE
    content = bytearray(store.read_bytes())
    content[-4:] = bytes(4)  # the last high part is smaller than the others
    store.write_bytes(content)
    described = orjson.loads((run / FILE_NAME).read_bytes())
    (run / SUMS_FILE).unlink()
    described["files"] = {name: {"bytes": each.bytes, "sha256": each.sha256} for name, each in seal(run).items()}
    rewrite_descriptor(run, orjson.dumps(described))
    library = Library(datasets_folder)
    assert library.datasets.keys() == {"scattered", "sound"}
    scrub(library.datasets.values(), Event())
    assert library.is_damaged()
    assert library.without_damaged().datasets.keys() == {"sound"}
    with pytest.raises(RunDamaged, match=r"photos\.ids"):
        Library(datasets_folder).compare_all()


def test_datasets_that_share_a_column_are_all_asked(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_writer, "COLUMNS", 1)
    publish_ids("crowded", range(1, 100_000, 2))
    publish_ids("small", {2, 3})
    library = Library(datasets_folder)
    library.datasets["crowded"].compare_all()
    asked = [1, 2, 3, 4, 99_999, 100_001]
    for way in WAYS:
        assert ask(library, asked, way) == each_alone(library, asked), way
        assert ask(library, asked, way).keys() == {1, 2, 3, 99_999}
