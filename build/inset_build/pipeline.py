"""Builds a dataset: reads, collects, writes filter and ID store, verifies, publishes. The steps are other modules."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from msgspec import structs

from inset import __version__
from inset.disk_errors import disk_error
from inset.disk_space import require_space
from inset.errors import BuildFailed, InsetError, ManifestInvalid, UsageInvalid
from inset.index.about import About
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import Counts, Descriptor, FilterFacts, Source, check_dataset_name, read_descriptor
from inset.index.id_store import write_id_store
from inset.index.kind import Kind
from inset.index.photo_filter import PhotoFilter
from inset.index.pieces import seal
from inset.index.publish import StagedRun, stage_run
from inset.index.rows import Stretch
from inset.index.shelf import current_run
from inset.index.verify import PROBES, probe_filter, verify_members
from inset.own_files import FOLDER_MODE
from inset_build.catalog.documents import bundled_about, bundled_kind
from inset_build.collect import Collector, Positions, SortedIds
from inset_build.details import DetailsCollector
from inset_build.manifests import Manifests, find_manifests
from inset_build.readers.detect import Detected
from inset_build.readers.protocol import Batch
from inset_build.report import BuildOptions, BuildReport, Progress, Tally, names
from inset_build.rows import RowCounter, write_and_verify_rows

SPILL_FOLDER: Final = "spill"

COLUMNS_TOLD: Final = 5
"""Of an archive whose members have photos in different columns, so many are named."""

BYTES_A_PHOTO: Final = 8
"""An upper bound of what filter and ID store together need for a photo, at any error rate that can be chosen."""

SMALLEST_FILTER: Final = 1024
"""Every filter is sized for at least so many photos (2 kB): a smaller one would miss its error rate by chance."""


def build_dataset(
    datasets_folder: Path,
    dataset: str,
    manifests: Sequence[Path],
    options: BuildOptions | None = None,
    *,
    about: About | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> BuildReport:
    """Build a run of a dataset from its manifests and publish it; if it fails, the run before stays published.

    Args:
        datasets_folder: `<data>/datasets`.
        dataset: its name.
        manifests: one or more files, folders, archives or patterns, read in order.
        options: see `BuildOptions`.
        about: what to keep with it; None for what the bundled catalog says of a dataset of that name, if anything.
        on_progress: called after every batch and at every phase.

    Raises:
        UsageInvalid: there is no manifest, or a name or option is not allowed.
        ManifestInvalid: a manifest cannot be read, holds no photo, or changed during the build.
        BuildBusy: another build of this dataset is under way.
        DiskFull: there is no room for the index, or for sorting.
        NotWritable, LinkRefused, DiskDamaged: something else that the disk refuses.
        BuildFailed: what was written is not what was read.
    """
    started = time.monotonic()
    check_dataset_name(dataset)
    if not manifests:
        raise UsageInvalid("Name at least one manifest to build from.")
    options = options or BuildOptions()
    # Look at every manifest before anything is written, so that a wrong file name costs no time.
    tally = Tally(on_progress)
    tally.enter("looking")
    found = find_manifests(manifests, reader=options.reader, column=options.column)
    kind = options.kind or bundled_kind(dataset) or _kind_before(datasets_folder / dataset) or "training"
    try:
        with stage_run(datasets_folder, dataset) as run:
            photo_ids, counts, details, placed = _collect(run, found.detected, options, tally)
            with ThreadPoolExecutor(max_workers=1, thread_name_prefix="rows") as pool:  # beside filter and ID store
                writing = placed and pool.submit(write_and_verify_rows, run.folder / ROWS_FILE, *placed, len(photo_ids))
                filter_facts = _write_and_verify(run, photo_ids, options, tally)
                rows = 0 if writing is None else writing.result()
            del photo_ids, placed, writing  # closes the spilled files before they are removed
            shutil.rmtree(run.folder / SPILL_FOLDER)
            descriptor = Descriptor(
                dataset=dataset,
                run=run.name,
                built_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
                inset_version=__version__,
                counts=counts,
                filter=filter_facts,
                exact=not options.filter_only,
                details=details,
                sources=_sources(found.detected, options),
                files=seal(run.folder),
                about=about or bundled_about(dataset),
                kind=kind,
                rows=rows,
            )
            tally.enter("publishing")  # from here on it cannot be cancelled
            run.publish(descriptor)
    except (OSError, sqlite3.Error) as error:
        told = disk_error(error, datasets_folder)
        raise told or BuildFailed(f"Fix the folder {datasets_folder}, then build again: {error}") from error
    return _report(descriptor, found, tally, time.monotonic() - started)


def _kind_before(dataset_folder: Path) -> Kind | None:
    """The kind of the run that is published now: a census that is built anew must not become a training set unasked."""
    run = current_run(dataset_folder)
    try:
        return None if run is None else read_descriptor(dataset_folder / run).kind
    except InsetError:
        return None


def _collect(
    run: StagedRun, detected: Sequence[Detected], options: BuildOptions, tally: Tally
) -> tuple[SortedIds, Counts, int, tuple[Sequence[Stretch], Positions] | None]:
    """Read everything: the distinct photo IDs, what was counted, how many photos have details, and the rows."""
    spill = run.folder / SPILL_FOLDER
    spill.mkdir(mode=FOLDER_MODE)
    counter = RowCounter(_files(detected))
    tally.expect([manifest.source for manifest in detected])
    with (
        closing(Collector(spill, placed=options.keeps_rows)) as collector,
        closing(DetailsCollector(run.folder / DETAILS_FILE, spill)) as details,
    ):
        for path, held in groupby(detected, lambda manifest: manifest.source.path):
            manifests = list(held)
            meter = manifests[0].source.meter
            meter.begin()
            for manifest in manifests:
                # Leave details out if the list must not be on disk: they contain the photo IDs.
                for batch in _batches(manifest, details=not options.filter_only):
                    placed = counter.positions(manifest, batch) if options.keeps_rows else None
                    collector.add(batch.frame["photo_id"].to_numpy(), placed)
                    if not options.filter_only:
                        details.add(batch.frame)
                    tally.take(manifest.source, batch)
            meter.finish(path)
        photos_with_details = details.finish()
        photo_ids = collector.finish()
    if not len(photo_ids):
        raise ManifestInvalid(
            f"Check that {names([manifest.source.name for manifest in detected])} lists Flickr photos: "
            f"no photo ID was found in {tally.rows:,} rows.",
            path=detected[0].source.path,
        )
    counts = Counts(tally.rows, len(photo_ids), tally.rejected, collector.added - len(photo_ids))
    rows = None if collector.positions is None else (counter.stretches, collector.positions)
    return photo_ids, counts, photos_with_details, rows


def _batches(manifest: Detected, *, details: bool) -> Iterator[Batch]:
    """All photos of a manifest. Where it cannot be read because it changed meanwhile, that is what the error says."""
    source = manifest.source
    try:
        yield from manifest.batches(details=details)
    except ManifestInvalid as error:
        if source.meter.has_changed(source.path):
            raise source.meter.changed(source.path) from error
        raise


def _write_and_verify(run: StagedRun, photo_ids: SortedIds, options: BuildOptions, tally: Tally) -> FilterFacts:
    """Write the run's files, open them again from disk and compare them with the IDs they were made from."""
    tally.enter("writing")
    require_space(run.folder, len(photo_ids) * BYTES_A_PHOTO, "the index")
    photo_filter = PhotoFilter(max(len(photo_ids), SMALLEST_FILTER), options.target_rate)
    photo_filter.add_chunks(photo_ids.chunks())
    photo_filter.write(run.folder / FILTER_FILE)
    del photo_filter
    if not options.filter_only:
        write_id_store(run.folder / STORE_FILE, photo_ids.chunks())
    tally.enter("verifying")
    verify_members(run.folder, photo_ids, exact=not options.filter_only)
    return FilterFacts(
        error_rate=options.target_rate,
        false_positive_rate=PhotoFilter.open(run.folder / FILTER_FILE).false_positive_rate(),
        probes=PROBES,
        probe_hits=probe_filter(run.folder, photo_ids),
    )


