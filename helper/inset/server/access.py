"""Who may use a route, and the table by which the guards know it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Access(Enum):
    """Who may use a route."""

    ANYONE = "anyone"
    """Any local program or extension; tells nothing private."""
    PAGE = "page"
    """As ANYONE, and a link on another site may lead here: a page or its parts, the same for everybody."""
    ASKER = "asker"
    """Whoever holds the secret of the pairing request in the path; the handler checks it."""
    PAIRED = "paired"
    """A token with the scope `lookup` or `owner`."""
    OWNER = "owner"
    """A token with the scope `owner`."""


Body = Literal["json", "stream", "json_or_stream"]
"""What a POST brings: a small JSON object; a file of any size, which the handler reads; or one of the two."""


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the URL table. `path` is aiohttp's template, which is also what the log names."""

    method: str
    path: str
    access: Access
    handler: Handler
    body: Body = "json"


RouteTable = Mapping[web.AbstractRoute, Route]
"""The line of the table by what aiohttp resolved a request to; whatever is not in it (404, 405) has no handler."""
