"""Nothing damaged answers: every byte of a small run is changed in turn, and the pieces of larger ones."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest

from inset.errors import IndexCorrupt, RunDamaged
from inset.index.dataset_index import DatasetIndex
from inset.index.gate import gate_files
from inset.index.library import CHANGES_EVERY, LOOK_EVERY, Library, LiveLibrary
from inset.index.pieces import PIECE
from inset.index.scrub import scrub
from inset.index.sound import ask_sound, open_sound
from inset.index.verify import verify_run
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions
from support.datasets.changed_bytes import LISTED, NAME, details, every_byte
from support.datasets.runs import PublishIds, make_old

MANY = range(900_000_000_000, 900_000_600_000, 3)


@pytest.mark.parametrize("options", [BuildOptions(), BuildOptions(filter_only=True)], ids=["exact", "filter only"])
def test_every_byte_of_a_small_run(tmp_path: Path, options: BuildOptions) -> None:
    manifest = tmp_path / "photos.csv"
    manifest.write_text(
        "photo_id,owner,license\n" + "".join(f"{photo},{owner},{number}\n" for photo, (owner, number) in details())
    )
    build_dataset(tmp_path / "datasets", NAME, [manifest], options)
    outcome = every_byte(tmp_path / "datasets", masks=(0x10,), every=61)
    assert (outcome.wrong, outcome.unnoticed) == ([], [])
    assert outcome.changed > 2_000
    assert outcome.refused > outcome.changed / 2


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


@pytest.fixture
def damaged(publish_ids: PublishIds) -> Path:
    """A run of many pieces, the last of whose store's low parts is damaged, beside a sound one."""
    publish_ids("sound", {7})
    run = publish_ids("made-up", MANY)
    size = (run / "photos.ids").stat().st_size
    assert size > 20 * PIECE
    flip(run / "photos.ids", 10 * PIECE + 5)
    return run


def test_a_piece_is_compared_when_a_question_first_reads_it(damaged: Path) -> None:
    library = Library(damaged.parents[1])
    assert library.lookup([MANY[0], MANY[-1], 7]).keys() == {MANY[0], MANY[-1], 7}
    assert "made-up" in library.datasets
    found, left = ask_sound(library, lambda library: library.lookup([*MANY[70_000:90_000:100], 7]))
    assert found.keys() == {7}
    assert list(left.datasets) == ["sound"]
    error = left.unavailable["made-up"]
    assert isinstance(error, RunDamaged)
    assert error.message.startswith("Build made-up again: photos.ids of its run")
    assert "its bytes 163,840 to 180,223 are not those that were written" in error.message
    assert left.revision != library.revision


@pytest.mark.parametrize("file", ["photos.bloom", "photos.ids"])
def test_one_photo_at_a_time_no_answer_is_lost(publish_ids: PublishIds, file: str) -> None:
    run = publish_ids("made-up", MANY)
    flip(run / file, 3 * PIECE + 77)
    refused = 0
    for photo_id in MANY[::997]:
        dataset = DatasetIndex(run)
        try:
            assert photo_id in dataset
        except RunDamaged:
            refused += 1
    assert refused > 0


def test_reading_a_damaged_list_out_is_refused(damaged: Path) -> None:
    store = DatasetIndex(damaged).store
    assert store is not None
    with pytest.raises(RunDamaged):
        list(store.chunks())


def test_what_cannot_be_asked_twice_is_asked_of_what_is_sound(damaged: Path) -> None:
    library = open_sound(damaged.parents[1])
    assert list(library.datasets) == ["sound"]
    assert list(library.unavailable) == ["made-up"]


def wait_for(live: LiveLibrary, name: str) -> Library:
    end = time.monotonic() + 30
    while True:
        time.sleep(LOOK_EVERY)
        library = live.refresh() if live.is_stale() else live.current
        if name in library.unavailable:
            return library
        assert time.monotonic() < end


def test_the_helper_finds_it_unasked_and_keeps_to_it(damaged: Path, publish_ids: PublishIds) -> None:
    live = LiveLibrary(damaged.parents[1])
    assert list(live.refresh().datasets) == ["made-up", "sound"]
    assert list(wait_for(live, "made-up").datasets) == ["sound"]
    publish_ids("another", {8})
    time.sleep(LOOK_EVERY)
    assert live.is_stale()
    assert list(live.refresh().datasets) == ["another", "sound"]
    publish_ids("made-up", MANY)  # the remedy
    time.sleep(LOOK_EVERY)
    assert live.is_stale()
    assert list(live.refresh().datasets) == ["another", "made-up", "sound"]
    live.close()


