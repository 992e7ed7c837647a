"""Changes a repository, a folder of signed packs for any static host; `inset_build.pack.layout` describes it.

Whoever is killed while publishing leaves what was published before: new packs and new metadata have names that nothing
refers to yet, until timestamp.json is replaced in one step. The times in all of it are whole days, and nothing in it
names the computer or the person that made it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from inset.durable import replace_file
from inset.errors import RepositoryDamaged, UsageInvalid
from inset.own_files import sync_folder
from inset.words.sentences import sentence
from inset_build.pack.keys import ROLES, ROOT, SNAPSHOT, TARGETS, TIMESTAMP, Keys
from inset_build.pack.layout import (
    FIELD,
    FORMAT,
    METADATA_FOLDER,
    ROOT_FILE,
    TARGETS_FOLDER,
    damaged,
    newest_root,
    place_of,
    published,
)
from inset_build.pack.target_files import aside, sweep

LASTS: Final = {
    ROOT: timedelta(days=2 * 365),
    TARGETS: timedelta(days=365),
    SNAPSHOT: timedelta(days=365),
    TIMESTAMP: timedelta(days=30),
}
"""How long what a key has signed counts. Whoever keeps a follower from news can do so for as long as the last one."""
RENEW_BEFORE: Final = timedelta(days=90)
"""What ends so soon is signed anew on the way; the timestamp always is."""

MODE: Final = 0o666
"""Of public files; the umask applies."""
_VERSIONED: Final = re.compile(r"([1-9][0-9]*)\.(targets|snapshot)\.json", re.ASCII)

S = TypeVar("S", Root, Targets, Snapshot, Timestamp)


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that is offered.

    Attributes:
        path: its name in the repository, such as `ffhq/20261122-1.insetpack`.
        custom: what is told of it.
    """

    path: str
    custom: Mapping[str, Any]


