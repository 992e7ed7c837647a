"""Connections that send nothing, or not enough, or read nothing: they are dropped, and keep nobody out."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from inset.server.connections import (
    ENOUGH_FILES,
    HEADER_BYTES,
    HEADER_SECONDS,
    MOST_ACCEPTED,
    MOST_CONNECTIONS,
    Connections,
    raise_file_limit,
    room_for,
)
from inset.server.keys import CONNECTIONS
from support.api.served import Serve, Served
from support.command_line.commands import Inset

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not count sockets as files")
SOON = 20.0
"""Seconds: twice what a header may take."""


class Peer:
    """A connection as `Connections` sees it."""

    def __init__(self, *, owes: bool = True) -> None:
        self.owing = owes
        self.dropped = False

    def owes(self) -> bool:
        return self.owing

    def drop(self) -> None:
        self.dropped = True


def test_the_oldest_that_owes_makes_room() -> None:
    connections = Connections(3)
    answered, older, newer = Peer(owes=False), Peer(), Peer()
    assert all(connections.add(peer) for peer in (answered, older, newer, Peer()))
    assert (answered.dropped, older.dropped, newer.dropped) == (False, True, False)
    assert len(connections) == 3


def test_who_has_shown_a_token_makes_room_last() -> None:
    connections = Connections(2)
    trusted, silent, late = Peer(), Peer(), Peer()
    connections.add(trusted)
    connections.trust(trusted)
    connections.add(silent)
    assert connections.add(late)
    assert (trusted.dropped, silent.dropped) == (False, True)
    connections.trust(late)
    assert connections.add(Peer())
    assert trusted.dropped


def test_nobody_who_is_answered_makes_room() -> None:
    connections = Connections(2)
    answered = [Peer(owes=False), Peer(owes=False)]
    assert [connections.add(peer) for peer in (*answered, Peer())] == [True, True, False]
    assert not any(peer.dropped for peer in answered)
    connections.remove(answered[0])
    assert connections.add(Peer())


@pytest.mark.parametrize("files", [None, 16, 64, 256, 1024, ENOUGH_FILES, 10**9])
def test_half_of_the_files_are_left_for_files(files: int | None) -> None:
    most, accepted = room_for(files)
    assert 1 <= most <= MOST_CONNECTIONS
    assert 1 <= accepted <= MOST_ACCEPTED
    assert files is None or most + accepted <= files // 2


@POSIX
def test_the_limit_of_files_is_raised_as_far_as_is_allowed() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    low = min(before[1], 512)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (low, before[1]))
        raised = raise_file_limit()
        assert raised == min(before[1], ENOUGH_FILES)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (raised, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def few_files(inset: Inset) -> Iterator[tuple[Inset, int]]:
    """A helper that may open 1,024 files and no more, and its process ID."""
    limited = Inset(inset.home, inset.port, inset.folder, ("sh", "-c", 'ulimit -n 1024; exec "$@"', "sh"))
    with limited.serving() as process:
        yield limited, process.pid


def hello(port: int) -> float:
    """Ask, and return the seconds that it took."""
    began = time.monotonic()
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    try:
        asked.request("GET", "/v1/hello")
        answer = asked.getresponse()
        assert answer.status == 200
        assert json.loads(answer.read())["name"] == "inset"
    finally:
        asked.close()
    return time.monotonic() - began


@contextlib.contextmanager
def open_sockets(port: int, number: int, first_bytes: bytes = b"") -> Iterator[list[socket.socket]]:
    """Connections that each sent `first_bytes` and nothing else."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(before[1], number + 1000), before[1]))
    with contextlib.ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        sockets = []
        for _ in range(number):
            sockets.append(stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=SOON)))
            with contextlib.suppress(ConnectionError):
                sockets[-1].sendall(first_bytes)
        yield sockets


@POSIX
@pytest.mark.parametrize(
    "first_bytes",
    [
        b"",
        b"GET /v1/hello HTTP/1.1\r\nHost: 127.0.0.1",
        b"POST /v1/pairings HTTP/1.1\r\nHost: 127.0.0.1:%PORT%\r\nContent-Type: application/json\r\n"
        b"Content-Length: 900\r\n\r\n{",
    ],
    ids=["silent", "half-a-header", "half-a-body"],
)
def test_1100_connections_keep_nobody_out(few_files: tuple[Inset, int], first_bytes: bytes) -> None:
    inset, pid = few_files
    with open_sockets(inset.port, 1100, first_bytes.replace(b"%PORT%", str(inset.port).encode())):
        # Long before the first of them is dropped for its silence. docs/RELIABILITY.md gives the figure.
        assert hello(inset.port) < HEADER_SECONDS / 2
        assert inset("status", "--json").json["pid"] == pid
        if Path(f"/proc/{pid}/fd").exists():
            assert sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()) < 1024 - 400
    log = (inset.folder / "serve.log").read_text()
    assert "Too many open files" not in log
    assert "Traceback" not in log


