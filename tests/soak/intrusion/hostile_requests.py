"""What is hostile about a request, as data: one of these makes it one that must be refused."""

from __future__ import annotations

from typing import Final

PORT: Final = "%PORT%"
"""Stands for the helper's port."""

HOSTS: Final = (
    "attacker.example", f"attacker.example:{PORT}", "127.0.0.1", "localhost", "127.0.0.1:1", f"127.0.0.1:{PORT}.",
    f"127.0.0.1.:{PORT}", f"localhost.:{PORT}", f"[::1]:{PORT}", f"0.0.0.0:{PORT}", f"127.1:{PORT}",
    f"2130706433:{PORT}",
    f"0x7f.0.0.1:{PORT}", f"127.0.0.1:{PORT}@attacker.example", f"attacker.example@127.0.0.1:{PORT}",
    f"127.0.0.1:0{PORT}", f"LOCALHOST:{PORT}", f"localhost:{PORT}, attacker.example", f"localhost:{PORT}/", "",
    f"127.0.0.1.attacker.example:{PORT}", f"localhost.attacker.example:{PORT}",
)  # fmt: skip
"""Of DNS rebinding and of parsers that disagree. An empty one is sent as an empty header."""

ORIGINS: Final = (
    "null", "https://attacker.example", "https://www.flickr.com", "http://127.0.0.1:8000", "http://localhost",
    f"https://127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT}/", f"http://127.0.0.1:{PORT}.attacker.example",
    f"http://attacker.example:{PORT}", "file://", "about:blank", "chrome-extension://", "chrome-extension://short",
    "chrome-extension://ABCDEFGHIJKLMNOPABCDEFGHIJKLMNOP", "moz-extension://not-a-uuid", "data:text/html",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop.attacker.example", "safari-web-extension://x",
)  # fmt: skip

EXTENSION: Final = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
OTHER_EXTENSION: Final = "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba"
"""Origins that may ask, each with the token that it was given."""

SITES: Final = ("cross-site", "same-site", "same-origin, cross-site", "unheard-of", "NONE", "")
"""Values of Sec-Fetch-Site."""

PURPOSES: Final = ("prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip", "")
"""Values of Sec-Purpose: what a page has its browser fetch or draw ahead."""

TOKENS: Final = (
    "Bearer", "Bearer ", "Bearer inset_", "Bearer null", "Bearer undefined", "Basic b3duZXI6", "Bearer " + "x" * 5000,
    "Bearer inset_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "bearer %00", "Digest x", "Bearer *", "Bearer a b",
)  # fmt: skip

FORMS: Final = (
    ("text/plain", b"photo_id\n1\n"), ("application/x-www-form-urlencoded", b"name=x"), ("", b"photo_id\n1\n"),
    ("Text/Plain;charset=utf-8", b"1"), ("text/csv, text/plain", b"1"), ("text", b"1"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--x--\r\n'),
)  # fmt: skip
"""Types that a form or a page can send without being asked, and what is no type. Sent to routes that take a file."""

NOT_JSON: Final = (
    ("text/plain", b'{"name":"x"}'), ("application/x-www-form-urlencoded", b"name=x"), ("", b'{"name":"x"}'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--x--\r\n'),
    ("text/json", b'{"name":"x"}'), ("application/json;a=b, text/plain", b'{"name":"x"}'), ("text/xml", b"<x/>"),
)  # fmt: skip
"""Types that a form or a page can send, though the body be JSON. Sent to routes that take JSON."""

BROKEN_JSON: Final = (
    ("application/json", b"[" * 60_000), ("application/json", b'{"name":"x"' + b" " * 70_000 + b"}"),
    ("application/json", b"\xff\xfe"), ("application/json", b'{"name":"x","name":"\\ud800"}'),
    ("application/json", b""),
)  # fmt: skip
"""What says that it is JSON, and is none, or too much of it. Sent to the same routes."""

INNER: Final = (
    f"POST /v1/pairings HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n"
    "Content-Type: application/json\r\nContent-Length: 19\r\n\r\n"
    '{"name":"smuggled"}'
)
"""A request that would be taken, if what carries it were read as two."""

_HEAD: Final = f"POST /v1/lookup HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n"
_TYPE: Final = "Content-Type: text/plain\r\nOrigin: https://attacker.example\r\nSec-Fetch-Site: cross-site\r\n"
_CHUNKED: Final = "Transfer-Encoding: chunked\r\n"
_LENGTH: Final = f"Content-Length: {len(INNER)}\r\n"
_CHUNK: Final = f"{len(INNER):x}\r\n{INNER}\r\n0\r\n\r\n"

SMUGGLED: Final = {
    "in a body": f"{_HEAD}{_TYPE}{_LENGTH}\r\n{INNER}",
    "in a chunk": f"{_HEAD}{_TYPE}{_CHUNKED}\r\n{_CHUNK}",
    "two lengths": f"{_HEAD}{_TYPE}Content-Length: 0\r\n{_LENGTH}\r\n{INNER}",
    "two lengths in one": f"{_HEAD}{_TYPE}Content-Length: 0, {len(INNER)}\r\n\r\n{INNER}",
    "a length with a sign": f"{_HEAD}{_TYPE}Content-Length: +0\r\n\r\n{INNER}",
    "a negative length": f"{_HEAD}{_TYPE}Content-Length: -1\r\n\r\n{INNER}",
    "a length and chunks": f"{_HEAD}{_TYPE}{_LENGTH}{_CHUNKED}\r\n0\r\n\r\n{INNER}",
    "chunks and a length": f"{_HEAD}{_TYPE}{_CHUNKED}{_LENGTH}\r\n0\r\n\r\n{INNER}",
    "an odd coding": f"{_HEAD}{_TYPE}Transfer-Encoding: xchunked\r\n{_LENGTH}\r\n0\r\n\r\n{INNER}",
    "a coding twice": f"{_HEAD}{_TYPE}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n{INNER}",
    "a space before the colon": f"{_HEAD}{_TYPE}Content-Length : 0\r\n\r\n{INNER}",
    "a folded header": f"{_HEAD}{_TYPE}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{INNER}",
    "bare line feeds": f"{_HEAD}{_TYPE}X: y\n\n{INNER}",
    "a bare carriage return": f"{_HEAD}{_TYPE}X: y\r\rContent-Length: 0\r\n\r\n{INNER}",
    "NUL in a header": f"{_HEAD}{_TYPE}X: \0\r\n\r\n{INNER}",
    "an absolute target": f"POST http://attacker.example/v1/pairings HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n{_TYPE}\r\n",
    "a target without a slash": f"POST v1/pairings HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n{_TYPE}\r\n",
    "CONNECT": f"CONNECT 127.0.0.1:{PORT} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n{_TYPE}\r\n",
    "an upgrade": f"GET /v1/hello HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n{_TYPE}\r\n{INNER}",
    "HTTP/0.9": f"POST /v1/pairings\r\n\r\n{INNER}",
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no host": f"POST /v1/lookup HTTP/1.1\r\n{_TYPE}{_LENGTH}\r\n{INNER}",
    "two hosts": f"{_HEAD}Host: attacker.example\r\n{_TYPE}{_LENGTH}\r\n{INNER}",
}
"""Requests of a hostile page that carry `INNER`, by what is odd about them."""
