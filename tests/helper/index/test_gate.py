"""The library's gate: it changes no answer, whatever happens to it, and lets few absent photos by."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.errors import IndexCorrupt, IndexFormatUnsupported, RunDamaged
from inset.flickr import PHOTOS_GIVEN_OUT
from inset.index import gate_writer
from inset.index.dataset_index import DatasetIndex
from inset.index.gate import COLUMNS, Gate, gate_files
from inset.index.gate_writer import ASIDE, LETS_BY, LOCK_FILE, left_of_gates, sweep_gates, update_gate
from inset.index.library import LOOK_EVERY, Library, LiveLibrary
from inset.index.pieces import PIECE
from inset.index.publish import remove_dataset, use_run
from inset.index.shelf.current import unpublish
from inset.index.shelf.lock import lock_dataset
from support.datasets import runs
from support.datasets.runs import PublishIds

PHOTO = st.one_of(st.integers(1, 3000), st.integers(1, 10**12 - 1))


def gate_of(datasets_folder: Path) -> Gate:
    return Gate(gate_files(datasets_folder)[0])


def asked_directly(datasets_folder: Path) -> Library:
    library = Library(datasets_folder)
    library.use_gate(None)
    return library


@given(
    datasets=st.lists(st.sets(PHOTO, min_size=1, max_size=600), min_size=1, max_size=5),
    asked=st.lists(PHOTO, max_size=500),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_gate_changes_no_answer(
    tmp_path_factory: pytest.TempPathFactory, datasets: list[set[int]], asked: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("gate")
    for number, listed in enumerate(datasets):
        runs.publish_ids(folder, f"made-up-{number}", listed, exact=number != 1)
    gated, plain = Library(folder), asked_directly(folder)
    compared = Library(folder)
    compared.compare_all()  # from then on the filters of crowded datasets are asked too
    assert gated.gate is not None
    assert not gated.not_gated
    for some in (asked, asked[:5], sorted(datasets[0]), [*asked, *sorted(datasets[0])] * 3):
        assert gated.lookup(some) == compared.lookup(some) == plain.lookup(some)


@given(steps=st.lists(st.sets(PHOTO, min_size=1, max_size=2000), min_size=1, max_size=6), anew=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_photo_of_a_run_that_it_covers_is_stopped(
    tmp_path_factory: pytest.TempPathFactory, steps: list[set[int]], anew: bool
) -> None:
    folder = tmp_path_factory.mktemp("gate")
    for number, listed in enumerate(steps):
        runs.publish_ids(folder, f"made-up-{number % 4}", listed)
    if anew:
        update_gate(folder, anew=True)
    gate = gate_of(folder)
    current = {number % 4: listed for number, listed in enumerate(steps)}
    columns = {each.dataset: each.column for each in gate.runs}
    for number, listed in current.items():
        ids = sorted(listed)
        assert gate.let_by(ids) == ids
        assert all(gate.let_by([photo_id]) == [photo_id] for photo_id in ids[:50])
        assert all(hint >> columns[f"made-up-{number}"] & 1 for hint in gate.hints(ids))


def test_it_stops_nearly_every_absent_photo(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("odd", range(1, 40_000, 2))
    publish_ids("even", range(2, 40_000, 2))
    gate = gate_of(datasets_folder)
    assert gate.lets_by <= LETS_BY
    # Pages of photos that were uploaded one after the other, and with others' photos between them.
    random = np.random.default_rng(6)
    for step in (1, 7, 1000):
        firsts = random.integers(40_000, PHOTOS_GIVEN_OUT, 1000).tolist()
        absent = [photo_id for first in firsts for photo_id in range(first, first + 100 * step, step)]
        let_by = gate.let_by(absent)
        assert len(let_by) < 1.2 * LETS_BY * len(absent)
        one_by_one = [photo_id for at in range(0, len(absent), 100) for photo_id in gate.let_by(absent[at : at + 100])]
        assert one_by_one == let_by


def test_it_takes_little_room_and_is_made_anew_when_it_is_full_or_too_large(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("first", range(1, 400_000, 4))
    small = gate_of(datasets_folder)
    assert small.size <= 1.6 * 100_000 + 1000
    publish_ids("same", range(1, 400_000, 8))  # no new photos
    assert gate_of(datasets_folder).primes == small.primes
    publish_ids("second", range(2, 400_000, 4))
    large = gate_of(datasets_folder)
    assert large.primes > small.primes
    assert large.lets_by <= LETS_BY
    remove_dataset(datasets_folder, "first")
    publish_ids("third", {1, 2, 3})
    assert gate_of(datasets_folder).primes == large.primes
    remove_dataset(datasets_folder, "same")
    remove_dataset(datasets_folder, "second")
    publish_ids("fourth", {4})
    assert gate_of(datasets_folder).size < small.size


def test_more_datasets_than_columns_share_them(datasets_folder: Path, publish_ids: PublishIds) -> None:
    for number in range(COLUMNS + 6):
        publish_ids(f"made-up-{number}", {number + 1, 1_000})
    library = Library(datasets_folder)
    assert not library.not_gated
    assert library.lookup([5, 1_000]) == asked_directly(datasets_folder).lookup([5, 1_000])
    assert len(library.lookup([1_000])[1_000]) == COLUMNS + 6


def test_a_library_without_one_is_asked_directly(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("odd", {1, 3})
    publish_ids("even", {2, 4})
    for path in gate_files(datasets_folder):
        path.unlink()
    library = Library(datasets_folder)
    assert library.gate is None
    assert library.not_gated == ["even", "odd"]
    assert library.lookup([1, 2, 5]).keys() == {1, 2}
    update_gate(datasets_folder)
    assert not Library(datasets_folder).not_gated


def test_a_run_that_it_does_not_cover_is_asked_directly(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_ids("odd", {1, 3})
    with monkeypatch.context() as patched:
        patched.setattr(gate_writer, "update_gate", full_disk)
        publish_ids("even", {2, 4})
    library = Library(datasets_folder)
    assert library.gate is not None
    assert library.not_gated == ["even"]
    assert library.lookup([1, 2, 5]).keys() == {1, 2}
    publish_ids("more", {6})
    assert not Library(datasets_folder).not_gated


def full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device", ".gate.new")


def test_a_new_gate_reads_each_run_once(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [publish_ids("even", {2, 4}), publish_ids("odd", {1, 3})]
    read: list[Path] = []

    def noted(run_folder: Path) -> DatasetIndex:
        read.append(run_folder)
        return DatasetIndex(run_folder)

    monkeypatch.setattr(gate_writer, "DatasetIndex", noted)
    update_gate(datasets_folder, anew=True)
    assert read == folders


def test_a_run_gone_back_to_is_covered(datasets_folder: Path, publish_ids: PublishIds) -> None:
    first = publish_ids("made-up", {1})
    publish_ids("made-up", {2})
    update_gate(datasets_folder, anew=True)
    assert [each.run for each in gate_of(datasets_folder).runs] != [first.name]
    use_run(datasets_folder, "made-up", first.name)
    library = Library(datasets_folder)
    assert not library.not_gated
    assert library.lookup([1, 2]).keys() == {1}


def test_a_run_of_the_same_name_is_not_taken_for_one_that_it_covers(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("other", {9})
    publish_ids("made-up", {1})
    kept = gate_files(datasets_folder)[0].read_bytes()
    remove_dataset(datasets_folder, "made-up")
    publish_ids("made-up", {2})
    gate_files(datasets_folder)[0].write_bytes(kept)
    library = Library(datasets_folder)
    assert library.not_gated == ["made-up"]
    assert library.lookup([1, 2]).keys() == {2}


def test_a_gate_of_the_same_name_is_not_taken_for_the_one_before(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("made-up", {1})
    before = Library(datasets_folder)
    remove_dataset(datasets_folder, "made-up")
    publish_ids("other", {2})
    library = Library(datasets_folder, before)
    library.use_gate(library.next_gate or library.gate)
    assert not library.not_gated
    assert library.lookup([1, 2]).keys() == {2}


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), photos=st.sets(PHOTO, min_size=1, max_size=60))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_flipped_bit_changes_no_answer(
    tmp_path_factory: pytest.TempPathFactory, at: float, bit: int, photos: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("gate")
    runs.publish_ids(folder, "made-up", photos)
    runs.publish_ids(folder, "other", {7})
    path = gate_files(folder)[0]
    content = bytearray(path.read_bytes())
    content[int(at * len(content))] ^= 1 << bit
    path.write_bytes(content)
    expected = asked_directly(folder).lookup(sorted(photos | {7}))
    assert Library(folder).lookup(sorted(photos | {7})) == expected
    library = Library(folder)
    if library.gate is not None:
        with pytest.raises(RunDamaged, match="inset doctor --fix"):
            library.compare_all()
    update_gate(folder, anew=True)
    assert Library(folder).gate is not None


@given(cut=st.floats(0, 1, exclude_max=True))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_broken_off_gate_is_refused(tmp_path_factory: pytest.TempPathFactory, cut: float) -> None:
    folder = tmp_path_factory.mktemp("gate")
    runs.publish_ids(folder, "made-up", {1, 2})
    path = gate_files(folder)[0]
    path.write_bytes(path.read_bytes()[: int(cut * path.stat().st_size)])
    with pytest.raises(IndexCorrupt, match="doctor --fix"):
        Gate(path)
    assert Library(folder).lookup([1, 5]).keys() == {1}


def test_another_version_is_refused_and_made_anew(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("made-up", {1, 2})
    path = gate_files(datasets_folder)[0]
    content = bytearray(path.read_bytes())
    content[8] = 2
    path.write_bytes(content)
    with pytest.raises(IndexFormatUnsupported, match="Update Inset"):
        Gate(path)
    publish_ids("other", {3})
    assert not Library(datasets_folder).not_gated


def test_a_gate_damaged_on_the_disk_is_made_anew_when_the_next_run_is_published(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("made-up", {1, 2})
    path = gate_files(datasets_folder)[0]
    content = bytearray(path.read_bytes())
    content[PIECE + 5] ^= 4
    path.write_bytes(content)
    publish_ids("other", {3})
    library = Library(datasets_folder)
    library.compare_all()
    assert not library.not_gated


def test_the_helper_drops_a_gate_that_its_scrub_finds_damaged(
    datasets_folder: Path, publish_ids: PublishIds, caplog: pytest.LogCaptureFixture
) -> None:
    publish_ids("made-up", {1, 2})
    path = gate_files(datasets_folder)[0]
    content = bytearray(path.read_bytes())
    content[PIECE + 5] ^= 4
    path.write_bytes(content)
    live = LiveLibrary(datasets_folder)
    with caplog.at_level(logging.ERROR, "inset.library"):
        live.refresh()
        wait_until(lambda: live.current.gate is None)
    live.close()
    assert "gate damaged" in caplog.text


def test_a_publish_is_covered_once_the_new_gate_has_been_compared(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("odd", {1, 3})
    live = LiveLibrary(datasets_folder)
    old = live.refresh()
    wait_until(lambda: old.gate is not None and not old.gate.pieces.left)
    publish_ids("even", {2, 4})
    time.sleep(LOOK_EVERY)
    assert live.is_stale()
    new = live.refresh()
    assert new.gate is old.gate  # until all of the new one has been compared
    assert new.not_gated == ["even"]
    assert new.lookup([1, 2, 5]).keys() == {1, 2}
    wait_until(lambda: not new.not_gated)
    assert new.gate is not old.gate
    assert new.lookup([1, 2, 5]).keys() == {1, 2}
    live.close()


def wait_until(is_so: object) -> None:
    end = time.monotonic() + 30
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)


def test_several_that_publish_at_once_leave_one_that_covers_all(tmp_path: Path) -> None:
    writers = [
        threading.Thread(target=runs.publish_ids, args=(tmp_path, f"made-up-{number}", {number + 1}))
        for number in range(6)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(gate_files(tmp_path)) == 1
    assert not Library(tmp_path).not_gated


def test_with_the_last_dataset_it_goes_too(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("made-up", {1})
    publish_ids("other", {2})
    remove_dataset(datasets_folder, "made-up")
    assert gate_files(datasets_folder)
    remove_dataset(datasets_folder, "other")
    assert not list(datasets_folder.iterdir())


def test_filter_only_runs_are_not_in_it(datasets_folder: Path) -> None:
    """It would tell more of their photos than their filter does."""
    runs.publish_ids(datasets_folder, "secret", {1}, exact=False)
    assert not gate_files(datasets_folder)
    runs.publish_ids(datasets_folder, "open", {2})
    assert [each.dataset for each in gate_of(datasets_folder).runs] == ["open"]


def test_what_a_killed_writer_leaves_is_found_and_the_next_one_removes_it(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("made-up", {1})
    (older := datasets_folder / ".gate-1").rename(datasets_folder / ".gate-7")
    older.write_bytes(b"older")
    (datasets_folder / ASIDE).write_bytes(b"unfinished")
    assert left_of_gates(datasets_folder) == [datasets_folder / ASIDE, older]
    publish_ids("other", {2})
    assert not left_of_gates(datasets_folder)
    assert [path.name for path in gate_files(datasets_folder)] == [".gate-8"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_gate_of_nothing_that_is_published_is_left_over(datasets_folder: Path, publish_ids: PublishIds) -> None:
    """A removal that was killed before its last step; but not while somebody is about to publish."""
    publish_ids("made-up", {1, 2})
    (gate,) = gate_files(datasets_folder)
    assert left_of_gates(datasets_folder) == []
    with lock_dataset(datasets_folder / "made-up"):
        unpublish(datasets_folder / "made-up")
        assert left_of_gates(datasets_folder) == []
    assert left_of_gates(datasets_folder) == [gate, datasets_folder / LOCK_FILE]
    sweep_gates(datasets_folder)
    assert not gate.exists()
    assert not (datasets_folder / LOCK_FILE).exists()
    assert left_of_gates(datasets_folder) == []


def test_with_the_last_exact_dataset_it_goes_though_others_stay(datasets_folder: Path) -> None:
    runs.publish_ids(datasets_folder, "made-up", {1, 2})
    runs.publish_ids(datasets_folder, "filter-only", {3}, exact=False)
    assert gate_files(datasets_folder)
    remove_dataset(datasets_folder, "made-up")
    assert not gate_files(datasets_folder)
    assert Library(datasets_folder).lookup([1, 3]).keys() == {3}


def test_a_planted_link_is_not_followed(datasets_folder: Path, publish_ids: PublishIds, tmp_path: Path) -> None:
    publish_ids("made-up", {1})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"precious")
    (datasets_folder / ASIDE).symlink_to(elsewhere)
    publish_ids("other", {2})
    assert not Library(datasets_folder).not_gated
    (datasets_folder / LOCK_FILE).unlink(missing_ok=True)
    (datasets_folder / LOCK_FILE).symlink_to(elsewhere)
    publish_ids("third", {3})  # published, and not covered
    assert Library(datasets_folder).not_gated == ["third"]
    assert elsewhere.read_bytes() == b"precious"
