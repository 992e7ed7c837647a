"""A list of more photos than 32 bits tell apart, in small by moving the bounds: built, merged, packed, asked."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from inset.index import gate
from inset.index.filter import slice_bits
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.gate import gate_files
from inset.index.gate_writer import update_gate
from inset.index.ids import id_file
from inset.index.library import Library
from inset.index.verify import verify_run
from inset_build.engine import piece_task
from inset_build.engine.piece_task import filter_pieces
from inset_build.engine.shards import Share, build_shard, merge_shards
from inset_build.pack.make import make_pack
from inset_build.pack.unpack import unpack
from inset_build.pipeline import build_dataset
from support.datasets.independent_reader import Dataset
from support.datasets.runs import publish_ids
from support.datasets.same_run import assert_same_run, only_run

PHOTOS = sorted(Random(5).sample(range(53_000_000_000, 53_000_900_000), 3_000))


@pytest.fixture
def census(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Lists of 3,000 photos in all, for bounds that make their filter and their store wide."""
    monkeypatch.setattr(slice_bits, "MOST_NARROW", 2_000)
    monkeypatch.setattr(id_file, "MOST_NARROW", 1_000)
    monkeypatch.setattr(gate, "MOST_COVERED", 500)
    monkeypatch.setattr(piece_task, "MOST_BYTES", 2_000)
    folder = tmp_path / "lists"
    folder.mkdir()
    for number in range(5):
        ids = [*PHOTOS[number::5], *PHOTOS[:3]]
        (folder / f"part-{number}.txt").write_text(
            "".join(f"https://www.flickr.com/photos/tern/{each}/\n" for each in ids)
        )
    return sorted(folder.iterdir())


def test_one_machine_and_shards_make_the_same_run(tmp_path: Path, census: list[Path]) -> None:
    build_dataset(tmp_path / "one", "census", census)
    one = only_run(tmp_path / "one")
    for shard in (2, 1):
        build_shard(tmp_path / "shared", "census", census, share=Share(shard, 2))
    merge_shards(tmp_path / "datasets", "census", tmp_path / "shared", rows_a_range=700)
    assert_same_run(one, only_run(tmp_path / "datasets"))
    assert len(list(tmp_path.glob("shared/parts/*/filter-*.bits"))) > 1
    verify_run(one)
    for name in ("photos.bloom", "photos.ids"):
        assert (one / name).read_bytes()[8] == 2, name


def test_it_is_packed_unpacked_and_asked(tmp_path: Path, census: list[Path]) -> None:
    build_dataset(tmp_path / "one", "census", census)
    facts = make_pack(only_run(tmp_path / "one"), tmp_path / "census.insetpack")
    datasets = tmp_path / "datasets"
    report = unpack(Path(facts.file), datasets, publisher="Somebody", address="https://example.org/census.insetpack")
    run = datasets / report.dataset / report.run
    for name in ("photos.bloom", "photos.ids", "photos.rows"):
        assert (run / name).read_bytes() == (only_run(tmp_path / "one") / name).read_bytes(), name
    asked = [*PHOTOS[:40], *(photo + 1 for photo in PHOTOS[:40] if photo + 1 not in PHOTOS)]
    assert Library(datasets).lookup(asked).keys() == set(PHOTOS[:40])
    independent = Dataset(datasets / report.dataset)
    assert [independent.answer(photo)[0] for photo in asked] == ["listed"] * 40 + ["not_listed"] * (len(asked) - 40)


def test_no_gate_covers_it_and_none_is_missed(tmp_path: Path, census: list[Path]) -> None:
    datasets = tmp_path / "datasets"
    build_dataset(datasets, "census", census)
    update_gate(datasets)
    assert gate_files(datasets) == []
    assert Library(datasets).not_gated == []
    publish_ids(datasets, "small", [PHOTOS[0], 77])
    library = Library(datasets)
    assert library.gate is not None
    assert [run.dataset for run in library.gate.runs] == ["small"]
    assert library.not_gated == []
    answers = library.lookup([PHOTOS[0], PHOTOS[1], 77, 78])
    assert {photo: [each.dataset for each in some] for photo, some in answers.items()} == {
        PHOTOS[0]: ["census", "small"],
        PHOTOS[1]: ["census"],
        77: ["small"],
    }


def test_a_filter_is_made_in_pieces_that_fit_memory() -> None:
    small, large = (PhotoFilter.without_bits(photos, 2.0**-12) for photos in (1_000, 5_150_000_000))
    assert filter_pieces(small, 1) == 1
    assert filter_pieces(small, 100) == small.num_slices
    assert filter_pieces(large, 2) == large.num_slices
