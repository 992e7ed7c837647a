"""Is everything installed that Inset needs, and does the running helper match this program?"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

import inset
from inset.health.check import Check, Subject


def check_versions(subject: Subject) -> Iterator[Check]:
    """One line for what is installed, one for a helper of another version."""
    missing = [name for name in _needed() if not _version(name)]
    if missing:
        yield Check(
            "versions",
            "bad",
            f"Inset {inset.__version__} lacks {', '.join(missing)}.",
            "Install Inset again: `pipx reinstall inset`.",
        )
    else:
        packages = ", ".join(f"{name} {_version(name)}" for name in ("aiohttp", "numpy", "polars") if _version(name))
        yield Check(
            "versions",
            "good",
            f"Inset {inset.__version__}, Python {platform.python_version()} on {platform.system()}, {packages}.",
        )
    port = subject.port
    if port.holder == "this" and port.version != inset.__version__:
        yield Check(
            "helper",
            "warning",
            f"The helper that runs is Inset {port.version}, this is {inset.__version__}.",
            "Start it anew: `inset service install`, or `inset stop` and `inset serve`.",
        )


def _needed() -> list[str]:
    """The packages that this installation asks for on this system."""
    try:
        asked = requires("inset") or []
    except PackageNotFoundError:  # run from a folder of sources: nobody has written down what it needs
        return []
    names = []
    for requirement in asked:
        name, _, marker = requirement.partition(";")
        below = re.search(r'python_version < "?\'?3\.(\d+)', marker)
        if "extra ==" not in marker and (below is None or sys.version_info < (3, int(below[1]))):
            names.append(re.split(r"[\s<>=!~(\[]", name.strip())[0])
    return names


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