async def until_few(connections: Connections) -> None:
    """Wait until none is counted any longer, but perhaps the test client's own."""
    async with asyncio.timeout(SOON):
        while len(connections) > 1:  # noqa: ASYNC110 - the helper tells nobody when a connection ends
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "before", [b"", b"GET /v1/hello HTTP/1.1\r\nHost: 127.0.0.1:%PORT%\r\n\r\n"], ids=["first", "further"]
)
async def test_a_header_without_end_is_cut_off(serve: Serve, before: bytes) -> None:
    """Long before its time is over: aiohttp alone would keep a megabyte of each connection."""
    served = await serve()
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    try:
        if before:
            writer.write(before.replace(b"%PORT%", str(served.port).encode()))
            assert b"200 OK" in await reader.readuntil(b"\r\n")
        writer.write(b"GET / HTTP/1.1\r\n")
        sent = 0
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(SOON):
                while not reader.at_eof() and sent < 2 * HEADER_BYTES:
                    writer.write(b"X-%d: %s\r\n" % (sent, b"y" * 1000))
                    sent += 1000
                    await writer.drain()
                    await asyncio.sleep(0)
        assert sent < 1.5 * HEADER_BYTES
    finally:
        writer.close()


async def test_a_header_with_many_cookies_is_answered(served: Served) -> None:
    """Cookies of other programs on this computer go along, because browsers tell no ports apart."""
    lines = "".join(f"Cookie: other{n}={'y' * 1000}\r\n" for n in range(40))
    answer = await served.raw(f"GET /v1/hello HTTP/1.1\r\nHost: {served.host}\r\n{lines}\r\n")
    assert answer.status == 200


async def expect_dropped(port: int, sent: bytes, trickle: bytes = b"") -> float:
    """Send, go on with a byte every second, and return after how many seconds the helper closed."""
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    began = loop.time()
    try:
        for byte in trickle * 100 or b"":
            if await asyncio.wait({reading := asyncio.ensure_future(reader.read())}, timeout=1.0) != (set(), {reading}):
                break
            reading.cancel()
            writer.write(bytes([byte]))
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(SOON):
                await reader.read()
        return loop.time() - began
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@pytest.mark.slow
async def test_what_sends_no_complete_header_is_dropped(serve: Serve) -> None:
    served = await serve()
    head = f"GET /v1/hello HTTP/1.1\r\nHost: {served.host}\r\n".encode()
    asked = head + b"\r\n"
    seconds = await asyncio.gather(
        expect_dropped(served.port, b""),
        expect_dropped(served.port, head),
        expect_dropped(served.port, head, b"X: y\r\n"),
        expect_dropped(served.port, asked, b"GET /"),
    )
    assert all(9.0 < taken < SOON for taken in seconds), seconds
    await until_few(served.app[CONNECTIONS])


async def test_a_kept_connection_stays_for_its_next_request(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first header owes as long, also where this process gets no processor for a moment.
    monkeypatch.setattr("inset.server.protocol.HEADER_SECONDS", 1.0)
    served = await serve()
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    for _ in range(3):
        writer.write(f"GET /v1/hello HTTP/1.1\r\nHost: {served.host}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length"))
        await reader.readexactly(int(length.partition(b":")[2]))
        await asyncio.sleep(1.2)  # longer than a header may take: an idle connection owes no header
    writer.close()
    await writer.wait_closed()


async def test_what_does_not_read_its_answers_is_dropped(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inset.server.protocol.UNREAD_SECONDS", 0.2)
    served = await serve()
    connections = served.app[CONNECTIONS]
    # Requests without end, and not one answer is read.
    request = f"GET /openapi.json HTTP/1.1\r\nHost: {served.host}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", served.port)) as sock:
        sock.setblocking(False)
        loop = asyncio.get_running_loop()
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            async with asyncio.timeout(SOON):
                while True:
                    await loop.sock_sendall(sock, request)
    await until_few(connections)


async def test_the_newest_is_closed_where_all_are_being_answered(serve: Serve) -> None:
    going, release = asyncio.Semaphore(0), asyncio.Event()

    async def wait(_: web.Request) -> web.Response:
        going.release()
        await release.wait()
        return web.Response()

    served = await serve(lambda app: app.router.add_get("/wait", wait))
    served.app[CONNECTIONS].most = 2
    asked = [asyncio.ensure_future(served.client.get("/wait")) for _ in range(2)]
    for _ in asked:
        await going.acquire()
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    with contextlib.suppress(ConnectionError):
        assert await reader.read() == b""
    writer.close()
    release.set()
    assert [(await each).status for each in asked] == [200, 200]
