"""Watched photos are asked about again after each build; what is new and gone is told until it was seen."""

from __future__ import annotations

import stat
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inset.account.watch import News, Watch, add_watch, forget_watch, look_again, mark_seen
from inset.account.watch_facts import changes_of
from inset.errors import InsetError, UsageInvalid
from inset.index.library import Library
from support.computer.calendar import AlwaysNoon
from support.datasets.runs import publish_ids

A, B, C, D, E = range(900_000_000_001, 900_000_000_006)
ANNA = "90000001@N00"


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    publish_ids(tmp_path / "datasets", "faces", [A, B])
    return tmp_path / "datasets"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "watches"


def ids(*photo_ids: int) -> NDArray[np.uint64]:
    return np.array(photo_ids, dtype=np.uint64)


def add(folder: Path, datasets: Path, *photo_ids: int, name: str = "mine", account: str | None = None) -> Watch:
    return add_watch(folder, Library(datasets), name=name, kind="list", photo_ids=ids(*photo_ids), account=account)


def look(folder: Path, datasets: Path) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    (watch,) = look_again(folder, lambda: Library(datasets))
    return [(each.dataset, each.new, each.gone) for each in watch.news]


def test_what_is_listed_at_first_is_no_news(folder: Path, datasets: Path) -> None:
    watch = add(folder, datasets, A, C)
    assert watch.datasets["faces"].photos == (A,)
    assert look(folder, datasets) == []


def test_new_and_gone_photos_are_told_until_they_were_seen(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A, B, C)
    publish_ids(datasets, "faces", [B, C, D])
    assert look(folder, datasets) == [("faces", (C,), (A,))]
    assert look(folder, datasets) == [("faces", (C,), (A,))]
    mark_seen(folder, look_again(folder, lambda: Library(datasets)))
    assert look(folder, datasets) == []
    publish_ids(datasets, "faces", [B])
    assert look(folder, datasets) == [("faces", (), (C,))]


def test_a_new_dataset_is_told_and_a_removed_one_takes_nothing_away(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A, D)
    publish_ids(datasets, "scenes", [D])
    assert look(folder, datasets) == [("scenes", (D,), ())]
    (datasets / "faces" / "CURRENT").unlink()
    publish_ids(datasets, "third", [E])
    assert look(folder, datasets) == [("scenes", (D,), ())]


def test_a_dataset_that_cannot_be_opened_takes_nothing_away(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A)
    (publish_ids(datasets, "faces", [B]) / "photos.bloom").unlink()
    publish_ids(datasets, "third", [E])
    assert look(folder, datasets) == []


def test_a_chance_is_told_as_one_and_is_never_gone(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A, B, C)
    publish_ids(datasets, "faces", [A, C], exact=False, error_rate=1e-6)
    (watch,) = look_again(folder, lambda: Library(datasets))
    assert [(each.new, each.gone, each.certain) for each in watch.news] == [((C,), (), False)]


def test_a_census_is_not_watched(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A, C)
    publish_ids(datasets, "all-public", [A, C], kind="census")
    assert look(folder, datasets) == []


def test_an_account_s_photos_are_found_anew(folder: Path, datasets: Path) -> None:
    publish_ids(datasets, "named", [A], details={A: (ANNA, None)})
    add(folder, datasets, A, account=ANNA)
    publish_ids(datasets, "named", [C, D], details={C: (ANNA, None), D: ("90000002@N00", None)})
    assert look(folder, datasets) == [("named", (C,), (A,))]


