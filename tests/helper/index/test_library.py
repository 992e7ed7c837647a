"""The library: every dataset's answer, naming those that cannot be opened, and following what is published."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.errors import IndexCorrupt, IndexFormatUnsupported, IndexMissing
from inset.index import publish
from inset.index.dataset_index import DatasetAnswer, DatasetIndex
from inset.index.filter.chance import chance_listed
from inset.index.library import LOOK_EVERY, Library, LiveLibrary
from inset.index.publish import remove_dataset
from inset.index.verify import verify_run
from support.computer.calendar import AlwaysNoon
from support.datasets.runs import PublishIds, make_old, rewrite_descriptor


def test_every_dataset_answers(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("faces", {1, 2})
    publish_ids("captions", {2, 3})
    assert Library(datasets_folder).lookup([1, 2, 3, 4, 2]) == {
        1: [DatasetAnswer("faces", "listed")],
        2: [DatasetAnswer("captions", "listed"), DatasetAnswer("faces", "listed")],
        3: [DatasetAnswer("captions", "listed")],
    }


@given(
    listed=st.sets(st.integers(1, 10**12 - 1), min_size=1, max_size=200),
    asked=st.lists(st.integers(1, 10**12 - 1), max_size=50),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_with_a_store_no_answer_is_ever_wrong(
    datasets_folder: Path, publish_ids: PublishIds, listed: set[int], asked: list[int]
) -> None:
    # A filter with many false positives: the store must decide.
    publish_ids("made-up", listed, error_rate=0.5)
    everything = [*asked, *listed]
    assert Library(datasets_folder).lookup(everything).keys() == listed & set(everything)


def test_without_a_store_every_hit_is_probable_and_carries_its_chance(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("made-up", range(1, 1001), exact=False, error_rate=1e-6)
    (answer,) = Library(datasets_folder).lookup([1000])[1000]
    assert (answer.dataset, answer.answer) == ("made-up", "probably_listed")
    assert answer.chance is not None
    assert 0.01 < answer.chance < 0.05  # a thousand photos at 10^-6: most hits while browsing are false


@pytest.mark.parametrize(("rate", "chance"), [(1e-3, 0.018), (1e-4, 0.15), (1e-6, 0.95)])
def test_the_chance_is_bayes_rule(rate: float, chance: float) -> None:
    assert chance_listed(1_000_000, rate) == pytest.approx(chance, rel=0.03)


def test_nothing_published_is_an_error_and_never_a_not_listed(datasets_folder: Path) -> None:
    with pytest.raises(IndexMissing):
        Library(datasets_folder).lookup([1])


def test_a_corrupt_dataset_is_unavailable_and_the_others_answer(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("whole", {1})
    broken = publish_ids("broken", {1})
    (broken / "photos.ids").write_bytes((broken / "photos.ids").read_bytes()[:-1])
    library = Library(datasets_folder)
    assert list(library.datasets) == ["whole"]
    assert isinstance(library.unavailable["broken"], IndexCorrupt)
    assert library.lookup([1]) == {1: [DatasetAnswer("whole", "listed")]}
    (datasets_folder / "whole" / "CURRENT").unlink()
    with pytest.raises(IndexCorrupt, match="broken"):
        Library(datasets_folder).lookup([1])


@pytest.mark.parametrize("file", ["photos.bloom", "photos.ids", "dataset.json", "completed"])
def test_a_run_that_lacks_a_file_is_refused(publish_ids: PublishIds, file: str) -> None:
    run = publish_ids("made-up", {1})
    (run / file).unlink()
    with pytest.raises(IndexCorrupt):
        DatasetIndex(run)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", IndexCorrupt),
        (b"[]", IndexCorrupt),
        (b'{"format": 1}', IndexCorrupt),
        (b'{"format": 2}', IndexFormatUnsupported),
        (b" " * 2_000_000, IndexCorrupt),
    ],
)
def test_a_descriptor_that_is_none_is_refused(publish_ids: PublishIds, content: bytes, error: type[Exception]) -> None:
    run = publish_ids("made-up", {1})
    rewrite_descriptor(run, content)
    with pytest.raises(error):
        DatasetIndex(run)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("counts.photos", "many", "$.counts.photos"),
        ("counts.rejected", -1, "$.counts.rejected"),
        ("counts.colour", 1, "colour"),
        ("filter.error_rate", None, "$.filter.error_rate"),
        ("filter.false_positive_rate", 1.5, "$.filter.false_positive_rate"),
        ("exact", 1, "$.exact"),
        ("details", "7", "$.details"),
        ("sources", {}, "$.sources"),
        ("files", [], "$.files"),
        ("files.photos", {"bytes": 1, "sha256": "abc"}, "$.files"),
        ("built_at", None, "$.built_at"),
    ],
)
def test_a_descriptor_says_what_is_wrong_with_it_and_where(
    publish_ids: PublishIds, path: str, value: object, where: str
) -> None:
    run = publish_ids("made-up", {1})
    descriptor: Any = json.loads((run / "dataset.json").read_bytes())
    *inner, last = path.split(".")
    part = descriptor
    for name in inner:
        part = part[name]
    part[last] = value
    rewrite_descriptor(run, json.dumps(descriptor).encode())
    with pytest.raises(IndexCorrupt, match=r"^Build made-up again: its run .* cannot be used, dataset\.json") as caught:
        DatasetIndex(run)
    assert where in caught.value.message


def test_a_run_moved_under_another_name_is_refused(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("made-up", {1})
    (datasets_folder / "made-up").rename(datasets_folder / "other")
    assert isinstance(Library(datasets_folder).unavailable["other"], IndexCorrupt)


@pytest.mark.parametrize("current", ["../../elsewhere", "", "20260101-1\0", "20990101-1"])
def test_a_current_that_names_no_run_is_refused(datasets_folder: Path, publish_ids: PublishIds, current: str) -> None:
    publish_ids("made-up", {1})
    (datasets_folder / "made-up" / "CURRENT").write_text(current)
    assert isinstance(Library(datasets_folder).unavailable["made-up"], IndexCorrupt)


def test_checksums_find_a_changed_byte_that_sizes_cannot(publish_ids: PublishIds) -> None:
    run = make_old(publish_ids("made-up", range(1, 100)))
    verify_run(run)
    content = bytearray((run / "photos.ids").read_bytes())
    content[70] ^= 1
    (run / "photos.ids").write_bytes(content)
    DatasetIndex(run)
    with pytest.raises(IndexCorrupt):
        verify_run(run)


def test_the_revision_changes_with_what_is_published_and_only_then(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("made-up", {1})
    first = Library(datasets_folder).revision
    assert Library(datasets_folder).revision == first
    publish_ids("made-up", {1})
    second = Library(datasets_folder).revision
    publish_ids("other", {1})
    assert len({first, second, Library(datasets_folder).revision}) == 3


def test_a_live_library_follows_and_keeps_what_did_not_change(datasets_folder: Path, publish_ids: PublishIds) -> None:
    live = LiveLibrary(datasets_folder)
    assert live.is_stale()
    assert dict(live.refresh().datasets) == {}
    publish_ids("made-up", {1})
    publish_ids("other", {7})
    time.sleep(LOOK_EVERY)
    assert live.is_stale()
    old = live.refresh()
    assert not live.is_stale()
    publish_ids("made-up", {2})
    time.sleep(LOOK_EVERY)
    assert live.is_stale()
    new = live.refresh()
    assert live.current is new
    assert old.lookup([1, 2]).keys() == {1}  # a request in flight keeps its answers
    assert new.lookup([1, 2]).keys() == {2}
    assert new.datasets["other"] is old.datasets["other"]  # what is still current is not opened again
    live.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="only a person without root can be refused a file")
def test_an_unreadable_file_makes_the_dataset_unavailable(datasets_folder: Path, publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", {1})
    (run / "photos.ids").chmod(0)
    assert "made-up" in Library(datasets_folder).unavailable


def test_a_dataset_removed_and_built_again_between_two_looks_is_opened_anew(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "datetime", AlwaysNoon)
    first = publish_ids("made-up", {1})
    live = LiveLibrary(datasets_folder)
    live.refresh()
    remove_dataset(datasets_folder, "made-up")
    assert publish_ids("made-up", {2}) == first  # the same day, so the same name
    time.sleep(LOOK_EVERY)
    assert live.refresh().lookup([1, 2]).keys() == {2}


def test_a_dataset_that_is_built_anew_at_once_has_another_revision(
    publish_ids: PublishIds, datasets_folder: Path
) -> None:
    """Its run may get the same name and time again."""
    publish_ids("a", {1, 2})
    first = Library(datasets_folder).revision
    remove_dataset(datasets_folder, "a")
    publish_ids("a", {1, 3})
    assert Library(datasets_folder).revision != first
