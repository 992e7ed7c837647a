"""Guard 0: one line in the log for each request, whatever becomes of it, and for each question on an open line.

The line names the method, the route's template, the status and the time taken. Never the address itself (it can hold
a photo ID), never a header, never a body: photo IDs are browsing history.
"""

from __future__ import annotations

import logging
import time
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

_LOG: Final = logging.getLogger("inset.server.request")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_log_guard() -> Middleware:
    """Return the guard; it refuses nothing."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _LOG.isEnabledFor(logging.INFO):
            return await handler(request)
        began = time.perf_counter()
        status: int | str = "gone"
        try:
            response = await handler(request)
            status = response.status
        finally:
            resource = request.match_info.route.resource
            log_request(request.method, None if resource is None else resource.canonical, status, began)
        return response

    return guard


def log_request(method: str, route: str | None, status: int | str, began: float | None = None) -> None:
    """Write the line.

    Args:
        method: as it came; unknown ones are logged as `other`, because any text can stand there.
        route: the template that the address matches, None if it matches none or was not read.
        status: the HTTP status, or `gone` if the client left before the answer.
        began: `time.perf_counter()` at the start, in seconds; None if the request never reached the guards.
    """
    _LOG.info(
        "request method=%s route=%s status=%s ms=%.2f",
        method if method in _METHODS else "other",
        route or "none",
        status,
        0.0 if began is None else (time.perf_counter() - began) * 1000,
    )


def log_question(route: str, status: int, began: float) -> None:
    """Write the line of one question that came over a line that stays open, as `log_request` does of a request.

    Args:
        route: the template of the route that opened the line.
        status: the HTTP status that the answer carries.
        began: `time.perf_counter()` when the question had come, in seconds.
    """
    _LOG.info("question route=%s status=%s ms=%.2f", route, status, (time.perf_counter() - began) * 1000)
