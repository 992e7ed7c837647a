"""GitHub's workflows and the commit hooks run what the Makefile has, with no more rights than they need."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z0-9-]*):", MAKEFILE, re.MULTILINE))
every_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)

NOT_HERE = ("sudo sysctl", "sudo apt-get", "dotnet tool", "mkdir dist && mv", "gh release create")
"""The beginnings of steps that only a runner of GitHub's can do: its own set-up, and its own releases."""


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
    return found


def test_there_are_both_workflows() -> None:
    assert [file.name for file in WORKFLOWS] == ["release.yml", "test.yml"]


@every_workflow
def test_every_step_that_runs_something_is_a_make_target(file: Path) -> None:
    for name, job in jobs(file).items():
        for step in job.get("steps", []):
            command = step.get("run", "make help")
            if not command.startswith(NOT_HERE):
                words = command.removeprefix('sudo env "PATH=$PATH" ').split()
                assert words[0] == "make", (name, command)
                asked = {word for word in words[1:] if "=" not in word and not word.endswith('*.whl)"')}
                assert asked, (name, command)
                assert asked <= TARGETS, (name, command)


@every_workflow
def test_every_action_is_pinned_by_its_hash_and_says_its_version(file: Path) -> None:
    uses = re.findall(r"uses: (\S+)(.*)", file.read_text(encoding="utf-8"))
    for action, comment in uses:
        if not action.startswith("./"):
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action)
            assert re.match(r" # v\d+\.\d+\.\d+$", comment), action


def test_only_attesting_and_publishing_may_sign() -> None:
    may_sign = {
        (file.name, name)
        for file in WORKFLOWS
        for name, job in jobs(file).items()
        if job["permissions"].get("id-token") is not None
    }
    assert may_sign == {("release.yml", "attest"), ("release.yml", "publish")}
    for file in WORKFLOWS:
        assert yaml.safe_load(file.read_text(encoding="utf-8"))["permissions"] == {}


def test_what_is_published_is_built_once_and_is_what_was_tested() -> None:
    test = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
    release = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert (test + release).count("run: make package") == 1
    assert jobs(ROOT / ".github/workflows/release.yml")["test"]["uses"] == "./.github/workflows/test.yml"


def test_the_wheel_is_tested_on_every_python_that_it_says_it_runs_on() -> None:
    matrix = jobs(ROOT / ".github/workflows/test.yml")["wheel"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = [line.rsplit(" ", 1)[1] for line in project["classifiers"] if " :: 3." in line]
    assert matrix["python"] == stated
    assert {re.sub(r"-.*", "", system) for system in matrix["system"]} == {"ubuntu", "macos", "windows"}
    assert project["requires-python"] == f">={stated[0]}"


def test_the_commit_hooks_run_what_make_lint_runs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    entries = [hook["entry"] for repo in hooks for hook in repo["hooks"]]
    lint = re.search(r"^lint: ([^#\n]+)##", MAKEFILE, re.MULTILINE)
    assert lint is not None
    assert entries == [f"make {target}" for target in lint[1].split()]
    assert [repo["repo"] for repo in hooks] == ["local"]
