"""Sends a running helper odd requests of every route, and holds what is true of any: an answer soon, never a mistake.

    python -m fuzz.api SECONDS [FIRST]     from seed FIRST on (default 0)

A request is drawn from its seed: a route, values for its path and query, a body of its kind with parts exchanged,
headers, and how the bytes are cut. Each that gets an answer (route, status, code) that none before has got is kept in
`tests/vectors/api_requests.json`, which `tests/helper/server/test_odd_requests.py` replays.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from inset.client.helper_state import read_state
from inset.paths import find_paths
from inset.server.access import Access, Route
from inset.server.routes import ROUTES
from soak.figures import Figures
from soak.intrusion.target import Target
from support.command_line.commands import Inset
from support.computer.ports import free_port

KEPT: Final = Path(__file__).parents[1] / "vectors" / "api_requests.json"
PATIENCE: Final = 30.0
"""Seconds for an answer, on a very busy computer."""
MOST_MEMORY: Final = 400 << 20
"""Bytes that the helper may have resident, whatever is sent: it has about 60 MB, and bodies are small."""

_ODD: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 2**31, 2**53, 2**64, -(2**63), 10**30, 1.5, 1e308, "", " ", "0", "950000000001", "990000000001",
    "inset-sample", "a" * 300, "\0", "\x1b[2J", "\u202e", "é" * 70, "\ud800", "../../etc/passwd", "%00", "12345678@N00",
    "https://fuzz.invalid/photos/12345678@N00/990000000001/", "http://fuzz.invalid/", "https://fuzz.invalid:1/x.csv",
    "file:///etc/passwd", "null", "{}",
    "2026-13-45", "csv", "html", "en", "author", [], [[]], {}, {"": ""},
    ["990000000001"] * 3, [None], [{}], {"a": {"b": []}},
)  # fmt: skip
"""Some of it is fetched, so no address leads to anybody: `.invalid` is nobody's name, now and for good (RFC 2606)."""
_READ: Final = (*_ODD, "https://www.flickr.com/photos/12345678@N00/990000000001/", "https://flic.kr/p/2kYhVSn")
"""Lines of a check are read, never fetched."""
_NAMES: Final = (
    "photos", "name", "code", "ticket", "check", "dataset", "account", "upload", "watch", "file", "text", "deflated",
    "bytes", "crc32", "archive", "role", "language", "photo", "kind", "reader", "column", "error_rate", "url",
    "catalog", "id", "address", "", "x",
)  # fmt: skip
_QUERIES: Final = ("open", "limit", "cursor", "dataset", "name", "file", "q", "wait", "x", "", "reader", "column")
_TYPES: Final = (
    "application/json", "application/json; charset=utf-8", "application/x-ndjson", "application/octet-stream",
    "text/plain", "application/json; charset=utf-16", "text/csv", "*/*", "", "application/json, text/plain",
)  # fmt: skip
_HEADERS: Final = (
    ("Accept", "*/*;q=NaN"), ("Accept-Encoding", "gzip, br, *;q=0"), ("Range", "bytes=0-0,5-"), ("Range", "bytes=-1"),
    ("If-None-Match", "*"), ("If-None-Match", '"x", W/"y"'), ("If-Modified-Since", "yesterday"),
    ("Expect", "100-continue"), ("Expect", "200-ok"),
    ("Cookie", "inset_session=;;=;a"), ("X-Long", "y" * 7000), ("Content-Encoding", "gzip"),
    ("Accept-Language", "xx-" * 200), ("Upgrade", "websocket"), ("Last-Event-ID", "-1"),
    ("Transfer-Encoding", "identity"),
)  # fmt: skip

_EXTENSIONS: Final = ("permessage-deflate", "permessage-deflate; client_max_window_bits=99", "x; y=z", ";;,")


class Request(NamedTuple):
    """A request without its token: what was drawn, and its bytes as latin-1 text, `TOKEN` standing for the owner's."""

    route: str
    text: str


