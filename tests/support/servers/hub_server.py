"""A server on 127.0.0.1 that answers what Hugging Face's library asks of the Hub to list and read a dataset's files.

It is ours, not the Hub: it has one dataset on the branch `main`, tells of files as the Hub does, and as there, what is
read is handed on to another address with a signature in it.
"""

from __future__ import annotations

import json
import re
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from support.servers.store_server import Asked, StoreHandler, StoreServer

OWNER = "somebody/sets"
SIGNATURE = "X-Signature=a-secret-of-the-address"
_API = f"/api/datasets/{OWNER}"
_FILES = f"/datasets/{OWNER}/resolve/main/"
_KEPT = "/kept/"


class HubServer(StoreServer):
    """The server; who does not send its token gets no bytes of files, as of a dataset whose terms one must accept."""

    @property
    def settings(self) -> dict[str, str]:
        """See `StoreServer`."""
        return {"HF_ENDPOINT": f"http://127.0.0.1:{self.port}", "HF_HUB_DISABLE_TELEMETRY": "1"}

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

    def handler(self) -> type[StoreHandler]:
        """See `StoreServer`."""
        return type("Handler", (_Handler,), {"hub": self})


class _Handler(StoreHandler):
    hub: HubServer

    def do_GET(self) -> None:  # noqa: N802 - as BaseHTTPRequestHandler calls it
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

    def do_POST(self) -> None:  # noqa: N802 - as BaseHTTPRequestHandler calls it
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
