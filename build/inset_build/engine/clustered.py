"""A whole build by a cluster: exactly what shards and their merge do, with another one to do the tasks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from inset.disk_errors import disk_error
from inset.errors import BuildFailed, UsageInvalid
from inset.index.about import About
from inset.temporary import temporary_folder
from inset.words.sentences import sentence
from inset_build.engine.cluster import is_here, open_cluster
from inset_build.engine.place import refuse_address
from inset_build.engine.plan import agree, look
from inset_build.engine.reduce_task import is_done
from inset_build.engine.sent import ask
from inset_build.engine.shards import MergeReport, merge_shards, open_place
from inset_build.engine.work import map_number
from inset_build.report import BuildOptions, Progress


def build_on_cluster(
    datasets_folder: Path,
    dataset: str,
    sources: Sequence[Path],
    options: BuildOptions | None = None,
    *,
    cluster: str,
    shared: Path | None = None,
    resume: bool = False,
    skip_bad: bool = False,
    about: About | None = None,
    on_dashboard: Callable[[str], None] = lambda _: None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> MergeReport:
    """Build a run by a cluster and publish it here: the same, byte for byte, as a build on one machine.

    Args:
        datasets_folder, dataset, sources, options, about: as for `build_dataset`.
        cluster: a scheduler's address, or `local[:N]`, see `open_cluster`.
        shared: the folder that all workers reach; a temporary one here where the cluster is local and none is named.
        resume: leave what is done already as it is.
        skip_bad: leave files out that cannot be read.
        on_dashboard: is told the address of Dask's page, where there is one.
        on_progress: is told of the phase `waiting`, too, as long as the cluster has no worker.

    Raises:
        UsageInvalid: an option is missing or wrong, or nothing answers.
        ManifestInvalid: a source cannot be read, or changed.
        BuildBusy, BuildFailed, DiskFull, NotWritable, LinkRefused, DiskDamaged: as `build_dataset`.
    """
    started = time.monotonic()
    if shared is not None:
        refuse_address(shared)
    if shared is None and not is_here(cluster):
        raise UsageInvalid(sentence("error_cluster_to"))
    if shared is None and resume:
        raise UsageInvalid(sentence("error_cluster_to_resume"))
    sources = tuple(map(for_all, sources))
    told = _Told(on_progress)
    told.take(Progress("looking", 0))
    with _folder(shared) as folder, open_cluster(cluster) as engine:
        if engine.dashboard is not None:
            on_dashboard(engine.dashboard)
        engine.on_workers = told.has_workers
        found = look(dataset, sources, options or BuildOptions(), skip_bad=skip_bad, engine=engine)
        try:
            place = open_place(folder, is_new=True)
            plan = agree(place, found.plan)
            wanted = [task for task in range(len(plan.tasks)) if not (resume and is_done(place, plan, task))]
        except OSError as error:
            raise disk_error(error, folder) or BuildFailed(sentence("error_shared_fix", folder, error)) from error
        weights = {task: sum(plan.files[number].bytes for number in plan.files_of(task)) for task in wanted}
        rows = read = files = 0
        whole, every = sum(weights.values()), sum(len(plan.files_of(task)) for task in wanted)
        told.take(Progress("reading", 0, 0, whole, 0, every))
        asked = [ask(found, task) for task in wanted]
        for each, done in engine.each(partial(map_number, folder, sources, plan.digest), asked):
            rows, read, files = rows + done.rows, read + weights[each.task], files + len(plan.files_of(each.task))
            told.take(Progress("reading", rows, read, whole, files, every))
        report = merge_shards(datasets_folder, dataset, folder, engine=engine, about=about, on_progress=told.take)
        return replace(report, seconds=round(time.monotonic() - started, 3))


class _Told:
    """What was told last of a build, so that it can be told again once there are workers."""

    def __init__(self, listener: Callable[[Progress], None]) -> None:
        self._listener = listener
        self._last = Progress("looking", 0)

    def take(self, progress: Progress) -> None:
        """Tell how far it is."""
        self._last = progress
        self._listener(progress)

    def has_workers(self, has_some: bool) -> None:
        """Tell that it waits for a worker, or goes on."""
        self._listener(self._last if has_some else replace(self._last, phase="waiting"))


def for_all(source: Path) -> Path:
    """A source by a name that means the same wherever a process was started; an address does already."""
    return source if "://" in str(source) else source.absolute()


@contextmanager
def _folder(shared: Path | None) -> Iterator[Path]:
    """The shared folder, by a name that is right for every process; a temporary one where none is named."""
    if shared is not None:
        yield shared.absolute()
        return
    with temporary_folder() as folder:
        yield folder
