"""Joins the pieces that were made of all ranges into a run's files: nothing is made here, and little is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from inset.disk_space import require_space
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import Counts
from inset.index.details_writer import DetailsWriter
from inset.index.filter.join import join_filter
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_writer import join_id_store
from inset.index.publish import StagedRun
from inset.index.rows import Stretch, join_rows
from inset.own_files import read_own
from inset.words.sentences import sentence
from inset_build.engine.map_task import Keys
from inset_build.engine.piece_task import Layout, MadeFilter, MadeRows, piece_file
from inset_build.engine.place import Place, read_numbers
from inset_build.engine.reduce_task import Photos, Tasks, part_file
from inset_build.finish import BYTES_A_PHOTO, SPILL_FOLDER, Written, filter_facts, filter_for
from inset_build.report import REJECTED_SHOWN, Tally
from inset_build.rows import BYTES_A_ROW

_DETAILS_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Joining:
    """Joins what was made of some tasks; `made`: all pieces of the layout, by their numbers."""

    place: Place
    tasks: Tasks
    layout: Layout
    made: Mapping[int, MadeFilter | MadeRows]

    def write(self, run: StagedRun, tally: Tally) -> Written:
        """Write all files of a run.

        Raises:
            BuildFailed: what the disk gives back is not what was made.
            DiskFull: there is no room for the index.
        """
        tasks, layout, options = self.tasks, self.layout, self.tasks.plan.build_options()
        photos = Photos(self.place, tasks, layout.parts)
        size = len(photos) * BYTES_A_PHOTO + (layout.rows[-1] * BYTES_A_ROW if layout.keeps_rows else 0)
        require_space(run.folder, size, sentence("disk_for_index"))
        # Side by side: the disk's answers are waited for in most of their time.
        with ThreadPoolExecutor(max_workers=2, thread_name_prefix="join") as pool:
            writing = [pool.submit(self._write_rows, run)] if layout.keeps_rows else []
            if not options.filter_only:
                writing.append(pool.submit(self._write_store, run, photos))
            self._write_filter(run)
            details = self._write_details(run)
            tally.enter("verifying")
            facts = filter_facts(run.folder, photos, options)
            for each in writing:
                each.result()
        reports = tasks.reports
        added = sum(report.added for report in reports)
        return Written(
            Counts(
                sum(report.rows for report in reports),
                len(photos),
                sum(report.rejected for report in reports),
                added - len(photos),
            ),
            details,
            facts,
            layout.rows[-1] if layout.keeps_rows else 0,
            tuple(source for report in reports for source in report.sources),
            (*tasks.plan.left_out, *(each for report in reports for each in report.left_out)),
        )

    def _write_filter(self, run: StagedRun) -> None:
        photos = self.layout.photos[-1]
        sized = filter_for(photos, self.tasks.plan.build_options(), PhotoFilter.without_bits)
        sized.count = photos
        pieces = [
            made.piece(piece_file(self.place, self.tasks, self.layout, number, "bits"))
            for number, made in sorted(self.made.items())
            if isinstance(made, MadeFilter)
        ]
        join_filter(run.folder / FILTER_FILE, sized, pieces)

    def _write_store(self, run: StagedRun, photos: Photos) -> None:
        numbers = range(len(self.layout.parts))
        highs = [photos.highs(number) for number in numbers]
        lows = [photos.lows(number) for number in numbers]
        join_id_store(run.folder / STORE_FILE, lows, [each for each, _ in highs], [each for _, each in highs])

    def _write_rows(self, run: StagedRun) -> None:
        stretches: list[Stretch] = []
        sources = 0
        for report, moved in zip(self.tasks.reports, self.tasks.positions, strict=False):
            stretches += [
                replace(each, start=each.start + moved, source=each.source + sources) for each in report.stretches
            ]
            sources += len(report.sources)
        made = [(number, each) for number, each in sorted(self.made.items()) if isinstance(each, MadeRows)]
        positions, firsts = (
            [
                packed.piece(piece_file(self.place, self.tasks, self.layout, number, what))
                for number, each in made
                if (packed := each.positions if what == "rows" else each.firsts) is not None
            ]
            for what in ("rows", "firsts")
        )
        join_rows(run.folder / ROWS_FILE, stretches, positions, firsts, self.layout.photos[-1], self.layout.rows[-1])

    def _write_details(self, run: StagedRun) -> int:
        if not any(report.has_details for report in self.tasks.reports):
            return 0
        with DetailsWriter(run.folder / DETAILS_FILE, run.folder / SPILL_FOLDER) as writer:
            accounts: list[int | None] = [None]
            licences: list[int | None] = [None]
            for report in self.tasks.reports:
                if report.keys is None:
                    continue
                keys = msgspec.json.decode(read_own(self.place.run(report.keys)), type=Keys)
                # As if all tasks were one: by when each was met first.
                accounts += [writer.accounts.setdefault(key, len(writer.accounts) + 1) for key in keys.accounts]
                licences += [writer.licences.setdefault(key, len(writer.licences) + 1) for key in keys.licences]
            return writer.finish(
                (photo, accounts[account], licences[licence]) for photo, account, licence in self._details()
            )

    def _details(self) -> Iterator[tuple[int, int, int]]:
        """Of each photo with details its ID, and the numbers of its account and its licence through all tasks."""
        for number, part in enumerate(self.layout.parts):
            path = part_file(self.place, self.tasks, number, "details")
            for start in range(0, part.details, _DETAILS_AT_ONCE):
                count = min(_DETAILS_AT_ONCE, part.details - start)
                photos, accounts, licences = (
                    read_numbers(path, np.uint64, 8 * (start + part.details * column), count).tolist()
                    for column in range(3)
                )
                yield from zip(photos, accounts, licences, strict=True)


def first_rejected(tasks: Tasks) -> list[dict[str, object]]:
    """The first rejected rows of all, as a build's report tells them."""
    return [example for report in tasks.reports for example in report.examples][:REJECTED_SHOWN]
