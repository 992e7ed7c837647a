"""Archives and compressed files of made-up content, valid and damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def zstandard(content: bytes) -> bytes:
    """With a checksum, as the program `zstd` writes it."""
    return zstd.compress(content, options={zstd.CompressionParameter.checksum_flag: 1})


def zstandard_of(content: bytes, times: int) -> bytes:
    """The same content repeated many times, without holding all of it in memory."""
    packer = zstd.ZstdCompressor()
    return b"".join(packer.compress(content) for _ in range(times)) + packer.flush()


def open_zstandard(path: Path) -> io.BufferedIOBase:
    """Opens a file for writing compressed content, fast rather than small."""
    return zstd.open(path, "wb", level=1)


PACK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "Zstandard": zstandard,
}

Member = tuple[str, bytes]


def tar(members: Iterable[Member], layout: int = tarfile.GNU_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=layout) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def zipped(members: Iterable[Member], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()
