"""Can Inset use its folders, and are they closed to other people?"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from inset.health.check import Check, Subject


def check_folders(subject: Subject) -> Iterator[Check]:
    """One line for each problem, or one that says that all is well."""
    paths = subject.paths
    troubles = [
        *(_use(folder) for folder in (paths.config, paths.data, paths.state, paths.log)),
        *(_secret(file) for file in (paths.state, paths.helper_state, paths.pairings)),
    ]
    found = [trouble for trouble in troubles if trouble is not None]
    yield from found
    if not found:
        yield Check("folders", "good", f"Datasets in {paths.data}, secrets in {paths.state}, for you alone.")


def _use(folder: Path) -> Check | None:
    """Whether files can be created in a folder, or the folder itself where it is missing."""
    if folder.exists() and not folder.is_dir():
        return Check("folders", "bad", f"{folder} is no folder.", f"Move {folder} away.")
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        return None
    return Check(
        "folders", "bad", f"You may not write in {nearest}.", f"Make it yours: `sudo chown -R $USER '{nearest}'`."
    )


def _secret(path: Path) -> Check | None:
    """Whether only this person may read it. Not checked on Windows, which protects a person's profile by itself."""
    if sys.platform == "win32" or not path.exists():
        return None
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & 0o077:
        return None
    right = "700" if path.is_dir() else "600"
    return Check(
        "folders",
        "bad",
        f"Others may read {path} (mode {mode:03o}); it belongs to the secrets of your pairings.",
        f"Run `chmod {right} '{path}'`; if others use this computer, `inset unpair --all` and pair again.",
    )
