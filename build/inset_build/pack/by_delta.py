"""Makes a publisher's new pack of the run that is here and a delta, where that is possible."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from inset.disk_space import require_space
from inset.errors import DatasetUnknown, InsetError
from inset.index.descriptor import read_descriptor
from inset.index.shelf.runs import kept_runs
from inset.own_files import make_own_folder, remove_own_folder
from inset.words.sentences import sentence
from inset_build.pack.delta_applied import apply_delta

_TIMES: Final = 5
"""So many times the room of a pack is needed meanwhile: the last one is made again, in two forms, and then this one."""


def run_of(datasets: Path, dataset: str, pack: str) -> Path | None:
    """The run of a dataset that the pack of this SHA-256 has become, if it is still here."""
    with suppress(DatasetUnknown):
        for run in reversed(kept_runs(datasets, dataset)):
            with suppress(InsetError):
                origin = read_descriptor(run).origin
                if origin is not None and origin.pack == pack:
                    return run
    return None


def made_by_delta(run: Path, delta: Path, to: Path, *, sha256: str, size: int) -> None:
    """Make a pack of the run that the pack before has become.

    Args:
        run: its folder; delta: the file, which has been verified; to: the pack to write, there only when it is whole.
        sha256, size: of the new pack, as its publisher has signed.

    Raises:
        DeltaUnusable: it does not lead there.
        DiskFull, OSError: the disk refuses.
    """
    aside = to.with_name(f"{to.stem}.aside")
    remove_own_folder(aside)  # of a process that was killed
    make_own_folder(aside)
    try:
        require_space(aside, _TIMES * size, sentence("disk_for_delta"))
        apply_delta(run, delta, aside / to.name, sha256=sha256, size=size).replace(to)
    finally:
        remove_own_folder(aside)