def draw(seed: int) -> Request:
    """The request of a seed."""
    chance = random.Random(seed)
    route = chance.choice([each for each in ROUTES if not each.path.startswith("/web/")])
    body = _body(chance, route) if route.method == "POST" or chance.random() < 0.05 else b""
    headers = [("Host", "127.0.0.1:PORT"), ("Connection", "close")]
    if route.access in (Access.OWNER, Access.PAIRED, Access.LINE, Access.ASKER) and chance.random() < 0.97:
        headers.append(("Authorization", "Bearer TOKEN"))
    if body:
        usual = "application/json" if route.body == "json" else "application/x-ndjson"
        headers.append(("Content-Type", usual if chance.random() < 0.9 else chance.choice(_TYPES)))
    headers += [chance.choice(_HEADERS) for _ in range(chance.choice((0, 0, 0, 1, 3)))]
    content = _framed(chance, headers, body)
    if route.access is Access.LINE and not body and chance.random() < 0.7:
        headers[1] = ("Connection", "Upgrade, close")
        headers += [("Upgrade", "websocket"), ("Sec-WebSocket-Version", chance.choice(("13", "13", "13", "99")))]
        headers.append(("Sec-WebSocket-Key", chance.choice(("Zml4ZWQgYW5kIG9mIDE2IQ==",) * 4 + ("x",))))
        if chance.random() < 0.2:
            headers.append(("Sec-WebSocket-Extensions", chance.choice(_EXTENSIONS)))
        content = _messages(chance)
    lines = [
        f"{route.method} {_target(chance, route)} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers),
        "",
        "",
    ]
    return Request(f"{route.method} {route.path}", ("\r\n".join(lines).encode() + content).decode("latin-1"))


def _target(chance: random.Random, route: Route) -> str:
    path = route.path
    while "{" in path:
        before, _, rest = path.partition("{")
        # What would stop or empty the helper that is being asked is left out.
        value = "x" if route.method == "DELETE" and "datasets" in path else str(chance.choice(_ODD))
        path = f"{before}{_quoted(value, chance)}{rest.partition('}')[2]}"
    if chance.random() < 0.4:
        pairs = [
            f"{chance.choice(_QUERIES)}={_quoted(str(chance.choice(_ODD)), chance)}"
            for _ in range(chance.choice((1, 1, 2, 40)))
        ]
        path += "?" + "&".join(pairs)
    return path


def _quoted(text: str, chance: random.Random) -> str:
    if chance.random() < 0.1:
        return text.encode("utf-8", "surrogatepass").hex().upper() + "%"  # no escape at all
    return "".join(
        f"%{byte:02X}" if not chr(byte).isalnum() else chr(byte) for byte in text.encode("utf-8", "surrogatepass")
    )


def _body(chance: random.Random, route: Route) -> bytes:
    if route.body != "json":
        lines = [
            _json(
                chance,
                chance.choice(_READ if route.body == "lines" else _ODD) if chance.random() < 0.5 else _object(chance),
            )
            for _ in range(chance.choice((1, 2, 30)))
        ]
        content = b"\n".join(lines)
    else:
        content = _json(chance, _object(chance) if chance.random() < 0.9 else chance.choice(_ODD))
    if chance.random() < 0.15:  # bytes exchanged, doubled or left out
        at = chance.randrange(len(content) + 1)
        content = (
            content[:at]
            + chance.choice((b"\xff", b"\0", b"", b'"', b"{", b"[" * 500, b"\xed\xa0\x80"))
            + content[at + 1 :]
        )
    # An empty object is a wish to stop, where the helper is asked to.
    return b'{"x":1}' if route.path.endswith("shutdown") else content


def _object(chance: random.Random) -> dict[str, Any]:
    return {chance.choice(_NAMES): chance.choice(_ODD) for _ in range(chance.choice((1, 1, 2, 3, 5)))}


