"""Parts of a merge, side by side and one after the other, leave what a merge joins to the very same run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from inset.errors import BuildFailed, UsageInvalid
from inset_build.engine.merge_part import PartReport, merge_part
from inset_build.engine.shards import Share, build_shard, merge_shards
from inset_build.pipeline import build_dataset
from inset_build.report import Progress
from support.datasets.same_run import assert_same_run, only_run
from support.lists.every_family import write_every_family

DATASET = "made-up"
PARTS = 3
ROWS = 400


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder into which two shards were read."""
    sources = write_every_family(tmp_path)[4:16]
    build_dataset(tmp_path / "one", DATASET, sources)
    for shard in (1, 2):
        build_shard(tmp_path / "shared", DATASET, sources, share=Share(shard, 2))
    return tmp_path / "shared"


def part(shared: Path, number: int, parts: int = PARTS) -> PartReport:
    return merge_part(DATASET, shared, Share(number, parts), rows_a_range=ROWS)


def merged(tmp_path: Path) -> Path:
    merge_shards(tmp_path / "datasets", DATASET, tmp_path / "shared")
    return only_run(tmp_path / "datasets")


def made(shared: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (shared / "parts").rglob("*") if path.is_file()}


def test_parts_do_all_but_the_joining_and_nothing_twice(tmp_path: Path, shared: Path) -> None:
    first = [part(shared, number) for number in (3, 1, 2)]
    ranges = first[0].ranges
    assert ranges >= PARTS
    counted = [each.merged for each in first]
    assert counted == sorted(counted)
    assert counted[-1] == ranges
    assert [each.pieces for each in first[:2]] == [None, None]
    # The last one found all ranges merged, and so made its pieces too.
    assert first[2].pieces == 3 + ranges
    assert 0 < (first[2].made or 0) < 3 + ranges
    again = [part(shared, number) for number in (1, 2, 3)]
    assert again[-1].made == again[-1].pieces == first[2].pieces
    before = made(shared)
    assert_same_run(only_run(tmp_path / "one"), merged(tmp_path))
    assert made(shared) == before


def test_parts_at_the_same_time(tmp_path: Path, shared: Path) -> None:
    for _ in range(2):
        with ThreadPoolExecutor(PARTS) as pool:
            reports = list(pool.map(lambda number: part(shared, number), range(1, PARTS + 1)))
    assert max(each.made or 0 for each in reports) == reports[0].pieces
    assert_same_run(only_run(tmp_path / "one"), merged(tmp_path))


def test_a_part_that_is_missing_is_done_by_the_merge(tmp_path: Path, shared: Path) -> None:
    part(shared, 2)
    assert_same_run(only_run(tmp_path / "one"), merged(tmp_path))


def test_other_numbers_of_parts_harm_nothing(tmp_path: Path, shared: Path) -> None:
    for share in ((1, 3), (2, 2), (4, 7), (1, 1)):
        report = part(shared, *share)
    assert report.made == report.pieces
    assert_same_run(only_run(tmp_path / "one"), merged(tmp_path))


def test_each_part_compares_what_it_reads(tmp_path: Path, shared: Path) -> None:
    path = min((shared / "runs").iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    with pytest.raises(BuildFailed):
        part(shared, 3)
    assert not list((shared / "parts").rglob("*.ids"))


def test_it_tells_how_far_it_is(shared: Path) -> None:
    told: list[Progress] = []
    merge_part(DATASET, shared, Share(1, 1), rows_a_range=ROWS, on_progress=told.append)
    assert list(dict.fromkeys(each.phase for each in told)) == ["merging", "writing"]
    shares = [each.share for each in told if each.phase == "merging"]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_what_cannot_be_merged_is_told_as_by_a_merge(tmp_path: Path, shared: Path) -> None:
    with pytest.raises(UsageInvalid, match="made-up"):
        merge_part("other", shared, Share(1, 2))
    with pytest.raises(UsageInvalid):
        merge_part(DATASET, tmp_path / "nothing", Share(1, 2))
    (tmp_path / "half-read").mkdir()
    write_every_family(tmp_path / "half-read")
    build_shard(tmp_path / "half", DATASET, sorted((tmp_path / "half-read").iterdir())[:6], share=Share(1, 2))
    with pytest.raises(UsageInvalid, match="2/2"):
        merge_part(DATASET, tmp_path / "half", Share(1, 2))
