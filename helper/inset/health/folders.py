"""Can Inset use its folders, and are they closed to other people?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from inset.health.check import Check, Subject
from inset.own_files import close_to_others, is_foreign, loose_in


def check_folders(subject: Subject) -> Iterator[Check]:
    """One line for each problem, or one that says that all is well."""
    paths = subject.paths
    closed = sum(map(close_to_others, paths.private)) if subject.fix else 0
    if closed:
        yield Check("folders", "good", f"Took other people's rights away from {closed:,} of Inset's files and folders.")
    troubles = [
        *(_use(folder) for folder in (paths.config, *paths.private)),
        *(_of_others(folder) for folder in paths.private),
    ]
    secrets = {paths.state, paths.helper_state, paths.pairings}
    for folder in paths.private:
        loose = dict(loose_in(folder))
        troubles += [_secret(path, loose.pop(path)) for path in sorted(secrets & loose.keys())]
        troubles.append(_loose(folder, loose))
    found = [trouble for trouble in dict.fromkeys(troubles) if trouble is not None]
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


def _of_others(folder: Path) -> Check | None:
    """What another user has put among Inset's files: they may change it at any time. Root may change everything."""
    if sys.platform == "win32":
        return None
    walked = ((parent, name) for parent, folders, files in os.walk(folder) for name in (*folders, *files))
    for parent, name in walked:
        path = Path(parent, name)
        try:
            if not is_foreign(path):
                continue
        except OSError:
            continue
        return Check(
            "folders",
            "bad",
            f"{path} belongs to another user of this computer, who may change it.",
            f"Remove it if you do not know it, or make it yours: `sudo chown -R $USER '{path}'`.",
        )
    return None


def _loose(folder: Path, loose: dict[Path, int]) -> Check | None:
    """Whether others may get at datasets, downloads, the spill of a build, locks, logs; in one line."""
    if not loose:
        return None
    example, mode = next(iter(loose.items()))
    more = f", and {len(loose) - 1:,} more in {folder}" if len(loose) > 1 else ""
    return Check(
        "folders",
        "bad",
        f"Others have rights on {example} (mode {mode:03o}){more}: they may learn which datasets you have, or more.",
        f"Run `inset doctor --fix`, or `chmod -R go= '{folder}'`.",
    )


def _secret(path: Path, mode: int) -> Check:
    """What to do where a file was open that holds tokens. Not on Windows, which protects a person's profile itself."""
    right = "700" if path.is_dir() else "600"
    return Check(
        "folders",
        "bad",
        f"Others may read {path} (mode {mode:03o}); it belongs to the secrets of your pairings.",
        f"Run `chmod {right} '{path}'`; if others use this computer, `inset unpair --all` and pair again.",
    )
