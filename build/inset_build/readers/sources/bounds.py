"""Limits on how far packed data may expand, against files made to fill disks ("zip bombs").

Compression makes manifests 4 times smaller, and those with much repetition 50 times. What expands to over 1 GB and to
over 250 times its packed size is no manifest (42 kB can be made to expand to 5 GB, 10 MB to 280 TB). Everything is read
piece by piece, so memory is not at risk; these limits protect time and disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence

FREE_BYTES: Final = 1_000_000_000
RATIO: Final = 250


class Counted:
    """Counts what is read of a file.

    Args:
        file: read forwards only; the caller closes it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.count = 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        data = self._file.read(size)
        self.count += len(data)
        return data


def bounded(pieces: Iterator[bytes], packed: Callable[[], int], name: str, path: Path) -> Iterator[bytes]:
    """The pieces, as long as they stay within the limits.

    They are compared with the smaller of what they were unpacked from and the file on disk, so that packing a file
    twice does not raise the limit.

    Args:
        packed: gives how many bytes they were unpacked from so far.

    Raises:
        ManifestInvalid: they exceed the limits.
    """
    produced = 0
    on_disk = 0
    for piece in pieces:
        produced += len(piece)
        if produced > FREE_BYTES:
            on_disk = on_disk or path.stat().st_size
            check_ratio(produced, min(packed(), on_disk), name, path)
        yield piece


def check_ratio(expanded: int, packed: int, name: str, path: Path) -> None:
    """Check sizes in bytes, claimed or counted, against the limits.

    Raises:
        ManifestInvalid: they exceed them.
    """
    if expanded > FREE_BYTES and expanded > RATIO * packed:
        raise ManifestInvalid(sentence("list_unpack_bomb", name, RATIO, FREE_BYTES // 10**9), path=path)
