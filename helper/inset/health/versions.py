"""Is everything installed that Inset needs, and does the running helper match this program?"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

import inset
from inset.health.check import Check, Subject
from inset.words.sentences import sentence, with_commas


def check_versions(subject: Subject) -> Iterator[Check]:
    """One line for what is installed, one for a helper of another version."""
    missing = [name for name in _needed() if not _version(name)]
    if missing:
        yield Check(
            "versions",
            "bad",
            sentence("doctor_lacks", inset.__version__, with_commas(missing)),
            sentence("doctor_reinstall"),
        )
    else:
        packages = ", ".join(f"{name} {_version(name)}" for name in ("aiohttp", "numpy", "polars") if _version(name))
        yield Check(
            "versions",
            "good",
            sentence("doctor_versions", inset.__version__, platform.python_version(), platform.system(), packages),
        )
    port = subject.port
    if port.holder == "this" and port.version != inset.__version__:
        yield Check(
            "helper",
            "warning",
            sentence("doctor_helper_version", str(port.version), inset.__version__),
            sentence("doctor_helper_anew"),
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
