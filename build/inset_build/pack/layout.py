"""Where the files of a repository lie, in the form of The Update Framework (TUF), and reading them.

    <folder>/root.json                            the newest root: what a publisher hands to those who want to follow
             metadata/N.root.json                 which keys count; every one is kept, for each signs the next
                      N.targets.json              which packs there are: size, SHA-256, and what is in them
                      N.snapshot.json             which targets.json counts
                      timestamp.json              which snapshot counts, and until when; the only file that is replaced
             targets/NAME/SHA256.RUN.insetpack    the packs, each under its hash
                          SHA256.RUN-from-BEFORE.insetdelta    what leads to one from another: `published_deltas`

    targets.json's own fields of Inset: "inset": {"format": 1, "title": …}, of each pack
    "custom": {"dataset", "run", "photos", "kind", "filter_only", "owners"}, with "error_rate" as a text where the
    publisher chose that of the filter, and of each delta
    "custom": {"dataset", "run", "from", "to"}, the run that it leads to and the SHA-256 of both packs

`inset_build.pack.repository` changes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, TypeVar

from securesystemslib.exceptions import StorageError
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp

from inset.errors import RepositoryDamaged
from inset.words.sentences import sentence

FORMAT: Final = 1
FIELD: Final = "inset"
METADATA_FOLDER: Final = "metadata"
TARGETS_FOLDER: Final = "targets"
ROOT_FILE: Final = "root.json"
PACK_ENDING: Final = ".insetpack"
DELTA_ENDING: Final = ".insetdelta"

_SHOWN: Final = 16
"""Characters of the hash of the pack before that stand in a delta's name."""
_MOST_ROOTS: Final = 1000

S = TypeVar("S", Root, Targets, Snapshot, Timestamp)


def newest_root(folder: Path) -> Metadata[Root]:
    """The newest root of the repository in a folder.

    Raises:
        RepositoryDamaged: it cannot be read.
    """
    versions = range(2, _MOST_ROOTS)
    newest = next((each - 1 for each in versions if not (folder / METADATA_FOLDER / f"{each}.{ROOT_FILE}").exists()), 1)
    return _load(folder, f"{newest}.{ROOT_FILE}", Root)


def published(folder: Path) -> tuple[Metadata[Timestamp], Metadata[Snapshot], Metadata[Targets]]:
    """What the repository in a folder says now: all that its timestamp.json leads to. Signatures are not looked at.

    Raises:
        RepositoryDamaged: a file cannot be read.
    """
    timestamp = _load(folder, "timestamp.json", Timestamp)
    snapshot = _load(folder, f"{timestamp.signed.snapshot_meta.version}.snapshot.json", Snapshot)
    targets = _load(folder, f"{snapshot.signed.meta['targets.json'].version}.targets.json", Targets)
    return timestamp, snapshot, targets


def _load(folder: Path, name: str, kind: type[S]) -> Metadata[S]:
    try:
        read = Metadata[Any].from_file(str(folder / METADATA_FOLDER / name))
    except (RepositoryError, StorageError, OSError) as error:  # the second is what a missing file gives
        raise damaged(folder, sentence("error_repository_unread", name, error)) from error
    if not isinstance(read.signed, kind):
        raise damaged(folder, sentence("error_repository_else", name))
    return read


def damaged(folder: Path, why: str) -> RepositoryDamaged:
    """The error to raise."""
    return RepositoryDamaged(sentence("error_repository", folder, why))


def place_of(target: TargetFile) -> str:
    """Where a pack or a delta lies below the targets: under its hash."""
    folder, _, name = target.path.rpartition("/")
    return f"{folder}/{target.hashes['sha256']}.{name}"


def delta_path(dataset: str, run: str, before: str) -> str:
    """The name in a repository of the delta that leads from the pack of this SHA-256 to that of a run."""
    return f"{dataset}/{run}-from-{before[:_SHOWN]}{DELTA_ENDING}"
