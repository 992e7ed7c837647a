"""Publishes datasets in a repository: makes their packs, signs, and says what there is now."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tuf.api.metadata import Root, TargetFile

from inset.errors import DatasetUnknown, KeyMissing, UsageInvalid
from inset.index.descriptor import Descriptor, is_dataset_name, read_descriptor
from inset.index.shelf.current import published_names, read_current
from inset.index.shelf.runs import find_run, no_such_dataset
from inset.private_files import locked
from inset.visible import blanked
from inset.words.sentences import sentence
from inset_build.pack.keys import ROLES, ROOT, Keys
from inset_build.pack.layout import DELTA_ENDING, METADATA_FOLDER, PACK_ENDING, ROOT_FILE, newest_root
from inset_build.pack.published_deltas import add_deltas, offered_before
from inset_build.pack.repository import Offer, Repository
from inset_build.report import BuildOptions

LONGEST_TITLE: Final = 200
LOCK_FILE: Final = ".lock"

MakePack = Callable[[Path, Path], object]
"""Called with a run's folder and where to write its pack."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to publish.

    Attributes:
        datasets: names of datasets to make packs of, or to make again.
        withdrawn: names of those that are to be offered no more.
        title: what the publisher calls the repository; None leaves it as it is.
        filter_only: offer the filter without the list; owners: with what is known of accounts.
        error_rate: of the filters that are made where lists are left out; None for 1e-6.

    Raises:
        UsageInvalid: an error rate out of bounds, or of filters beside lists.
    """

    datasets: Sequence[str] = ()
    withdrawn: Sequence[str] = ()
    title: str | None = None
    filter_only: bool = False
    owners: bool = True
    error_rate: float | None = None

    def __post_init__(self) -> None:
        if self.error_rate is not None and not self.filter_only:
            raise UsageInvalid(sentence("error_pack_rate"))
        BuildOptions(error_rate=self.error_rate)


def publish(
    folder: Path,
    keys_folder: Path,
    datasets_folder: Path,
    wish: Wish,
    *,
    make: Callable[[Wish], MakePack],
    now: datetime | None = None,
) -> dict[str, Any]:
    """Make packs of the datasets' current runs, and offer them in the repository; what is offered already stays.

    Args:
        folder: the repository's; made where there is none, with its keys.
        keys_folder: see `keys_of`.
        make: gives what makes a pack; it is asked once.
        now: UTC, when a test wants its own clock.

    Raises:
        DatasetUnknown: one is not published here, or is to be withdrawn and not offered.
        UsageInvalid: a title is none.
        InsetError: as `Repository` and its `write`; a pack cannot be made. What was published before still is.
    """
    runs = {name: _current(datasets_folder, name) for name in dict.fromkeys(wish.datasets)}
    with _opened(folder, keys_folder, now) as repository:
        if wish.title is not None:
            repository.call(_title(wish.title))
        make_pack = make(wish) if runs else None
        changed = []
        for name in dict.fromkeys(wish.withdrawn):
            gone = [path for path in repository.offers if path.partition("/")[0] == name]
            if not gone:
                raise DatasetUnknown(sentence("error_publish_not_offered", name, folder))
            for path in gone:
                repository.withdraw(path)
        for name, (run, descriptor) in runs.items():
            offer = _offer(descriptor, wish)
            there = repository.offers.get(offer.path)
            if there is not None and there.custom == offer.custom and repository.place_of(offer.path).is_file():
                continue  # a run never changes
            assert make_pack is not None
            before = offered_before(repository, name)
            for path in [each for each in repository.offers if each.partition("/")[0] == name]:
                repository.withdraw(path)
            pack = repository.add(offer, lambda to, run=run: make_pack(run, to))  # type: ignore[misc]
            if before.packs:
                add_deltas(repository, pack, before, datasets_folder, make_pack)
            changed.append(name)
        repository.write()
        return {**_described(repository), "changed": changed, "withdrawn": list(dict.fromkeys(wish.withdrawn))}


def refresh(folder: Path, keys_folder: Path, *, now: datetime | None = None) -> dict[str, Any]:
    """Say that all that is offered still counts; raises as `Repository.refresh` does."""
    with _opened(folder, keys_folder, now, made=False) as repository:
        repository.refresh()
        return _described(repository)


def rotate(folder: Path, keys_folder: Path, *, only_root: bool, now: datetime | None = None) -> dict[str, Any]:
    """Replace the key of the root, or all keys; raises as `Repository.rotate` does."""
    with _opened(folder, keys_folder, now, made=False) as repository:
        repository.rotate((ROOT,) if only_root else ROLES)
        return _described(repository)


def packs(wish: Wish) -> MakePack:
    """What makes packs as they are wished."""
    from inset_build.pack.make import make_pack

    return lambda run, to: make_pack(
        run, to, filter_only=wish.filter_only, owners=wish.owners, error_rate=wish.error_rate
    )


def keys_of(folder: Path, all_keys: Path) -> Path:
    """Where the keys of a repository are, among the folders of this person's keys; a new place for a new repository.

    Args:
        all_keys: `<data>/keys`: one folder for each repository.

    Raises:
        KeyMissing: none of them has a key of this repository.
        RepositoryDamaged: its root cannot be read.
    """
    if not (folder / METADATA_FOLDER / f"1.{ROOT_FILE}").exists():
        slug = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")[:40]
        return all_keys / f"{slug or 'packs'}-{secrets.token_hex(3)}"
    root: Root = newest_root(folder).signed
    for each in sorted(all_keys.iterdir()) if all_keys.is_dir() else ():
        if any(Keys(each).has(root, role) for role in ROLES):
            return each
    raise KeyMissing(sentence("error_keys_none", folder, all_keys))


@contextmanager
def _opened(folder: Path, keys_folder: Path, now: datetime | None, *, made: bool = True) -> Iterator[Repository]:
    if not made and not (folder / METADATA_FOLDER / f"1.{ROOT_FILE}").exists():
        raise UsageInvalid(sentence("error_publish_first", folder))
    for each, what in ((folder, "error_publish_host"), (keys_folder, "error_publish_keys")):
        if each.exists() and not each.is_dir():
            raise UsageInvalid(sentence(what, each))
    with locked(keys_folder / LOCK_FILE):
        yield Repository(folder, Keys(keys_folder), now=now)


def _current(datasets_folder: Path, name: str) -> tuple[Path, Descriptor]:
    if not (is_dataset_name(name) and (datasets_folder / name).is_dir()):
        raise no_such_dataset(name, published_names(datasets_folder))
    run = find_run(datasets_folder, name, read_current(datasets_folder / name))
    return run, read_descriptor(run)


def _offer(descriptor: Descriptor, wish: Wish) -> Offer:
    custom: dict[str, Any] = {
        "dataset": descriptor.dataset,
        "run": descriptor.run,
        "photos": descriptor.counts.photos,
        "kind": descriptor.kind,
        "filter_only": wish.filter_only or not descriptor.exact,
        "owners": wish.owners,
    }
    if wish.error_rate is not None:
        custom["error_rate"] = str(wish.error_rate)  # what is signed holds no numbers with a fraction
    return Offer(f"{descriptor.dataset}/{descriptor.run}{PACK_ENDING}", custom)


def _told(target: TargetFile) -> dict[str, Any]:
    told = {**target.custom, "bytes": target.length, "sha256": target.hashes["sha256"]}
    return {**told, "error_rate": float(told["error_rate"])} if "error_rate" in told else told


def _title(title: str) -> str:
    clean = " ".join(blanked(title).split())
    if not 0 < len(clean) <= LONGEST_TITLE:
        raise UsageInvalid(sentence("error_publish_title", str(LONGEST_TITLE)))
    return clean


def _described(repository: Repository) -> dict[str, Any]:
    packs = sorted(repository.offers.values(), key=lambda each: each.path)
    return {
        "repository": str(repository.folder),
        "title": repository.title,
        "keys": str(repository.keys_folder),
        "root": str(repository.folder / ROOT_FILE),
        "root_sha256": repository.root_checksum,
        "root_version": repository.root.signed.version,
        "packs": [_told(each) for each in packs if each.path.endswith(PACK_ENDING)],
        "deltas": [_told(each) for each in packs if each.path.endswith(DELTA_ENDING)],
        "ends": repository.ends(),
        "ends_soon": repository.ends_soon(),
    }
