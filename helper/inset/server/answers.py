"""Every answer of the helper is made here, so that none leaves without its protecting headers.

- `X-Content-Type-Options: nosniff`: JSON and drawings are never taken for a script.
- `Cross-Origin-Resource-Policy: same-origin`: no other site may embed what we send.
- `Content-Security-Policy`, `X-Frame-Options`: nothing runs and nobody frames us.
- `Referrer-Policy: no-referrer`: a photo's address on the sample never travels on.
- `Server: inset`: aiohttp would name its own version and Python's.
"""

from __future__ import annotations

from typing import Final

import orjson
from aiohttp import web
from multidict import CIMultiDict

from inset.errors import BadRequest, InsetError, MethodNotAllowed, NotFound, NotPaired, TooLarge

_COMMON: Final = {
    "Server": "inset",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_API_HEADERS: Final = CIMultiDict(
    {
        **_COMMON,
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
)
_PAGE_HEADERS: Final = CIMultiDict(
    {
        **_COMMON,
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Content-Security-Policy": (
            "default-src 'none'; img-src 'self'; style-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    }
)
_LOCAL_PAGE_HEADERS: Final = CIMultiDict(
    {
        **_PAGE_HEADERS,
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        ),
    }
)
_FILE_HEADERS: Final = CIMultiDict(
    {
        **_COMMON,
        "Cache-Control": "no-cache",
        # A drawing that is opened by itself is a document of our origin: it gets no rights either.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
)


def json_answer(content: object, *, status: int = 200) -> web.Response:
    """Return `content` as JSON."""
    return web.Response(body=orjson.dumps(content), status=status, headers=_API_HEADERS)


def page_answer(html: bytes) -> web.Response:
    """Return a page of ours on which nothing runs."""
    return web.Response(body=html, headers=_PAGE_HEADERS)


def local_page_answer(html: bytes) -> web.Response:
    """Return the local page: our own script files run there, and no text ever becomes markup or script."""
    return web.Response(body=html, headers=_LOCAL_PAGE_HEADERS)


def file_answer(content: bytes, content_type: str) -> web.Response:
    """Return a style sheet or a drawing of ours."""
    response = web.Response(body=content, headers=_FILE_HEADERS)
    response.headers["Content-Type"] = content_type
    return response


def event_stream() -> web.StreamResponse:
    """Return the beginning of an answer that goes on: server-sent events."""
    response = web.StreamResponse(headers=_API_HEADERS)
    response.headers["Content-Type"] = "text/event-stream"
    return response


def not_modified(etag: str) -> web.Response:
    """Return the answer to somebody who has the current revision already."""
    response = web.Response(status=304, headers=_API_HEADERS)
    response.headers["ETag"] = etag
    return response


def error_answer(error: InsetError, *, status: int | None = None) -> web.Response:
    """Return an error as `{"code","message","hint"}` with the status that its class owns, or the one given."""
    response = json_answer(error.as_dict(), status=status or error.http_status)
    if response.status == NotPaired.http_status:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def http_error_answer(error: web.HTTPException) -> web.Response:
    """Return one of aiohttp's own refusals in our form; its text, which may repeat the request, is dropped."""
    if isinstance(error, web.HTTPNotFound):
        return error_answer(NotFound("Check the address: there is nothing here.", hint="The sample is at /sample."))
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        response = error_answer(MethodNotAllowed(f"Use {allowed} here."))
        response.headers["Allow"] = allowed
        return response
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        return error_answer(TooLarge("Send less at once: the body is too large."))
    if error.status < 500:
        return error_answer(BadRequest("Mend the request: its form is not understood."), status=error.status)
    return failure_answer()


def failure_answer() -> web.Response:
    """Return the answer for a mistake of ours: no trace, no text of the exception, which could hold a photo ID."""
    return error_answer(
        InsetError("Look at the helper's log: it made a mistake.", hint="Please report what the log says.")
    )
