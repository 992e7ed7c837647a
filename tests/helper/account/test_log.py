"""The log of letters: kept privately, an ID never used twice, and never more said of a request than can be known."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from inset.account.letter import Letter, write_letters
from inset.account.letter_input import datasets_in_letters
from inset.account.letter_shape import Writer
from inset.account.log import Log, Request, add_letters, forget, note_answer, read_log, standings
from inset.errors import IndexMissing, UsageInvalid
from inset.index.descriptor import Source, read_descriptor
from inset.index.library import Library
from support.accounts.letters import BARE, TODAY
from support.datasets.runs import publish_ids, rewrite_descriptor

FIRST = 900_000_000_000
PHOTOS = tuple(range(FIRST + 1, FIRST + 15))


def publish(folder: Path, photos: object, *, lists: str = "", exact: bool = True, name: str = "tidewatch") -> None:
    """Publish a run whose list has this SHA-256: the character that is given, 64 times."""
    run = publish_ids(folder, name, photos, exact=exact, error_rate=2**-12 if exact else 1e-9)  # type: ignore[arg-type]
    sources = (Source("list.csv", 1, lists * 64, "csv"),) if lists else ()
    rewrite_descriptor(run, replace(read_descriptor(run), sources=sources).to_bytes())


def letters_of(library: Library) -> tuple[Letter, ...]:
    return write_letters(datasets_in_letters(library, PHOTOS), Writer("author"), "en", TODAY)


def logged(tmp_path: Path, *, exact: bool = True) -> tuple[Path, Request]:
    publish(tmp_path / "datasets", PHOTOS, lists="a", exact=exact)
    library = Library(tmp_path / "datasets")
    path = tmp_path / "data" / "letters.json"
    (request,) = add_letters(path, letters_of(library), library, "author", TODAY)
    return path, request


def test_what_was_asked_reads_back(tmp_path: Path) -> None:
    path, request = logged(tmp_path)
    assert read_log(path) == Log((request,), next=2)
    assert (request.id, request.asked_on, request.answer_by) == (1, "2027-04-03", "2027-05-03")
    (asked,) = request.datasets
    assert (asked.dataset, asked.photos, asked.lists) == ("tidewatch", PHOTOS, ("a" * 64,))
    assert json.loads(path.read_bytes())["format"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_this_person_can_read_it(tmp_path: Path) -> None:
    path, _ = logged(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_is_made_by_reading(tmp_path: Path) -> None:
    assert read_log(tmp_path / "data" / "letters.json") == Log()
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - the names alone


def test_an_id_is_never_used_twice(tmp_path: Path) -> None:
    path, _ = logged(tmp_path)
    library = Library(tmp_path / "datasets")
    (second,) = add_letters(path, letters_of(library), library, "author", TODAY)
    assert forget(path, 2) == second
    (third,) = add_letters(path, letters_of(library), library, "author", TODAY)
    assert [request.id for request in read_log(path).requests] == [1, 3]
    assert third.id == 3


def test_an_answer_is_noted(tmp_path: Path) -> None:
    path, request = logged(tmp_path)
    noted = note_answer(path, 1, date(2027, 4, 20))
    assert noted == replace(request, answered_on="2027-04-20")
    assert read_log(path).requests == (noted,)


@pytest.mark.parametrize("change", [lambda path: forget(path, 7), lambda path: note_answer(path, 7, TODAY)])
def test_a_request_that_is_not_there_changes_nothing(tmp_path: Path, change: object) -> None:
    path, _ = logged(tmp_path)
    before = path.read_bytes()
    with pytest.raises(UsageInvalid, match="there is no number 7"):
        change(path)  # type: ignore[operator]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Move .* elsewhere: it is no log"),
        (b"[]", "it is no log"),
        (b'{"format": 2, "requests": 5}', "Update Inset"),
        (b'{"format": 1, "requests": [{"id": "x"}]}', "it is no log"),
        (b"\xff", "it is no log"),
    ],
)
def test_a_file_that_is_no_log_is_left_alone(tmp_path: Path, content: bytes, said: str) -> None:
    publish(tmp_path / "datasets", PHOTOS)
    library = Library(tmp_path / "datasets")
    path = tmp_path / "letters.json"
    path.write_bytes(content)
    for use in (lambda: read_log(path), lambda: add_letters(path, letters_of(library), library, "author", TODAY)):
        with pytest.raises(UsageInvalid, match=said):
            use()
    assert path.read_bytes() == content


def test_two_programs_at_once_lose_nothing(tmp_path: Path) -> None:
    path, _ = logged(tmp_path)
    library = Library(tmp_path / "datasets")
    letters = letters_of(library)
    threads = [
        threading.Thread(target=add_letters, args=(path, letters, library, "author", TODAY), daemon=True)
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [request.id for request in read_log(path).requests] == list(range(1, 10))


def test_nothing_is_said_before_another_list_was_built(tmp_path: Path) -> None:
    path, request = logged(tmp_path)
    (standing,) = standings(request, Library(tmp_path / "datasets"))
    assert (standing.state, standing.gone) == ("same_list", None)
    publish(tmp_path / "datasets", PHOTOS, lists="a")
    (standing,) = standings(request, Library(tmp_path / "datasets"))
    assert (standing.state, standing.gone) == ("same_list", None), "the same list, built again, is no later version"
    assert read_log(path).requests == (request,)


@pytest.mark.parametrize("left", range(len(PHOTOS) + 1))
def test_the_photos_that_a_later_list_lacks_are_gone(tmp_path: Path, left: int) -> None:
    _, request = logged(tmp_path)
    publish(tmp_path / "datasets", [*PHOTOS[:left], FIRST + 99], lists="b")
    (standing,) = standings(request, Library(tmp_path / "datasets"))
    assert (standing.state, standing.asked, standing.gone) == ("built_since", 14, 14 - left)
    assert standing.certain


def test_a_filter_says_for_certain_only_what_is_gone(tmp_path: Path) -> None:
    _, request = logged(tmp_path, exact=False)
    publish(tmp_path / "datasets", PHOTOS[:5], lists="b", exact=False)
    (standing,) = standings(request, Library(tmp_path / "datasets"))
    assert (standing.state, standing.gone, standing.certain) == ("built_since", 9, False)


def test_what_is_not_published_any_more_is_not_said_to_be_gone(tmp_path: Path) -> None:
    _, request = logged(tmp_path)
    (standing,) = standings(request, Library(tmp_path / "elsewhere"))
    assert (standing.state, standing.run, standing.gone) == ("not_published", None, None)


def test_a_letter_is_written_from_what_the_library_lists(tmp_path: Path) -> None:
    folder = tmp_path / "datasets"
    publish_ids(folder, "named", PHOTOS[:2], details={PHOTOS[0]: ("12345678@N00", 4)})
    publish(folder, PHOTOS[:1], lists="c", exact=False, name="filtered")
    publish_ids(folder, "census", PHOTOS, kind="census")
    library = Library(folder)
    found = datasets_in_letters(library, [*PHOTOS, PHOTOS[0]], about_of=lambda _: BARE)
    assert [dataset.name for dataset in found] == ["filtered", "named"]
    filtered, named = found
    assert [(photo.photo_id, photo.certain, photo.account) for photo in filtered.photos] == [(PHOTOS[0], False, None)]
    assert [(photo.account, photo.rows) for photo in named.photos] == [("12345678@N00", ()), (None, ())]
    assert [(file.name, file.sha256) for file in filtered.files] == [("list.csv", "c" * 64)]
    assert named.about == BARE
    assert [dataset.name for dataset in datasets_in_letters(library, PHOTOS, only=["census"])] == ["census"]
    with pytest.raises(IndexMissing):
        datasets_in_letters(Library(tmp_path / "elsewhere"), PHOTOS)
