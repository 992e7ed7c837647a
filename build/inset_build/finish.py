"""Makes a run of what was read: writes filter, ID store and rows, verifies them, and publishes it.

What was read may have been read here or, in parts, elsewhere: the same photos give the same bytes.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from msgspec import UNSET, structs

from inset import __version__
from inset.disk_errors import disk_error
from inset.disk_space import require_space
from inset.errors import BuildFailed, InsetError
from inset.index.about import About
from inset.index.dataset_index import FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import Counts, Descriptor, FilterFacts, LeftOut, Source, read_descriptor
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_writer import write_id_store
from inset.index.kind import Kind
from inset.index.pieces import seal
from inset.index.publish import StagedRun, stage_run
from inset.index.rows import Stretch
from inset.index.shelf.current import current_run
from inset.index.verify import PROBES, SortedPhotos, probe_filter, verify_members
from inset.own_files import FOLDER_MODE
from inset.words.sentences import sentence
from inset_build.catalog.documents import bundled_about, bundled_kind
from inset_build.collect import Positions, SortedIds
from inset_build.report import BuildOptions, BuildReport, Tally
from inset_build.rows import write_and_verify_rows

SPILL_FOLDER: Final = "spill"

BYTES_A_PHOTO: Final = 8
"""An upper bound of what filter and ID store together need for a photo, at any error rate that can be chosen."""

SMALLEST_FILTER: Final = 1024
"""Every filter is sized for at least so many photos (2 kB): a smaller one would miss its error rate by chance."""


@dataclass(frozen=True, slots=True)
class Written:
    """A run's files, written and verified.

    Attributes:
        counts: of rows, photos, rejected rows and repeats.
        details: how many photos have details.
        filter: what is said of its filter.
        rows: how many its file of rows holds; 0 where there is none.
        sources: the files that were read.
        left_out: files that could not be read, where the person said to leave such out.
    """

    counts: Counts
    details: int
    filter: FilterFacts
    rows: int
    sources: tuple[Source, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(slots=True)
class Gathered:
    """All that was read for a run on this machine.

    Attributes:
        photo_ids: distinct, ascending; at least one.
        counts: of rows, photos, rejected rows and repeats.
        details: how many photos have details, which are written already.
        rows: the stretches and the positions in them; None where rows are not kept.
        sources: the files.
    """

    photo_ids: SortedIds
    counts: Counts
    details: int
    rows: tuple[Sequence[Stretch], Positions] | None
    sources: tuple[Source, ...]


def make_run(
    datasets_folder: Path,
    dataset: str,
    write: Callable[[StagedRun], Written],
    options: BuildOptions,
    tally: Tally,
    *,
    about: About | None = None,
) -> Descriptor:
    """Make and publish a run; if that fails, the run before stays published.

    Args:
        datasets_folder: `<data>/datasets`.
        dataset: its name.
        write: writes all of the run's files and verifies them; `SPILL_FOLDER` in the run's folder is there for what is
            needed only until then.
        options: see `BuildOptions`.
        tally: is told of the phases.
        about: what to keep with it; None for what the bundled catalog says of a dataset of that name, if anything.

    Raises:
        BuildBusy: another build of this dataset is under way.
        DiskFull: there is no room for the index, or for sorting.
        NotWritable, LinkRefused, DiskDamaged: something else that the disk refuses.
        BuildFailed: what was written is not what was read.
    """
    kind = options.kind or bundled_kind(dataset) or _kind_before(datasets_folder / dataset) or "training"
    try:
        with stage_run(datasets_folder, dataset) as run:
            spill = run.folder / SPILL_FOLDER
            spill.mkdir(mode=FOLDER_MODE)
            written = write(run)
            shutil.rmtree(spill)
            descriptor = Descriptor(
                dataset=dataset,
                run=run.name,
                built_at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
                inset_version=__version__,
                counts=written.counts,
                filter=written.filter,
                exact=not options.filter_only,
                details=written.details,
                sources=written.sources,
                files=seal(run.folder),
                about=about or bundled_about(dataset),
                kind=kind,
                rows=written.rows,
                left_out=written.left_out or UNSET,
            )
            tally.enter("publishing")  # from here on it cannot be cancelled
            run.publish(descriptor)
    except (OSError, sqlite3.Error) as error:
        told = disk_error(error, datasets_folder)
        raise told or BuildFailed(sentence("build_folder", datasets_folder, error)) from error
    return descriptor


def _kind_before(dataset_folder: Path) -> Kind | None:
    """The kind of the run that is published now: a census that is built anew must not become a training set unasked."""
    run = current_run(dataset_folder)
    try:
        return None if run is None else read_descriptor(dataset_folder / run).kind
    except InsetError:
        return None


def write_run(run: StagedRun, gathered: Gathered, options: BuildOptions, tally: Tally) -> Written:
    """Write the files of a run from what was read here, open them again from disk and compare.

    Raises:
        DiskFull: there is no room for them.
        BuildFailed: what was written is not what was read.
    """
    photo_ids = gathered.photo_ids
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="rows") as pool:  # beside filter and ID store
        writing = gathered.rows and pool.submit(
            write_and_verify_rows, run.folder / ROWS_FILE, *gathered.rows, len(photo_ids)
        )
        facts = _write_and_verify(run, photo_ids, options, tally)
        rows = 0 if writing is None else writing.result()
    return Written(gathered.counts, gathered.details, facts, rows, gathered.sources)


def _write_and_verify(run: StagedRun, photo_ids: SortedIds, options: BuildOptions, tally: Tally) -> FilterFacts:
    """Write filter and ID store, open them again from disk and compare them with the IDs they were made from."""
    tally.enter("writing")
    require_space(run.folder, len(photo_ids) * BYTES_A_PHOTO, sentence("disk_for_index"))
    photo_filter = filter_for(len(photo_ids), options, PhotoFilter)
    photo_filter.add_chunks(photo_ids.chunks())
    photo_filter.write(run.folder / FILTER_FILE)
    del photo_filter
    if not options.filter_only:
        write_id_store(run.folder / STORE_FILE, photo_ids.chunks())
    tally.enter("verifying")
    verify_members(run.folder, photo_ids, exact=not options.filter_only)
    return filter_facts(run.folder, photo_ids, options)


def filter_for(photos: int, options: BuildOptions, make: Callable[[int, float], PhotoFilter]) -> PhotoFilter:
    """A filter of the size that so many photos get; `make`: of a capacity and an error rate."""
    return make(max(photos, SMALLEST_FILTER), options.target_rate)


def filter_facts(run_folder: Path, photo_ids: SortedPhotos, options: BuildOptions) -> FilterFacts:
    """What a descriptor says of a filter that was written, of which the true rate is found by trying.

    Raises:
        BuildFailed: it lets more absent photos by than it should.
    """
    return FilterFacts(
        error_rate=options.target_rate,
        false_positive_rate=PhotoFilter.open(run_folder / FILTER_FILE).false_positive_rate(),
        probes=PROBES,
        probe_hits=probe_filter(run_folder, photo_ids),
    )


def report_of(
    descriptor: Descriptor, examples: list[dict[str, Any]], passed_over: dict[str, Any], seconds: float
) -> BuildReport:
    """What is told of a run that was published; `seconds`: what it took."""
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
        rejected_examples=examples,
        passed_over=passed_over,
    )
