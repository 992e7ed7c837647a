"""Going back to a kept run, and which runs are kept: neither the current one nor the one before is removed."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.errors import BuildBusy, DatasetUnknown, IndexCorrupt, InsetError, RunUnknown
from inset.index.library import LOOK_EVERY, Library, LiveLibrary
from inset.index.publish import stage_run, use_run
from inset.index.shelf import current
from inset.index.shelf.current import CURRENT_FILE, current_run
from inset.index.shelf.lock import LOCK_FILE
from inset.index.shelf.runs import RUNS_KEPT, kept_runs
from support.datasets.runs import PublishIds, rewrite_descriptor


def names(datasets_folder: Path) -> list[str]:
    return [run.name for run in kept_runs(datasets_folder, "made-up")]


def test_an_older_run_answers_again(datasets_folder: Path, publish_ids: PublishIds) -> None:
    first, second = publish_ids("made-up", {1}).name, publish_ids("made-up", {2}).name
    assert current_run(datasets_folder / "made-up") == second
    assert use_run(datasets_folder, "made-up", first).descriptor.run == first
    assert Library(datasets_folder).lookup([1, 2]).keys() == {1}
    assert names(datasets_folder) == [first, second]
    use_run(datasets_folder, "made-up", second)
    assert Library(datasets_folder).lookup([1, 2]).keys() == {2}


def test_using_the_current_run_changes_nothing(datasets_folder: Path, publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", {1}).name
    before = (datasets_folder / "made-up" / CURRENT_FILE).stat()
    use_run(datasets_folder, "made-up", run)
    after = (datasets_folder / "made-up" / CURRENT_FILE).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_live_library_goes_back_too(datasets_folder: Path, publish_ids: PublishIds) -> None:
    first = publish_ids("made-up", {1}).name
    live = LiveLibrary(datasets_folder)
    live.refresh()
    publish_ids("made-up", {2})
    newer = live.refresh()
    use_run(datasets_folder, "made-up", first)
    time.sleep(LOOK_EVERY)
    assert live.is_stale()
    assert live.refresh().lookup([1, 2]).keys() == {1}
    assert newer.lookup([1, 2]).keys() == {2}  # a request in flight keeps its answers
    live.close()


def test_what_is_not_kept_is_refused_and_the_kept_ones_are_named(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    runs = [publish_ids("made-up", {number}).name for number in (1, 2)]
    for wrong in ("20260101-1", "../made-up", "", "CURRENT"):
        with pytest.raises(RunUnknown) as refused:
            use_run(datasets_folder, "made-up", wrong)
        assert ", ".join(runs) in refused.value.message
    assert current_run(datasets_folder / "made-up") == runs[1]


def test_a_mistyped_dataset_makes_no_folder(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("made-up", {1})
    with pytest.raises(DatasetUnknown):
        use_run(datasets_folder, "madeup", "20260101-1")
    assert [entry.name for entry in datasets_folder.iterdir() if not entry.name.startswith(".gate")] == ["made-up"]


def test_an_unfinished_run_does_not_exist(datasets_folder: Path, publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", {1})
    (run.parent / "20260101-1").mkdir()
    with pytest.raises(RunUnknown):
        use_run(datasets_folder, "made-up", "20260101-1")
    assert names(datasets_folder) == [run.name]


@pytest.mark.parametrize(
    ("file", "at", "error"),
    [
        ("photos.ids", -1, IndexCorrupt),
        ("photos.bloom", -1, IndexCorrupt),  # the size is right and it opens: only the checksum tells
        ("photos.ids", 8, IndexCorrupt),
        ("photos.crc32", -1, IndexCorrupt),
        ("completed", 5, IndexCorrupt),
        ("dataset.json", 0, IndexCorrupt),
    ],
)
def test_a_damaged_run_is_not_used_and_the_current_one_stays(
    datasets_folder: Path, publish_ids: PublishIds, file: str, at: int, error: type[InsetError]
) -> None:
    damaged = publish_ids("made-up", range(1, 100))
    current = publish_ids("made-up", {2}).name
    content = bytearray((damaged / file).read_bytes())
    content[at] ^= 0x10
    (damaged / file).write_bytes(content)
    with pytest.raises(error):
        use_run(datasets_folder, "made-up", damaged.name)
    assert current_run(datasets_folder / "made-up") == current
    assert Library(datasets_folder).lookup([1, 2]).keys() == {2}


@pytest.mark.parametrize("content", [None, b"", b"nonsense\n", b"../other/20260101-1\n", b"\xff\xfe", b"20260101-1\n"])
def test_a_lost_or_broken_current_is_mended_by_it(
    datasets_folder: Path, publish_ids: PublishIds, content: bytes | None
) -> None:
    run = publish_ids("made-up", {1})
    file = run.parent / CURRENT_FILE
    file.unlink() if content is None else file.write_bytes(content)
    assert "made-up" not in Library(datasets_folder).datasets
    use_run(datasets_folder, "made-up", run.name)
    assert Library(datasets_folder).lookup([1]).keys() == {1}


def test_it_waits_for_no_build_and_disturbs_none(datasets_folder: Path, publish_ids: PublishIds) -> None:
    first = publish_ids("made-up", {1}).name
    second = publish_ids("made-up", {2}).name
    with stage_run(datasets_folder, "made-up"), pytest.raises(BuildBusy):
        use_run(datasets_folder, "made-up", first)
    assert current_run(datasets_folder / "made-up") == second


@pytest.mark.parametrize("written", [b"", b"2026"])
def test_a_crash_on_the_way_leaves_the_current_one(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch, written: bytes
) -> None:
    first = publish_ids("made-up", {1}).name
    publish_ids("made-up", {2})

    def crash(path: Path, _: bytes) -> None:
        path.with_name(f".{path.name}.new").write_bytes(written)
        raise OSError("the power is gone")

    monkeypatch.setattr(current, "replace_file", crash)
    with pytest.raises(OSError, match="power"):
        use_run(datasets_folder, "made-up", first)
    monkeypatch.undo()
    assert Library(datasets_folder).lookup([1, 2]).keys() == {2}
    use_run(datasets_folder, "made-up", first)
    assert Library(datasets_folder).lookup([1, 2]).keys() == {1}
    left = {entry.name for entry in (datasets_folder / "made-up").iterdir() if not entry.is_dir()}
    assert left == {LOCK_FILE, CURRENT_FILE}


def test_the_run_that_one_went_back_to_outlives_the_newer_bad_ones(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    good, _bad, worse = (publish_ids("made-up", {number}).name for number in (1, 2, 3))
    use_run(datasets_folder, "made-up", good)
    newest = publish_ids("made-up", {4}).name
    assert names(datasets_folder) == [good, worse, newest]
    use_run(datasets_folder, "made-up", good)
    assert Library(datasets_folder).lookup([1, 4]).keys() == {1}
    last = publish_ids("made-up", {5}).name
    assert names(datasets_folder) == [good, newest, last]


def test_a_clock_that_goes_backwards_costs_no_current_run(datasets_folder: Path, publish_ids: PublishIds) -> None:
    future = [publish_ids("made-up", {number}) for number in range(1, RUNS_KEPT + 1)]
    for number, run in enumerate(future, 1):
        # As if they had been built by a clock that was years ahead.
        run.rename(run.with_name(f"20991231-{number}"))
        descriptor = run.with_name(f"20991231-{number}") / "dataset.json"
        rewrite_descriptor(
            descriptor.parent, descriptor.read_bytes().replace(run.name.encode(), f"20991231-{number}".encode())
        )
    use_run(datasets_folder, "made-up", f"20991231-{RUNS_KEPT}")
    for number in range(10, 10 + RUNS_KEPT):
        run = publish_ids("made-up", {number})
        assert current_run(run.parent) == run.name
        assert Library(datasets_folder).lookup([number]).keys() == {number}
        assert len(names(datasets_folder)) == RUNS_KEPT


def test_runs_are_ordered_by_number_and_not_by_letters(datasets_folder: Path, publish_ids: PublishIds) -> None:
    made = [publish_ids("made-up", {number}).name for number in range(1, 12)]
    assert names(datasets_folder) == made[-RUNS_KEPT:]


@given(steps=st.lists(st.sampled_from(["publish", "use"]), max_size=8), data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_published_and_used_the_run_in_use_and_the_one_before_are_there(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], data: st.DataObject
) -> None:
    from support.datasets.runs import publish_ids

    folder = tmp_path_factory.mktemp("datasets")
    holds = {publish_ids(folder, "made-up", {1}).name: 1}
    for number, step in enumerate(steps, 2):
        before = current_run(folder / "made-up")
        if step == "publish":
            holds[publish_ids(folder, "made-up", {number}).name] = number
        else:
            use_run(folder, "made-up", data.draw(st.sampled_from(names(folder))))
        kept = names(folder)
        current = current_run(folder / "made-up")
        assert current is not None
        assert {current, before} <= set(kept)
        assert len(kept) == min(len(holds), RUNS_KEPT)
        assert Library(folder).lookup([*holds.values()]).keys() == {holds[current]}


def test_readers_see_one_run_or_the_other_while_it_goes_to_and_fro(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    even, odd = set(range(2, 500, 2)), set(range(1, 500, 2))
    runs = [publish_ids("made-up", ids).name for ids in (even, odd)]
    stop = threading.Event()
    seen: list[frozenset[int]] = []
    troubles: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                seen.append(frozenset(Library(datasets_folder).lookup(list(range(1, 500)))))
        except BaseException as trouble:  # noqa: BLE001 - reported by the test below
            troubles.append(trouble)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(20):
        use_run(datasets_folder, "made-up", runs[number % 2])
    stop.set()
    reader.join()
    assert troubles == []
    assert seen
    assert set(seen) <= {frozenset(even), frozenset(odd)}
