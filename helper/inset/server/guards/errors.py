"""Guard 2: every error leaves as `{"code","message","hint"}`, alike for all, without a trace.

A person whose browser asked for a page gets one in its place, with the same status (`inset.server.web.lost_page`).

Errors are translated in two places: here and in `inset.cli.main`. The trace of a bug goes to the log; the exception's
text only at DEBUG, because a `KeyError` would say which photo was asked for.
"""

from __future__ import annotations

import logging
from typing import Final

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from inset.disk_errors import disk_error
from inset.errors import DiskDamaged, InsetError
from inset.server.answers import error_answer, failure_answer, http_error_answer, lost_answer
from inset.server.logs import log_mistake
from inset.server.web.language import language_of
from inset.server.web.lost_page import is_lost_reader, lost_page

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
            return _for_whom_asked(request, answer_to(error))

    return guard


def _for_whom_asked(request: web.Request, refused: web.Response) -> web.Response:
    assert isinstance(refused.body, bytes)
    code: str = orjson.loads(refused.body)["code"]
    if not is_lost_reader(request, code):
        return refused
    return lost_answer(lost_page(language_of(request), refused.status, code), refused)


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
