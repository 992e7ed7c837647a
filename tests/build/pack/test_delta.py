"""Deltas: from one pack to the next, byte for byte, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.errors import DeltaUnusable
from inset_build.pack.delta import make_delta
from inset_build.pack.delta_applied import apply_delta
from inset_build.pack.delta_format import found_in
from inset_build.pack.make import make_pack, restore_pack
from inset_build.pack.unpack import unpack
from support.datasets.runs import publish_ids

RANDOM = np.random.default_rng(11)
FIRST = sorted({int(n) for n in RANDOM.integers(1, 55_000_000_000, 5_000)})
NEXT = [*FIRST[50:], *range(1, 300, 7)]


def packed(folder: Path, name: str, ids: Iterable[int], **options: object) -> Path:
    listed = list(ids)
    details = {listed[0]: ("12345678@N00", 4, ("Jo",)), listed[-1]: ("87654321@N00", 1)}
    run = publish_ids(folder / name, "made-up", listed, details=details)  # type: ignore[arg-type]
    return Path(make_pack(run, folder / f"{name}.insetpack", **options).file)  # type: ignore[arg-type]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def packs(tmp_path: Path) -> tuple[Path, Path]:
    return packed(tmp_path, "old", FIRST), packed(tmp_path, "new", NEXT)


def test_it_leads_to_the_new_pack_byte_for_byte_and_is_small(packs: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = packs
    facts = make_delta(old, new, tmp_path / "made-up.insetdelta")
    made = apply_delta(old, tmp_path / "made-up.insetdelta", tmp_path / "made.insetpack", sha256=sha256(new))
    assert made.read_bytes() == new.read_bytes()
    assert facts.bytes < new.stat().st_size / 5
    assert (facts.before, facts.after) == (sha256(old), sha256(new))


def test_the_run_that_a_pack_became_does_in_its_place(packs: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = packs
    report = unpack(old, tmp_path / "reader", name="theirs")
    run = tmp_path / "reader" / "theirs" / report.run
    assert restore_pack(run, tmp_path / "again").read_bytes() == old.read_bytes()
    make_delta(old, new, tmp_path / "d")
    made = apply_delta(run, tmp_path / "d", tmp_path / "made.insetpack", sha256=sha256(new))
    assert made.read_bytes() == new.read_bytes()
    with pytest.raises(DeltaUnusable, match="was built here"):
        restore_pack(next((tmp_path / "old" / "made-up").glob("2*")), tmp_path / "again")


def test_filters_differ_by_their_bits(tmp_path: Path) -> None:
    old = packed(tmp_path, "old", FIRST, filter_only=True)
    new = packed(tmp_path, "new", [*FIRST[:-30], *range(1, 31)], filter_only=True)
    facts = make_delta(old, new, tmp_path / "d")
    assert facts.bytes < new.stat().st_size / 2
    assert apply_delta(old, tmp_path / "d", tmp_path / "made", sha256=sha256(new)).read_bytes() == new.read_bytes()


def test_where_it_would_be_no_smaller_there_is_none(tmp_path: Path) -> None:
    chance = np.random.default_rng(12)
    # All of a long list goes: to tell that takes more than is saved by what their descriptors have in common.
    old = packed(tmp_path, "old", {int(n) for n in chance.integers(1, 55_000_000_000, 40_000)})
    other = packed(tmp_path, "other", {int(n) for n in chance.integers(1, 55_000_000_000, 3_000)})
    with pytest.raises(DeltaUnusable, match="no smaller"):
        make_delta(old, other, tmp_path / "d")
    with pytest.raises(DeltaUnusable, match="carries its list"):
        make_delta(old, packed(tmp_path, "filter", NEXT, filter_only=True), tmp_path / "d")
    assert not (tmp_path / "d").exists()


def test_a_delta_of_other_packs_is_of_no_use(packs: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = packs
    make_delta(old, new, tmp_path / "d")
    for before, after in ((new, sha256(new)), (old, "0" * 64), (old, sha256(old))):
        with pytest.raises(DeltaUnusable, match="leads from another one"):
            apply_delta(before, tmp_path / "d", tmp_path / "made", sha256=after)
    assert not (tmp_path / "made").exists()


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_never_gives_another_pack(
    packs: tuple[Path, Path], tmp_path: Path, at: float, bit: int
) -> None:
    old, new = packs
    delta = tmp_path / "d"
    if not delta.exists():
        make_delta(old, new, delta)
    content = bytearray(delta.read_bytes())
    content[int(at * len(content))] ^= 1 << bit
    (tmp_path / "flipped").write_bytes(content)
    try:
        made = apply_delta(old, tmp_path / "flipped", tmp_path / "made", sha256=sha256(new))
    except DeltaUnusable:
        assert not (tmp_path / "made").exists()
    else:  # a bit that nothing depends on, such as one of Zstandard's own header
        assert made.read_bytes() == new.read_bytes()


def test_a_part_of_a_delta_and_what_is_none_are_of_no_use(packs: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = packs
    make_delta(old, new, tmp_path / "d")
    content = (tmp_path / "d").read_bytes()
    for forged in (b"", content[:10], content[:-1], content + b"\0", b"x" * 100, old.read_bytes()):
        (tmp_path / "forged").write_bytes(forged)
        with pytest.raises(DeltaUnusable):
            apply_delta(old, tmp_path / "forged", tmp_path / "made", sha256=sha256(new))


@given(these=st.sets(st.integers(1, 60)), asked=st.sets(st.integers(1, 60)))
def test_what_is_in_a_list_is_found_where_it_stands(these: set[int], asked: set[int]) -> None:
    listed, photos = (np.array(sorted(each), dtype=np.uint64) for each in (these, asked))
    is_there, at = found_in(listed, photos)
    assert is_there.tolist() == [photo in these for photo in sorted(asked)]
    new = photos[~is_there]
    assert np.insert(listed, at[~is_there], new).tolist() == sorted(these | asked)