def test_photos_that_became_known_are_not_called_new_in_an_unchanged_list(folder: Path, datasets: Path) -> None:
    publish_ids(datasets, "named", [A], details={A: (ANNA, None)})
    add(folder, datasets, A, account=ANNA)
    publish_ids(datasets, "named", [A, B], details={A: (ANNA, None), B: (ANNA, None)})
    (watch,) = look_again(folder, lambda: Library(datasets))
    told = {each.dataset: (each.since == each.run, each.new) for each in watch.news}
    assert told == {"named": (False, (B,)), "faces": (True, (B,))}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_this_person_can_read_it(folder: Path, datasets: Path) -> None:
    watch = add(folder, datasets, A)
    assert stat.S_IMODE((folder / f"{watch.id}.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_forgetting_forgets(folder: Path, datasets: Path) -> None:
    watch = add(folder, datasets, A)
    add(folder, datasets, B, name="other")
    assert forget_watch(folder, "mine").id == watch.id
    assert [each.name for each in look_again(folder, lambda: Library(datasets))] == ["other"]
    assert all(str(A) not in path.read_text() for path in folder.glob("*.json"))
    with pytest.raises(UsageInvalid):
        forget_watch(folder, "mine")


@pytest.mark.parametrize("drawn", [("00000000", "ffffffff"), ("ffffffff", "00000000")])
def test_those_of_one_second_stand_in_one_order_whatever_ids_were_drawn(
    folder: Path, datasets: Path, monkeypatch: pytest.MonkeyPatch, drawn: tuple[str, str]
) -> None:
    ids_drawn = iter(drawn)
    monkeypatch.setattr("inset.account.watch.datetime", AlwaysNoon)
    monkeypatch.setattr("inset.account.watch.secrets", SimpleNamespace(token_hex=lambda _: next(ids_drawn)))
    add(folder, datasets, A, name="mine")
    add(folder, datasets, B, name="mine 2")
    assert [each.name for each in look_again(folder, lambda: Library(datasets))] == ["mine", "mine 2"]


def test_a_name_is_used_once(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A)
    with pytest.raises(UsageInvalid, match="another name"):
        add(folder, datasets, B)


def test_nothing_is_opened_where_nothing_is_watched(folder: Path) -> None:
    def library() -> Library:
        raise AssertionError("opened")

    assert look_again(folder, library) == ()


@pytest.mark.parametrize("content", [b"{", b'{"format": 2}', b'{"format": 1, "id": 3}'])
def test_a_damaged_file_is_named(folder: Path, datasets: Path, content: bytes) -> None:
    add(folder, datasets, A)
    (folder / "ffff0000.json").write_bytes(content)
    with pytest.raises(InsetError, match="ffff0000"):
        look(folder, datasets)


def test_the_same_photos_or_account_are_watched_once(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A, B)
    with pytest.raises(UsageInvalid, match="watched already"):
        add(folder, datasets, B, A, name="other")
    add(folder, datasets, A, account=ANNA, name="Anna")
    with pytest.raises(UsageInvalid, match="watched already"):
        add(folder, datasets, C, account=ANNA, name="Anna again")


def test_news_that_came_after_those_that_were_shown_stay(folder: Path, datasets: Path) -> None:
    add(folder, datasets, A, B, C)
    publish_ids(datasets, "faces", [B])
    shown = look_again(folder, lambda: Library(datasets))
    publish_ids(datasets, "faces", [B, C])
    assert len(look(folder, datasets)) == 2
    mark_seen(folder, shown)
    assert look(folder, datasets) == [("faces", (C,), ())]


@given(st.lists(st.frozensets(st.sampled_from([A, B, C, D, E])), min_size=2, max_size=6))
def test_what_is_counted_is_the_difference_between_first_and_last(runs: list[frozenset[int]]) -> None:
    """What came and went again, or the other way round, is in no number."""
    steps = [
        News("faces", str(at), str(at + 1), True, tuple(after - before), tuple(before - after), "")
        for at, (before, after) in enumerate(pairwise(runs))
    ]
    watch = Watch("1", "mine", "list", "", "", (), news=tuple(step for step in steps if step.new or step.gone))
    first, last = runs[0], runs[-1]
    assert changes_of([watch, watch]) == {
        "new": len(last - first),
        "probably_new": 0,
        "unlikely_new": 0,
        "gone": len(first - last),
    }
