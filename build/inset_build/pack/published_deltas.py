"""Deltas in a repository: beside a new pack, what leads to it from the packs that were offered before.

They lead from the pack that was offered last, and from those before it of which the runs are still here and give the
same pack again: `MOST` of them together. Each leads straight to the new pack, so that none tells more than that does:
what it adds is in the new pack, and what it removes it names by places in the old one, which only its owner can read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuf.api.metadata import TargetFile

from inset.errors import BuildFailed, DatasetUnknown, DeltaUnusable, IndexCorrupt, PackInvalid, UsageInvalid
from inset.index.shelf.runs import kept_runs
from inset.index.verify import file_facts
from inset_build.pack.layout import DELTA_ENDING, PACK_ENDING, delta_path
from inset_build.pack.repository import Offer, Repository
from inset_build.pack.target_files import aside

MOST: Final = 3
"""Deltas that lead to one pack."""

_NO_DELTA: Final = (DeltaUnusable, PackInvalid)
_NO_PACK: Final = (BuildFailed, IndexCorrupt, UsageInvalid)
"""What keeps a run of before from being packed again. A full disk is none of them: then nothing can be published."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was offered of a dataset before, and so may be where somebody follows.

    Attributes:
        packs: files by their SHA-256; known: SHA-256 of older ones, from which deltas led.
    """

    packs: dict[str, Path]
    known: frozenset[str]


def offered_before(repository: Repository, dataset: str) -> Before:
    """What a repository offers of a dataset, before that is replaced."""
    packs, known = {}, set()
    for path, target in repository.offers.items():
        if path.partition("/")[0] != dataset:
            continue
        if path.endswith(PACK_ENDING):
            packs[target.hashes["sha256"]] = repository.place_of(path)
        elif path.endswith(DELTA_ENDING) and isinstance(target.custom, dict):
            known.add(str(target.custom.get("from")))
    return Before(packs, frozenset(known))


def add_deltas(
    repository: Repository,
    pack: TargetFile,
    before: Before,
    datasets_folder: Path,
    make_pack: Callable[[Path, Path], object],
) -> None:
    """Put in what leads to a pack from those that were offered before; where nothing smaller does, that is none.

    Args:
        pack: the new one, which is in already; datasets_folder: where the runs lie; make_pack: packs one of them.

    Raises:
        OSError, DiskFull: the disk refuses.
    """
    from inset_build.pack.delta import make_delta  # with numpy, and only where something was offered before

    dataset, _, name = pack.path.partition("/")
    new, after = repository.place_of(pack.path), pack.hashes["sha256"]
    made = 0
    for sha256, old in _packs(repository, dataset, before, datasets_folder, make_pack):
        path = delta_path(dataset, name.removesuffix(PACK_ENDING), sha256)
        offer = Offer(path, {"dataset": dataset, "run": name.removesuffix(PACK_ENDING), "from": sha256, "to": after})
        if sha256 == after:
            continue
        with suppress(*_NO_DELTA):
            repository.add(offer, lambda to, old=old: make_delta(old, new, to))  # type: ignore[misc]
            made += 1
        if made == MOST:
            return


def _packs(
    repository: Repository,
    dataset: str,
    before: Before,
    datasets_folder: Path,
    make_pack: Callable[[Path, Path], object],
) -> Iterator[tuple[str, Path]]:
    """Packs that were offered before, with their SHA-256: those whose files are here, then those made again."""
    for sha256, path in before.packs.items():
        if path.is_file():
            yield sha256, path
    wanted = set(before.known) - set(before.packs)
    try:
        runs = kept_runs(datasets_folder, dataset) if wanted else []
    except DatasetUnknown:
        return
    for run in reversed(runs):
        if not wanted:
            return
        again = aside(repository.targets_folder, f"{dataset}/{run.name}{PACK_ENDING}")
        try:
            with suppress(*_NO_PACK):
                make_pack(run, again)
                sha256 = file_facts(again).sha256
                if sha256 in wanted:
                    wanted.remove(sha256)
                    yield sha256, again
        finally:
            again.unlink(missing_ok=True)
