"""Runs that came as a pack, made from runs that were built here: their descriptor says so, and nothing else differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import structs

from inset.index.about import About
from inset.index.descriptor import COMPLETED_FILE, FILE_NAME, checksum_of, read_descriptor
from inset.index.origin import Origin

SIGNED: Final = Origin(
    dataset="faces-of-ours",
    run="20261120-3",
    descriptor="ab" * 32,
    pack="cd" * 32,
    signed_by="RWQ0123456789ABC",
    how="minisign",
    publisher="The List Keepers",
    address="https://packs.example/faces.insetpack",
    unpacked_at="2026-11-27T12:00:00Z",
)
UNSIGNED: Final = structs.replace(SIGNED, signed_by=None, how=None, publisher=None, address=None)


def came_as_pack(datasets: Path, name: str, origin: Origin = SIGNED, about: About | None = None, **others: Any) -> None:
    """Change the published run of a dataset into one that came as a pack.

    Args:
        datasets: the folder of all of them.
        name: of the dataset.
        origin: what is said of where it came from.
        about: what its publisher says of it.
        others: fields of the descriptor to set.
    """
    run = datasets / name / (datasets / name / "CURRENT").read_text().strip()
    changed = structs.replace(read_descriptor(run), origin=origin, about=about, **others)
    content = msgspec.json.encode(changed)
    (run / FILE_NAME).write_bytes(content)
    (run / COMPLETED_FILE).write_bytes(checksum_of(content))
