"""A real HTTP server on 127.0.0.1 that serves files, well or badly, as a test tells it for each request."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiohttp import web

from support.servers.app_in_thread import answering

Behaviour = Callable[["FileServer", web.Request], Awaitable[web.StreamResponse]]


@dataclass
class FileServer:
    """What it serves, what it was asked, and how it behaves: the n-th behaviour answers the n-th request."""

    content: bytes
    behaviours: list[Behaviour]
    etag: str | None = '"one"'
    content_type: str = "text/plain"
    url: str = ""
    requests: list[Mapping[str, str]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    tls: ssl.SSLContext | None = None
    _connections: set[asyncio.Transport] = field(default_factory=set)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if isinstance(request.transport, asyncio.Transport):
            self._connections.add(request.transport)
        self.requests.append({**request.headers, "path": request.path})
        return await self.behaviours[min(len(self.requests), len(self.behaviours)) - 1](self, request)

    @property
    def ranges(self) -> list[str | None]:
        return [asked.get("Range") for asked in self.requests]

    def headers(self) -> dict[str, str]:
        return {"Content-Type": self.content_type, **({"ETag": self.etag} if self.etag else {})}

    @contextmanager
    def running(self) -> Iterator[FileServer]:
        with answering(self._app(), tls=self.tls, at_end=self._drop_connections) as port:
            self.url = f"{'http' if self.tls is None else 'https'}://127.0.0.1:{port}/photos.txt"
            try:
                yield self
            finally:
                self.release.set()

    async def _drop_connections(self) -> None:
        """Over TLS a connection stays open until its client has said goodbye, or for half a minute."""
        for connection in self._connections:
            connection.abort()
        await asyncio.sleep(0)  # they are closed by what the loop does next

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{path:.*}", self.handle)
        return app


def _asked_from(server: FileServer, request: web.Request) -> int:
    """First byte asked for; 0 without a Range that holds for this version."""
    if "Range" not in request.headers or request.headers.get("If-Range") != server.etag:
        return 0
    return int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))


async def well(server: FileServer, request: web.Request) -> web.StreamResponse:
    """Answers as a good server: with Content-Length, and with a part if a part of this version is asked for."""
    start = _asked_from(server, request)
    size = len(server.content)
    headers = server.headers() | {"Accept-Ranges": "bytes"}
    if start == 0:
        return web.Response(body=server.content, headers=headers)
    if start >= size:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    return web.Response(status=206, body=server.content[start:], headers=headers)


def serves(files: Mapping[str, bytes]) -> Behaviour:
    """Serves several files whole, by the last part of their paths; 404 for any other."""

    async def behaviour(server: FileServer, request: web.Request) -> web.StreamResponse:
        content = files.get(request.path.rpartition("/")[2])
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, headers={"Content-Type": server.content_type})

    return behaviour


def breaks_after(count: int) -> Behaviour:
    """Sends `count` bytes of the answer and drops the connection."""

    async def behaviour(server: FileServer, request: web.Request) -> web.StreamResponse:
        response = await _begin(server, request)
        start = _asked_from(server, request)
        await response.write(server.content[start : start + count])
        assert request.transport is not None
        request.transport.close()
        return response

    return behaviour


def stalls_after(count: int) -> Behaviour:
    """Sends `count` bytes of the answer and then nothing, with the connection open."""

    async def behaviour(server: FileServer, request: web.Request) -> web.StreamResponse:
        response = await _begin(server, request)
        start = _asked_from(server, request)
        await response.write(server.content[start : start + count])
        await asyncio.get_running_loop().run_in_executor(None, server.release.wait)
        return response

    return behaviour


async def _begin(server: FileServer, request: web.Request) -> web.StreamResponse:
    start, size = _asked_from(server, request), len(server.content)
    headers = server.headers() | {"Content-Length": str(size - start)}
    if start:
        headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    response = web.StreamResponse(status=206 if start else 200, headers=headers)
    await response.prepare(request)
    return response


async def ignores_range(server: FileServer, request: web.Request) -> web.StreamResponse:
    """Sends all of it, whatever is asked."""
    return web.Response(body=server.content, headers=server.headers())


async def without_length(server: FileServer, request: web.Request) -> web.StreamResponse:
    """Sends all of it in chunks, without a Content-Length."""
    response = web.StreamResponse(headers=server.headers())
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(server.content)
    await response.write_eof()
    return response


def answers(status: int, body: str = "", **headers: str) -> Behaviour:
    """Answers with a status and without the file."""

    async def behaviour(server: FileServer, request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=body, headers=named)

    return behaviour


def sends_range(content_range: str, body: bytes) -> Behaviour:
    """Answers 206 with a range of its own choice."""

    async def behaviour(server: FileServer, request: web.Request) -> web.StreamResponse:
        return web.Response(status=206, body=body, headers=server.headers() | {"Content-Range": content_range})

    return behaviour
