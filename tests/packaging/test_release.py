"""A release's tag, versions and changelog agree; the check says what does not, with the remedy."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inset import __version__

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".ci" / "release.py"
IDENTITY = "helper/inset/identity.json"
STATED = (IDENTITY, "helper/inset/__init__.py", "extension/package.json", "extension/package-lock.json", "CHANGELOG.md")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the files that a release's check reads, with nothing unreleased."""
    for name in STATED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    identity = tmp_path / IDENTITY
    identity.write_text(identity.read_text(encoding="utf-8").replace("inset.example", "photos.test"), encoding="utf-8")
    changelog = tmp_path / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    released = re.sub(r"(^## \[Unreleased\]\n).*?(?=^## )", r"\1\n", text, flags=re.MULTILINE | re.DOTALL)
    changelog.write_text(released, encoding="utf-8")
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(*arguments: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def check(repository: Path, *tag: str) -> tuple[int, str]:
    return run("--root", repository, "check", *tag)


def test_this_repository_could_be_released() -> None:
    status, said = run("check")
    assert status == 0, said
    assert said.startswith(f"{__version__}: versions and changelog agree")


def test_tag_versions_and_changelog_agree(repository: Path) -> None:
    assert check(repository, f"v{__version__}") == (
        0,
        f"{__version__}: versions and changelog agree with the tag v{__version__}.\n",
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("helper/inset/__init__.py", __version__, "9.8.7", "in extension/package.json: it says"),
        ("extension/package.json", __version__, "9.8.7", "in extension/package.json: it says 9.8.7"),
        ("extension/package-lock.json", __version__, "9.8.7", "in extension/package-lock.json: it says 9.8.7"),
        ("CHANGELOG.md", f"[{__version__}]", "[9.8.7]", f"Add a section ## [{__version__}]"),
        ("CHANGELOG.md", f"[{__version__}] - ", f"[{__version__}] - 31.", "Write the date as YYYY-MM-DD"),
        ("CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n- Something\n", "has under Unreleased"),
        ("CHANGELOG.md", "## [Unreleased]\n", "## [9.8.7] - 2026-01-01\n- Something\n", "9.8.7 stands above it"),
    ],
)
def test_what_does_not_agree_is_named(repository: Path, file: str, old: str, new: str, said: str) -> None:
    change(repository / file, old, new)
    status, told = check(repository, f"v{__version__}")
    assert status == 1
    assert said in told


def test_a_tag_of_another_version_is_refused(repository: Path) -> None:
    status, said = check(repository, "v9.8.7")
    assert status == 1
    assert said == f"Tag this commit v{__version__}, or change the versions: the tag is v9.8.7.\n"


def test_before_the_tag_there_may_be_unreleased_changes(repository: Path) -> None:
    change(repository / "CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n- Something\n")
    assert check(repository)[0] == 0


def test_the_notes_are_the_section_of_this_version_alone(repository: Path) -> None:
    change(repository / "CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n- Something that is to come\n")
    notes = repository / "dist" / "NOTES.md"
    assert run("--root", repository, "notes", notes)[0] == 0
    text = notes.read_text(encoding="utf-8")
    assert text.startswith("### Added\n")
    assert "to come" not in text
    assert "\n## " not in text


def test_a_tag_is_refused_while_addresses_are_nobody_s(repository: Path) -> None:
    change(repository / IDENTITY, "https://photos.test", "https://inset.example")
    status, said = check(repository, f"v{__version__}")
    assert status == 1
    assert said.startswith("Write the project's own downloads in helper/inset/identity.json")
    assert said.count("\n") == 1
    assert check(repository)[0] == 0  # only a release needs them