def _json(chance: random.Random, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    return text.encode("utf-8", "surrogatepass")


def _messages(chance: random.Random) -> bytes:
    """What is sent on a line that was opened: questions and odder frames. At the end it is closed."""
    frames = []
    for _ in range(chance.choice((0, 1, 1, 3))):
        question = {**_object(chance), "number": chance.choice((0, 7, 2**53 - 1))}
        how = chance.random()
        if how < 0.5:
            frames.append(_frame(0x81, _json(chance, question)))
        elif how < 0.75:
            frames.append(_frame(0x81, _json(chance, chance.choice((*_ODD, _object(chance))))))
        else:
            content = chance.choice((b"", b"{}", b"\xff", b"\x03", b"\0\0", b"[" * 500))
            frames.append(_frame(chance.choice((0x01, 0x80, 0x82, 0x83, 0x88, 0x89, 0x8A, 0xC1, 0xF1)), content))
    return b"".join(frames) + _frame(0x88, b"\x03\xe8")


def _frame(first: int, content: bytes) -> bytes:
    """A WebSocket frame as a client sends it: masked, with a mask that changes nothing."""
    size = len(content)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([first]) + length + bytes(4) + content


def _framed(chance: random.Random, headers: list[tuple[str, str]], body: bytes) -> bytes:
    """Add the header that tells the length, mostly the right one, and return the bytes that follow."""
    how = chance.random()
    if not body:
        return b""
    if how < 0.15:
        headers.append(("Transfer-Encoding", "chunked"))
        size = chance.choice((1, 7, 1000))
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    headers.append(("Content-Length", str(len(body))))
    return body


def odd_answer(target: Target, token: str, request: Request) -> tuple[str, str]:
    """Send a request; return its answer in short (route, status, code) and what is wrong about it, if anything."""
    text = request.text.replace("PORT", str(target.port), 1).replace("TOKEN", token, 1)
    began = time.monotonic()
    answer = target.send(text.encode("latin-1"), PATIENCE)
    took = time.monotonic() - began
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1].decode() if head else "closed"
    try:
        told = json.loads(body)
        code = told.get("code", "") if isinstance(told, dict) and status >= "400" else ""
    except ValueError:
        code = ""
    if status == "101":
        closed = re.search(rb"\x88.(..)[^\x88]*\Z", body, re.DOTALL)  # the last frame tells why the line was closed
        code = f"closed {int.from_bytes(closed[1], 'big')}" if closed else "dropped"
        code += " answered" * (b'{"number":' in body)
    short = f"{request.route} {status} {code}".strip()
    # Of the answers from 500 on, these tell what the disk or the datasets are like.
    if status >= "500" and status != "closed" and code in ("", "internal"):
        return short, "a mistake"
    return short, f"took {took:.0f} s" if took >= PATIENCE else ""


def attack(figures: Figures, requests: Iterator[Request], folder: Path) -> dict[str, Request]:
    """Send requests to a helper of their own; return the shortest of each kind of answer."""
    shortest: dict[str, Request] = {}
    inset = Inset(home=folder / "home", port=free_port(), folder=folder)
    if inset("build", "--sample").status != 0:
        raise RuntimeError("the sample was not built")
    with inset.serving() as process:
        state = read_state(find_paths({"INSET_HOME": str(inset.home)}))
        assert state is not None
        target = Target(inset.port)
        for request in requests:
            short, wrong = odd_answer(target, state.token, request)
            figures.add("requests")
            figures.hold(not wrong, f"{wrong}: {short}: {request.text!r}")
            if short not in shortest or len(request.text) < len(shortest[short].text):
                shortest[short] = request
        figures.hold(process.poll() is None, "the helper ended")
        used = _resident(process.pid)
        figures.add("MB resident", used >> 20)
        figures.hold(used < MOST_MEMORY, f"{used >> 20} MB resident")
    log = (folder / "serve.log").read_text()
    figures.hold("mistake" not in log and "Traceback" not in log, "the helper's log tells of a mistake")
    figures.add("kinds of answers", len(shortest))
    return shortest


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


def kept() -> list[Request]:
    """The requests that are replayed."""
    return [Request(*each) for each in json.loads(KEPT.read_text(encoding="utf-8"))] if KEPT.exists() else []


def _drawn(seconds: float, first: int) -> Iterator[Request]:
    yield from kept()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield draw(first)
        first += 1


def main(seconds: float, first: int) -> int:
    """Attack for so long, keep what is new, and print the figures."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        shortest = attack(figures, _drawn(seconds, first), Path(folder))
    KEPT.write_text(json.dumps(sorted(shortest.values()), indent=0) + "\n", encoding="utf-8")
    print("\n".join([*figures.lines(), *figures.faults]))
    return 1 if figures.faults else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
