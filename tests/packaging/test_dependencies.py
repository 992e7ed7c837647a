"""What pyproject.toml declares is what the packages import: nothing comes along by chance, and nothing is left over."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

TOP = Path(__file__).parents[2]
LOCK = TOP / ".ci" / "locked.txt"
OURS = {"inset", "inset_build"}
NOT_INSTALLED = {"_typeshed", "compression"}
"""Only type checkers know the one; the other is in the standard library from Python 3.14 on."""


def imported() -> set[str]:
    """The top-level modules that any file of ours imports, in functions too, without the standard library's."""
    names: set[str] = set()
    for file in (*(TOP / "helper" / "inset").rglob("*.py"), *(TOP / "build" / "inset_build").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - OURS - NOT_INSTALLED


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def declared() -> set[str]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project.get("optional-dependencies", {}).values()
    requirements = chain(project["dependencies"], *extras)
    found = [re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements]
    return {normal(match[0]) for match in found if match}


def requirements_of(group: str, groups: dict[str, list[Any]]) -> list[str]:
    """What a dependency group asks for, with the groups that it includes."""
    return [
        requirement
        for entry in groups[group]
        for requirement in (requirements_of(entry["include-group"], groups) if isinstance(entry, dict) else [entry])
    ]


def locked() -> dict[str, str]:
    """The pinned version of each distribution in .ci/locked.txt."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pins = [re.match(r"([a-z0-9-]+)==(\S+)", line) for line in lines]
    return {pin[1]: pin[2] for pin in pins if pin}


def test_what_development_and_our_workflows_install_is_pinned_within_the_ranges() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *chain(*project["project"]["optional-dependencies"].values()),
        *requirements_of("dev", project["dependency-groups"]),
        *requirements_of("audit", project["dependency-groups"]),
    ]
    pinned = locked()
    wrong = [
        requirement
        for requirement in asked
        if not Requirement(requirement).specifier.contains(pinned.get(normal(Requirement(requirement).name), "0"))
    ]
    assert wrong == [], "run `make lock`"


def test_every_pinned_file_has_its_hashes_and_no_address() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert {entry.partition("==")[0] for entry in entries} == set(locked())
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    providers = packages_distributions()
    used = {module: {normal(name) for name in providers.get(module, [module])} for module in imported()}
    undeclared = {module for module, names in used.items() if not names & declared()}
    assert undeclared == set()
    # Python 3.14 has zstd itself; there, backports.zstd is not installed, and known by its module's name alone.
    known = set().union(*used.values()) | {"backports-zstd" if "backports" in used else ""}
    assert declared() - known == set()
