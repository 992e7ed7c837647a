"""Guard 2: every error leaves as `{"code","message","hint"}`, alike for all, without a trace.

The other of the two places where errors are translated is the command line's edge. The trace of a mistake of ours goes
to the log without the exception's own text above DEBUG: a `KeyError` would say which photo was asked for.
"""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from inset.errors import InsetError
from inset.server.answers import error_answer, failure_answer, http_error_answer
from inset.server.logs import log_mistake


def errors_guard() -> Middleware:
    """Return the guard; it refuses nothing."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except InsetError as error:
            # Some are kept and raised again, as for a dataset that cannot be opened: their trace must not grow.
            return error_answer(error.with_traceback(None))
        except web.HTTPException as error:
            return http_error_answer(error)
        except ConnectionError:
            raise  # the asker has gone: there is nobody to answer
        except Exception as error:  # noqa: BLE001 - the last place where a mistake can still become an answer
            log_mistake(error)
            return failure_answer()

    return guard
