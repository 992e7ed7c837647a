"""A build in shards gives what a build on one machine gives, byte for byte."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.engine import plan, runs
from inset_build.engine.shards import Share, build_shard, merge_shards
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions
from support.datasets.same_run import assert_same_run, described, only_run
from support.lists.every_family import write_every_family

DATASET = "made-up"


def in_shards(
    folder: Path, sources: Sequence[Path], order: Sequence[int], shards: int, options: BuildOptions | None = None
) -> Path:
    """Build shards in some order, merge them, and return the run's folder."""
    for shard in order:
        build_shard(folder / "shared", DATASET, sources, options, share=Share(shard, shards))
    merge_shards(folder / "datasets", DATASET, folder / "shared", rows_a_range=700)
    return only_run(folder / "datasets")


def on_one_machine(folder: Path, sources: Sequence[Path], options: BuildOptions | None = None) -> Path:
    build_dataset(folder / "one", DATASET, sources, options)
    return only_run(folder / "one")


def test_every_family_of_readers_in_four_shards_one_of_them_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BUFFER_PLACED_IDS", 100)  # several runs a task
    monkeypatch.setattr(plan, "LEAST_TASKS", 12)  # several files a task
    sources = write_every_family(tmp_path)
    one = on_one_machine(tmp_path, sources)
    assert described(one)["details"] > 300
    assert len({source["reader"] for source in described(one)["sources"]}) >= 12
    assert_same_run(one, in_shards(tmp_path, sources, (3, 1, 4, 1, 2), 4))
    assert len(list(tmp_path.glob("shared/parts/*/*.ids"))) > 3


@pytest.mark.parametrize(
    "options",
    [
        BuildOptions(filter_only=True),
        BuildOptions(rows=False, kind="census", obtained="by hand, today"),
        BuildOptions(details=False),
    ],
)
def test_with_other_options(tmp_path: Path, options: BuildOptions) -> None:
    sources = write_every_family(tmp_path)[8:14]
    assert_same_run(on_one_machine(tmp_path, sources, options), in_shards(tmp_path, sources, (2, 1), 2, options))


ROW = st.tuples(st.integers(1, 40), st.sampled_from(["10000001@N00", "10000002@N00", ""]), st.integers(0, 3))


@given(
    files=st.lists(st.lists(ROW, min_size=1, max_size=12), min_size=1, max_size=6),
    shards=st.integers(1, 4),
    order=st.randoms(use_true_random=False),
    buffer=st.integers(1, 20),
    tasks=st.integers(1, 8),
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_rows_in_any_files_tasks_shards_and_orders(
    tmp_path_factory: pytest.TempPathFactory,
    files: list[list[tuple[int, str, int]]],
    shards: int,
    order: object,
    buffer: int,
    tasks: int,
) -> None:
    folder = tmp_path_factory.mktemp("law")
    for number, rows in enumerate(files):
        lines = [
            json.dumps({"photo_id": str(990_000_000_000 + photo), "owner": owner, "license": licence, "secret": "5a3c"})
            for photo, owner, licence in rows
        ]
        (folder / f"part-{number}.jsonl").write_text("\n".join(lines) + "\n")
    options = BuildOptions(reader="jsonl", column="photo_id")
    todo = [*range(1, shards + 1), 1]
    order.shuffle(todo)  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "BUFFER_PLACED_IDS", buffer)
        patch.setattr(plan, "LEAST_TASKS", tasks)
        sources = [folder / "part-*.jsonl"]
        merged = in_shards(folder, sources, todo, shards, options)
    assert_same_run(on_one_machine(folder, sources, options), merged)


def test_a_file_that_cannot_be_read_is_an_error_or_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "LEAST_TASKS", 2)
    sources = write_every_family(tmp_path)[8:14]
    whole = sources[2].read_bytes()
    broken, foreign = tmp_path / "broken.csv.gz", tmp_path / "foreign.txt"
    noise = "".join(
        f"https://live.staticflickr.com/1/{n * 7_919 + 9_000}_5a3c7e9b1{n % 7}.jpg\n" for n in range(90_000)
    )
    packed = bytearray(gzip.compress(("url\n" + noise).encode()))
    packed[-9] ^= 0xFF
    packed[-400:-390] = bytes(10)
    broken.write_bytes(packed)
    foreign.write_bytes(bytes(range(256)) * 9)
    given_ = [*sources[:2], broken, foreign, *sources[2:]]
    with pytest.raises(ManifestInvalid, match=r"foreign\.txt"):
        build_shard(tmp_path / "refused", DATASET, given_, share=Share(1, 1))
    with pytest.raises(ManifestInvalid, match=r"broken\.csv\.gz"):
        build_shard(tmp_path / "refused", DATASET, [*sources[:2], broken, *sources[2:]], share=Share(1, 1))
    report = build_shard(tmp_path / "shared", DATASET, given_, share=Share(1, 1), skip_bad=True)
    assert {each["name"] for each in report.left_out} == {"broken.csv.gz", "foreign.txt"}
    merged = merge_shards(tmp_path / "datasets", DATASET, tmp_path / "shared")
    assert merged.left_out == report.left_out
    run, one = only_run(tmp_path / "datasets"), on_one_machine(tmp_path, sources)
    assert [each["name"] for each in described(run)["left_out"]] == ["foreign.txt", "broken.csv.gz"]
    assert described(run) | {"left_out": None} == described(one) | {"left_out": None}
    assert (run / "photos.rows").read_bytes() == (one / "photos.rows").read_bytes()
    assert sources[2].read_bytes() == whole
