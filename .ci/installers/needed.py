"""Which packages of the environment the installers carry: what Inset requires, and nothing that lies beside it.

PyInstaller takes what any module could import, and Polars could import much (DuckDB, Matplotlib, fsspec, boto3): made
in an environment for development the folder would be larger by a third.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from typing import Final

from packaging.requirements import Requirement

ROOTS: Final = ("inset", "rfc3161-client")
"""What the folder is made of: Inset, and what `inset evidence --timestamp` needs (the extra `timestamp`)."""
_MAKERS: Final = frozenset({"pyinstaller", "pyinstaller-hooks-contrib", "altgraph"})
"""Leaving them out would leave out their own hooks, which run in the frozen program."""


def needed(roots: Iterable[str] = ROOTS) -> frozenset[str]:
    """Return the distributions that these require, themselves among them, by their normal names."""
    found: set[str] = set()
    waiting = [(name, "") for name in roots]
    asked = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        try:
            requires = distribution(name).requires or ()
        except PackageNotFoundError:  # an older Python would need it, or another system
            continue
        found.add(_normal(name))
        for each in map(Requirement, requires):
            if each.marker is None or each.marker.evaluate({"extra": extra}):
                new = {(_normal(each.name), wanted) for wanted in ("", *each.extras)} - asked
                asked |= new
                waiting += new
    return frozenset(found)


def left_out() -> list[str]:
    """Return the names of all modules that only distributions have which are not needed."""
    kept = needed() | _MAKERS
    return sorted(
        module for module, owners in packages_distributions().items() if not kept & {_normal(owner) for owner in owners}
    )


def _normal(name: str) -> str:
    """Source: PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
