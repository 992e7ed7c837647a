"""Blocks give exactly the manifest's lines, whatever the size of a block, the packing and the line ends."""

from __future__ import annotations

import gzip
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.detect import detect
from inset_build.readers.sources.compression import find_compression
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.line_blocks import read_blocks
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.zip_members import SIGNATURES as ZIP_SIGNATURES
from support.lists.manifests import FIRST_ID, write


def source(path: Path) -> Source:
    (only,) = expand([path])
    return only


lines = st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), max_size=30)


@given(lines, st.booleans(), st.booleans(), st.integers(1, 80), st.integers(0, 5))
def test_lines_come_out_as_they_went_in(
    texts: list[bytes], ended: bool, packed: bool, block_bytes: int, skip_lines: int
) -> None:
    content = b"\n".join(texts) + (b"\n" if ended and texts else b"")
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", *ZIP_SIGNATURES)) or find_compression(content):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), gzip.compress(content) if packed else content)
        blocks = list(read_blocks(source(path), skip_lines=skip_lines, block_bytes=block_bytes))
    rest = content.split(b"\n", skip_lines)
    assert b"".join(block.data for block in blocks) == (rest[skip_lines] if len(rest) > skip_lines else b"")
    line = skip_lines + 1
    for block in blocks:
        assert block.first_line == line
        assert block.lines == block.data.count(b"\n") + (not block.data.endswith(b"\n"))
        assert block.data.endswith(b"\n") or block is blocks[-1]
        line += block.lines
    assert [block.last for block in blocks] == [False] * (len(blocks) - 1) + [True] * bool(blocks)


def test_a_byte_order_mark_is_dropped_once(tmp_path: Path) -> None:
    mark = b"\xef\xbb\xbf"
    path = write(tmp_path, mark + mark + b"a\n")
    assert [block.data for block in read_blocks(source(path))] == [mark + b"a\n"]


def test_gzip_of_several_members_with_padding(tmp_path: Path) -> None:
    path = write(tmp_path, gzip.compress(b"a\nb") + gzip.compress(b"") + b"\0" * 5 + gzip.compress(b"c\n") + b"\0" * 9)
    assert b"".join(block.data for block in read_blocks(source(path))) == b"a\nbc\n"


def test_something_behind_the_gzip_data_is_damage(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match="behind its gzip data"):
        list(read_blocks(source(write(tmp_path, gzip.compress(b"a\n") + b"more"))))


def test_the_start_is_exact(tmp_path: Path) -> None:
    path = write(tmp_path, b"0123456789" * 10, packed=True)
    assert source(path).read_start(25) == b"0123456789" * 2 + b"01234"
    assert source(path).read_start(1000) == b"0123456789" * 10


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_memory_does_not_grow_with_the_manifest(tmp_path: Path, packed: bool) -> None:
    # 140 MB; gzip makes 300 kB of it, so it must not be expanded at once.
    path = tmp_path / "large"
    with gzip.open(path, "wb", compresslevel=1) if packed else path.open("wb") as file:
        for _ in range(100):
            file.write(b"%d\n" % FIRST_ID * 100_000)
    tracemalloc.start()
    rows = sum(batch.rows for batch in detect(path).batches())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 10_000_000
    assert peak < 120 << 20
