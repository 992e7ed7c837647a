"""A real HTTP server on 127.0.0.1 that serves a folder as a static host does, or as an attacker on the way would."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from support.servers.app_in_thread import answering

Behaviour = Callable[["StaticHost", web.Request], Awaitable[web.StreamResponse]]


@dataclass
class StaticHost:
    """Serves `folder`. `instead` answers the paths that end as its keys say; what was asked is kept, in order."""

    folder: Path
    url: str = ""
    instead: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> list[str]:
        return [each["path"] for each in self.requests]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append({**request.headers, "path": request.path})
        for ending, behaviour in self.instead.items():
            if request.path.endswith(ending):
                return await behaviour(self, request)
        return self.well(request)

    def well(self, request: web.Request) -> web.StreamResponse:
        path = self.folder / request.path.lstrip("/")
        if not path.is_file():
            return web.Response(status=404, text="<h1>not here</h1>", content_type="text/html")
        response = web.FileResponse(path)  # with an ETag, and by ranges
        response.set_cookie("subscriber", "42")
        return response

    @contextmanager
    def running(self) -> Iterator[StaticHost]:
        app = web.Application()
        app.router.add_get("/{path:.*}", self.handle)
        with answering(app) as port:
            self.url = f"http://127.0.0.1:{port}/"
            try:
                yield self
            finally:
                self.release.set()


def gives(content: bytes, status: int = 200, **headers: str) -> Behaviour:
    """Answers with these bytes."""

    async def behaviour(host: StaticHost, request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, body=content, headers=named)

    return behaviour


async def without_end(host: StaticHost, request: web.Request) -> web.StreamResponse:
    """Sends bytes for as long as somebody reads them."""
    response = web.StreamResponse()
    await response.prepare(request)
    while not host.release.is_set():
        await response.write(b"x" * 65536)
    return response


def trickles(pause: float) -> Behaviour:
    """Sends a byte now and then, for ever: never so long without one that it would count as stalled."""

    async def behaviour(host: StaticHost, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not host.release.is_set():
            await response.write(b"x")
            await asyncio.sleep(pause)
        return response

    return behaviour


async def stalls(host: StaticHost, request: web.Request) -> web.StreamResponse:
    """Sends nothing at all, with the connection open."""
    await asyncio.get_running_loop().run_in_executor(None, host.release.wait)
    return web.Response(status=503)


def breaks_off(after: int, times: int, then: Behaviour | None = None) -> Behaviour:
    """Drops the connection after so many bytes of what is asked for, so many times; then it serves well, or as told."""
    left = times

    async def behaviour(host: StaticHost, request: web.Request) -> web.StreamResponse:
        nonlocal left
        if not left:
            return await then(host, request) if then is not None else host.well(request)
        left -= 1
        content = (host.folder / request.path.lstrip("/")).read_bytes()
        begins = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        headers = {"Content-Length": str(len(content) - begins)}
        if begins:
            headers["Content-Range"] = f"bytes {begins}-{len(content) - 1}/{len(content)}"
        response = web.StreamResponse(status=206 if begins else 200, headers=headers)
        await response.prepare(request)
        await response.write(content[begins : begins + after])
        assert request.transport is not None
        request.transport.close()
        return response

    return behaviour
