"""Unpacks a pack into a run and publishes it like any: nothing is written before all of the pack is verified.

The list is the truth: filter and ID store are made anew of it, and their checksums compared with those that the
publisher's descriptor gives. So what is published here is byte for byte what they published, but for `dataset.json`,
which says under which name it is here and where it came from.
"""

from __future__ import annotations

import math
import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import structs

from inset.disk_errors import disk_error
from inset.disk_space import require_space
from inset.errors import BuildFailed, DatasetUnknown, InsetError, UsageInvalid
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import Descriptor, check_dataset_name, read_descriptor
from inset.index.ids.id_store import IdStore
from inset.index.ids.id_writer import write_id_store
from inset.index.origin import How, Origin
from inset.index.pieces import seal
from inset.index.publish import stage_run, use_run
from inset.index.shelf.current import current_run
from inset.index.shelf.runs import kept_runs
from inset.own_files import open_to_create, told_of
from inset.pack.format import invalid
from inset.pack.opened import OnceThrough, Pack
from inset.pack.verify import read_packed_descriptor
from inset.words.sentences import sentence
from inset_build.pack.rebuilt import rebuild_filter
from inset_build.pack.received import check_received
from inset_build.report import Progress

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class UnpackReport:
    """What was unpacked.

    `already`: the same pack was there, so nothing was written; `replaces`: the run that was current before, if any;
    `origin`: as in dataset.json.
    """

    dataset: str
    run: str
    already: bool
    replaces: str | None
    photos: int
    exact: bool
    details: int
    rows: int
    error_rate: float
    false_positive_rate: float
    bytes: int
    seconds: float
    origin: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)


def unpack(
    pack: Path,
    datasets: Path,
    *,
    check: Callable[[OnceThrough], None] | None = None,
    sha256: str | None = None,
    signed_by: str | None = None,
    how: How | None = None,
    publisher: str | None = None,
    address: str | None = None,
    name: str | None = None,
    on_progress: Tell = lambda _: None,
) -> UnpackReport:
    """Verify a pack, and publish what is in it; the same pack again is no new run.

    Args:
        pack: the file.
        datasets: `<data>/datasets`.
        check: called with a reader of all of the file before anything of it is believed; raises if it is not signed.
        sha256: what the file must hash to, where somebody who is trusted has said so.
        signed_by, how: what `check` or `sha256` go back to; see `Origin`.
        publisher, address: as the publisher names themself, and where it was fetched.
        name: the dataset's name here. Without one it gets the publisher's, if nobody else's dataset has that.
        on_progress: called with each phase; at "publishing" it cannot be cancelled any more.

    Raises:
        PackInvalid, SignatureInvalid: nothing was written.
        UsageInvalid: a dataset of that name is there, from elsewhere.
        BuildBusy: the dataset is being changed.
        DiskFull, NotWritable, LinkRefused, DiskDamaged: the disk refuses.
    """
    started = time.monotonic()
    if name is not None:
        check_dataset_name(name)
    on_progress(Progress("reading", 0))
    try:
        with Pack(
            pack,
            check=check,
            sha256=sha256,
            on_read=lambda done, total: on_progress(Progress("reading", 0, done, total)),
        ) as opened:
            descriptor = read_packed_descriptor(opened)
            origin = _origin(opened, descriptor, signed_by, how, publisher, address)
            there = _already(datasets, name or descriptor.dataset, origin)
            if there is not None:
                return _report(there, None, time.monotonic() - started, already=True)
            if name is None:
                _check_free(datasets, descriptor.dataset, origin)
            for part in opened.header.parts:  # all of it, before anything is written
                for _ in opened.packed(part.name):
                    pass
            return _publish(opened, descriptor, origin, datasets, name, on_progress, started)
    except (OSError, sqlite3.Error) as error:
        raise disk_error(error, datasets) or BuildFailed(sentence("publisher_again", error)) from error


