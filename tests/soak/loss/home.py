"""A home of Inset that is attacked: what was in it before, and what may be in it afterwards.

The dataset `made-up` has versions. Version V lists 40 + V photos from FIRST on, all of account (10000000 + V)@N00, so
that the answers tell of which version each part is: filter and ID store by the photos, details by the account.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Final

from inset.account.kept import KeptChecks
from inset.errors import InsetError
from inset.health.check import PortUse, Subject
from inset.health.datasets import check_datasets
from inset.health.gate import check_gate
from inset.health.leftovers import check_leftovers, find_leftovers
from inset.index.library import Library
from inset.index.shelf.runs import RUNS_KEPT
from inset.paths import Paths, find_paths
from inset.settings import Settings
from inset.tokens import TokenStore
from inset_build.pipeline import build_dataset
from soak.figures import Figures

NAME: Final = "made-up"
FIRST: Final = 900_000_000_000
LEAST: Final = 40
MOST: Final = 60
"""Versions are below that."""

Version = int | None
"""None: there is no dataset."""
Kept = tuple[str, ...]
"""Everything else that a home keeps, one text each: `browser one`, `watch mine of 43`, `letter 1`, `check of 43`."""

_RUN = r"data/datasets/[a-z-]+/\d{8}-\d+"
_ACCOUNTED: Final = re.compile(
    r"data/datasets/\.gate(-\d+|\.lock)|"
    rf"data/datasets/[a-z-]+/(CURRENT|\.build\.lock)|{_RUN}/(completed|dataset\.json|photos\.[a-z0-9]+)"
    r"|state/[a-z]+\.(json|lock)|data/letters\.(json|lock)|state/watches/(\.lock|[0-9a-f]{8}\.json)"
    r"|state/checks/[0-9a-f]{16}\.(json|asked|ndjson)"
    # A download goes on where it broke off.
    r"|data/downloads/made-up/(\.download\.lock|photos\.txt(\.part|\.origin(\.new)?)?)"
    r"|data/subscriptions/[0-9a-f]{16}/(\.lock|subscription\.json|root\.json"
    r"|metadata/((root_history/)?(\d+\.)?root|timestamp|snapshot|targets)\.json)"
)
_MADE_OF: Final = re.compile(
    r"data|state|log|config|data/datasets|data/datasets/[a-z-]+|data/downloads(/made-up)?"
    r"|data/subscriptions(/[0-9a-f]{16}(/(downloads|metadata(/root_history)?))?)?|state/(watches|checks)"
)


def manifest(folder: Path, version: int) -> Path:
    """Write the list of a version, and return its file."""
    path = folder / f"version-{version}.csv"
    rows = (f"{FIRST + n},{10_000_000 + version}@N00\n" for n in range(LEAST + version))
    path.write_text("photo_id,owner_nsid\n" + "".join(rows), encoding="ascii")
    return path


def paths_of(home: Path) -> Paths:
    """The folders of a home."""
    return find_paths({"INSET_HOME": str(home)})


def make_home(home: Path, *versions: int, browsers: Collection[str] = ()) -> Path:
    """A home with these versions, one built after the other, and these pairings."""
    home.mkdir(parents=True)
    for version in versions:
        build_dataset(paths_of(home).datasets, NAME, [manifest(home.parent, version)])
    for name in browsers:
        TokenStore(paths_of(home).pairings).issue(name, None, ["lookup"])
    return home


def copy_home(home: Path, to: Path) -> Path:
    """A copy to attack; what was there is removed."""
    shutil.rmtree(to, ignore_errors=True)
    return shutil.copytree(home, to, symlinks=True)


def version_in(home: Path) -> Version | str:
    """The version that answers; what is wrong, in words, where that is no version as a whole."""
    library = Library(paths_of(home).datasets)
    if NAME in library.unavailable:
        return f"unavailable: {library.unavailable[NAME].message}"
    if NAME not in library.datasets:
        return None
    photos = [FIRST + n for n in range(LEAST + MOST)]
    dataset = library.datasets[NAME]
    try:
        listed = sorted(library.lookup(photos))
        told = dataset.details_of(listed)
        placed = [photo for photo in listed if dataset.places_of(photo)]
    except InsetError as error:
        return f"cannot answer: {error.message}"
    version = len(listed) - LEAST
    if listed != photos[: len(listed)] or placed != listed:
        return f"lists {len(listed)} photos and has rows of {len(placed)}"
    accounts = {told[photo].account if photo in told else None for photo in listed}
    return version if accounts == {f"{10_000_000 + version}@N00"} else f"a mixture: {version} of {accounts}"


def kept_in(home: Path) -> Kept:
    """Who is paired, what is watched, which letters are logged and which checks are kept.

    Raises:
        InsetError, OSError, ValueError, KeyError: one of the files cannot be read.
    """
    paths = paths_of(home)
    found = [f"browser {pairing.name}" for pairing in TokenStore(paths.pairings).list()]
    for path in paths.watches.glob("*.json"):
        watch = json.loads(path.read_bytes())
        found.append(f"watch {watch['name']} of {len(watch['photo_ids'])}")
    if paths.letters.exists():
        found += [f"letter {letter['id']}" for letter in json.loads(paths.letters.read_bytes())["requests"]]
    for path in paths.checks.glob("*.json"):
        check = KeptChecks(paths.checks).load(path.stem)
        found.append("check that cannot be read" if check is None else f"check of {len(check.photos)}")
    return tuple(sorted(found))


def hold_whole(
    home: Path,
    versions: Collection[Version],
    figures: Figures,
    where: str,
    *,
    kept: Collection[Kept] = ((),),
) -> None:
    """Hold that one of these versions answers, and the rest is kept as in one of `kept`, as they are and again after
    `inset doctor --fix`; that nothing is left over after that; and that the next build is published.

    Args:
        home: is used up; versions: that may answer; kept: what else may be there; where: for the faults.
    """
    _hold_answers(home, versions, figures, where, kept)
    for path in (*home.rglob(".*.new"), *paths_of(home).checks.glob("*")):  # doctor takes young ones for somebody's
        os.utime(path, (1, 1))
    subject = Subject(paths_of(home), Settings(), PortUse("free", 0), lambda: 0, fix=True)
    named = [path for path in find_leftovers(subject) if path.is_relative_to(home)]
    if named:
        figures.add("homes in which doctor named and removed what was left")
    for check in (*check_leftovers(subject), *check_datasets(subject), *check_gate(subject)):
        figures.hold(check.state != "bad", f"{where}: doctor --fix says {check.message}")
    left = unaccounted_in(home)
    figures.hold(not left, f"{where}: left over, and not named by doctor: {left[:4]}")
    _hold_answers(home, versions, figures, f"{where}, after --fix", kept)
    build_dataset(paths_of(home).datasets, NAME, [manifest(home.parent, MOST - 1)])
    figures.hold(version_in(home) == MOST - 1, f"{where}: the next build gives {version_in(home)}")


def _hold_answers(
    home: Path,
    versions: Collection[Version],
    figures: Figures,
    where: str,
    kept: Collection[Kept],
) -> None:
    version = version_in(home)
    figures.hold(version in versions, f"{where}: {version} answers, none of {list(versions)}")
    try:
        found = kept_in(home)
    except (InsetError, OSError, ValueError, KeyError) as error:
        figures.faults.append(f"{where}: {error!r}")
    else:
        figures.hold(found in kept, f"{where}: {found} are kept, not one of {list(kept)}")


def unaccounted_in(home: Path) -> list[str]:
    """Files and folders of which nobody could say what they are for."""
    found = []
    runs = []
    is_published = any(home.glob("data/datasets/*/CURRENT"))
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        if path.is_dir() and re.fullmatch(_RUN, name):
            runs.append(name)
            is_known = (path / "completed").exists()
        elif path.is_dir():
            is_known = _MADE_OF.fullmatch(name) is not None
        else:
            is_lone_lock = path.name == ".build.lock" and not (path.parent / "CURRENT").exists()
            is_half = path.parent.name == "checks" and not path.with_suffix(".json").exists()
            is_lone_gate = path.name.startswith(".gate") and not is_published
            is_odd = is_lone_lock or is_half or is_lone_gate
            is_known = _ACCOUNTED.fullmatch(name) is not None and not is_odd
        if not is_known:
            found.append(name)
    # One more until the next publish, after a kill between publishing and removing the oldest.
    return found if len(runs) <= RUNS_KEPT + 1 else [*found, *runs]
