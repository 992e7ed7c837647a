"""What a publisher who means harm can sign, or whoever has their keys."""

from __future__ import annotations

from pathlib import Path

from tuf.api.metadata import Metadata, MetaFile, Snapshot, Targets, Timestamp

from inset_build.pack.keys import Keys
from inset_build.pack.layout import newest_root
from support.publishing.publisher import Publisher


def metadata(publisher: Publisher, role: str) -> Path:
    files = (publisher.folder / "metadata").glob(f"*.{role}.json")
    return max(files, key=lambda path: int(path.name.partition(".")[0]))


def resign(publisher: Publisher, targets: Metadata[Targets]) -> None:
    """Sign other targets by the publisher's keys: what a publisher who means harm, or who has their keys, can do."""
    root, keys, folder = newest_root(publisher.folder).signed, Keys(publisher.keys), publisher.folder / "metadata"
    snapshot = Metadata[Snapshot].from_file(str(metadata(publisher, "snapshot")))
    timestamp = Metadata[Timestamp].from_file(str(folder / "timestamp.json"))
    for role, file in (("targets", targets), ("snapshot", snapshot), ("timestamp", timestamp)):
        file.signed.version += 1
        file.sign(keys.signer(root, role))
        content = file.to_bytes()
        facts = MetaFile.from_data(file.signed.version, content, ["sha256"])
        if role == "targets":
            snapshot.signed.meta["targets.json"] = facts
        elif role == "snapshot":
            timestamp.signed.snapshot_meta = facts
        name = "timestamp.json" if role == "timestamp" else f"{file.signed.version}.{role}.json"
        (folder / name).write_bytes(content)
