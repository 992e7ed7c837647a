"""Compressed files give their whole content or one clear error, never a part of the content without an error."""

from __future__ import annotations

import bz2
import gzip
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.sources import bounds
from inset_build.readers.sources.bzip2_blocks import bunzip2
from inset_build.readers.sources.expand import expand
from support.lists.manifests import FIRST_ID, write
from support.lists.packing import PACK, tar, zipped

KINDS = pytest.mark.parametrize("kind", PACK)
CONTENT = b"".join(b"%d\n" % (FIRST_ID + n * 7919 % 1_000_003) for n in range(20_000))


def unpack(data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (source,) = expand([write(Path(folder), data)])
        assert not source.plain
        with source.open() as file:
            return file.read()


@KINDS
@given(contents=st.lists(st.binary(max_size=300), min_size=1, max_size=4), zeros=st.integers(0, 9))
@settings(deadline=None, max_examples=30)
def test_streams_one_after_another_are_one_content(kind: str, contents: list[bytes], zeros: int) -> None:
    # The content must not begin like a compressed file, nor be taken for UTF-16: a control character is in no text.
    beginning = b"\1\n"
    content = beginning + b"".join(contents)
    packed = PACK[kind](beginning) + b"".join(map(PACK[kind], contents)) + bytes(zeros)
    assert unpack(packed) == content


@KINDS
def test_large_content(kind: str) -> None:
    content = random.Random(1).randbytes(3_000_000) + CONTENT * 20
    assert unpack(PACK[kind](content)) == content


@KINDS
@pytest.mark.parametrize("cut", [1, 4, 20, 0.1, 0.5, 0.9])
def test_what_is_cut_off_is_told(kind: str, cut: float) -> None:
    packed = PACK[kind](CONTENT)
    with pytest.raises(ManifestInvalid, match=f"in the middle of its {kind} data|damaged"):
        unpack(packed[:-cut] if isinstance(cut, int) else packed[: int(len(packed) * (1 - cut))])


@KINDS
def test_something_else_behind_is_told(kind: str) -> None:
    with pytest.raises(ManifestInvalid, match="Download manifest again"):
        unpack(PACK[kind](CONTENT) + b"something else\n" * 10)


@KINDS
@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_damaged_byte_never_changes_the_content_unseen(kind: str, data: st.DataObject) -> None:
    packed = bytearray(PACK[kind](CONTENT[:4000]))
    # Leave out the first bytes: they tell the compression, and contain gzip's time stamp, which does not matter.
    at = data.draw(st.integers(16, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    try:
        content = unpack(bytes(packed))
    except ManifestInvalid:
        return
    assert content == CONTENT[:4000]


@pytest.mark.parametrize("level", [1, 9])
@given(seed=st.integers(0, 1 << 32), sizes=st.lists(st.integers(0, 400_000), max_size=3))
@settings(deadline=None, max_examples=10)
def test_bzip2_in_threads_is_bzip2(level: int, seed: int, sizes: list[int]) -> None:
    contents = [random.Random(seed + size).randbytes(size // 2) + b"photo\n" * (size // 12) for size in sizes]
    packed = b"".join(bz2.compress(content, level) for content in contents)
    if packed:
        with tempfile.TemporaryFile() as file:
            file.write(packed)
            file.seek(0)
            assert b"".join(bunzip2(file)) == b"".join(contents)


@pytest.mark.parametrize("mark", [0x314159265359, 0x177245385090], ids=["of a block", "of an end"])
def test_a_mark_inside_a_bzip2_block_is_none(mark: int) -> None:
    """A block begins with a map of the bytes that occur, so that content can be chosen whose map contains a mark."""
    rows = [mark >> 32 & 0xFFFF, mark >> 16 & 0xFFFF, mark & 0xFFFF]
    letters = bytes(
        16 * (4 + row) + column for row, bits in enumerate(rows) for column in range(16) if bits >> (15 - column) & 1
    )
    content = bytes(random.Random(1).choices(letters, k=250_000))
    packed = bz2.compress(content, 1)
    bits = f"{int.from_bytes(packed, 'big'):b}"
    assert bits.count(f"{mark:048b}") > (3 if mark == 0x314159265359 else 1)
    assert unpack(packed + packed) == content + content


def test_a_frame_that_zstandard_skips() -> None:
    skipped = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"hello"
    assert unpack(skipped + PACK["Zstandard"](b"a\n") + skipped + PACK["Zstandard"](b"b\n")) == b"a\nb\n"


@KINDS
def test_a_bomb_is_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FREE_BYTES", 4_000_000)
    packed = PACK[kind](b"%d\n" % FIRST_ID * 1_000_000)
    with pytest.raises(ManifestInvalid, match="Unpack manifest yourself if you trust it"):
        unpack(packed)


def test_what_is_packed_twice_counts_against_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FREE_BYTES", 1_000_000)
    content = b"".join(b"%d\n" % (FIRST_ID + n) for n in range(300)) * 1000
    once = PACK["gzip"](content)
    assert len(content) < bounds.RATIO * len(once)
    assert unpack(once) == content
    twice = PACK["xz"](once)
    assert len(once) < bounds.RATIO * len(twice)
    with pytest.raises(ManifestInvalid, match="Unpack manifest yourself"):
        unpack(twice)


@pytest.mark.parametrize("pack", [tar, zipped])
def test_a_bomb_in_an_archive_is_refused_for_what_it_claims(pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FREE_BYTES", 4_000_000)
    content = b"%d\n" % FIRST_ID * 400_000
    packed = zipped([("a.txt", content)]) if pack is zipped else gzip.compress(tar([("a.txt", content)]))
    with pytest.raises(ManifestInvalid, match="Unpack manifest yourself"), tempfile.TemporaryDirectory() as folder:
        expand([write(Path(folder), packed)])
