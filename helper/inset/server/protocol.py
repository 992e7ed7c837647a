"""Gives aiohttp's own errors our form, also those that it answers before the application sees a request.

Broken HTTP never reaches the guards: aiohttp answers it in plain text with the parser's words and the offending bytes,
and logs those bytes. Here it gets the same kind of refusal as everything else, and a log line without them.
"""

from __future__ import annotations

import asyncio

from aiohttp import web

from inset.errors import BadRequest
from inset.server.answers import error_answer, failure_answer, http_error_answer
from inset.server.guards.request_log import log_request
from inset.server.logs import log_mistake


class HelperProtocol(web.RequestHandler):
    """One connection."""

    __slots__ = ()

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
    """Makes a `HelperProtocol` for each connection."""

    def __call__(self) -> HelperProtocol:
        """Make the one of a new connection."""
        return HelperProtocol(self, loop=self._loop, **self._kwargs)


class HelperRunner(web.AppRunner):
    """Runs the application behind `HelperServer`."""

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return HelperServer(
            made.request_handler,
            request_factory=made.request_factory,
            loop=asyncio.get_running_loop(),
            **made._kwargs,  # noqa: SLF001 - aiohttp has no public way to choose the protocol of an application
        )
