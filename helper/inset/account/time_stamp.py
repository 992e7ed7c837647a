"""RFC 3161: a time stamp of somebody else's, which says that a file was there at a time.

Only the file's SHA-512 and a random number go to the server that the person named, and only when they ask for it.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import datetime
from typing import Any, Final

from inset.errors import InsetError, UsageInvalid
from inset.words.sentences import sentence

MAX_REPLY_BYTES: Final = 1 << 20
TIMEOUT: Final = 30.0
"""Seconds."""

_GRANTED: Final = (0, 1)
_REQUEST: Final = "application/timestamp-query"


def time_stamp(data: bytes, server: str) -> tuple[bytes, datetime]:
    """Ask a time-stamp server for a stamp of some bytes.

    The stamp is checked to be of these bytes and of this request. Whether its signature is to be trusted, only the
    person can say: `openssl ts -verify -in FILE.tsr -data FILE -CAfile THEIR-CA.pem`.

    Args:
        data: what is stamped.
        server: its http or https address.

    Returns:
        The reply as it is kept (DER), and the time that it says.

    Raises:
        UsageInvalid: the address is none, or the extra `timestamp` is not installed.
        InsetError: the server cannot be reached, refuses, or answers something else.
    """
    if not server.startswith(("http://", "https://")):
        raise UsageInvalid(sentence("error_stamp_address", server))
    try:
        import rfc3161_client as rfc3161
    except ImportError as error:
        raise UsageInvalid(sentence("error_stamp_extra")) from error
    request = rfc3161.TimestampRequestBuilder().data(data).build()
    reply = _ask(server, request.as_bytes())
    try:
        answer: Any = rfc3161.decode_timestamp_response(reply)
        if answer.status not in _GRANTED:
            raise InsetError(sentence("error_stamp_refused", server, str(answer.status)))
        info = answer.tst_info
        same = info.message_imprint.message == request.message_imprint.message and info.nonce == request.nonce
        when: datetime = info.gen_time
    except ValueError as error:
        raise InsetError(sentence("error_stamp_none", server, error)) from error
    if not same:
        raise InsetError(sentence("error_stamp_else", server))
    return reply, when


def _ask(server: str, query: bytes) -> bytes:
    request = urllib.request.Request(server, data=query, headers={"Content-Type": _REQUEST})  # noqa: S310 - checked above
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310 - checked above
            data: bytes = reply.read(MAX_REPLY_BYTES + 1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise InsetError(sentence("error_stamp_unasked", server, error)) from error
    if len(data) > MAX_REPLY_BYTES:
        raise InsetError(sentence("error_stamp_more", server))
    return data
