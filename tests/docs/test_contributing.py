"""Every file, folder and command that CONTRIBUTING.md names is there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL))
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)`")
TOP = {path.name for path in ROOT.iterdir()}
BUILT = {"extension/dist"}
"""What a clone has only after `make`."""


def paths(text: str) -> list[str]:
    """What is written as code and begins with a file or folder at the top of the repository."""
    return [path for path in PATH.findall(text) if path.split("/")[0] in TOP and path not in BUILT]


def test_there_are_the_six_recipes() -> None:
    assert list(RECIPES) == ["A URL shape", "A reader", "A verb", "A route", "A page kind", "A message"]


@pytest.mark.parametrize("name", RECIPES)
def test_every_file_of_a_recipe_is_there(name: str) -> None:
    found = paths(RECIPES[name])
    assert len(found) >= 5
    for path in found:
        there = ROOT / path
        # A file that the contributor will write: its folder is there, and its neighbours are named alike.
        if "NAME" in there.name:
            assert list(there.parent.glob(there.name.replace("NAME", "*"))), path
        else:
            assert there.is_dir() if path.endswith("/") else there.is_file(), path


def test_a_recipe_that_names_a_file_that_is_gone_would_fail() -> None:
    found = paths("1. `tests/vectors/photo_refs.json` and `helper/inset/gone.py`, `flickr.com/photos/…`, `NAME`")
    assert found == ["tests/vectors/photo_refs.json", "helper/inset/gone.py"]


def test_every_file_and_folder_of_the_commands_is_there() -> None:
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for path in re.findall(r"(?<![\w./-])(?:tests|extension|helper|build)/[\w./-]+", block):
            assert (ROOT / path).exists(), path


def test_every_make_target_and_npm_script_is_one() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", makefile, re.MULTILINE))
    code = "\n".join(re.findall(r"`([^`]+)`", PAGE))
    asked = {word for words in re.findall(r"(?<!\S)make ((?:[a-z][a-z-]*[ ]?)+)", code) for word in words.split()}
    assert asked
    assert asked <= targets
    scripts = json.loads((ROOT / "extension" / "package.json").read_text(encoding="utf-8"))["scripts"]
    assert set(re.findall(r"npm run ([\w:-]+)", code)) <= set(scripts)
    for script in re.findall(r"node (scripts/\S+?\.mjs)", code):
        assert (ROOT / "extension" / script).is_file(), script
