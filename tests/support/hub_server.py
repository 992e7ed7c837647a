"""A server on 127.0.0.1 that answers what Hugging Face's library asks of the Hub to list and read a dataset's files.

It is ours, not the Hub: it has one dataset on the branch `main`, tells of files as the Hub does, and as there, what is
read is handed on to another address with a signature in it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

OWNER = "somebody/sets"
SIGNATURE = "X-Signature=a-secret-of-the-address"
_API = f"/api/datasets/{OWNER}"
_FILES = f"/datasets/{OWNER}/resolve/main/"
_KEPT = "/kept/"


@dataclass(frozen=True)
class Asked:
    """A request: its method, its path, the range (start, end) if one was asked for, and the bytes of files it got."""

    method: str
    path: str
    range: tuple[int, int] | None
    sent: int


@dataclass
class HubServer:
    """The server.

    Attributes:
        files: by path in the dataset.
        token: who does not send it gets no bytes of files, as of a dataset whose terms one must accept.
        asked: all requests.
        on_read: called with a file's path when some of its bytes were sent.
    """

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    token: str | None = None
    asked: list[Asked] = field(default_factory=list)
    on_read: Callable[[str], None] | None = None

    @property
    def settings(self) -> dict[str, str]:
        """The environment by which Hugging Face's library finds it."""
        return {"HF_ENDPOINT": f"http://127.0.0.1:{self.port}", "HF_HUB_DISABLE_TELEMETRY": "1"}

    def bytes_sent(self) -> int:
        """How many bytes of files were sent."""
        return sum(each.sent for each in self.asked)

    def told(self, path: str, *, expand: bool) -> dict[str, Any]:
        """What the Hub tells of a file, or of a folder."""
        last = (
            {"lastCommit": {"id": "0" * 40, "title": "made up", "date": "2026-01-02T03:04:05.000Z"}} if expand else {}
        )
        if path not in self.files:
            return {"type": "directory", "path": path, "oid": sha1(path.encode()).hexdigest(), "size": 0, **last}
        data = self.files[path]
        oid = sha1(data).hexdigest()
        lfs = (
            {"oid": sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
            if path.endswith(".parquet")
            else None
        )
        return {"type": "file", "path": path, "oid": oid, "size": len(data), **({"lfs": lfs} if lfs else {}), **last}

    def below(self, folder: str, *, recursive: bool) -> list[str]:
        """The files and folders in a folder, and those in them."""
        start = f"{folder}/" if folder else ""
        inside = [path.removeprefix(start) for path in self.files if path.startswith(start)]
        names = {"/".join(path.split("/")[:depth]) for path in inside for depth in range(1, path.count("/") + 2)}
        return sorted(f"{start}{name}" for name in names if recursive or "/" not in name)

    @contextmanager
    def running(self) -> Iterator[HubServer]:
        """Serve."""
        outer = self

        class Handler(_Handler):
            hub = outer

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=60)


class _Handler(BaseHTTPRequestHandler):
    hub: HubServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        at = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(at.query).items()}
        path = unquote(at.path)
        if path in (_API, f"{_API}/revision/main"):
            self._json({"id": OWNER, "sha": "0" * 40, "private": False, "gated": self.hub.token is not None})
        elif path == f"{_API}/tree/main" or path.startswith(f"{_API}/tree/main/"):
            self._list(path.removeprefix(f"{_API}/tree/main").strip("/"), asked)
        elif path.startswith(_FILES):
            self._hand_on(path.removeprefix(_FILES))
        elif path.startswith(_KEPT) and at.query == SIGNATURE:
            self._send_file(path.removeprefix(_KEPT))
        else:  # to whom it does not know it says of every other dataset that he must log in
            self._refuse(404 if "Authorization" in self.headers else 401, "RepoNotFound")

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())
        if self.path != f"{_API}/paths-info/main":
            self._refuse(404, "RepoNotFound")
            return
        known = set(self.hub.below("", recursive=True))
        is_whole = body.get("expand", ["false"])[-1].lower() == "true"
        self._json([self.hub.told(path, expand=is_whole) for path in body.get("paths", []) if path in known])

    def _list(self, folder: str, asked: dict[str, str]) -> None:
        found = self.hub.below(folder, recursive=asked.get("recursive", "").lower() == "true")
        if folder and not found:
            self._refuse(404, "EntryNotFound")
            return
        is_whole = asked.get("expand", "").lower() == "true"
        self._json([self.hub.told(path, expand=is_whole) for path in found])

    def _hand_on(self, name: str) -> None:
        if self.hub.token is not None and self.headers.get("Authorization") != f"Bearer {self.hub.token}":
            self._refuse(401, "GatedRepo")
        elif name not in self.hub.files:
            self._refuse(404, "EntryNotFound")
        else:
            self._answer(302, b"", {"Location": f"{_KEPT}{name}?{SIGNATURE}"})

    def _send_file(self, name: str) -> None:
        data = self.hub.files.get(name, b"")
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if found is None:
            self._answer(200, data, sent=len(data))
        else:
            start, end = int(found[1]), min(int(found[2]) + 1, len(data))
            told = {"Content-Range": f"bytes {start}-{end - 1}/{len(data)}"}
            self._answer(206, data[start:end], told, part=(start, end), sent=end - start)
        if self.hub.on_read is not None:
            self.hub.on_read(name)

    def _json(self, answer: object) -> None:
        self._answer(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, b"{}", {"X-Error-Code": code, "X-Error-Message": code, "Content-Type": "application/json"})

    def _answer(
        self,
        status: int,
        body: bytes,
        told: dict[str, str] | None = None,
        part: tuple[int, int] | None = None,
        sent: int = 0,
    ) -> None:
        self.hub.asked.append(Asked(self.command, unquote(urlsplit(self.path).path), part, sent))
        self.send_response(status)
        for name, value in (told or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as BaseHTTPRequestHandler calls it
        pass
