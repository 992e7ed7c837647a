"""The packs and deltas of a repository as files: where they are made, and which are removed."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

from inset.own_files import remove_own_folder

_OURS: Final = re.compile(
    r"(?P<published>[0-9a-f]{64}\.[^/]+\.inset(pack|delta))|\.[^/]+\.inset(pack|delta)\.new[^/]*", re.ASCII
)
"""Names of what is published, and of what is made aside: packs and deltas, and what is written while they are made."""


def aside(targets: Path, path: str) -> Path:
    """Where to make a file of this path; there is none, and what is left there goes with the next `sweep`.

    Args:
        targets: the folder of a repository's targets; path: of an offer, such as `ffhq/20261122-1.insetpack`.
    """
    place = targets / path
    place.parent.mkdir(parents=True, exist_ok=True)
    found = place.with_name(f".{place.name}.new")
    found.unlink(missing_ok=True)
    return found


def sweep(targets: Path, datasets: Collection[str], wanted: Collection[Path]) -> None:
    """Remove files of ours that nothing refers to; a person's own stay.

    Args:
        targets: the folder of a repository's targets; datasets: that are offered; wanted: files that are still needed.
    """
    for path in list(targets.glob("*/*")):
        found = _OURS.fullmatch(path.name)
        if found is None or (path.parent.name in datasets and path in wanted):
            continue
        if found["published"] is None and path.is_dir():
            remove_own_folder(path)
        else:
            path.unlink(missing_ok=True)
    for folder in [each for each in targets.iterdir() if each.is_dir()]:
        with suppress(OSError):  # it is not empty
            folder.rmdir()
