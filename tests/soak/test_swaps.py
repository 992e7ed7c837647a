"""The short form of `make soak PARTS=swaps`."""

from __future__ import annotations

from pathlib import Path

from soak.figures import Budget
from soak.interruption.swaps import FIRST, Shelf, swaps


def test_no_look_up_fails_or_is_torn_while_everything_changes(tmp_path: Path) -> None:
    figures = swaps(Budget(5), tmp_path)
    assert figures.faults == []
    assert figures.counts["look-ups"] > 200
    assert figures.counts["changes of what is published"] > 3
    assert figures.counts["builds cancelled"] > 0


def test_a_torn_answer_would_be_noticed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.publish("one")
    shelf.publish("two")
    (revision,) = [name for name, published in shelf.by_revision.items() if len(published) == 2]
    photos = list(range(FIRST, FIRST + 100))
    listed = {
        str(photo): [{"dataset": name} for name in ("one", "two") if shelf.listed[name, shelf.now[name]][photo - FIRST]]
        for photo in photos
    }
    listed = {photo: given for photo, given in listed.items() if given}
    answer = {"revision": revision, "listed": listed, "datasets": ["one", "two"], "unavailable": [], "invalid": []}
    assert shelf.wrong(photos, answer) is None
    assert shelf.wrong(photos, {**answer, "datasets": ["one"]}) is not None
    assert shelf.wrong(photos, {**answer, "revision": "another"}) is not None
    listed.popitem()
    assert shelf.wrong(photos, answer) is not None
