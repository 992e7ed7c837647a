"""What a worker is told that cannot be done, by its name; and what it keeps, as long as it is true."""

from __future__ import annotations

import errno
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest

from inset.errors import BuildFailed, DiskDamaged, DiskFull, InsetError, ManifestInvalid, NotWritable
from inset_build.engine import work
from inset_build.engine.cluster import _guarded
from inset_build.engine.plan import agree, look
from inset_build.engine.sent import Asked
from inset_build.engine.shards import merge_shards, open_place
from inset_build.engine.work import map_number
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions
from support.datasets.same_run import assert_same_run, only_run
from support.lists.every_family import FAMILIES


def raising(error: BaseException) -> Any:
    def work_on(_: int) -> None:
        raise error

    try:
        return _guarded(work_on, 7)
    except InsetError as again:
        return "tried again", type(again)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/shared/runs"), DiskFull),
        (OSError(errno.EDQUOT, "Quota exceeded", "/shared/runs"), DiskFull),
        (OSError(errno.EROFS, "Read-only", "/shared/runs"), NotWritable),
        (PermissionError(errno.EACCES, "Permission denied", "/shared/runs"), NotWritable),
        (MemoryError(), BuildFailed),
        (ManifestInvalid("Look at it."), ManifestInvalid),
    ],
)
def test_what_trying_again_does_not_mend_is_told_at_once(error: BaseException, told: type[InsetError]) -> None:
    found = raising(error)
    assert type(found) is told
    again = pickle.loads(pickle.dumps(found))  # as it comes from a worker
    assert (again.message, again.hint) == (found.message, found.hint)


def test_memory_that_was_short_is_told_with_its_remedy() -> None:
    found = raising(MemoryError())
    assert isinstance(found, BuildFailed)
    assert found.message.startswith("Give each worker more memory, or fewer threads")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EIO, "Input/output error", "/shared/runs"), DiskDamaged),
        (OSError(errno.ESTALE, "Stale file handle", "/shared/runs"), DiskDamaged),
        (ConnectionResetError("gone"), BuildFailed),
    ],
)
def test_what_may_pass_is_tried_again(error: BaseException, told: type[InsetError]) -> None:
    assert raising(error) == ("tried again", told)


def test_what_a_worker_looked_at_is_looked_at_again_once_it_is_another_file(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for number, path in enumerate(paths):
        FAMILIES["table.csv"](path, range(number * 90, number * 90 + 120))
    shared = tmp_path / "shared"

    def every_task() -> None:
        plan = agree(open_place(shared, is_new=True), look("made-up", paths, BuildOptions()).plan)
        for task in range(len(plan.tasks)):
            map_number(shared, tuple(paths), plan.digest, Asked(task))

    work._looked_at.cache_clear()
    every_task()
    assert work._looked_at.cache_info().misses == 1
    content = paths[1].read_bytes()
    paths[1].unlink()
    paths[1].write_bytes(content)  # another file, with the same content: the plan is the same, what was seen is not
    every_task()
    assert work._looked_at.cache_info().misses == 1  # counted anew since it was cleared
    shutil.rmtree(shared)  # another folder of that name
    every_task()
    assert work._looked_at.cache_info().misses == 2
    merge_shards(tmp_path / "many", "made-up", shared)
    shutil.rmtree(shared)
    shutil.rmtree(tmp_path / "many")
    every_task()
    merge_shards(tmp_path / "many", "made-up", shared)
    build_dataset(tmp_path / "one", "made-up", paths)
    assert_same_run(only_run(tmp_path / "one"), only_run(tmp_path / "many"))
