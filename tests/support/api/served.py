"""The real helper's application on a real port of the loopback address, with folders of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.parser import BytesParser
from typing import Any

import orjson
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from inset.paths import Paths
from inset.server.guards.session import cookie_name
from inset.server.keys import HELPER, SESSIONS
from inset.server.protocol import HelperRunner
from inset.tokens import TokenStore
from support.api.described import expect_described

CHROME = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
OTHER_CHROME = "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba"
PATIENCE = 60.0
"""Seconds; a busy computer needs many for what takes a hundredth of one alone."""
FIREFOX = "moz-extension://0f3a2b1c-4d5e-6f70-8192-a3b4c5d6e7f8"


class HelperTestServer(TestServer):
    """pytest-aiohttp's server, but with the helper's own protocol, as `serve` runs it."""

    async def _make_runner(self, **kwargs: Any) -> HelperRunner:
        return HelperRunner(self.app, **kwargs)


class Clock:
    """A clock that moves only by hand; seconds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class RawAnswer:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(orjson.loads(self.body)["code"])


@dataclass(frozen=True)
class Served:
    """A served application and its client."""

    client: TestClient[Any, None]
    app: web.Application
    paths: Paths
    port: int
    clock: Clock

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def owner(self) -> dict[str, str]:
        """The owner's header."""
        return {"Authorization": f"Bearer {self.app[HELPER].state.token}"}

    @property
    def page(self) -> dict[str, str]:
        """What our own page sends with a new session of the owner: cookie, Origin and Sec-Fetch-Site."""
        sessions = self.app[SESSIONS]
        secret = sessions.open(sessions.new_ticket())
        return {
            "Cookie": f"{cookie_name(self.port)}={secret}",
            "Origin": f"http://{self.host}",
            "Sec-Fetch-Site": "same-origin",
        }

    def paired(self, origin: str | None = None, *scopes: str) -> dict[str, str]:
        """The header of a new pairing."""
        token = TokenStore(self.paths.pairings).issue("Test browser", origin, scopes or ("lookup",))
        return {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **headers: str) -> ClientResponse:
        answer = await self.client.get(path, headers=_spell(headers), allow_redirects=False)
        await expect_described(answer)
        return answer

    async def post(self, path: str, body: object, **headers: str) -> ClientResponse:
        """POST as JSON; header names with `_` for `-`."""
        answer = await self.client.post(
            path, data=orjson.dumps(body), headers={"Content-Type": "application/json", **_spell(headers)}
        )
        await expect_described(answer)
        return answer

    async def delete(self, path: str, **headers: str) -> ClientResponse:
        answer = await self.client.delete(path, headers=_spell(headers))
        await expect_described(answer)
        return answer

    async def lookup(self, *photos: str, **headers: str) -> Any:
        answer = await self.post("/v1/lookup", {"photos": photos}, **(headers or self.owner))
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def raw(self, request: str | bytes) -> RawAnswer:
        """Send bytes as they are and read one answer; for what no client would send."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request.encode() if isinstance(request, str) else request)
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            line, _, rest = head.partition(b"\r\n")
            headers = dict(BytesParser().parsebytes(rest).items())
            body = await asyncio.wait_for(reader.readexactly(int(headers.get("Content-Length", "0"))), PATIENCE)
        finally:
            writer.close()
            await writer.wait_closed()
        return RawAnswer(int(line.split()[1]), headers, body)


Serve = Callable[..., Awaitable[Served]]
"""Serves the application; `prepare` may add a route to it first."""


async def code_of(answer: ClientResponse) -> str:
    """The `code` of an error, whose form is checked on the way."""
    assert answer.content_type == "application/json"
    body = await answer.json()
    assert {"code", "message", "hint"} <= set(body) <= {"code", "message", "hint", "message_told", "hint_told"}
    assert body["message"]
    return str(body["code"])


def _spell(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
