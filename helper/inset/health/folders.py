"""Can Inset use its folders, and are they closed to other people?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from inset.health.check import Check, Subject
from inset.own_files import close_to_others, is_foreign, loose_in
from inset.words.sentences import sentence


def check_folders(subject: Subject) -> Iterator[Check]:
    """One line for each problem, or one that says that all is well."""
    paths = subject.paths
    closed = sum(map(close_to_others, paths.private)) if subject.fix else 0
    if closed:
        yield Check("folders", "good", sentence("doctor_rights_taken", closed))
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
        yield Check("folders", "good", sentence("doctor_folders", paths.data, paths.state))


def _use(folder: Path) -> Check | None:
    """Whether files can be created in a folder, or the folder itself where it is missing."""
    if folder.exists() and not folder.is_dir():
        return Check("folders", "bad", sentence("doctor_no_folder", folder), sentence("doctor_move", folder))
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        return None
    return Check("folders", "bad", sentence("doctor_may_not_write", nearest), sentence("doctor_make_yours", nearest))


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
            sentence("doctor_foreign", path),
            sentence("doctor_foreign_remedy", path),
        )
    return None


def _loose(folder: Path, loose: dict[Path, int]) -> Check | None:
    """Whether others may get at datasets, downloads, the spill of a build, locks, logs; in one line."""
    if not loose:
        return None
    example, mode = next(iter(loose.items()))
    what = (example, f"{mode:03o}")
    several = len(loose) > 1
    return Check(
        "folders",
        "bad",
        sentence("doctor_loose_more", *what, len(loose) - 1, folder) if several else sentence("doctor_loose", *what),
        sentence("doctor_loose_remedy", folder),
    )


def _secret(path: Path, mode: int) -> Check:
    """What to do where a file was open that holds tokens. Not on Windows, which protects a person's profile itself."""
    right = "700" if path.is_dir() else "600"
    return Check(
        "folders",
        "bad",
        sentence("doctor_secret", path, f"{mode:03o}"),
        sentence("doctor_secret_remedy", right, path),
    )