def _origin(
    pack: Pack,
    descriptor: Descriptor,
    signed_by: str | None,
    how: How | None,
    publisher: str | None,
    address: str | None,
) -> Origin:
    return Origin(
        dataset=descriptor.dataset,
        run=descriptor.run,
        descriptor=pack.header.descriptor,
        pack=pack.sha256,
        signed_by=signed_by,
        how=how,
        publisher=publisher,
        address=address,
        unpacked_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


def _already(datasets: Path, dataset: str, origin: Origin) -> Descriptor | None:
    """The run that this very pack became, verified in the same way; it is made current where it is not."""
    try:
        runs = kept_runs(datasets, dataset)
    except DatasetUnknown:
        return None
    for run in reversed(runs):
        with suppress(InsetError):
            found = read_descriptor(run)
            before = found.origin
            if before is None or (before.pack, before.signed_by, before.how) != (
                origin.pack,
                origin.signed_by,
                origin.how,
            ):
                continue
            if current_run(run.parent) != run.name:
                use_run(datasets, dataset, run.name)
            return found
    return None


def _check_free(datasets: Path, dataset: str, origin: Origin) -> None:
    """A publisher chooses a pack's name: it must not take the place of somebody else's dataset unasked."""
    run = current_run(datasets / dataset)
    if run is None:
        return
    try:
        before = read_descriptor(datasets / dataset / run).origin
    except InsetError:
        return
    if before is None:
        raise UsageInvalid(sentence("error_unpack_built", dataset))
    if (before.signed_by, before.how) != (origin.signed_by, origin.how):
        raise UsageInvalid(sentence("error_unpack_signed", dataset, _signed(before), _signed(origin)))


def _signed(origin: Origin) -> str:
    return sentence("error_signed_by", origin.signed_by) if origin.signed_by else sentence("error_signed_not")


def _publish(
    pack: Pack,
    descriptor: Descriptor,
    origin: Origin,
    datasets: Path,
    name: str | None,
    on_progress: Tell,
    started: float,
) -> UnpackReport:
    dataset = name or descriptor.dataset
    with stage_run(datasets, dataset) as run:
        before = current_run(run.dataset_folder)
        on_progress(Progress("writing", 0))
        needed = sum(facts.bytes for facts in descriptor.files.values())
        require_space(run.folder, needed, sentence("disk_for_index"))
        _write_files(pack, descriptor, run.folder)
        on_progress(Progress("verifying", descriptor.counts.photos))
        files = seal(run.folder)
        for file, facts in descriptor.files.items():
            if files.get(file) != facts:
                raise invalid(pack.path, f"what becomes of it is not the {file} that its publisher names")
        try:
            check_received(run.folder, descriptor)
        except ValueError as error:
            raise invalid(pack.path, f"it {error}") from error
        on_progress(Progress("publishing", descriptor.counts.photos))
        here = structs.replace(descriptor, dataset=dataset, run=run.name, origin=origin)
        run.publish(here)
    return _report(here, before, time.monotonic() - started, already=False)


def _write_files(pack: Pack, descriptor: Descriptor, folder: Path) -> None:
    """Write all files of the run but its checksums and its descriptor."""
    header = pack.header
    if header.exact:
        store = folder / STORE_FILE
        write_id_store(store, pack.photo_ids())
        if header.capacity is not None:
            _check_capacity(pack, descriptor, header.capacity)
            rebuild_filter(folder / FILTER_FILE, IdStore(store), header.capacity, descriptor.filter.error_rate)
    for name in (FILTER_FILE, DETAILS_FILE, ROWS_FILE):
        if header.has(name):
            with told_of(folder / name), open_to_create(folder / name) as file:
                _write(file, pack.unpacked(name))


def _check_capacity(pack: Pack, descriptor: Descriptor, capacity: int) -> None:
    """What the filter would take in memory is known from its size: nobody makes it larger by a number alone."""
    rate = descriptor.filter.error_rate
    most = descriptor.files[FILTER_FILE].bytes
    if not (capacity >= descriptor.counts.photos and 0 < rate < 1 and capacity * bits_a_photo(rate) / 8 <= most + 4096):
        raise invalid(pack.path, "its filter is not of the size that it says")


def bits_a_photo(rate: float) -> float:
    """What a Bloom filter of this error rate needs at least for each photo, in bits."""
    return -math.log2(rate) / math.log(2)


def _write(file: BinaryIO, content: Iterable[bytes]) -> None:
    file.writelines(content)
    file.flush()
    os.fsync(file.fileno())


def _report(descriptor: Descriptor, before: str | None, seconds: float, *, already: bool) -> UnpackReport:
    return UnpackReport(
        dataset=descriptor.dataset,
        run=descriptor.run,
        already=already,
        replaces=before,
        photos=descriptor.counts.photos,
        exact=descriptor.exact,
        details=descriptor.details,
        rows=descriptor.rows,
        error_rate=descriptor.filter.error_rate,
        false_positive_rate=descriptor.filter.false_positive_rate,
        bytes=sum(facts.bytes for facts in descriptor.files.values()),
        seconds=round(seconds, 3),
        origin=msgspec.to_builtins(descriptor.origin),
    )
