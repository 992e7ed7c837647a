"""Real runs of real files, made from bare IDs: what a build publishes, without a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
from msgspec import structs

from inset.flickr import licence_from_number
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, STORE_FILE
from inset.index.descriptor import (
    COMPLETED_FILE,
    FILE_NAME,
    SUMS_FILE,
    Counts,
    Descriptor,
    FilterFacts,
    checksum_of,
    read_descriptor,
)
from inset.index.details_writer import DetailsWriter
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_writer import write_id_store
from inset.index.kind import Kind
from inset.index.pieces import seal
from inset.index.publish import stage_run

Said = tuple[str | None, int | str | None] | tuple[str | None, int | str | None, tuple[str, ...]]
Details = Mapping[int, Said]
"""Of a photo: its account, its licence as Flickr's number or in words, and the account's names, if there are any."""


class PublishIds(Protocol):
    """`publish_ids` for one folder: publish a run that lists exactly these IDs, and return its folder."""

    def __call__(
        self,
        name: str,
        photo_ids: Iterable[int],
        *,
        exact: bool = True,
        error_rate: float = 2**-12,
        details: Details | None = None,
        kind: Kind = "training",
    ) -> Path: ...


def publish_ids(
    datasets_folder: Path,
    name: str,
    photo_ids: Iterable[int],
    *,
    exact: bool = True,
    error_rate: float = 2**-12,
    details: Details | None = None,
    kind: Kind = "training",
) -> Path:
    ids = np.unique(np.fromiter(photo_ids, dtype=np.uint64))
    with stage_run(datasets_folder, name) as run:
        photo_filter = PhotoFilter(len(ids), error_rate)
        photo_filter.add_many(ids)
        photo_filter.write(run.folder / FILTER_FILE)
        if exact:
            write_id_store(run.folder / STORE_FILE, [ids])
        if details:
            _write_details(run.folder, details)
        run.publish(
            Descriptor(
                dataset=name,
                run=run.name,
                built_at="2026-01-02T03:04:05Z",
                kind=kind,
                inset_version="0",
                counts=Counts(len(ids), len(ids), 0, 0),
                filter=FilterFacts(error_rate, photo_filter.false_positive_rate(), 0, 0),
                exact=exact,
                details=len(details or ()),
                sources=(),
                files=seal(run.folder),
            )
        )
        return run.folder


def _write_details(run_folder: Path, details: Details) -> None:
    with DetailsWriter(run_folder / DETAILS_FILE, run_folder) as writer:
        rows: list[tuple[int, int | None, int | None]] = []
        for photo_id, (owner, licence, *called) in details.items():
            names = called[0] if called else ()
            account_key = None if owner is None and not names else writer.account_key(owner, names)
            if licence is None:
                rows.append((photo_id, account_key, None))
            elif isinstance(licence, str):
                rows.append((photo_id, account_key, writer.licence_key(None, licence)))
            else:
                rows.append((photo_id, account_key, writer.licence_key(licence_from_number(licence), None)))
        writer.add(rows)
        writer.finish()


def rewrite_descriptor(run: Path, content: bytes) -> None:
    """Replace a run's descriptor as one who may write in the folder can: with its checksum."""
    for name, said in ((FILE_NAME, content), (COMPLETED_FILE, checksum_of(content))):
        # A new file: some file systems flush one that is written over, which takes most of the time of tests.
        (run / name).unlink()
        (run / name).write_bytes(said)


def make_old(run: Path) -> Path:
    """Make of a run one from before there were checksums of pieces and of the descriptor."""
    descriptor = read_descriptor(run)
    files = {name: facts for name, facts in descriptor.files.items() if name != SUMS_FILE}
    rewrite_descriptor(run, structs.replace(descriptor, files=files).to_bytes())
    (run / COMPLETED_FILE).write_bytes(b"")
    (run / SUMS_FILE).unlink()
    return run