class Repository:
    """One repository, opened to be changed. Hold the lock of its keys meanwhile.

    Args:
        folder: the repository's; keys: the publisher's.
        now: UTC, when a test wants its own clock.

    Raises:
        RepositoryDamaged: its files are not what was published.
        KeyMissing: it is new, half made, and the key that was made for it is not here.
    """

    def __init__(self, folder: Path, keys: Keys, *, now: datetime | None = None) -> None:
        self.folder = folder
        self.metadata = folder / METADATA_FOLDER
        self.targets_folder = folder / TARGETS_FOLDER
        self._keys = keys
        self._today = (now or datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.is_new = not (self.metadata / f"1.{ROOT_FILE}").exists()
        self.root = self._first_root() if self.is_new else self._newest_root()
        self.targets = _unwritten(Targets(unrecognized_fields={FIELD: {"format": FORMAT}}))
        self.snapshot = _unwritten(Snapshot())
        self.timestamp = _unwritten(Timestamp())
        if (self.metadata / "timestamp.json").exists():
            self._read()

    @property
    def keys_folder(self) -> Path:
        """Where its keys are."""
        return self._keys.folder

    @property
    def title(self) -> str | None:
        """What its publisher calls it."""
        title = self.targets.signed.unrecognized_fields[FIELD].get("title")
        return title if isinstance(title, str) else None

    @property
    def offers(self) -> dict[str, TargetFile]:
        """What is offered, by its path."""
        return self.targets.signed.targets

    @property
    def root_checksum(self) -> str:
        """The SHA-256 of the newest root, in hexadecimal."""
        return hashlib.sha256((self.metadata / f"{self.root.signed.version}.{ROOT_FILE}").read_bytes()).hexdigest()

    def call(self, title: str) -> None:
        """Give it another title; told to others with the next `write`."""
        self.targets.signed.unrecognized_fields[FIELD]["title"] = title

    def add(self, offer: Offer, make: Callable[[Path], object]) -> TargetFile:
        """Put a file in, in place of one of the same path; offered to others with the next `write`.

        Args:
            make: writes the file to the path that it is given.

        Raises:
            OSError: the disk refuses; and what `make` raises.
        """
        new = aside(self.targets_folder, offer.path)
        try:
            make(new)
            target = TargetFile.from_file(offer.path, str(new), ["sha256"])
            target.unrecognized_fields["custom"] = dict(offer.custom)
            shutil.copymode(self.metadata / f"1.{ROOT_FILE}", new)  # for everybody, as far as the umask allows
            new.replace(self._place(target))
            sync_folder(new.parent)
        finally:
            new.unlink(missing_ok=True)
        self.offers[offer.path] = target
        return target

    def place_of(self, path: str) -> Path:
        """Where an offered file lies."""
        return self._place(self.offers[path])

    def withdraw(self, path: str) -> None:
        """Offer a file no more; its file goes with the next `write`."""
        del self.offers[path]

    def write(self) -> None:
        """Sign and write what has changed, timestamp.json last; then remove what nobody needs any more.

        Raises:
            KeyMissing: a key is not here; nothing has changed for others.
            OSError: the disk refuses; what was published before still is.
        """
        before = self._referred()
        self._renew_root()
        self._sign(self.targets, TARGETS)
        self.snapshot.signed.meta["targets.json"] = self._write_versioned(self.targets, TARGETS)
        self._write_snapshot()
        self._sweep(before | self._referred())

    def refresh(self) -> None:
        """Say that all of it still counts: a new timestamp, and what ends soon, where its keys are here.

        Raises:
            KeyMissing, OSError: as `write`.
        """
        if not self.targets.signed.version:
            raise UsageInvalid(sentence("error_publish_nothing"))
        if self._ends_soon(self.root) and self._keys.has(self.root.signed, ROOT):
            self._renew_root()
        if self._ends_soon(self.targets) and self._keys.has(self.root.signed, TARGETS):
            self._sign(self.targets, TARGETS)
            self.snapshot.signed.meta["targets.json"] = self._write_versioned(self.targets, TARGETS)
            self._write_snapshot()
        elif self._ends_soon(self.snapshot):
            self._write_snapshot()
        else:
            self._write_timestamp()

    def rotate(self, roles: tuple[str, ...]) -> None:
        """Replace the keys of roles. Those who follow notice by themselves; at every moment there are valid files.

        Raises:
            KeyMissing: a key that counts now is not here.
            OSError: the disk refuses.
        """
        signed = self.root.signed
        signers = [self._keys.signer(signed, ROOT)]
        new = {role: self._keys.make(role) for role in roles}
        self._sign_ahead({role: signer for role, signer in new.items() if role != ROOT})
        for role, signer in new.items():
            for keyid in list(signed.roles[role].keyids):
                signed.revoke_key(keyid, role)
            signed.add_key(signer.public_key, role)
        if ROOT in new:
            signers.append(new[ROOT])
        self._write_root(signers)

    def ends(self) -> dict[str, str]:
        """Until when each role's file counts, as dates."""
        files = {ROOT: self.root, TARGETS: self.targets, SNAPSHOT: self.snapshot, TIMESTAMP: self.timestamp}
        return {role: f"{file.signed.expires:%Y-%m-%d}" for role, file in files.items()}  # type: ignore[attr-defined]

    def ends_soon(self) -> list[str]:
        """The roles whose files end soon and could not be signed anew, because their keys are not here."""
        files = {ROOT: self.root, TARGETS: self.targets}
        return [role for role, file in files.items() if self._ends_soon(file)]  # type: ignore[arg-type]

    def _place(self, target: TargetFile) -> Path:
        return self.targets_folder / place_of(target)

    def _ends_soon(self, file: Metadata[S]) -> bool:
        return file.signed.expires < self._today + RENEW_BEFORE

    def _first_root(self) -> Metadata[Root]:
        self.root = _unwritten(Root())
        signers = {role: self._keys.make(role) for role in ROLES}
        for role, signer in signers.items():
            self.root.signed.add_key(signer.public_key, role)
        self.metadata.mkdir(parents=True, exist_ok=True)
        self.targets_folder.mkdir(exist_ok=True)
        self._write_root([signers[ROOT]])
        return self.root

    def _renew_root(self) -> None:
        if self._ends_soon(self.root) and self._keys.has(self.root.signed, ROOT):
            self._write_root([self._keys.signer(self.root.signed, ROOT)])

    def _write_root(self, signers: list[Any]) -> None:
        signed = self.root.signed
        signed.version += 1
        signed.expires = self._today + LASTS[ROOT]
        self.root.signatures.clear()
        for signer in signers:
            self.root.sign(signer, append=True)
        content = self.root.to_bytes()
        replace_file(self.metadata / f"{signed.version}.{ROOT_FILE}", content, mode=MODE)
        replace_file(self.folder / ROOT_FILE, content, mode=MODE)

    def _sign(self, file: Metadata[S], role: str) -> None:
        file.signed.version += 1
        file.signed.expires = self._today + LASTS[role]
        file.sign(self._keys.signer(self.root.signed, role))

    def _sign_ahead(self, new: Mapping[str, Any]) -> None:
        """Sign what is there by keys that count only with the next root, too: it is valid before and after."""
        if not new or not self.timestamp.signed.version:
            return
        olds = {role: self._keys.signer(self.root.signed, role) for role in (TARGETS, SNAPSHOT, TIMESTAMP)}
        chain = ((TARGETS, self.targets), (SNAPSHOT, self.snapshot), (TIMESTAMP, self.timestamp))
        signed: dict[str, MetaFile] = {}
        for role, file in cast("tuple[tuple[str, Metadata[Any]], ...]", chain):
            if role == SNAPSHOT:
                file.signed.meta["targets.json"] = signed[TARGETS]
            if role == TIMESTAMP:
                file.signed.snapshot_meta = signed[SNAPSHOT]
            file.signed.version += 1
            file.signed.expires = self._today + LASTS[role]
            file.sign(olds[role])
            if role in new:
                file.sign(new[role], append=True)
            if role == TIMESTAMP:
                replace_file(self.metadata / "timestamp.json", file.to_bytes(), mode=MODE)
            else:
                signed[role] = self._write_versioned(file, role)

    def _write_versioned(self, file: Metadata[S], role: str) -> MetaFile:
        content = file.to_bytes()
        replace_file(self.metadata / f"{file.signed.version}.{role}.json", content, mode=MODE)
        return MetaFile.from_data(file.signed.version, content, ["sha256"])

    def _write_snapshot(self) -> None:
        self._sign(self.snapshot, SNAPSHOT)
        self.timestamp.signed.snapshot_meta = self._write_versioned(self.snapshot, SNAPSHOT)
        self._write_timestamp()

    def _write_timestamp(self) -> None:
        self._sign(self.timestamp, TIMESTAMP)
        replace_file(self.metadata / "timestamp.json", self.timestamp.to_bytes(), mode=MODE)

    def _newest_root(self) -> Metadata[Root]:
        root = newest_root(self.folder)
        if not (self.folder / ROOT_FILE).exists():
            replace_file(self.folder / ROOT_FILE, root.to_bytes(), mode=MODE)
        return root

    def _read(self) -> None:
        """Read what is published, and check that each file is signed by the key that counts."""
        self.timestamp, self.snapshot, self.targets = published(self.folder)
        root = self.root.signed
        try:
            for role, file in (
                (TIMESTAMP, self.timestamp),
                (SNAPSHOT, self.snapshot),
                (TARGETS, self.targets),
            ):
                root.verify_delegate(role, file.signed_bytes, file.signatures)
        except RepositoryError as error:
            raise damaged(self.folder, sentence("error_repository_keys", error)) from error
        self.targets.signed.unrecognized_fields.setdefault(FIELD, {"format": FORMAT})

    def _referred(self) -> set[Path]:
        """The packs that timestamp.json as it is on the disk leads to, so that who fetches one now gets it whole."""
        with suppress(RepositoryDamaged):
            _, __, targets = published(self.folder)
            return {self._place(each) for each in targets.signed.targets.values()}
        return set()

    def _sweep(self, wanted: set[Path]) -> None:
        """Remove packs of ours that nothing refers to, and the metadata before the last; a person's own files stay."""
        sweep(self.targets_folder, {each.partition("/")[0] for each in self.offers}, wanted)
        newest = {TARGETS: self.targets.signed.version, SNAPSHOT: self.snapshot.signed.version}
        for path in list(self.metadata.iterdir()):
            found = _VERSIONED.fullmatch(path.name)
            if found is not None and int(found[1]) < newest[found[2]] - 1:
                path.unlink(missing_ok=True)


def _unwritten(signed: S) -> Metadata[S]:
    """What gets its first version as it is written."""
    signed.version = 0
    return Metadata(signed)
