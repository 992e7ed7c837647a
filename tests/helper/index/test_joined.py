"""Files of a run that are joined from pieces are those that are written at once, and no damage passes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inset.errors import BuildFailed
from inset.index.filter.join import FilterPiece, join_filter, slice_octets, verified_piece
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_writer import join_id_store, split_ids, write_id_store
from inset.index.packed import BLOCK, PackedPiece, PackedWriter
from inset.index.rows import Stretch, join_rows, write_rows
from inset.index.stored import Stored

some_ids = st.sets(st.integers(1, 1 << 40), min_size=1, max_size=400).map(
    lambda ids: np.array(sorted(ids), dtype=np.uint64)
)
STRETCHES = [Stretch(0, 1, 0, "a.csv", "", "csv", "url", "line")]


def filter_pieces(folder: Path, sized: PhotoFilter, ids: NDArray[np.uint64], pieces: int) -> list[FilterPiece]:
    found = []
    for number in range(pieces):
        slices = range(number * sized.num_slices // pieces, (number + 1) * sized.num_slices // pieces)
        path = folder / f"piece-{number}"
        path.write_bytes(slice_octets(sized, slices, [ids]).tobytes())
        found.append(verified_piece(sized, slices, path, [ids]))
    return found


@given(ids=some_ids, rate=st.floats(1e-6, 0.09), pieces=st.integers(1, 6), room=st.integers(0, 900))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_filter_of_any_pieces(
    tmp_path_factory: pytest.TempPathFactory, ids: NDArray[np.uint64], rate: float, pieces: int, room: int
) -> None:
    folder = tmp_path_factory.mktemp("filter")
    whole = PhotoFilter(len(ids) + room, rate)
    whole.add_many(ids)
    whole.write(folder / "whole")
    sized = PhotoFilter.without_bits(len(ids) + room, rate)
    assert (sized.num_slices, sized.bits_per_slice) == (whole.num_slices, whole.bits_per_slice)
    sized.count = len(ids)
    join_filter(folder / "joined", sized, filter_pieces(folder, sized, ids, min(pieces, sized.num_slices)))
    assert (folder / "joined").read_bytes() == (folder / "whole").read_bytes()


@pytest.mark.parametrize("pieces", range(1, 8))
def test_a_filter_of_so_few_photos_that_pieces_are_parts_of_an_octet(tmp_path: Path, pieces: int) -> None:
    ids = np.array([1_000], dtype=np.uint64)
    whole = PhotoFilter(1, 0.01)
    whole.add_many(ids)
    whole.write(tmp_path / "whole")
    sized = PhotoFilter.without_bits(1, 0.01)
    sized.count = 1
    assert sized.bits_per_slice < 8
    join_filter(tmp_path / "joined", sized, filter_pieces(tmp_path, sized, ids, min(pieces, sized.num_slices)))
    assert (tmp_path / "joined").read_bytes() == (tmp_path / "whole").read_bytes()


def test_a_piece_that_misses_a_photo_and_one_that_changed_are_refused(tmp_path: Path) -> None:
    ids = np.arange(1_000, 3_000, dtype=np.uint64)
    sized = PhotoFilter.without_bits(len(ids), 2.0**-12)
    pieces = filter_pieces(tmp_path, sized, ids, 3)
    path = pieces[1].inner.path
    content = bytearray(path.read_bytes())
    at = next(at for at, octet in enumerate(content) if octet and at > 2)
    content[at] = 0
    path.write_bytes(content)
    with pytest.raises(BuildFailed, match="misses photos"):
        verified_piece(sized, pieces[1].slices, path, [ids])
    with pytest.raises(BuildFailed, match="is not what was written"):
        join_filter(tmp_path / "joined", sized, pieces)
    path.write_bytes(content[:-9])
    with pytest.raises(BuildFailed, match="misses photos"):
        verified_piece(sized, pieces[1].slices, path, [ids])
    with pytest.raises(BuildFailed, match="is not what was written"):
        join_filter(tmp_path / "shorter", sized, pieces)


def split_stores(folder: Path, parts: Sequence[NDArray[np.uint64]]) -> list[Stored]:
    found = []
    for number, part in enumerate(parts):
        path = folder / f"lows-{number}"
        content = split_ids(part).lows.tobytes()
        path.write_bytes(b"other" + content)
        found.append(Stored.of(path, memoryview(b"other" + content), 5, 5 + len(content)))
    return found


@given(ids=some_ids, cuts=st.lists(st.integers(0, 400), max_size=4))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_an_id_store_of_any_pieces(
    tmp_path_factory: pytest.TempPathFactory, ids: NDArray[np.uint64], cuts: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    write_id_store(folder / "whole", [ids])
    parts = np.split(ids, sorted(min(cut, len(ids)) for cut in cuts))
    split = [split_ids(part) for part in parts]
    assert all(np.array_equal(each.joined(), part) for each, part in zip(split, parts, strict=True))
    highs, sizes = [each.highs for each in split], [each.sizes for each in split]
    assert join_id_store(folder / "joined", split_stores(folder, parts), highs, sizes) == len(ids)
    assert (folder / "joined").read_bytes() == (folder / "whole").read_bytes()


def test_low_parts_that_changed_and_high_parts_of_others_are_refused(tmp_path: Path) -> None:
    parts = [np.arange(9, 90, dtype=np.uint64), np.arange(1 << 17, (1 << 17) + 50, dtype=np.uint64)]
    split = [split_ids(part) for part in parts]
    lows = split_stores(tmp_path, parts)
    highs, sizes = [each.highs for each in split], [each.sizes for each in split]
    with pytest.raises(ValueError, match="not of the same photos"):
        join_id_store(tmp_path / "fewer", lows[:1], highs, sizes)
    with pytest.raises(ValueError, match="must ascend"):
        join_id_store(tmp_path / "turned", lows[::-1], highs[::-1], sizes[::-1])
    content = bytearray(lows[1].path.read_bytes())
    content[20] ^= 1
    lows[1].path.write_bytes(content)
    with pytest.raises(BuildFailed, match="is not what was written"):
        join_id_store(tmp_path / "changed", lows, highs, sizes)


def packed_pieces(folder: Path, name: str, numbers: NDArray[np.uint64], cuts: Sequence[int]) -> list[PackedPiece]:
    found = []
    for number, part in enumerate(np.split(numbers, cuts)):
        path = folder / f"{name}-{number}"
        with path.open("wb") as file:
            writer = PackedWriter(file)
            writer.add(part)
            directory = writer.finish()
        found.append(PackedPiece.of(path, directory, memoryview(path.read_bytes())))
    return found


@given(
    counts=st.lists(st.integers(1, 3), min_size=1, max_size=900).map(lambda each: np.array(each, dtype=np.uint32)),
    cuts=st.lists(st.integers(0, 4), max_size=3),
    seed=st.integers(0, 99),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_rows_of_any_pieces(
    tmp_path_factory: pytest.TempPathFactory, counts: NDArray[np.uint32], cuts: list[int], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    rows = int(counts.sum())
    positions = np.random.default_rng(seed).permutation(rows).astype(np.uint64)
    several = rows > len(counts)
    write_rows(folder / "whole", STRETCHES, [positions], [counts] if several else None, len(counts))
    firsts = np.concatenate(([0], np.cumsum(counts))).astype(np.uint64)
    blocks = [BLOCK * cut for cut in sorted(cuts)]
    join_rows(
        folder / "joined",
        STRETCHES,
        packed_pieces(folder, "positions", positions, [min(cut, rows) for cut in blocks]),
        packed_pieces(folder, "firsts", firsts, [min(cut, len(firsts)) for cut in blocks]) if several else [],
        len(counts),
        rows,
    )
    assert (folder / "joined").read_bytes() == (folder / "whole").read_bytes()


def test_rows_that_changed_are_refused(tmp_path: Path) -> None:
    positions = np.arange(1_000, dtype=np.uint64)[::-1] ** np.uint64(2)
    pieces = packed_pieces(tmp_path, "positions", positions, [512])
    for number, (at, name) in enumerate(((3, "positions-1"), (-3, "positions-0"))):
        content = bytearray((tmp_path / name).read_bytes())
        content[at] ^= 1
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BuildFailed, match="is not what was written"):
            join_rows(tmp_path / f"joined-{number}", STRETCHES, pieces, [], 1_000, 1_000)
        content[at] ^= 1
        (tmp_path / name).write_bytes(content)
