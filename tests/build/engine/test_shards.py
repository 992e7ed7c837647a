"""Shards that do not fit each other are refused, missing ones are told, and nothing half written is ever read."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from inset.errors import BuildFailed, InsetError, UsageInvalid
from inset_build.engine.clustered import build_on_cluster
from inset_build.engine.place import Place
from inset_build.engine.plan import agree, look
from inset_build.engine.shards import Share, build_shard, merge_shards
from inset_build.pipeline import build_dataset
from inset_build.readers.sources.remote.addresses import named_path
from inset_build.report import BuildOptions, Progress
from support.datasets.same_run import assert_same_run, only_run
from support.lists.every_family import FAMILIES


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.csv" for number in range(6)]
    for number, path in enumerate(paths):
        FAMILIES["table.csv"](path, range(number * 90, number * 90 + 120))
    return paths


def test_missing_shards_are_told_with_their_commands(tmp_path: Path, sources: list[Path]) -> None:
    shared = tmp_path / "shared"
    options = BuildOptions(kind="census")
    for shard in (1, 3):
        build_shard(shared, "made-up", sources, options, share=Share(shard, 4))
    with pytest.raises(UsageInvalid) as told:
        merge_shards(tmp_path / "datasets", "made-up", shared)
    assert told.value.message == "Build the missing shards first: 2/4, 4/4."
    assert f"{sources[0]} " in told.value.hint
    assert f"--kind census --shard 2/4 --to {shared} --resume`; `inset build" in told.value.hint
    assert not (tmp_path / "datasets").exists()
    for shard in (2, 4):
        report = build_shard(shared, "made-up", sources, options, share=Share(shard, 4), resume=True)
    assert report.missing == 0
    merge_shards(tmp_path / "datasets", "made-up", shared)
    build_dataset(tmp_path / "one", "made-up", sources, options)
    assert_same_run(only_run(tmp_path / "one"), only_run(tmp_path / "datasets"))


def test_resume_reads_only_what_is_missing_and_heals_what_is_lost(tmp_path: Path, sources: list[Path]) -> None:
    shared = tmp_path / "shared"
    first = build_shard(shared, "made-up", sources, share=Share(1, 1))
    assert (first.tasks, first.done_before) == (6, 0)
    assert build_shard(shared, "made-up", sources, share=Share(1, 1), resume=True).done_before == 6
    lost = min((shared / "runs").iterdir())
    content = lost.read_bytes()
    lost.unlink()
    with pytest.raises(UsageInvalid, match="Build the missing shards first: 1/1"):
        merge_shards(tmp_path / "datasets", "made-up", shared)
    assert build_shard(shared, "made-up", sources, share=Share(1, 1), resume=True).done_before == 5
    assert lost.read_bytes() == content


def test_others_do_not_begin(tmp_path: Path, sources: list[Path]) -> None:
    shared = tmp_path / "shared"
    build_shard(shared, "made-up", sources, share=Share(1, 2))
    before = {path: path.stat().st_mtime_ns for path in shared.rglob("*") if path.is_file()}

    def refused(match: str, name: str = "made-up", **changes: object) -> None:
        given = {"sources": sources, "options": None, "share": Share(2, 2), "skip_bad": False} | changes
        with pytest.raises(UsageInvalid, match=match):
            build_shard(shared, name, given.pop("sources"), given.pop("options"), **given)  # type: ignore[arg-type]

    refused("Build made-up, or name an empty folder", name="other")
    refused("Divide the work by 2", share=Share(2, 3))
    refused("another --error-rate", options=BuildOptions(error_rate=0.01))
    refused("another --no-rows", options=BuildOptions(rows=False))
    refused("another --no-details", options=BuildOptions(details=False))
    refused("another --skip-bad", skip_bad=True)
    refused("6 files, now 5", sources=sources[:5])
    refused("stands where 0.csv stood", sources=sources[::-1])
    content = sources[3].read_bytes()
    FAMILIES["table.csv"](sources[3], range(119))
    refused("3.csv is not the same there")
    # As long as before, with another photo at its end.
    digit = max(at for at in range(len(content)) if content[at : at + 1].isdigit())
    sources[3].write_bytes(content[:digit] + bytes([48 + (content[digit] - 47) % 10]) + content[digit + 1 :])
    refused("3.csv is not the same there")
    assert {path: path.stat().st_mtime_ns for path in shared.rglob("*") if path.is_file()} == before
    with pytest.raises(UsageInvalid, match="Merge made-up, or name another folder"):
        merge_shards(tmp_path / "datasets", "other", shared)
    other = structs.replace(look("made-up", sources, BuildOptions()).plan, inset_version="0.0.0")
    with pytest.raises(UsageInvalid, match=r"Use Inset .* for every shard"):
        agree(Place(shared), other)


@pytest.mark.parametrize("share", ["0/4", "5/4", "1", "a/b", "1/0", "-1/4", "1/99999999", "²/4"])
def test_a_share_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(UsageInvalid, match="such as 1/4"):
        Share.parse(share)


def test_a_folder_of_something_else_is_refused(tmp_path: Path, sources: list[Path]) -> None:
    for folder, match in ((tmp_path, "holds something else"), (sources[0], "is a file")):
        with pytest.raises(UsageInvalid, match=match):
            build_shard(folder, "made-up", sources, share=Share(1, 1))
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageInvalid, match="Build the shards first"):
            merge_shards(tmp_path / "datasets", "made-up", folder)
    assert not (tmp_path / "nowhere").exists()


def test_a_report_that_is_damaged_is_told(tmp_path: Path, sources: list[Path]) -> None:
    build_shard(tmp_path / "shared", "made-up", sources, share=Share(1, 1))
    report = tmp_path / "shared" / "tasks" / "00002.json"
    report.write_bytes(report.read_bytes()[:-40])
    with pytest.raises(InsetError, match=r"Remove .*00002\.json and do its work again"):
        merge_shards(tmp_path / "datasets", "made-up", tmp_path / "shared")


def test_a_file_that_was_damaged_afterwards_is_told_and_mended(tmp_path: Path, sources: list[Path]) -> None:
    shared = tmp_path / "shared"
    build_shard(shared, "made-up", sources, share=Share(1, 1))
    damaged = max((shared / "runs").iterdir(), key=lambda path: path.stat().st_size)
    content = damaged.read_bytes()
    damaged.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(BuildFailed, match=rf"remove .*{damaged.name}, then .* --resume"):
        merge_shards(tmp_path / "datasets", "made-up", shared)
    assert not list((tmp_path / "datasets").glob("*/*/dataset.json"))
    damaged.unlink()
    build_shard(shared, "made-up", sources, share=Share(1, 1), resume=True)
    assert damaged.read_bytes() == content
    merge_shards(tmp_path / "datasets", "made-up", shared)
    build_dataset(tmp_path / "one", "made-up", sources)
    assert_same_run(only_run(tmp_path / "one"), only_run(tmp_path / "datasets"))


def test_merging_tells_how_far_it_is(tmp_path: Path, sources: list[Path]) -> None:
    build_shard(tmp_path / "shared", "made-up", sources, share=Share(1, 1))
    told: list[Progress] = []
    merge_shards(tmp_path / "datasets", "made-up", tmp_path / "shared", rows_a_range=150, on_progress=told.append)
    merging = [each for each in told if each.phase == "merging" and each.bytes_total]
    assert [each.bytes_read for each in merging] == sorted(each.bytes_read for each in merging)
    assert merging[-1].share == 1
    assert len({each.bytes_read for each in merging}) > 6  # each of six tasks, and then each range


@pytest.mark.parametrize("address", ["s3://bucket/shared", "S3://bucket", "gs://bucket/a", "https://example.org/a"])
def test_an_address_is_no_shared_folder(
    address: str, tmp_path: Path, sources: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    for shared in (Path(address), named_path(address)):
        for work in (
            partial(build_shard, shared, "made-up", sources, share=Share(1, 1)),
            partial(merge_shards, tmp_path / "datasets", "made-up", shared),
            partial(build_on_cluster, tmp_path / "datasets", "made-up", sources, cluster="local:1", shared=shared),
        ):
            with pytest.raises(UsageInvalid, match="Name a folder that all who build reach"):
                work()
    assert sorted(tmp_path.iterdir()) == before


# Kills itself just before the file number K of those that it writes gets its name.
KILLED = """
import os, signal, sys
from pathlib import Path
from inset_build.engine import place
from inset_build.engine.shards import Share, build_shard, merge_shards
left, put = int(sys.argv[1]), place.Place.put
def put_or_die(self, aside, file, path, **how):
    global left
    if left == 0:
        file.write(b"half of")
        file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    put(self, aside, file, path, **how)
place.Place.put = put_or_die
folder = Path(sys.argv[3])
if sys.argv[2] == "map":
    build_shard(folder / "shared", "made-up", [folder / "?.csv"], share=Share(1, 1))
else:
    merge_shards(folder / "datasets", "made-up", folder / "shared", rows_a_range=150)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_anywhere_and_done_again_gives_the_same(tmp_path: Path, sources: list[Path]) -> None:
    def killed(phase: str, writes: int) -> None:
        done = subprocess.run([sys.executable, "-c", KILLED, str(writes), phase, str(tmp_path)], check=False)
        assert done.returncode == -9

    for writes in (0, 1, 7):
        killed("map", writes)
    report = build_shard(tmp_path / "shared", "made-up", [tmp_path / "?.csv"], share=Share(1, 1), resume=True)
    assert 0 < report.done_before < report.tasks
    for writes in (0, 6):
        killed("reduce", writes)
    merge_shards(tmp_path / "datasets", "made-up", tmp_path / "shared", rows_a_range=150)
    build_dataset(tmp_path / "one", "made-up", sources)
    assert_same_run(only_run(tmp_path / "one"), only_run(tmp_path / "datasets"))
