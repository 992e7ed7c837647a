"""The bytes between browser and host: a length of four bytes in the computer's own order, then so much JSON in UTF-8.

Source: "Native messaging", developer.chrome.com, and MDN, "Native messaging"; both browsers use the same form.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

from inset.errors import BadRequest

MAX_ASKED: Final = 1024
"""Bytes of a question. The longest that there is has 18."""
_LENGTH: Final = struct.Struct("=I")


def read_message(stream: BinaryIO) -> bytes | None:
    """Return the next message's bytes; None at the end of the stream.

    Raises:
        BadRequest: it is too long, or the stream ends within it. Nothing of a message that is too long is read.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BadRequest("Send a whole message: this one ends within its length.")
    (length,) = _LENGTH.unpack(head)
    if length > MAX_ASKED:
        raise BadRequest(f"Send at most {MAX_ASKED} bytes: this message has {length}.")
    message = stream.read(length)
    if len(message) < length:
        raise BadRequest(f"Send a whole message: this one ends after {len(message)} of {length} bytes.")
    return message


def write_message(stream: BinaryIO, message: bytes) -> None:
    """Write one message, and send it off."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()
