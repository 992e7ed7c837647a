"""Builds a dataset on one machine: reads, collects, writes, verifies, publishes. The steps are other modules."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from inset.errors import ManifestInvalid, UsageInvalid
from inset.index.about import About
from inset.index.dataset_index import DETAILS_FILE
from inset.index.descriptor import Counts, check_dataset_name
from inset.index.publish import StagedRun
from inset.words.sentences import sentence
from inset_build.collect import Collector
from inset_build.details import DetailsCollector
from inset_build.finish import SPILL_FOLDER, Gathered, Written, make_run, report_of, write_run
from inset_build.manifests import find_manifests
from inset_build.readers.detect import Detected
from inset_build.reading import files_of, read_files, sources_of
from inset_build.report import BuildOptions, BuildReport, Progress, Tally, names
from inset_build.rows import RowCounter


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
        raise UsageInvalid(sentence("list_name_any"))
    options = options or BuildOptions()
    # Look at every manifest before anything is written, so that a wrong file name costs no time.
    tally = Tally(on_progress)
    tally.enter("looking")
    found = find_manifests(manifests, reader=options.reader, column=options.column)

    def write(run: StagedRun) -> Written:
        return write_run(run, _collect(run, found.detected, options, tally), options, tally)

    descriptor = make_run(datasets_folder, dataset, write, options, tally, about=about)
    return report_of(descriptor, tally.examples, found.passed_over.as_dict(), time.monotonic() - started)


def _collect(run: StagedRun, detected: Sequence[Detected], options: BuildOptions, tally: Tally) -> Gathered:
    """Read everything."""
    spill = run.folder / SPILL_FOLDER
    counter = RowCounter(files_of(detected))
    tally.expect([manifest.source for manifest in detected])
    with (
        closing(Collector(spill, placed=options.keeps_rows)) as collector,
        closing(DetailsCollector(run.folder / DETAILS_FILE, spill)) as details,
    ):
        for manifest, batch in read_files(detected, details=options.keeps_details):
            placed = counter.positions(manifest, batch) if options.keeps_rows else None
            collector.add(batch.frame["photo_id"].to_numpy(), placed)
            if options.keeps_details:
                details.add(batch.frame)
            tally.take(manifest.source, batch)
        photos_with_details = details.finish()
        photo_ids = collector.finish()
    if not len(photo_ids):
        raise ManifestInvalid(
            sentence("list_none_found", names([manifest.source.name for manifest in detected]), tally.rows),
            path=detected[0].source.path,
        )
    counts = Counts(tally.rows, len(photo_ids), tally.rejected, collector.added - len(photo_ids))
    rows = None if collector.positions is None else (counter.stretches, collector.positions)
    return Gathered(photo_ids, counts, photos_with_details, rows, sources_of(detected, options))