@pytest.fixture
def no_scrub(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found then, a question has found."""
    monkeypatch.setattr("inset.index.library.SCRUB_AFTER", 3600.0)


@pytest.mark.parametrize("file", ["photos.bloom", "photos.ids"])
def test_a_file_that_changes_after_all_of_it_was_compared_is_compared_again(
    publish_ids: PublishIds, file: str, no_scrub: None
) -> None:
    """One byte of each piece: no listed photo is lost, and the other dataset goes on."""
    publish_ids("sound", {7})
    path = publish_ids("made-up", MANY, exact=file == "photos.ids", error_rate=1e-9) / file
    live = LiveLibrary(path.parents[2])
    before = live.refresh()
    before.compare_all()
    sound = path.read_bytes()
    damaged = bytearray(sound)
    for at in range(PIECE + 77, len(sound), PIECE):
        damaged[at] ^= 0xFF
    overwrite(path, bytes(damaged))
    found, library = ask_sound(stale(live), lambda library: library.lookup([*MANY[::997], 7]))
    assert found.keys() == {7}
    assert isinstance(library.unavailable["made-up"], RunDamaged)
    overwrite(path, sound)  # put back from a copy
    found, library = ask_sound(stale(live), lambda library: library.lookup([*MANY[::997], 7]))
    assert found.keys() == {7, *MANY[::997]}
    live.close()


def test_a_gate_that_changes_after_all_of_it_was_compared_is_asked_no_more(
    publish_ids: PublishIds, no_scrub: None
) -> None:
    folder = publish_ids("made-up", MANY).parents[1]
    live = LiveLibrary(folder)
    live.refresh().compare_all()
    (gate,) = gate_files(folder)
    content = gate.read_bytes()
    overwrite(gate, content[:PIECE] + bytes(len(content) - PIECE))
    assert stale(live).lookup(MANY[::997]).keys() == {*MANY[::997]}
    live.close()


def overwrite(path: Path, content: bytes) -> None:
    """In place, as what is mapped sees it."""
    with path.open("r+b") as file:
        file.write(content)


def stale(live: LiveLibrary) -> Library:
    """The library with the next question, which must see that there is something to open."""
    time.sleep(CHANGES_EVERY)
    assert live.is_stale()
    library = live.refresh()
    assert not library.has_changed()
    return library


def test_a_run_from_before_is_compared_as_a_whole(publish_ids: PublishIds) -> None:
    run = make_old(publish_ids("made-up", MANY))
    assert len(Library(run.parents[1]).lookup(MANY)) == len(MANY)
    flip(run / "photos.bloom", 3 * PIECE)
    dataset = DatasetIndex(run)
    scrub([dataset], Event())
    assert dataset.damage is not None
    assert f"photos.bloom of its run {run.name} is not the file that was published" in dataset.damage.message


def test_damaged_rows_stop_no_look_up(tmp_path: Path) -> None:
    manifest = tmp_path / "photos.txt"
    manifest.write_text("".join(f"{photo}\n" for photo in LISTED))
    build_dataset(tmp_path / "datasets", NAME, [manifest])
    (rows,) = tmp_path.rglob("photos.rows")
    flip(rows, rows.stat().st_size - 3)
    dataset = Library(tmp_path / "datasets").datasets[NAME]
    scrub([dataset], Event())
    assert dataset.damage is None
    assert LISTED[0] in dataset
    with pytest.raises(IndexCorrupt):
        dataset.places_of(LISTED[0])


def test_a_file_that_cannot_be_read_is_told(publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a bad sector: the system answers EIO."""
    dataset = DatasetIndex(publish_ids("made-up", MANY))

    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("inset.index.pieces.Pieces._read", fail)
    scrub([dataset], Event())
    assert dataset.damage is not None
    assert "cannot be read at byte" in dataset.damage.message


@pytest.mark.parametrize("claim", ["false_positive_rate", "details", "rows"])
def test_what_is_claimed_is_computed_anew_also_for_old_runs(publish_ids: PublishIds, claim: str) -> None:
    run = make_old(publish_ids("made-up", range(1, 5_000), exact=False, error_rate=1e-6))
    verify_run(run)
    text = (run / "dataset.json").read_text("utf-8")
    if claim == "false_positive_rate":
        digit = text.index(".", text.index('"false_positive_rate"')) + 5
        text = text[:digit] + str((int(text[digit]) + 5) % 10) + text[digit + 1 :]
    else:
        text = text.replace(f'"{claim}": 0', f'"{claim}": 9')
    (run / "dataset.json").write_text(text)
    with pytest.raises(IndexCorrupt):
        verify_run(run)


def test_a_changed_digit_of_the_rate_is_noticed_at_once(publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", range(1, 5_000), exact=False, error_rate=1e-6)
    text = (run / "dataset.json").read_text("utf-8")
    at = text.index("e-", text.index('"false_positive_rate"')) + 2
    (run / "dataset.json").write_text(text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :])
    with pytest.raises(IndexCorrupt, match="not the file that was published"):
        DatasetIndex(run)


def test_a_file_too_many_is_noticed_by_verify(publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", {1})
    (run / "photos.sqlite").write_bytes(b"planted")
    with pytest.raises(IndexCorrupt, match=r"has a file photos\.sqlite, of which nothing is said"):
        verify_run(run)
