"""Gives aiohttp's own errors our form, also those that it answers before the application sees a request.

Broken HTTP never reaches the guards: aiohttp answers it in plain text with the parser's words and the offending bytes,
and logs those bytes. Here it gets the same kind of refusal as everything else, and a log line without them.

Here, too, is seen what a connection's client owes us (see `inset.server.connections`).
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from inset.errors import BadRequest
from inset.server.answers import error_answer, failure_answer, http_error_answer
from inset.server.connections import HEADER_BYTES, HEADER_SECONDS, UNREAD_SECONDS, Connections
from inset.server.guards.request_log import log_request
from inset.server.keys import CONNECTIONS
from inset.server.logs import log_mistake


class HelperProtocol(web.RequestHandler):
    """One connection.

    Args:
        connections: all of them, this one included once it is made; the rest is aiohttp's.
    """

    __slots__ = ("_begun", "_connections", "_header_bytes", "_owes_since", "_unread")

    def __init__(self, manager: web.Server, connections: Connections, **settings: Any) -> None:  # noqa: ANN401 - aiohttp's own
        super().__init__(manager, **settings)
        self._connections = connections
        self._owes_since = 0.0
        """When the client connected, or began or completed its last header."""
        self._begun = False
        """Whether a further header has begun and is not complete."""
        self._header_bytes = 0
        """What has come of a header that is not complete."""
        self._unread: asyncio.TimerHandle | None = None
        """Runs while the client does not read the answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a new connection, or close it where there are too many."""
        super().connection_made(transport)
        self._owes_since = self._loop.time()
        if self._connections.add(self):
            self._loop.call_later(HEADER_SECONDS, self._drop_without_header, self._owes_since)
        else:
            self.drop()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Count it no longer."""
        self._connections.remove(self)
        self._stop_unread()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note when a header is complete and when another begins, and close the connection where one has no end."""
        requests, is_idle = self._request_count, self._is_idle()
        super().data_received(data)
        if self._request_count != requests:
            self._owes_since, self._begun, self._header_bytes = self._loop.time(), False, 0
            return
        if is_idle and requests and data and not self._begun:
            self._owes_since, self._begun = self._loop.time(), True
            self._loop.call_later(HEADER_SECONDS, self._drop_without_header, self._owes_since)
        if self._owes_header():
            self._header_bytes += len(data)
            if self._header_bytes > HEADER_BYTES:
                self.drop()

    def pause_writing(self) -> None:
        """Note that the client has stopped reading."""
        super().pause_writing()
        self._unread = self._loop.call_later(UNREAD_SECONDS, self.drop)

    def resume_writing(self) -> None:
        """Note that the client reads on."""
        super().resume_writing()
        self._stop_unread()

    def owes(self) -> bool:
        """Tell whether the client owes us a request, the rest of one, or reading."""
        request = self._current_request
        return (
            self._unread is not None
            or self._is_idle()
            or self._request_count == 0
            or (request is not None and not request.content.is_eof())
        )

    def drop(self) -> None:
        """Close the connection now, without waiting for the client to read the rest."""
        transport = self.transport
        self.force_close()
        if isinstance(transport, asyncio.Transport):
            transport.abort()

    def _is_idle(self) -> bool:
        """Tell whether it waits for a request."""
        return self._waiter is not None and not self._waiter.done()

    def _drop_without_header(self, since: float) -> None:
        """Close a connection that still owes the header that it owed at `since`."""
        if self._owes_since == since and self._owes_header():
            self.drop()

    def _owes_header(self) -> bool:
        """Tell whether the first header, or a further one that has begun, is not complete."""
        return self._begun or self._request_count == 0

    def _stop_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - what the parser says repeats what was sent
    ) -> web.StreamResponse:
        """Answer a request that the application could not, and close the connection."""
        if isinstance(exc, ConnectionError):
            raise exc  # the client has gone, so there is nobody to answer; not a bug
        if request.writer.output_size > 0:
            raise ConnectionError("half an answer was sent already; another cannot follow it")
        if status < 500:
            response = error_answer(BadRequest("Send HTTP: the request is not understood."), status=status)
        else:
            if exc is not None:
                log_mistake(exc)
            response = failure_answer()
        log_request(request.method, None, response.status)
        response.force_close()
        return response

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer; a refusal that aiohttp raised outside of the guards (`Expect`) takes our form first."""
        if isinstance(resp, web.HTTPException):
            resp = http_error_answer(resp)
            log_request(request.method, None, resp.status)
        return await super().finish_response(request, resp, start_time)


class HelperServer(web.Server):
    """Makes a `HelperProtocol` for each connection, all of which are among `all_connections`."""

    all_connections: Connections

    def __call__(self) -> HelperProtocol:
        """Make the one of a new connection."""
        return HelperProtocol(self, self.all_connections, loop=self._loop, **self._kwargs)


class HelperRunner(web.AppRunner):
    """Runs the application behind `HelperServer`."""

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        server = HelperServer(
            made.request_handler,
            request_factory=made.request_factory,
            loop=asyncio.get_running_loop(),
            **made._kwargs,  # noqa: SLF001 - aiohttp has no public way to choose the protocol of an application
        )
        server.all_connections = self.app[CONNECTIONS]
        return server
