"""Every answer of the helper is made here, so that each has these protecting headers.

- `X-Content-Type-Options: nosniff`: browsers never run JSON or drawings as a script.
- `Cross-Origin-Resource-Policy: same-origin`: other sites cannot embed our answers.
- `Content-Security-Policy`, `X-Frame-Options`: no script runs, and no page can put ours into a frame.
- `Referrer-Policy: no-referrer`: links from the sample do not tell which photo was open.
- `Server: inset`: replaces aiohttp's value, which names its own version and Python's.
"""

from __future__ import annotations

from typing import Final

import orjson
from aiohttp import hdrs, web
from multidict import CIMultiDict

from inset.account.pictures import HOST as PICTURE_HOST
from inset.errors import BadRequest, InsetError, MethodNotAllowed, NotFound, NotPaired, TooLarge
from inset.words.sentences import sentence

_COMMON: Final = {
    "Server": "inset",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
LINE_PROTOCOL: Final = "inset.lookup.1"
"""The subprotocol of a line; see `inset.server.resources.lookup_line`."""
_LARGEST_MESSAGE: Final = 64 * 1024
"""Bytes, as of a request's body."""
_HEARTBEAT_SECONDS: Final = 30.0
_CLOSING_SECONDS: Final = 0.5
"""For the other side to agree that a line is closed."""
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
        "Vary": "Accept-Language, Cookie",
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
_PICTURES_PAGE_HEADERS: Final = CIMultiDict(
    {
        **_LOCAL_PAGE_HEADERS,
        "Content-Security-Policy": _LOCAL_PAGE_HEADERS["Content-Security-Policy"].replace(
            "img-src 'self'", f"img-src 'self' https://{PICTURE_HOST}"
        ),
    }
)
_FILE_HEADERS: Final = CIMultiDict(
    {
        **_COMMON,
        "Cache-Control": "no-cache",
        # A drawing opened in its own tab is a document of our origin; it must not be able to run anything either.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
)


def json_answer(content: object, *, status: int = 200) -> web.Response:
    """Return `content` as JSON."""
    return web.Response(body=orjson.dumps(content), status=status, headers=_API_HEADERS)


def encoded_answer(content: bytes) -> web.Response:
    """Return JSON that is encoded already."""
    return web.Response(body=content, headers=_API_HEADERS)


def page_answer(html: bytes) -> web.Response:
    """Return one of our pages that needs no script."""
    return web.Response(body=html, headers=_PAGE_HEADERS)


def lost_answer(html: bytes, refused: web.Response) -> web.Response:
    """Return a page without script in place of a refusal, whose status and further headers it keeps."""
    response = web.Response(body=html, status=refused.status, headers=_PAGE_HEADERS)
    response.headers["Cache-Control"] = "no-store"
    for name in (hdrs.ALLOW, hdrs.WWW_AUTHENTICATE):
        if name in refused.headers:
            response.headers[name] = refused.headers[name]
    return response


def local_page_answer(html: bytes) -> web.Response:
    """Return the local page: only our own script files run there, and no text can become markup or script."""
    return web.Response(body=html, headers=_LOCAL_PAGE_HEADERS)


def pictures_page_answer(html: bytes) -> web.Response:
    """Return the page of pictures: as the local page, and Flickr's host of pictures may be asked for pictures."""
    return web.Response(body=html, headers=_PICTURES_PAGE_HEADERS)


def file_answer(content: bytes, content_type: str) -> web.Response:
    """Return a style sheet or a drawing of ours."""
    response = web.Response(body=content, headers=_FILE_HEADERS)
    response.headers["Content-Type"] = content_type
    return response


def download_stream(name: str, content_type: str) -> web.StreamResponse:
    """Return a streamed answer that a browser saves as a file of this name, not yet begun."""
    response = web.StreamResponse(headers=_API_HEADERS)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_download(content: bytes, name: str, content_type: str) -> web.Response:
    """Return a file that a browser saves under this name."""
    response = web.Response(body=content, headers=_API_HEADERS)
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def event_stream() -> web.StreamResponse:
    """Return a streamed answer for server-sent events, not yet begun."""
    response = web.StreamResponse(headers=_API_HEADERS)
    response.headers["Content-Type"] = "text/event-stream"
    return response


def lookup_line() -> web.WebSocketResponse:
    """Return a WebSocket for look-ups, not yet open: small messages, and an end where the other side is gone."""
    line = web.WebSocketResponse(
        protocols=(LINE_PROTOCOL,),
        max_msg_size=_LARGEST_MESSAGE,
        compress=False,
        heartbeat=_HEARTBEAT_SECONDS,
        timeout=_CLOSING_SECONDS,
    )
    line.headers.update(_COMMON)
    return line


def not_modified(etag: str) -> web.Response:
    """Return 304, for a client that has the current revision already."""
    response = web.Response(status=304, headers=_API_HEADERS)
    response.headers["ETag"] = etag
    return response


def error_answer(error: InsetError, *, status: int | None = None) -> web.Response:
    """Return an error as `{"code","message","hint"}` with its class's HTTP status, or with `status`."""
    response = json_answer(error.as_dict(), status=status or error.http_status)
    if response.status == NotPaired.http_status:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def http_error_answer(error: web.HTTPException) -> web.Response:
    """Return one of aiohttp's own errors in our form, without its text, which may repeat the request."""
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
        return error_answer(BadRequest("Fix the request: its form is not understood."), status=error.status)
    return failure_answer()


def failure_answer() -> web.Response:
    """Return the answer for a bug in the helper, without the exception's text, which could hold a photo ID."""
    return error_answer(InsetError(sentence("helper_mistake"), hint="Please report what the log says."))
