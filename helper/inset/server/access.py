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
    """Any local program or extension; the answer holds nothing private."""
    PAGE = "page"
    """As ANYONE, and links on other sites may lead here: a page or its files, the same for everybody."""
    OPENED_PAGE = "opened page"
    """As PAGE, but no link on another site leads here: the person, or the extension, opens it."""
    ASKER = "asker"
    """The program that knows the secret of the pairing request in the path; the handler checks it."""
    PAIRED = "paired"
    """A token with the scope `lookup` or `owner`."""
    LINE = "line"
    """As PAIRED, for a WebSocket. A browser sends no other header with one that a script may choose, so the token may
    come as the second subprotocol. The page's cookie opens none."""
    OWNER = "owner"
    """A token with the scope `owner`."""


Body = Literal["json", "stream", "json_or_stream", "lines"]
"""What the body of a POST is: a small JSON object, a file of any size (read by the handler), either of these, or JSON
lines (NDJSON; read by the handler)."""


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the URL table. `path` is aiohttp's template, which is also what the log names."""

    method: str
    path: str
    access: Access
    handler: Handler
    body: Body = "json"


RouteTable = Mapping[web.AbstractRoute, Route]
"""The table's line for each route that aiohttp resolves a request to. A request without one gets 404 or 405."""
