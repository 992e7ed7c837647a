"""The bill of materials names everything that the wheel needs, or `make materials` fails and leaves none."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wheel", ROOT / ".ci" / "wheel.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def needed(wheel: ModuleType) -> list[str]:
    """What the installed Inset needs, as `make materials` asks for it."""
    return subprocess.run(
        [sys.executable, "-c", wheel.NEEDED], capture_output=True, text=True, check=True
    ).stdout.split()


def spelled(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_runtime_dependency_is_asked_for(needed: list[str]) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    requirements = [Requirement(text) for text in declared]
    here = {spelled(each.name) for each in requirements if each.marker is None or each.marker.evaluate()}
    assert here
    assert here <= {spelled(name) for name in needed}
    # And what these need in turn.
    assert {"multidict", "yarl"} <= {spelled(name) for name in needed}


def test_a_bill_that_leaves_one_out_is_refused(wheel: ModuleType, needed: list[str]) -> None:
    parts = [{"name": name, "version": "1"} for name in sorted({name.lower().replace("-", "_") for name in needed})]
    assert wheel.unnamed({"components": parts}, needed) == []
    left_out = spelled(parts[0]["name"])
    assert wheel.unnamed({"components": parts[1:]}, needed) == [left_out]
    without_version = {"name": parts[0]["name"]}
    assert wheel.unnamed({"components": [without_version, *parts[1:]]}, needed) == [left_out]
    assert wheel.unnamed({}, needed) == sorted({spelled(name) for name in needed})
