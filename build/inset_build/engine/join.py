"""Joins the parts of all ranges into what a run is made of, as one machine would gather it, and holds little of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from inset.errors import ManifestInvalid
from inset.index.dataset_index import DETAILS_FILE
from inset.index.descriptor import Counts
from inset.index.details_writer import DetailsWriter
from inset.own_files import read_own
from inset.words.sentences import sentence
from inset_build.collect import Numbers, Positions, SortedIds
from inset_build.engine.map_task import Keys
from inset_build.engine.place import Place, read_numbers
from inset_build.engine.reduce_task import Part, Tasks, part_file
from inset_build.finish import Gathered
from inset_build.report import REJECTED_SHOWN, names

_DETAILS_AT_ONCE = 1 << 18


def join(place: Place, tasks: Tasks, parts: Sequence[Part], folder: Path, spill: Path) -> Gathered:
    """Everything that was read.

    Args:
        place: the shared folder.
        tasks: all of them, done.
        parts: of all ranges, in order.
        folder: the run's, into which details are written; spill: an existing folder for what is needed meanwhile.

    Raises:
        ManifestInvalid: no photo was found.
    """
    reports, options = tasks.reports, tasks.plan.build_options()
    rows, photos = sum(report.rows for report in reports), sum(part.photos for part in parts)
    if not photos:
        raise ManifestInvalid(sentence("list_none_found", names([file.name for file in tasks.plan.files]), rows))
    every = range(len(parts))
    placed = None
    if options.keeps_rows:
        positions = Numbers([part_file(place, tasks, number, "positions") for number in every])
        counts = Numbers([part_file(place, tasks, number, "counts") for number in every], np.uint32)
        stretches = []
        sources = 0
        for report, moved in zip(reports, tasks.positions, strict=False):
            stretches += [stretch.moved(moved, sources) for stretch in report.stretches]
            sources += len(report.sources)
        placed = stretches, Positions(positions, None if len(positions) == photos else counts)
    added = sum(report.added for report in reports)
    return Gathered(
        SortedIds([part_file(place, tasks, number, "ids") for number in every]),
        Counts(rows, photos, sum(report.rejected for report in reports), added - photos),
        _join_details(place, tasks, parts, folder, spill),
        placed,
        tuple(source for report in reports for source in report.sources),
        (*tasks.plan.left_out, *(each for report in reports for each in report.left_out)),
    )


def first_rejected(tasks: Tasks) -> list[dict[str, object]]:
    """The first rejected rows of all, as a build's report tells them."""
    return [example for report in tasks.reports for example in report.examples][:REJECTED_SHOWN]


def _join_details(place: Place, tasks: Tasks, parts: Sequence[Part], folder: Path, spill: Path) -> int:
    if not any(report.has_details for report in tasks.reports):
        return 0
    with DetailsWriter(folder / DETAILS_FILE, spill) as writer:
        accounts: list[int | None] = [None]
        licences: list[int | None] = [None]
        for report in tasks.reports:
            if report.keys is None:
                continue
            keys = msgspec.json.decode(read_own(place.run(report.keys)), type=Keys)
            # As if all tasks were one: by when each was met first.
            accounts += [writer.accounts.setdefault(key, len(writer.accounts) + 1) for key in keys.accounts]
            licences += [writer.licences.setdefault(key, len(writer.licences) + 1) for key in keys.licences]
        for number, part in enumerate(parts):
            path = part_file(place, tasks, number, "details")
            for start in range(0, part.details, _DETAILS_AT_ONCE):
                count = min(_DETAILS_AT_ONCE, part.details - start)
                columns = (
                    read_numbers(path, np.uint64, 8 * (start + part.details * column), count).tolist()
                    for column in range(3)
                )
                writer.add(
                    (photo, accounts[account], licences[licence])
                    for photo, account, licence in zip(*columns, strict=True)
                )
        return writer.finish()
