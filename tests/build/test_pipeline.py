"""From manifest to published run, on real files, also when it fails on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inset.errors import BuildFailed, DiskFull, ManifestInvalid, UsageInvalid
from inset.index.ids.id_writer import write_id_store
from inset.index.kind import Kind
from inset.index.library import Library
from inset_build import finish
from inset_build.pipeline import build_dataset
from inset_build.report import FILTER_ONLY_ERROR_RATE, GATE_ERROR_RATE, BuildOptions, Progress
from support.datasets.runs import rewrite_descriptor
from support.lists.manifests import FIRST_ID, page


def write_ids(path: Path, photo_ids: set[int]) -> Path:
    path.write_text("".join(f"{photo_id}\n" for photo_id in photo_ids))
    return path


@given(photo_ids=st.sets(st.integers(900_000_000_000, 999_999_999_999), min_size=1, max_size=80))
@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_any_handful_of_photos_builds_and_is_found(tmp_path: Path, photo_ids: set[int]) -> None:
    report = build_dataset(tmp_path / "datasets", "made-up", [write_ids(tmp_path / "photos.txt", photo_ids)])
    assert report.photos == len(photo_ids)
    absent = {photo_id + 1 for photo_id in photo_ids} - photo_ids
    assert Library(tmp_path / "datasets").lookup([*photo_ids, *absent]).keys() == photo_ids


def test_what_the_descriptor_says(tmp_path: Path) -> None:
    manifest = tmp_path / "photos.txt"
    manifest.write_text("990000000001\nnonsense\n990000000002\n990000000001\n" + "990000000003\n" * 50)
    seen: list[Progress] = []
    build_dataset(tmp_path / "datasets", "made-up", [manifest], on_progress=seen.append)
    described = Library(tmp_path / "datasets").datasets["made-up"].descriptor
    counts = described.counts
    assert (counts.rows, counts.photos, counts.rejected, counts.duplicates) == (54, 3, 1, 50)
    assert described.filter.error_rate == GATE_ERROR_RATE
    assert described.filter.probes == 1_000_000
    assert described.filter.probe_hits < 400
    assert (described.sources[0].name, described.sources[0].bytes) == ("photos.txt", manifest.stat().st_size)
    assert sorted(described.files) == ["photos.bloom", "photos.crc32", "photos.ids", "photos.rows"]
    phases = dict.fromkeys(progress.phase for progress in seen)
    assert list(phases) == ["looking", "reading", "writing", "verifying", "publishing"]
    read = [progress for progress in seen if progress.phase == "reading"][-1]
    assert read.bytes_read == read.bytes_total == manifest.stat().st_size


def test_a_filter_only_run_has_a_filter_fit_to_be_believed(tmp_path: Path) -> None:
    manifest = write_ids(tmp_path / "photos.txt", set(range(990_000_000_000, 990_000_005_000)))
    build_dataset(tmp_path / "datasets", "made-up", [manifest], BuildOptions(filter_only=True))
    described = Library(tmp_path / "datasets").datasets["made-up"].descriptor
    assert not described.exact
    assert described.filter.error_rate == FILTER_ONLY_ERROR_RATE
    assert described.filter.false_positive_rate < 1.2e-6
    assert sorted(described.files) == ["photos.bloom", "photos.crc32"]


def test_no_manifest_and_no_photo_are_errors_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageInvalid):
        build_dataset(tmp_path / "datasets", "made-up", [])
    foreign = tmp_path / "urls.txt"
    foreign.write_text("https://example.org/1.jpg\n" * 9)
    with pytest.raises(ManifestInvalid):
        build_dataset(tmp_path / "datasets", "made-up", [foreign])
    assert list((tmp_path / "datasets").iterdir()) == []


@pytest.mark.parametrize("step", ["write_id_store", "verify_members", "probe_filter", "seal"])
def test_a_failure_at_any_step_leaves_the_old_run_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    build_dataset(tmp_path / "datasets", "made-up", [write_ids(tmp_path / "old.txt", {990000000001})])

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(finish, step, fail)
    with pytest.raises(DiskFull, match="Make room on the disk of"):
        build_dataset(tmp_path / "datasets", "made-up", [write_ids(tmp_path / "new.txt", {990000000002})])
    assert Library(tmp_path / "datasets").lookup([990000000001, 990000000002]).keys() == {990000000001}
    assert len([entry for entry in (tmp_path / "datasets" / "made-up").iterdir() if entry.is_dir()]) == 1


def test_a_damaged_file_is_found_before_it_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk returns other bytes than were written, verification notices: it must open the files again."""

    def write_and_damage(path: Path, chunks: Iterable[NDArray[np.uint64]]) -> int:
        written = write_id_store(path, chunks)
        content = bytearray(path.read_bytes())
        content[64] ^= 1  # the low bits of the first ID
        path.write_bytes(content)
        return written

    monkeypatch.setattr(finish, "write_id_store", write_and_damage)
    with pytest.raises(BuildFailed, match="ID store holds other photos"):
        build_dataset(tmp_path / "datasets", "made-up", [write_ids(tmp_path / "photos.txt", {990000000002})])
    assert list((tmp_path / "datasets").iterdir()) == []


