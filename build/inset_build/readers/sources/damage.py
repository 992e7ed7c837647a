"""What is wrong with packed data: first without knowing whose it is, then as an error for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from inset.errors import ManifestInvalid


class Damaged(Exception):
    """Packed data that cannot be unpacked; its text goes on "Download FILE again: …".

    Never leaves the readers: a source turns it into ManifestInvalid.
    """

    remedy: ClassVar[str] = "Download {} again"

    def told(self, name: str, path: Path) -> ManifestInvalid:
        """The same as an error for a person."""
        return ManifestInvalid(f"{self.remedy.format(name)}: {self}.", path=path)


class Unsupported(Damaged):
    """Packed data that is whole, but that others have to unpack; its text goes on "Unpack FILE yourself …: …"."""

    remedy: ClassVar[str] = "Unpack {} yourself and name what comes out"


def told(pieces: Iterator[bytes], name: str, path: Path) -> Iterator[bytes]:
    """The pieces, with damage as an error that names the source.

    Raises:
        ManifestInvalid: the data is damaged.
    """
    try:
        yield from pieces
    except Damaged as error:
        raise error.told(name, path) from error
