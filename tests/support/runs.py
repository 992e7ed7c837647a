"""Real runs of real files, made from bare IDs: what a build publishes, without a manifest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import numpy as np

from inset.index.dataset_index import FILTER_FILE, STORE_FILE
from inset.index.descriptor import Counts, Descriptor, FilterFacts
from inset.index.id_store import write_id_store
from inset.index.photo_filter import PhotoFilter
from inset.index.publish import stage_run
from inset.index.verify import file_facts


class PublishIds(Protocol):
    """`publish_ids` for one folder: publish a run that lists exactly these IDs, and return its folder."""

    def __call__(
        self, name: str, photo_ids: Iterable[int], *, exact: bool = True, error_rate: float = 2**-12
    ) -> Path: ...


def publish_ids(
    datasets_folder: Path, name: str, photo_ids: Iterable[int], *, exact: bool = True, error_rate: float = 2**-12
) -> Path:
    ids = np.unique(np.fromiter(photo_ids, dtype=np.uint64))
    with stage_run(datasets_folder, name) as run:
        photo_filter = PhotoFilter(len(ids), error_rate)
        photo_filter.add_many(ids)
        photo_filter.write(run.folder / FILTER_FILE)
        if exact:
            write_id_store(run.folder / STORE_FILE, [ids])
        run.publish(
            Descriptor(
                dataset=name,
                run=run.name,
                built_at="2026-01-02T03:04:05Z",
                inset_version="0",
                counts=Counts(len(ids), len(ids), 0, 0),
                filter=FilterFacts(error_rate, photo_filter.false_positive_rate(), 0, 0),
                exact=exact,
                details=0,
                sources=(),
                files={path.name: file_facts(path) for path in run.folder.iterdir()},
            )
        )
        return run.folder