@pytest.mark.parametrize("rate", [0.0, 1.0, 1e-12, -1.0, float("nan")])
def test_an_error_rate_out_of_bounds_is_refused(rate: float) -> None:
    with pytest.raises(UsageInvalid, match=re.escape(f"; {rate} is not")):
        BuildOptions(error_rate=rate)


@pytest.mark.parametrize("rate", [0.1, 0.0624, 0.05, 1e-9])
def test_every_error_rate_that_may_be_chosen_is_built(tmp_path: Path, rate: float) -> None:
    """Slices are rounded up to whole ones, so that the bits of a coarse filter give a little more than its target."""
    photos = write_ids(tmp_path / "photos.txt", set(range(990_000_000_001, 990_000_005_001)))
    report = build_dataset(tmp_path / "datasets", "made-up", [photos], BuildOptions(error_rate=rate))
    assert report.false_positive_rate == pytest.approx(rate, rel=0.12)


def test_a_census_stays_one_when_it_is_built_anew(tmp_path: Path) -> None:
    photos, datasets = write_ids(tmp_path / "photos.txt", {990_000_000_001}), tmp_path / "datasets"

    def built(name: str, kind: Kind | None = None) -> Kind:
        build_dataset(datasets, name, [photos], BuildOptions(kind=kind))
        return Library(datasets).datasets[name].descriptor.kind

    assert built("mine") == "training"
    assert built("mine", "census") == "census"
    assert built("mine") == "census"
    assert built("mine", "training") == "training"
    assert built("bigdata-flickr") == "census"  # the catalog says so


def test_a_run_from_before_there_were_kinds_is_a_training_set(tmp_path: Path) -> None:
    datasets = tmp_path / "datasets"
    build_dataset(datasets, "old", [write_ids(tmp_path / "photos.txt", {990_000_000_001})])
    (path,) = datasets.glob("old/*/dataset.json")
    written = json.loads(path.read_text())
    assert written.pop("kind") == "training"
    rewrite_descriptor(path.parent, json.dumps(written).encode())
    assert Library(datasets).datasets["old"].descriptor.kind == "training"
    path.write_text(json.dumps({**written, "kind": "rumour"}))
    assert "old" in Library(datasets).unavailable


def test_the_share_of_the_work_counts_manifests_too(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.txt").write_text(f"{page(FIRST_ID + number)}\n")
    (folder / "9.txt").write_text("".join(f"{page(FIRST_ID + number)}\n" for number in range(2_000)))
    told: list[Progress] = []
    build_dataset(tmp_path / "datasets", "made-up", [folder], on_progress=told.append)
    reading = [each for each in told if each.phase == "reading" and each.manifests]
    assert [each.manifests_read for each in reading] == list(range(10))
    shares = [each.share for each in reading]
    assert shares == sorted(shares)
    # Nine of ten manifests are read, and hardly any of the bytes: most of the work is done all the same.
    assert reading[8].bytes_read < 0.02 * reading[8].bytes_total
    assert 0.7 < shares[8] < 0.9
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.parametrize(
    "number", [10**30, 53 * 10**39 + 1, -(10**30), 1 << 64, 10**4000], ids=["30", "41", "-30", "64 bits", "4000"]
)
def test_an_integer_that_no_column_holds_is_a_rejected_row(tmp_path: Path, number: int) -> None:
    """It was an `OverflowError` from Polars."""
    manifest = tmp_path / "photos.jsonl"
    rows = [f'{{"photo_id": {990000000001 + n}, "owner": "12345678@N00"}}\n' for n in range(10)]
    manifest.write_text("".join([*rows, f'{{"photo_id": {number}}}\n']))
    report = build_dataset(tmp_path / "datasets", "made-up", [manifest])
    assert (report.photos, report.rows, report.rejected) == (10, 11, 1)
