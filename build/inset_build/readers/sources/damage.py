"""Errors of damaged archives and compressed data: raised without the file's name, then turned into ManifestInvalid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from inset.errors import ManifestInvalid
from inset.words.sentences import Sentence, sentence


class Damaged(Exception):
    """Packed data that cannot be unpacked. Its text follows "Download FILE again: " in the message to the person.

    A source catches it and raises `as_error`, so that nobody outside the readers sees it.

    Args:
        why: a `sentence` without a full stop.
    """

    remedy: ClassVar[str] = "list_download_again"

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why

    def as_error(self, name: str, path: Path) -> ManifestInvalid:
        """This as an error that names the source."""
        return ManifestInvalid(sentence(self.remedy, name, self.why), path=path)


class Unsupported(Damaged):
    """Packed data that is whole, but that Inset cannot unpack. Its text follows "Unpack FILE yourself …: "."""

    remedy: ClassVar[str] = "list_unpack_yourself"


def cut(kind: str) -> Damaged:
    """The error of data of some kind that is not complete."""
    return Damaged(sentence("list_cut", kind))


def broken(kind: str, why: str = "") -> Damaged:
    """The error of data of some kind that is not what it should be; `why`: in a library's words."""
    return Damaged(sentence("list_broken_why", kind, why) if why else sentence("list_broken", kind))


def in_one_line(error: BaseException) -> str:
    """What a library says of damaged data, short enough for a message."""
    return " ".join(str(error).split())[:100] or type(error).__name__


def with_errors_named(pieces: Iterator[bytes], name: str, path: Path) -> Iterator[bytes]:
    """The pieces; Damaged becomes an error that names the source.

    Raises:
        ManifestInvalid: the data is damaged.
    """
    try:
        yield from pieces
    except Damaged as error:
        raise error.as_error(name, path) from error
