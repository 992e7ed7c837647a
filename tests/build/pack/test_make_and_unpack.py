"""A pack becomes the run that it was made of, byte for byte, and the same run gives the same pack."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from inset.errors import NoList, UsageInvalid
from inset.index.descriptor import COMPLETED_FILE, FILE_NAME, identity_of, read_descriptor
from inset.index.library import Library
from inset.index.verify import verify_run
from inset.pack.format import read_header
from inset.pack.verify import verify_pack
from inset_build.pack.make import make_pack
from inset_build.pack.unpack import unpack
from support.datasets.runs import publish_ids


def files_of(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.iterdir()}


def test_what_is_unpacked_is_the_publishers_run_but_for_where_it_came_from(run: Path, datasets: Path) -> None:
    facts = make_pack(run, datasets.parent / "made-up.insetpack")
    report = unpack(Path(facts.file), datasets, publisher="Somebody", address="https://example.org/made-up.insetpack")
    there, here = files_of(run), files_of(datasets / report.dataset / report.run)
    assert there.keys() == here.keys()
    assert {name for name in there if there[name] != here[name]} == {FILE_NAME, COMPLETED_FILE}
    changed = json.loads(here[FILE_NAME])
    origin = changed.pop("origin")
    original = json.loads(there[FILE_NAME])
    assert {**changed, "run": original["run"], "origin": None} == original
    assert origin == {
        "dataset": "made-up",
        "run": run.name,
        "descriptor": identity_of(run),
        "pack": facts.sha256,
        "signed_by": None,
        "how": None,
        "publisher": "Somebody",
        "address": "https://example.org/made-up.insetpack",
        "unpacked_at": origin["unpacked_at"],
    }
    verify_run(datasets / report.dataset / report.run)
    assert Library(datasets).lookup([1_000, 1_001, 999_999_999_999]).keys() == {1_000, 999_999_999_999}


def test_the_same_run_gives_the_same_bytes_wherever_and_whenever_it_is_packed(run: Path, tmp_path: Path) -> None:
    for options in ({}, {"owners": False}, {"filter_only": True}):
        packs = [tmp_path / name for name in ("one.insetpack", "other.insetpack")]
        for pack in packs:
            make_pack(run, pack, force=True, **options)  # type: ignore[arg-type]
        assert packs[0].read_bytes() == packs[1].read_bytes()


def test_a_pack_of_what_was_unpacked_is_the_pack_that_it_came_from(run: Path, datasets: Path, tmp_path: Path) -> None:
    first = make_pack(run, tmp_path / "first.insetpack")
    report = unpack(Path(first.file), datasets)
    again = make_pack(datasets / "made-up" / report.run, tmp_path / "again.insetpack")
    header, other = read_header(Path(first.file)), read_header(Path(again.file))
    assert [part for part in header.parts if part.name != FILE_NAME] == [
        part for part in other.parts if part.name != FILE_NAME
    ]
    assert b'"unpacked_at"' not in Path(again.file).read_bytes()


def test_the_same_pack_again_is_no_new_run(run: Path, datasets: Path, tmp_path: Path) -> None:
    pack = Path(make_pack(run, tmp_path / "made-up.insetpack").file)
    first, again = unpack(pack, datasets), unpack(pack, datasets)
    assert (first.already, again.already) == (False, True)
    assert first.run == again.run
    assert len([entry for entry in (datasets / "made-up").iterdir() if entry.is_dir()]) == 1


def test_an_older_pack_that_is_still_there_becomes_current_again(run: Path, datasets: Path, tmp_path: Path) -> None:
    old = Path(make_pack(run, tmp_path / "old.insetpack").file)
    new = Path(make_pack(publish_ids(run.parent.parent, "made-up", [1, 2, 3]), tmp_path / "new.insetpack").file)
    first, second = unpack(old, datasets), unpack(new, datasets)
    assert first.run != second.run
    assert unpack(old, datasets).run == first.run
    assert Library(datasets).lookup([1, 1_000]).keys() == {1_000}


def test_it_may_get_another_name(run: Path, datasets: Path, tmp_path: Path) -> None:
    pack = Path(make_pack(run, tmp_path / "made-up.insetpack").file)
    report = unpack(pack, datasets, name="theirs")
    descriptor = read_descriptor(datasets / "theirs" / report.run)
    assert (descriptor.dataset, descriptor.origin.dataset if descriptor.origin else None) == ("theirs", "made-up")


def test_a_publisher_cannot_take_the_place_of_a_dataset_unasked(run: Path, datasets: Path, tmp_path: Path) -> None:
    pack = Path(make_pack(run, tmp_path / "made-up.insetpack").file)
    publish_ids(datasets, "made-up", [5])
    with pytest.raises(UsageInvalid, match="--as made-up to replace"):
        unpack(pack, datasets)
    assert Library(datasets).lookup([5, 1_000]).keys() == {5}
    assert unpack(pack, datasets, name="made-up").replaces is not None
    with pytest.raises(UsageInvalid, match="not signed, and this one is signed by ABCD"):
        unpack(pack, datasets, signed_by="ABCD", how="minisign")


def test_a_pack_without_owners_has_licences_and_nobodys_name(run: Path, datasets: Path, tmp_path: Path) -> None:
    pack = tmp_path / "made-up.insetpack"
    facts = make_pack(run, pack, owners=False)
    assert not facts.owners
    report = unpack(pack, datasets)
    folder = datasets / "made-up" / report.run
    verify_run(folder)
    assert read_descriptor(folder).details == 2
    content = (folder / "photos.sqlite").read_bytes()
    assert b"12345678@N00" not in content
    assert b"Jo Made Up" not in content
    assert b"other-name" not in content
    with closing(sqlite3.connect(folder / "photos.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM owners").fetchone() == (0,)
        assert database.execute("SELECT photo_id, owner FROM photos").fetchall() == [(1_000, None), (1_007, None)]


def test_a_filter_only_pack_holds_no_list(run: Path, datasets: Path, tmp_path: Path) -> None:
    pack = tmp_path / "made-up.insetpack"
    facts = make_pack(run, pack, filter_only=True)
    assert (facts.exact, facts.error_rate, set(facts.parts)) == (False, 1e-6, {"dataset.json", "photos.bloom"})
    report = unpack(pack, datasets)
    verify_run(datasets / "made-up" / report.run)
    (answer,) = Library(datasets).lookup([1_000, 1_001])[1_000]
    assert (answer.answer, answer.chance is not None) == ("probably_listed", True)
    assert make_pack(run, pack, filter_only=True, error_rate=1e-3, force=True).error_rate == 1e-3


def test_options_that_do_not_fit_are_told_with_the_remedy(run: Path, tmp_path: Path) -> None:
    pack = tmp_path / "made-up.insetpack"
    with pytest.raises(UsageInvalid, match="add --filter-only"):
        make_pack(run, pack, error_rate=1e-3)
    with pytest.raises(UsageInvalid, match=r"from 1e-9 to 0\.1"):
        make_pack(run, pack, filter_only=True, error_rate=0.5)
    filter_only = publish_ids(tmp_path / "other", "made-up", [1, 2, 3], exact=False, error_rate=1e-4)
    with pytest.raises(NoList, match="Build made-up anew"):
        make_pack(filter_only, pack, error_rate=1e-3)
    assert make_pack(filter_only, pack).error_rate == 1e-4
    with pytest.raises(UsageInvalid, match="--force"):
        make_pack(run, pack)
    with pytest.raises(UsageInvalid, match="Make the folder"):
        make_pack(run, tmp_path / "nowhere" / "made-up.insetpack")
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


def test_verifying_alone_tells_what_is_in_it(run: Path, tmp_path: Path) -> None:
    facts = make_pack(run, tmp_path / "made-up.insetpack")
    header, descriptor = verify_pack(Path(facts.file), sha256=facts.sha256)
    assert (header.dataset, header.photos, descriptor) == ("made-up", facts.photos, read_descriptor(run))
