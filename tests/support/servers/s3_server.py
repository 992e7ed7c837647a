"""A real S3 server on 127.0.0.1 (moto's), which counts what it is asked for and breaks off where a test wants it to."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

BUCKET = "sets"
SETTINGS = {"AWS_ACCESS_KEY_ID": "made-up", "AWS_SECRET_ACCESS_KEY": "made-up", "AWS_DEFAULT_REGION": "us-east-1"}


_SIGNED = "AWS4-HMAC-SHA256 Credential=made-up/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


@dataclass(frozen=True)
class Asked:
    """A request: its method, the object's key, the range (start, end) if one was asked for, and the bytes it got."""

    method: str
    key: str
    range: tuple[int, int] | None
    sent: int


@dataclass
class S3Server:
    """The server.

    Attributes:
        asked: all requests but those of `put`.
        spoil: called with each request; makes of the answer's bytes what is sent. Fewer break the connection off.
    """

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    spoil: Callable[[str, str, bytes], bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """The environment by which AWS's libraries find it."""
        return {**SETTINGS, "AWS_ENDPOINT_URL": self.url, "AWS_EC2_METADATA_DISABLED": "true"}

    def put(self, key: str, content: bytes) -> None:
        """Store an object."""
        self._send("PUT", f"/{BUCKET}/{quote(key)}", content)

    def bytes_sent(self, key: str = "") -> int:
        """How many bytes of objects whose keys begin with `key` were sent."""
        return sum(each.sent for each in self.asked if each.method == "GET" and each.key and each.key.startswith(key))

    def empty(self) -> None:
        """Forget all objects, all that was asked, and how to spoil it."""
        self._send("POST", "/moto-api/reset")
        self._send("PUT", f"/{BUCKET}")
        self.asked.clear()
        self.spoil = None

    def _send(self, method: str, path: str, body: bytes = b"") -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {"x-by": "test", "Authorization": _SIGNED})
        response = connection.getresponse()
        assert response.status == 200, response.read()
        connection.close()

    def _wrapped(self, app: Any) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
        def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            body = b"".join(app(environ, start_response))
            if "HTTP_X_BY" in environ:
                return [body]
            method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
            key = path.removeprefix(f"/{BUCKET}").lstrip("/")
            if self.spoil is not None:
                body = self.spoil(method, key, body)
            found = re.fullmatch(r"bytes=(\d+)-(\d+)", environ.get("HTTP_RANGE", ""))
            part = None if found is None else (int(found[1]), int(found[2]) + 1)
            self.asked.append(Asked(method, key, part, 0 if method == "HEAD" else len(body)))
            return [body]

        return answer

    @contextmanager
    def running(self) -> Iterator[S3Server]:
        """Serve, with the bucket `sets`."""
        app = DomainDispatcherApplication(create_backend_app)
        server = make_server("127.0.0.1", 0, self._wrapped(app), threaded=True)
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            self._send("PUT", f"/{BUCKET}")
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=60)