def _files(detected: Sequence[Detected]) -> list[tuple[Path, str]]:
    """The files on disk, each by its path and its name, in the order in which they are read."""
    return list(dict.fromkeys((manifest.source.path, manifest.source.file) for manifest in detected))


def _sources(detected: Sequence[Detected], options: BuildOptions) -> tuple[Source, ...]:
    """The files on disk, each with the hash of what was read and the readers of what it holds."""
    readers: dict[tuple[Path, str], dict[str, None]] = {file: {} for file in _files(detected)}
    columns: dict[tuple[Path, str], dict[str, None]] = {file: {} for file in readers}
    for manifest in detected:
        file = manifest.source.path, manifest.source.file
        readers[file][manifest.reader_name] = None
        columns[file][manifest.column] = None
    sources: list[Source] = []
    meters = {manifest.source.path: manifest.source.meter for manifest in detected}
    for (path, name), used in readers.items():
        sources.append(
            Source(
                name=name,
                bytes=meters[path].size,
                sha256=meters[path].sha256,
                reader=", ".join(used),
                column="; ".join(islice(filter(None, columns[path, name]), COLUMNS_TOLD)) or None,
                obtained=options.obtained_of(path),
            )
        )
    return tuple(sources)


def _report(descriptor: Descriptor, found: Manifests, tally: Tally, seconds: float) -> BuildReport:
    return BuildReport(
        dataset=descriptor.dataset,
        run=descriptor.run,
        **structs.asdict(descriptor.counts),
        seconds=round(seconds, 3),
        exact=descriptor.exact,
        details=descriptor.details,
        error_rate=descriptor.filter.error_rate,
        false_positive_rate=descriptor.filter.false_positive_rate,
        bytes=sum(facts.bytes for facts in descriptor.files.values()),
        sources=[structs.asdict(source) for source in descriptor.sources],
        rejected_examples=tally.examples,
        passed_over=found.passed_over.as_dict(),
    )
