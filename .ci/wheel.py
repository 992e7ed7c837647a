"""Tests a built wheel: installs it into a fresh environment and runs tests against it, never against the source roots.

    wheel.py python WHEEL [ARGUMENT…]     the Python tests; arguments go to pytest
    wheel.py browsers WHEEL               the end-to-end tests, with the wheel's `inset`
    wheel.py materials WHEEL FILE         write a bill of materials (CycloneDX) of the wheel and what it needs

The environment is made by the Python that runs this script and removed at the end. Run it as `make test-wheel`,
`make e2e-wheel` and `make materials`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

WHERE = """
import pathlib, sys
import inset, inset_build
for package in (inset, inset_build):
    folder = pathlib.Path(package.__file__).resolve()
    if not folder.is_relative_to(pathlib.Path(sys.prefix).resolve()):
        sys.exit(f"The tests would test {folder}, which is not the wheel's.")
print(f"Testing {pathlib.Path(inset.__file__).parent} ({inset.__version__}), Python {sys.version}", flush=True)
"""

NEEDED = """
import re
from importlib.metadata import PackageNotFoundError, requires

todo, found = ["inset"], set()
while todo:
    for requirement in requires(todo.pop()) or ():
        name = re.match(r"[A-Za-z0-9._-]+", requirement)[0]
        try:
            requires(name)
        except PackageNotFoundError:  # for another system or an extra, which nobody asked for
            continue
        if name not in found:
            found.add(name)
            todo.append(name)
print(*sorted(found))
"""
"""Prints what the wheel needs, directly or not, as far as it is installed."""


class Environment:
    """A fresh environment in which the wheel is installed."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        venv.create(folder, with_pip=True)
        # What the caller's shell has set up (a path to sources, another environment) must not leak in.
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        self.environ = {**clean, "PATH": f"{self.scripts}{os.pathsep}{os.environ['PATH']}"}
        self.install("--upgrade", "pip>=25.1")  # the first that knows --group
        self.install(str(wheel.resolve()))

    def install(self, *what: str) -> None:
        """Install packages; the tools' own output is shown only by pip's errors."""
        self.run(self.scripts / "python", "-m", "pip", "install", "--quiet", *what)

    def run(self, *command: object, **environ: str) -> None:
        """Run a command at the top of the repository; ends this program with the command's status if it fails."""
        done = subprocess.run(list(map(str, command)), cwd=ROOT, env={**self.environ, **environ}, check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)

    def read(self, code: str) -> str:
        """What a Python program of this environment prints."""
        command = [str(self.scripts / "python"), "-c", code]
        return subprocess.run(command, cwd=ROOT, env=self.environ, check=True, capture_output=True, text=True).stdout


def test_python(environment: Environment, arguments: list[str]) -> None:
    """Run the Python tests with the packages of `[dependency-groups] test`."""
    environment.install("--group", "test")
    python = environment.scripts / "python"
    environment.run(python, "-c", WHERE)
    environment.run(python, "-m", "pytest", *arguments)


def test_browsers(environment: Environment) -> None:
    """Run the end-to-end tests with the wheel's helper; the extension is built from the same sources."""
    environment.run(environment.scripts / "python", "-c", WHERE)
    suffix = ".exe" if os.name == "nt" else ""
    environment.run("make", "e2e", INSET_BIN=str(environment.scripts / f"inset{suffix}"))


def write_materials(environment: Environment, file: Path) -> None:
    """Write what the wheel needs, as installed now, in the CycloneDX form; the tool stays out of the environment."""
    with tempfile.TemporaryDirectory(prefix="inset-materials-") as folder:
        venv.create(folder, with_pip=True)
        tools = Path(folder) / environment.scripts.name
        environment.run(tools / "python", "-m", "pip", "install", "--quiet", "--upgrade", "pip>=25.1")
        environment.run(tools / "python", "-m", "pip", "install", "--quiet", "--group", "release")
        environment.run(
            tools / "cyclonedx-py",
            "environment",
            *("--pyproject", ROOT / "pyproject.toml"),
            *("--mc-type", "application"),
            "--output-reproducible",
            *("--output-format", "JSON"),
            *("--output-file", file),
            environment.scripts / "python",
        )
    needed = environment.read(NEEDED).split()
    if missing := unnamed(json.loads(file.read_bytes()), needed):
        file.unlink()
        sys.exit(f"Look at cyclonedx-py: the bill of materials does not name {', '.join(missing)}.")


def unnamed(bill: dict[str, Any], needed: Iterable[str]) -> list[str]:
    """Of what a wheel needs, the packages that a bill of materials does not name with a version.

    Args:
        bill: in the CycloneDX form; needed: names of packages, in any spelling.
    """
    named = {_spelled(part["name"]) for part in bill.get("components", ()) if part.get("version")}
    return sorted({_spelled(name) for name in needed} - named)


def _spelled(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(command: str, wheel: str, *arguments: str) -> None:
    """Make the environment and run one of the commands in it."""
    with tempfile.TemporaryDirectory(prefix="inset-wheel-", ignore_cleanup_errors=True) as folder:
        environment = Environment(Path(folder) / "environment", Path(wheel))
        if command == "python":
            test_python(environment, list(arguments))
        elif command == "browsers":
            test_browsers(environment)
        elif command == "materials":
            write_materials(environment, Path(arguments[0]).resolve())
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
