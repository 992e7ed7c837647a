"""Asking the running helper from asyncio, with aiohttp: the calls of `inset.client.client`, each to be awaited."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import aiohttp

from inset.client import calls
from inset.client.understanding import MAX_ANSWER, TIMEOUT, another_program, nobody_there, understand
from inset.client.whose import Whose

if TYPE_CHECKING:
    from inset.client.answers import (
        Account,
        AccountPhoto,
        Candidates,
        DatasetList,
        Health,
        Hello,
        Lookup,
        PairingApproved,
        PairingList,
        Photo,
        Status,
        Stopping,
        Ticket,
    )

Answer = TypeVar("Answer")


class AsyncClient(Whose):
    """A client of the helper on one port; used as an asynchronous context manager, which keeps connections open.

    Args:
        port: where it listens on 127.0.0.1; token: what to send as bearer token, None for none; timeout: seconds.
    """

    def __init__(self, port: int, token: str | None = None, *, timeout: float = TIMEOUT) -> None:
        super().__init__(port, token, timeout=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        # `trust_env` stays False: no proxy of the environment is told what a person asks their own helper.
        self._session = aiohttp.ClientSession(headers=self._headers, timeout=aiohttp.ClientTimeout(total=self._timeout))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def hello(self) -> Hello:
        """Return the helper's hello; needs no token.

        Raises:
            HelperUnreachable: nobody answers, or another program does.
        """
        return await self._send(calls.hello())

    async def lookup(self, photos: Iterable[str | int] | int) -> Lookup:
        """Return which of these photos are listed, and where.

        Args:
            photos: IDs, or addresses of photos; one, or any number. They are asked in parts, and the answer is of one
                revision: when a dataset is published in between, all are asked again.

        Raises:
            IndexMissing: no dataset is published, so there is no answer.
            InsetError: and as `hello` does.
        """
        parts = list(calls.in_parts(photos))
        for _ in range(calls.TRIES):
            found = calls.merged([await self._send(calls.lookup(part)) for part in parts])
            if found is not None:
                return found
        raise calls.unsteady()

    async def photo(self, photo_id: str | int) -> Photo:
        """Return what every dataset says of one photo, with account and licence as the lists gave them."""
        return await self._send(calls.photo(photo_id))

    async def accounts(self, name: str) -> Candidates:
        """Return the accounts that a name, an NSID or an address may mean, with counts by dataset."""
        return await self._send(calls.accounts(name))

    async def account(self, account: str, cursor: str | None = None) -> Account:
        """Return which photos of an account (its NSID) are listed: the page at `cursor`, the first without one."""
        return await self._send(calls.account(account, cursor))

    async def account_photos(self, account: str) -> AsyncIterator[AccountPhoto]:
        """Yield every listed photo of an account, page after page."""
        page = await self.account(account)
        while True:
            for photo in page["photos"]:
                yield photo
            if page["next"] is None:
                return
            page = await self.account(account, page["next"])

    async def datasets(self) -> DatasetList:
        """Return what is published."""
        return await self._send(calls.datasets())

    async def status(self) -> Status:
        """Return how the running helper is; for the owner."""
        return await self._send(calls.status())

    async def health(self) -> Health:
        """Return the checks of `inset doctor`; for the owner."""
        return await self._send(calls.health())

    async def pairings(self) -> PairingList:
        """Return who waits to be paired, and who is; for the owner."""
        return await self._send(calls.pairings())

    async def approve(self, code: str) -> PairingApproved:
        """Pair the browser or program that shows this code; for the owner."""
        return await self._send(calls.approve(code))

    async def ticket(self) -> Ticket:
        """Return a ticket that opens Inset's page once; for the owner."""
        return await self._send(calls.ticket())

    async def shutdown(self) -> Stopping:
        """Stop the helper; for the owner."""
        return await self._send(calls.shutdown())

    async def get(self, path: str) -> dict[str, Any]:
        """Ask any other call by GET; raises as `lookup` does."""
        call: calls.Call[dict[str, Any]] = calls.Call("GET", path)
        return await self._send(call)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Ask any other call by POST with a JSON body; raises as `lookup` does."""
        call: calls.Call[dict[str, Any]] = calls.Call("POST", path, body)
        return await self._send(call)

    async def _send(self, call: calls.Call[Answer]) -> Answer:
        if self._session is None:
            raise RuntimeError("Use the client as `async with AsyncClient(…) as client:`.")
        url = f"http://127.0.0.1:{self.port}{call.path}"
        try:
            async with self._session.request(call.method, url, json=call.body, allow_redirects=False) as response:
                text = await _read(response)
        except aiohttp.ClientConnectorError as error:
            raise nobody_there(self.port, error.os_error) from error.os_error
        except TimeoutError as error:
            raise nobody_there(self.port, TimeoutError()) from error
        except aiohttp.ClientError as error:
            raise another_program(self.port) from error
        return cast("Answer", understand(self.port, call.path, response.status, text))


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body, as far as a helper's may be long."""
    text = bytearray()
    async for piece in response.content.iter_any():
        text += piece
        if len(text) > MAX_ANSWER:
            break
    return bytes(text)
