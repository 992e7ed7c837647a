"""The lines of a question, as `CheckLine` of the API's description has them."""

from __future__ import annotations

import base64
import binascii
from typing import Final

import msgspec

from inset.errors import BadRequest

MOST_PHOTOS: Final = 1_000_000
MOST_OTHERS: Final = 1_000
"""Accounts, uploads and watches in one question."""


class Line(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """One line that is an object. Which of the fields are there tells what it is; see `read_line`.

    Attributes:
        account: an NSID, or an address of the account's.
        name: what a dataset calls an account of which it knows no more; with `dataset`.
        upload: the ID of a list that was uploaded.
        watch: the ID of a watch, whose photos these are.
        file: the name of a file of a data export; archive: that of the zip that it is in.
        text: its content; else `deflated`, packed and in base64, with the size and the CRC-32 of the content.
    """

    account: str | None = None
    name: str | None = None
    dataset: str | None = None
    upload: str | None = None
    watch: str | None = None
    file: str | None = None
    archive: str | None = None
    text: str | None = None
    deflated: str | None = None
    bytes: int | None = None
    crc32: int | None = None


_KINDS: Final = (
    {"account"},
    {"name", "dataset"},
    {"upload"},
    {"watch"},
    {"file"},
    {"file", "archive"},
    {"file", "text"},
    {"file", "deflated", "bytes", "crc32"},
)
_decoder: Final[msgspec.json.Decoder[str | Line]] = msgspec.json.Decoder(str | Line)


def read_line(line: bytes) -> str | Line:
    """Read one line: a photo's ID or address as text, or an object.

    Raises:
        BadRequest: it is neither.
    """
    try:
        read = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _not_a_line() from None
    if isinstance(read, Line):
        given = {name for name in Line.__struct_fields__ if getattr(read, name) is not None}
        if given not in _KINDS or (read.bytes or 0) < 0:
            raise _not_a_line()
    return read


def packed_content(line: Line) -> bytes:
    """What stands in `deflated`.

    Raises:
        BadRequest: it is not base64.
    """
    try:
        return base64.b64decode(line.deflated or "", validate=True)
    except (binascii.Error, ValueError):
        raise _not_a_line() from None


def _not_a_line() -> BadRequest:
    return BadRequest(
        "Send one JSON value a line: a photo's ID or address as text, or an object that CheckLine describes.",
        hint="GET /openapi.json describes it.",
    )
