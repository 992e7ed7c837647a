"""What doctor says of the library's gate, and that it makes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from inset.health.check import Check, PortUse, Subject
from inset.health.gate import check_gate
from inset.health.leftovers import check_leftovers
from inset.index import gate_content
from inset.index.gate import gate_files
from inset.index.gate_writer import ASIDE, update_gate
from inset.index.library import Library
from inset.paths import find_paths
from inset.settings import Settings
from support.datasets import runs


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    folder = find_paths({"INSET_HOME": str(tmp_path)}).datasets
    runs.publish_ids(folder, "odd", {1, 3})
    runs.publish_ids(folder, "even", {2, 4})
    return folder


def subject(datasets: Path, *, verify: bool = False, fix: bool = False) -> Subject:
    paths = find_paths({"INSET_HOME": str(datasets.parents[1])})
    return Subject(paths, Settings(), PortUse("free", 0), lambda: 0, verify=verify, fix=fix)


def said(datasets: Path, *, verify: bool = False, fix: bool = False) -> Check:
    (check,) = check_gate(subject(datasets, verify=verify, fix=fix))
    return check


def test_nothing_is_said_of_it_without_datasets(tmp_path: Path) -> None:
    assert not list(check_gate(subject(tmp_path / "data" / "datasets")))


def test_a_sound_one_is_good(datasets: Path) -> None:
    assert said(datasets).state == "good"
    assert "every checksum is right" in said(datasets, verify=True).message


def test_a_library_from_before_gets_it_by_fix(datasets: Path) -> None:
    gate_files(datasets)[0].unlink()
    assert "There is no gate" in said(datasets).message
    assert said(datasets, fix=True).state == "good"
    assert not Library(datasets).not_gated


def test_damage_is_told_and_fixed(datasets: Path) -> None:
    path = gate_files(datasets)[0]
    content = bytearray(path.read_bytes())
    content[9_000] ^= 1
    path.write_bytes(content)
    found = said(datasets)
    assert (found.state, found.remedy) == ("warning", "Make it anew with `inset doctor --fix`.")
    assert f"{path.name} is damaged" in found.message
    assert said(datasets, fix=True).state == "good"


def test_verify_finds_a_gate_that_lacks_photos_although_its_checksums_are_right(
    datasets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote it was wrong, not the disk."""
    with monkeypatch.context() as patched:
        patched.setattr(gate_content, "_set_bits", lambda *_: None)
        update_gate(datasets, anew=True)
    assert said(datasets).state == "good"
    assert "does not hold all photos of even" in said(datasets, verify=True).message
    assert said(datasets, verify=True, fix=True).state == "good"


def test_what_a_killed_writer_left_is_removed(datasets: Path) -> None:
    (datasets / ASIDE).write_bytes(b"unfinished")
    (check,) = check_leftovers(subject(datasets))
    assert ASIDE in check.message
    list(check_leftovers(subject(datasets, fix=True)))
    assert not (datasets / ASIDE).exists()
    assert said(datasets).state == "good"
