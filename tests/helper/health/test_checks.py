"""Checks of states that a test cannot really cause: a full disk, an older helper, a missing package."""

from __future__ import annotations

import importlib.metadata
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import inset
from inset.errors import IndexCorrupt, InsetError
from inset.health import disk, versions
from inset.health.check import Holder, PortUse, Subject, bad_because
from inset.health.checks import CHECKS
from inset.paths import find_paths
from inset.settings import Settings


def subject(home: Path, *, holder: Holder = "free", version: str = "") -> Subject:
    return Subject(find_paths({"INSET_HOME": str(home)}), Settings(), PortUse(holder, 46738, version), lambda: 1)


@pytest.mark.parametrize(
    ("free", "state"), [(5_000_000_000, "good"), (999_000_000, "warning"), (10_000_000, "bad"), (0, "bad")]
)
def test_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    monkeypatch.setattr(disk, "free_space", lambda _: free)
    (check,) = disk.check_disk(subject(tmp_path))
    assert check.state == state


def test_an_older_helper_is_told(tmp_path: Path) -> None:
    here = subject(tmp_path, holder="this", version=inset.__version__)
    assert [check.name for check in versions.check_versions(here)] == ["versions"]
    older = subject(tmp_path, holder="this", version="0.0.9")
    assert [check.state for check in versions.check_versions(older)] == ["good", "warning"]


def test_a_missing_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == "bitarray":
            raise PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(versions, "version", version)
    (check,) = versions.check_versions(subject(tmp_path))
    assert check.state == "bad"
    assert check.message.endswith("lacks bitarray.")


def test_an_errors_remedy_is_told_apart_from_its_reason() -> None:
    check = bad_because("datasets", IndexCorrupt("Build faces again: photos.ids is missing."))
    assert (check.message, check.remedy) == ("photos.ids is missing.", "Build faces again.")
    check = bad_because("x", InsetError("Broken.", hint="Fix it."))
    assert (check.message, check.remedy) == ("Broken.", "Fix it.")


def test_every_trouble_comes_with_a_remedy(tmp_path: Path) -> None:
    checks = [check for run in CHECKS for check in run(subject(tmp_path))]
    assert all(check.remedy for check in checks if check.state != "good")
    assert all(check.remedy is None for check in checks if check.state == "good")
