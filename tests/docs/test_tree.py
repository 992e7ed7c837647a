"""The README's tree is the repository's: each folder of two levels has one plain line, and no other is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE_ROOTS = {"helper": "helper/inset", "build": "build/inset_build"}
"""Folders that hold one package and nothing else: the tree begins at the package."""


def ignored() -> set[str]:
    """What git ignores: anchored paths, and names that are ignored anywhere."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return {line.strip("/") for line in lines if line and not line.startswith("#")}


def folders(parent: Path) -> Iterator[Path]:
    out = ignored()
    for path in sorted(parent.iterdir()):
        name = path.relative_to(ROOT).as_posix()
        # Hidden folders are git's and editors', but for two.
        hidden = path.name.startswith(".") and path.name not in (".ci", ".github")
        if path.is_dir() and not hidden and name not in out and path.name not in out:
            yield path


def real_tree() -> set[str]:
    found = set()
    for top in folders(ROOT):
        start = ROOT / SOURCE_ROOTS.get(top.name, top.name)
        found.add(start.relative_to(ROOT).as_posix())
        found.update(path.relative_to(ROOT).as_posix() for path in folders(start))
    return found


def drawn_tree() -> dict[str, str]:
    """Each folder of the tree with its line."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^## Working on Inset$.*?^```text\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert block is not None
    drawn = {}
    top = ""
    for line in block[1].splitlines():
        match = re.fullmatch(r"(  )?(\S+)/ +(\S.*)", line)
        assert match is not None, line
        name = f"{top}/{match[2]}" if match[1] else match[2]
        top = top if match[1] else match[2]
        drawn[name] = match[3]
    return drawn


def test_every_folder_of_two_levels_has_a_line_and_no_other() -> None:
    assert set(drawn_tree()) == real_tree()


def test_every_folder_that_a_line_names_is_there() -> None:
    for folder, line in drawn_tree().items():
        for inner in re.findall(r"(?<![\w/])([a-z]+)/(?=[ ,)]|$)", line):
            assert (ROOT / folder / inner).is_dir(), (folder, inner)


def test_a_source_root_holds_its_package_alone() -> None:
    for root, package in SOURCE_ROOTS.items():
        assert [path.relative_to(ROOT).as_posix() for path in folders(ROOT / root)] == [package]
