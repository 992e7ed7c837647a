"""Guard 3: the Host header is exactly this helper's own.

This is what stops DNS rebinding: a page's name that suddenly points to 127.0.0.1 reaches us, same-origin and without
an Origin header, but with its own name in Host. The check compares whole strings and parses nothing, so there is no
parser to mislead: empty and missing values, other ports, trailing dots, user-info, IPv6 and other spellings all differ.

Source: GHSA-v9fg-6g9j-h4x4 (aw-server), CVE-2024-28224 (Ollama; an empty Host passed until 2026).
"""

from __future__ import annotations

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from inset.errors import HostForbidden
from inset.words.sentences import sentence


def host_guard(port: int) -> Middleware:
    """Return the guard of a helper that listens on `port`."""
    allowed = ((f"127.0.0.1:{port}",), (f"localhost:{port}",))
    hint = sentence("list_hint_address", f"http://127.0.0.1:{port}/")

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        # A target in absolute form names a host of its own, which would contradict or replace the header.
        if tuple(request.headers.getall(hdrs.HOST, ())) not in allowed or not request.raw_path.startswith("/"):
            raise HostForbidden("Ask under the helper's own address.", hint=hint)
        return await handler(request)

    return guard
