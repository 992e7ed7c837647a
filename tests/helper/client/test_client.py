"""The command line's client, against the real helper and against programs that are not one."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from inset import errors
from inset.client.client import HelperClient
from inset.client.helper_state import write_state
from inset.errors import (
    BadRequest,
    HelperUnreachable,
    IndexMissing,
    InsetError,
    NotPaired,
    OwnerOnly,
    PairingUnknown,
    TooLarge,
    error_of,
)
from inset.paths import Paths
from inset.server.keys import HELPER
from inset.settings import Settings
from support.commands import free_port
from support.served import Served


async def test_as_the_owner(served: Served) -> None:
    write_state(served.paths, served.app[HELPER].state)
    client = HelperClient.from_state(served.paths, Settings(port=1024))
    assert client.port == served.port  # where the helper says that it is, not where it is by default
    assert (await asyncio.to_thread(client.hello))["name"] == "inset"
    assert (await asyncio.to_thread(client.get, "/v1/status"))["port"] == served.port
    with pytest.raises(IndexMissing, match="Build a dataset first"):
        await asyncio.to_thread(client.post, "/v1/lookup", {"photos": ["7"]})
    with pytest.raises(PairingUnknown):
        await asyncio.to_thread(client.post, "/v1/pairings/by-code/approval", {"code": "123456"})
    with pytest.raises(BadRequest):
        await asyncio.to_thread(client.post, "/v1/shutdown", {"x": 1})
    with pytest.raises(TooLarge):
        await asyncio.to_thread(client.post, "/v1/lookup", {"photos": ["7"] * 1001})
    assert await asyncio.to_thread(client.post, "/v1/shutdown", {}) == {"state": "stopping"}


async def test_without_a_state_file(served: Served) -> None:
    client = HelperClient.from_state(served.paths, Settings(port=served.port))
    assert (await asyncio.to_thread(client.hello))["ready"] is False
    with pytest.raises(NotPaired):
        await asyncio.to_thread(client.get, "/v1/status")
    client = HelperClient(served.port, served.paired()["Authorization"].removeprefix("Bearer "))
    with pytest.raises(OwnerOnly):
        await asyncio.to_thread(client.get, "/v1/status")


async def test_the_environments_proxy_is_not_asked(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await asyncio.to_thread(HelperClient(served.port).hello))["name"] == "inset"


def test_nobody_there(paths: Paths) -> None:
    client = HelperClient.from_state(paths, Settings(port=free_port()))
    with pytest.raises(HelperUnreachable, match=r"^Start the helper"):
        client.hello()
    assert client.wait_until_gone(1)


@contextmanager
def another_program(answer: bytes) -> Iterator[int]:
    """A program that gives this answer to every request on its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_all() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = threading.Thread(target=answer_all)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b'HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{"name":"joplin"',
        b'HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{"name":"joplin"}',
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}",
        b'HTTP/1.1 404 Not Found\r\nContent-Length: 14\r\n\r\n{"code":"none"}',
        b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\xff\xfe\x00\x01\x02\x03\x04\x05\x06",
    ],
)
def test_another_program_is_recognised(answer: bytes) -> None:
    with another_program(answer) as port, pytest.raises(HelperUnreachable):
        HelperClient(port, timeout=2).hello()


def test_a_program_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(HelperUnreachable):
        HelperClient(listener.getsockname()[1], timeout=0.2).hello()


def test_every_error_keeps_its_class() -> None:
    def below(known: type[InsetError]) -> Iterator[type[InsetError]]:
        yield known
        for child in known.__subclasses__():
            yield from below(child)

    classes = [known for known in below(InsetError) if known.__module__ == errors.__name__]
    assert len(classes) > 20
    for known in classes:
        made = error_of(known.code)("Do this.", hint="So.")
        assert type(made) is known
        assert (made.message, made.hint) == ("Do this.", "So.")
    assert error_of("something_later") is InsetError


def test_it_starts_without_the_server() -> None:
    code = "import sys, inset.client.client, inset.tokens; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"aiohttp", "numpy", "polars", "inset_build", "yarl"}
