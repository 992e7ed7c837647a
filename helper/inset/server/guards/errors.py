"""Guard 2: every error leaves as `{"code","message","hint"}`, alike for all, without a trace.

Errors are translated in two places: here and in `inset.cli.main`. The trace of a bug goes to the log; the exception's
text only at DEBUG, because a `KeyError` would say which photo was asked for.
"""

from __future__ import annotations

import logging
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from inset.disk_errors import disk_error
from inset.errors import DiskDamaged, InsetError
from inset.server.answers import error_answer, failure_answer, http_error_answer
from inset.server.logs import log_mistake

_LOG: Final = logging.getLogger("inset.server")


def errors_guard() -> Middleware:
    """Return the guard; it refuses nothing."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ConnectionError:
            raise  # the client has gone, so there is nobody to answer
        except Exception as error:  # noqa: BLE001 - any bug must still become an answer
            return answer_to(error)

    return guard


def answer_to(error: Exception) -> web.Response:
    """Return what an error is told as; what nobody foresaw also goes to the log."""
    if isinstance(error, InsetError):
        # Some errors are kept and raised again (a dataset that cannot be opened); their trace must not grow.
        return error_answer(error.with_traceback(None))
    if isinstance(error, web.HTTPException):
        return http_error_answer(error)
    told = disk_error(error)
    if told is not None:
        _LOG.error("disk code=%s %s", told.code, told.message)
        if isinstance(told, DiskDamaged):  # or a bug: where it happened tells which
            log_mistake(error)
        return error_answer(told)
    log_mistake(error)
    return failure_answer()
