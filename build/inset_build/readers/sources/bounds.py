"""How much packed data may unfold: enough for every manifest, and an end for what was made to have none.

Manifests of text shrink to a fourth, those with much repetition to a fiftieth. What unfolds to over 1 GB, and to over
250 times its packed size, is none: such a file was made to keep whoever unpacks it busy (42 kB may stand for 5 GB, or
10 MB for 280 TB). Memory is never at risk, because everything is read piece by piece; this bounds time and disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from inset.errors import ManifestInvalid

FREE_BYTES: Final = 1_000_000_000
RATIO: Final = 250


class Counted:
    """A file that is only read forwards, and counts what was read.

    Args:
        file: it is not closed with this.
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
    """The pieces, as long as they unfold no more than a manifest does.

    Both what they are made from and the whole file on disk count, so that packing twice gains nothing.

    Args:
        packed: bytes that they were made from so far.

    Raises:
        ManifestInvalid: they do.
    """
    produced = 0
    on_disk = 0
    for piece in pieces:
        produced += len(piece)
        if produced > FREE_BYTES:
            on_disk = on_disk or path.stat().st_size
            check_ratio(produced, min(packed(), on_disk), name, path)
        yield piece


def check_ratio(unfolded: int, packed: int, name: str, path: Path) -> None:
    """Hold sizes in bytes, whether they are claimed or counted, to the bounds.

    Raises:
        ManifestInvalid: they exceed them.
    """
    if unfolded > FREE_BYTES and unfolded > RATIO * packed:
        raise ManifestInvalid(
            f"Unpack {name} yourself if you trust it, and name what comes out: it unfolds to over {RATIO} times its "
            f"size and {FREE_BYTES // 10**9} GB, as files do that were made to fill disks.",
            path=path,
        )
