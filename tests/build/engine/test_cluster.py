"""A build by Dask's processes gives what one machine gives, whatever of it is killed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from inset.errors import BuildFailed, ManifestInvalid, UsageInvalid
from inset_build.engine import clustered, looking, shards
from inset_build.engine.cluster import open_cluster
from inset_build.engine.clustered import build_on_cluster
from inset_build.pipeline import build_dataset
from inset_build.report import Progress
from support.builds import dying_workers
from support.datasets.same_run import assert_same_run, only_run
from support.lists.every_family import FAMILIES

PATIENCE = 120.0


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    for number, name in enumerate(("table.csv", "records.jsonl", "table.parquet", "photos.xml")):
        FAMILIES[name](tmp_path / f"part-{number}", range(number * 90, number * 90 + 120))
    return [tmp_path / "part-*"]


@pytest.mark.parametrize("address", ["local:0", "local:x", "locally", "8786", "local:-1", "tcp:/x"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageInvalid, match="Name a scheduler with --cluster"), open_cluster(address):
        pass


def test_a_remote_cluster_and_going_on_need_a_folder(tmp_path: Path, sources: list[Path]) -> None:
    for cluster, resume in (("tcp://127.0.0.1:1", False), ("local:1", True)):
        with pytest.raises(UsageInvalid, match="Add --to SHARED"):
            build_on_cluster(tmp_path / "datasets", "made-up", sources, cluster=cluster, resume=resume)


def test_without_the_extra_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageInvalid, match=r"pip install .inset\[cluster\]"), open_cluster("local:1"):
        pass


def test_sources_mean_the_same_to_every_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Address(type(Path())):  # type: ignore[misc]
        def __str__(self) -> str:
            return "s3://lists/part-*.parquet"

    monkeypatch.chdir(tmp_path)
    assert clustered.for_all(Path("a.csv")) == tmp_path / "a.csv"
    address = Address("s3:/lists")
    assert clustered.for_all(address) is address


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_two_workers_one_killed_in_each_phase_give_the_same(
    tmp_path: Path, sources: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(looking, "look_at_some", partial(dying_workers.dying_look, tmp_path / "died-in-looking"))
    monkeypatch.setattr(clustered, "map_number", partial(dying_workers.dying_map, tmp_path / "died-in-map"))
    monkeypatch.setattr(shards, "reduce_number", partial(dying_workers.dying_reduce, tmp_path / "died-in-reduce"))
    monkeypatch.setattr(shards, "ROWS_A_RANGE", 100)
    told: list[Progress] = []
    build_on_cluster(tmp_path / "datasets", "made-up", sources, cluster="local:2", on_progress=told.append)
    assert {path.name for path in tmp_path.glob("died-*")} == {"died-in-looking", "died-in-map", "died-in-reduce"}
    build_dataset(tmp_path / "one", "made-up", sources)
    assert_same_run(only_run(tmp_path / "one"), only_run(tmp_path / "datasets"))
    # On a busy computer a worker's successor may take so long that there is none for a while.
    phases = list(dict.fromkeys(each.phase for each in told if each.phase != "waiting"))
    assert phases == ["looking", "reading", "merging", "writing", "verifying", "publishing"]
    assert [each for each in told if each.phase == "reading"][-1].share == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_the_scheduler_killed_and_gone_on_with(
    tmp_path: Path, sources: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    build = partial(
        build_on_cluster, tmp_path / "datasets", "made-up", sources, shared=tmp_path / "shared", resume=True
    )
    with _cluster(tmp_path / "first.json") as (address, pid):
        monkeypatch.setattr(clustered, "map_number", partial(dying_workers.killing_map, pid))
        with pytest.raises(BuildFailed, match="with --resume"):
            build(cluster=address)
    assert not (tmp_path / "datasets").exists()
    monkeypatch.undo()
    broken = tmp_path / "part-3"
    whole = broken.read_bytes()
    with _cluster(tmp_path / "second.json") as (address, _):
        broken.write_bytes(whole[:-30] + b" " * 30)  # of the same size: it is found when it is read
        with pytest.raises((ManifestInvalid, UsageInvalid)):
            build(cluster=address, resume=False)
        broken.write_bytes(whole)
    with _cluster(tmp_path / "third.json") as (address, _):
        build(cluster=address)
    build_dataset(tmp_path / "one", "made-up", sources)
    assert_same_run(only_run(tmp_path / "one"), only_run(tmp_path / "datasets"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("is_there", "flags", "is_told"), [(True, (), True), (False, (), False), (True, ("--no-dashboard",), False)]
)
def test_a_dashboard_is_told_of_where_the_scheduler_has_one(
    is_there: bool, flags: tuple[str, ...], is_told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    installed = tmp_path / "installed" / "bokeh-3.9.dist-info" / "METADATA"
    installed.parent.mkdir(parents=True)
    installed.write_text("Metadata-Version: 2.1\nName: bokeh\nVersion: 3.9\n")
    beside = str(installed.parents[1])
    with _scheduler(tmp_path / "scheduler.json", *flags, beside=[beside] if is_there else []) as (address, _):
        if not is_there:  # what is installed here says nothing of the scheduler
            monkeypatch.syspath_prepend(beside)
        with open_cluster(address) as engine:
            assert (engine.dashboard is not None) is is_told
            if is_told:
                assert re.fullmatch(r"http://127\.0\.0\.1:\d+/status", str(engine.dashboard))


@pytest.mark.slow
def test_a_cluster_without_workers_is_waited_for_and_that_is_told(tmp_path: Path, sources: list[Path]) -> None:
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    workers: list[subprocess.Popen[bytes]] = []
    phases: list[str] = []

    def told(progress: Progress) -> None:
        if not phases or phases[-1] != progress.phase:
            phases.append(progress.phase)
        if progress.phase == "waiting":
            own = ("--local-directory", str(tmp_path / "worker"))
            workers.append(_started("worker", file, "--nthreads", "1", "--no-dashboard", "--no-nanny", *own))

    with _scheduler(file, "--no-dashboard") as (address, _):
        try:
            build_on_cluster(
                tmp_path / "datasets",
                "made-up",
                sources,
                cluster=address,
                shared=tmp_path / "shared",
                on_progress=told,
            )
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    assert len(workers) == 1
    assert phases[: phases.index("waiting") + 1] == ["looking", "waiting"]
    # Then it goes on: with looking, unless that was done before anybody counted the workers again.
    others = [phase for phase in dict.fromkeys(phases) if phase != "waiting"]
    assert others == ["looking", "reading", "merging", "writing", "verifying", "publishing"]


@contextmanager
def _cluster(file: Path) -> Iterator[tuple[str, int]]:
    """A scheduler and one worker, each a process of its own: its address and its process."""
    with _scheduler(file, "--no-dashboard") as (address, process):
        own = ("--local-directory", str(file.with_suffix("")))
        worker = _started("worker", file, "--nthreads", "1", "--no-dashboard", "--no-nanny", *own)
        try:
            yield address, process
        finally:
            worker.kill()
            worker.wait()


@contextmanager
def _scheduler(file: Path, *flags: str, beside: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
    """A scheduler, which also finds what lies in the folders `beside`: its address and its process."""
    here = ("--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0")
    scheduler = _started("scheduler", file, *here, *flags, beside=beside)
    try:
        end = time.monotonic() + PATIENCE
        while not (file.exists() and file.read_text().endswith("}")):
            assert scheduler.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"], scheduler.pid
    finally:
        scheduler.kill()
        scheduler.wait()


def _started(program: str, file: Path, *flags: str, beside: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    found = [str(Path(__file__).parents[2]), *sys.path[1:], *beside]
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{program}", "--scheduler-file", str(file), *flags],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(found)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
