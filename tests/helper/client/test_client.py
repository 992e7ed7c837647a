"""The command line's client, against the real helper and against programs that are not one."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset import errors
from inset.client import AsyncClient, Client
from inset.client.answers import Lookup
from inset.client.calls import in_parts, merged
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
from inset.server.asked import MAX_PHOTOS
from inset.server.guards.limits import MAX_BODY
from inset.server.keys import HELPER
from inset.settings import Settings
from support.api.served import Served
from support.computer.ports import free_port
from support.datasets.runs import PublishIds
from support.servers.other_program import another_program


async def test_as_the_owner(served: Served) -> None:
    write_state(served.paths, served.app[HELPER].state)
    client = Client.from_state(served.paths, Settings(port=1024))
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
    client = Client.from_state(served.paths, Settings(port=served.port))
    assert (await asyncio.to_thread(client.hello))["ready"] is False
    with pytest.raises(NotPaired):
        await asyncio.to_thread(client.get, "/v1/status")
    client = Client(served.port, served.paired()["Authorization"].removeprefix("Bearer "))
    with pytest.raises(OwnerOnly):
        await asyncio.to_thread(client.get, "/v1/status")


async def test_photos_in_parts_are_one_answer(served: Served, publish: PublishIds) -> None:
    photos = [900_000_000_000 + index for index in range(2500)]
    publish("faces", photos[::2])
    address = f"https://www.flickr.com/photos/sample-user/{photos[0]}/"
    token = served.paired()["Authorization"].removeprefix("Bearer ")
    asked: list[str | int] = [*photos, address, "none"]
    found = await asyncio.to_thread(Client(served.port, token).lookup, asked)
    assert set(found["listed"]) == set(map(str, photos[::2]))
    assert (found["named"], found["invalid"]) == ({address: str(photos[0])}, ["none"])
    async with AsyncClient(served.port, token) as client:
        assert await client.lookup(asked) == found
        assert (await client.photo(photos[0]))["answer"] == "listed"
        assert [dataset["name"] for dataset in (await client.datasets())["datasets"]] == ["faces"]
        assert (await client.accounts("12345678@N00"))["without_accounts"] == ["faces"]
        assert [photo async for photo in client.account_photos("12345678@N00")] == []
        with pytest.raises(OwnerOnly):
            await client.status()


async def test_asynchronous_as_the_owner(served: Served) -> None:
    write_state(served.paths, served.app[HELPER].state)
    async with AsyncClient.from_state(served.paths, Settings(port=1024)) as client:
        assert (await client.hello())["ready"] is False
        assert (await client.status())["port"] == served.port
        assert (await client.pairings())["paired"] == []
        assert "checks" in await client.health()
        assert (await client.ticket())["expires_in"] > 0
        assert (await client.get("/v1/builds"))["builds"] == []
        with pytest.raises(PairingUnknown):
            await client.approve("123456")
        with pytest.raises(IndexMissing):
            await client.lookup(["7"])
        with pytest.raises(BadRequest):
            await client.post("/v1/shutdown", {"x": 1})
        assert (await client.shutdown())["state"] == "stopping"


async def test_an_account_page_after_page(served: Served, publish: PublishIds) -> None:
    photos = range(900_000_000_000, 900_000_002_100)
    publish("faces", photos, details=dict.fromkeys(photos, ("12345678@N00", None)))
    token = served.paired()["Authorization"].removeprefix("Bearer ")

    def all_of_it() -> list[str]:
        return [photo["photo_id"] for photo in Client(served.port, token).account_photos("12345678@N00")]

    assert await asyncio.to_thread(all_of_it) == list(map(str, photos))
    async with AsyncClient(served.port, token) as client:
        found = [photo["photo_id"] async for photo in client.account_photos("12345678@N00")]
    assert found == list(map(str, photos))


@given(st.lists(st.one_of(st.integers(1, 10**12), st.text(max_size=3000)), max_size=60), st.integers(0, 1500))
def test_parts_hold_all_photos_in_order_and_are_small_enough(photos: list[str | int], many: int) -> None:
    asked = [*photos, *range(many)]
    parts = list(in_parts(asked))
    assert [text for part in parts for text in part] == list(map(str, asked))
    assert parts
    for part in parts:
        assert len(part) <= MAX_PHOTOS
        assert len(part) <= 1 or len(json.dumps({"photos": part}).encode()) <= MAX_BODY


@pytest.mark.parametrize("photo", ["53208249252", 53208249252, b"53208249252"])
def test_one_photo_alone_is_one_photo(photo: str | int) -> None:
    assert list(in_parts(photo)) == [["53208249252"]]


def test_parts_of_two_revisions_are_no_answer() -> None:
    def part(revision: str) -> Lookup:
        return {
            "revision": revision, "datasets": [], "censuses": [], "unavailable": [], "listed": {}, "public": {},
            "named": {}, "invalid": [],
        }  # fmt: skip

    assert merged([part("a"), part("b")]) is None
    assert merged([part("a"), part("a")]) == part("a")


async def test_the_environments_proxy_is_not_asked(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await asyncio.to_thread(Client(served.port).hello))["name"] == "inset"
    async with AsyncClient(served.port) as client:
        assert (await client.hello())["name"] == "inset"


def test_nobody_there(paths: Paths) -> None:
    client = Client.from_state(paths, Settings(port=free_port()))
    with pytest.raises(HelperUnreachable, match=r"^Start the helper"):
        client.hello()
    assert client.wait_until_gone(1)


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
        Client(port, timeout=2).hello()


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"])
async def test_another_program_is_recognised_asynchronously(answer: bytes) -> None:
    with another_program(answer) as port:
        async with AsyncClient(port, timeout=2) as client:
            with pytest.raises(HelperUnreachable):
                await client.hello()


async def test_nobody_there_asynchronously() -> None:
    async with AsyncClient(free_port()) as client:
        with pytest.raises(HelperUnreachable, match=r"^Start the helper"):
            await client.hello()
    with pytest.raises(RuntimeError, match="async with"):
        await AsyncClient(1).hello()


def test_a_program_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(HelperUnreachable):
        Client(listener.getsockname()[1], timeout=0.2).hello()


def test_every_error_keeps_its_class() -> None:
    def below(known: type[InsetError]) -> Iterator[type[InsetError]]:
        yield known
        for child in known.__subclasses__():
            yield from below(child)

    classes = [known for known in below(InsetError) if known.__module__.startswith(f"{errors.__name__}.")]
    assert len(classes) > 20
    for known in classes:
        made = error_of(known.code)("Do this.", hint="So.")
        assert type(made) is known
        assert (made.message, made.hint) == ("Do this.", "So.")
    assert error_of("something_later") is InsetError


def test_it_starts_without_the_server() -> None:
    code = "import sys, inset.client, inset.client.client, inset.tokens; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"aiohttp", "numpy", "polars", "inset_build", "yarl"}
