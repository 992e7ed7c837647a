"""A server on 127.0.0.1 that answers what gcsfs asks of Google Cloud Storage to list and read the objects of a bucket.

It is ours, not Google's: it has one bucket, and refuses as Google does. Its words of what is refused are like theirs,
since the library hands on nothing but them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from urllib.parse import parse_qs, unquote, urlsplit

from support.servers.store_server import Asked, StoreHandler, StoreServer

BUCKET = "sets"
_OBJECTS = f"/storage/v1/b/{BUCKET}/o"
_CONTENTS = f"/download{_OBJECTS}/"


class GcsServer(StoreServer):
    """The server; who sends no token is told that nobody logged in, who sends another one that he may not."""

    @property
    def settings(self) -> dict[str, str]:
        """See `StoreServer`. Of which kind a bucket is gcsfs asks by gRPC, which this server does not speak."""
        return {
            "STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{self.port}",
            "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
            "FETCH_RAW_TOKEN_EXPIRY": "false",
            "FSSPEC_GS_TOKEN": "anon",
        }

    def told(self, name: str) -> dict[str, str]:
        """What the store tells of an object."""
        data = self.files[name]
        return {
            "kind": "storage#object",
            "name": name,
            "bucket": BUCKET,
            "size": str(len(data)),
            "etag": base64.b64encode(hashlib.sha256(data).digest()[:9]).decode(),
            "updated": "2026-01-02T03:04:05.000Z",
            "timeCreated": "2026-01-02T03:04:05.000Z",
        }

    def handler(self) -> type[StoreHandler]:
        """See `StoreServer`."""
        return type("Handler", (_Handler,), {"store": self})


class _Handler(StoreHandler):
    store: GcsServer

    def do_GET(self) -> None:  # noqa: N802 - as BaseHTTPRequestHandler calls it
        at = urlsplit(self.path)
        asked = {name: values[-1] for name, values in parse_qs(at.query, keep_blank_values=True).items()}
        path = unquote(at.path)
        if self._is_refused():
            return
        if path == _OBJECTS:
            self._list(asked.get("prefix", ""), asked.get("delimiter", ""))
        elif path.startswith(_CONTENTS):
            self._send_object(path.removeprefix(_CONTENTS))
        elif path.startswith(f"{_OBJECTS}/") and path.removeprefix(f"{_OBJECTS}/") in self.store.files:
            self._json(self.store.told(path.removeprefix(f"{_OBJECTS}/")))
        else:
            self._refuse(404, "Not Found")

    def _is_refused(self) -> bool:
        token, sent = self.store.token, self.headers.get("Authorization")
        may_not = "does not have storage.objects.get access to the Google Cloud Storage object."
        if token is None or sent == f"Bearer {token}":
            return False
        if sent is None:
            self._refuse(401, f"Anonymous caller {may_not}")
        else:
            self._refuse(403, f"somebody@example.org {may_not}")
        return True

    def _list(self, prefix: str, delimiter: str) -> None:
        names = sorted(name for name in self.store.files if name.startswith(prefix))
        here = [name for name in names if not delimiter or delimiter not in name[len(prefix) :]]
        below = {prefix + name[len(prefix) :].partition(delimiter)[0] + delimiter for name in names if name not in here}
        self._json({"items": [self.store.told(name) for name in here], "prefixes": sorted(below)})

    def _send_object(self, name: str) -> None:
        data = self.store.files.get(name)
        if data is None:
            self._refuse(404, "Not Found")
            return
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if found is None:
            self._answer(200, data, sent=len(data))
        else:
            start, end = int(found[1]), min(int(found[2]) + 1, len(data))
            self._answer(206, data[start:end], part=(start, end), sent=end - start)
        if self.store.on_read is not None:
            self.store.on_read(name)

    def _json(self, answer: object) -> None:
        self._answer(200, json.dumps(answer).encode())

    def _refuse(self, status: int, why: str) -> None:
        self._answer(status, json.dumps({"error": {"code": status, "message": why}}).encode())

    def _answer(self, status: int, body: bytes, part: tuple[int, int] | None = None, sent: int = 0) -> None:
        self.store.asked.append(Asked(self.command, unquote(urlsplit(self.path).path), part, sent))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
