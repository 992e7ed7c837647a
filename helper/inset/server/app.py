"""The application: its guards in order, its routes, and what it holds open while it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from aiohttp import web

from inset.account.kept import KeptChecks
from inset.client.helper_state import new_state
from inset.paths import Paths
from inset.server.access import Route
from inset.server.builds.asking import Asking
from inset.server.builds.queue import BuildQueue
from inset.server.builds.uploads import Uploads
from inset.server.checks.book import Checks
from inset.server.connections import MOST_CONNECTIONS, Connections
from inset.server.followed import FollowedPublishers
from inset.server.fresh_library import FreshLibrary
from inset.server.guards.cors import cors_guard
from inset.server.guards.errors import errors_guard
from inset.server.guards.host import host_guard
from inset.server.guards.json_only import json_only_guard
from inset.server.guards.limits import MAX_BODY, limits_guard
from inset.server.guards.origin import origin_guard
from inset.server.guards.request_log import request_log_guard
from inset.server.guards.session import session_check
from inset.server.guards.site import site_guard
from inset.server.guards.token import token_guard
from inset.server.keys import (
    ASKING,
    BUILDS,
    CHECKS,
    CONNECTIONS,
    FOLLOWED,
    HELPER,
    LIBRARY,
    LINES,
    PAIRINGS,
    PROFILES,
    SESSIONS,
    TOKENS,
    UPLOADS,
    WATCHES,
    Helper,
)
from inset.server.lines import Lines
from inset.server.pairing.requests import PairingBook
from inset.server.pairing.sessions import Sessions
from inset.server.profiles import Profiles
from inset.server.routes import ROUTES
from inset.server.watches import Watches
from inset.settings import Settings
from inset.tokens import TokenStore, new_token

KEEPALIVE_SECONDS = 75.0
LINGERING_SECONDS = 2.0
"""Seconds for which the rest of a refused body is read and dropped, so that the sender can read the answer."""


def create_app(
    settings: Settings,
    paths: Paths,
    *,
    book: PairingBook | None = None,
    sessions: Sessions | None = None,
    catalog: Path | None = None,
    most_connections: int = MOST_CONNECTIONS,
) -> web.Application:
    """Return the helper's application, to be served on `127.0.0.1:settings.port`.

    Args:
        settings: the port decides which Host and Origin are ours; paths: where datasets and pairings lie;
        book, sessions: the pairing requests and the page's sessions, when a test wants its own clock;
        catalog: another one than the bundled;
        most_connections: how many there may be at once.

    Raises:
        PairingsCorrupt: when it starts, if the list of paired browsers cannot be read.
    """
    app = web.Application(
        client_max_size=MAX_BODY,
        handler_args={
            "keepalive_timeout": KEEPALIVE_SECONDS,
            "lingering_time": LINGERING_SECONDS,
            # A small compressed body could unpack into a huge one, and no client needs to compress for localhost.
            "auto_decompress": False,
            "access_log": None,
        },
    )
    book = PairingBook() if book is None else book
    sessions = Sessions() if sessions is None else sessions
    tokens = TokenStore(paths.pairings)
    state = new_state(settings.port, new_token())
    app[HELPER] = Helper(paths=paths, settings=settings, state=state, stop=asyncio.Event())
    app[CONNECTIONS] = connections = Connections(most_connections)
    app[LINES] = Lines()
    app[TOKENS] = tokens
    app[PAIRINGS] = book
    app[SESSIONS] = sessions
    app[CHECKS] = Checks(KeptChecks(paths.checks))
    app[WATCHES] = Watches(paths.watches)
    app.cleanup_ctx.append(_tokens)
    app.cleanup_ctx.append(_library)
    app.cleanup_ctx.append(partial(_builds, catalog=catalog))
    app.on_shutdown.append(_end_streams)
    routes: dict[web.AbstractRoute, Route] = {
        app.router.add_route(route.method, route.path, route.handler): route for route in ROUTES
    }
    app.middlewares.extend(
        (
            request_log_guard(),
            cors_guard(),
            errors_guard(),
            host_guard(settings.port),
            site_guard(routes),
            origin_guard(settings.port),
            token_guard(routes, tokens, state.token, book, session_check(settings.port, sessions)),
            json_only_guard(routes),
            limits_guard(routes, connections),
        )
    )
    return app


async def _tokens(app: web.Application) -> AsyncIterator[None]:
    """Raise at the start if the list of pairings is damaged, not at a browser's first request."""
    app[TOKENS].list()
    yield


async def _library(app: web.Application) -> AsyncIterator[None]:
    library = FreshLibrary(app[HELPER].paths.datasets)
    await library.open()
    app[LIBRARY] = library
    yield
    library.close()


async def _builds(app: web.Application, *, catalog: Path | None) -> AsyncIterator[None]:
    paths = app[HELPER].paths
    app[UPLOADS] = uploads = Uploads(paths.uploads)
    app[ASKING] = Asking(catalog=catalog)
    app[BUILDS] = builds = BuildQueue(paths, uploads, app[LIBRARY], catalog=catalog)
    app[PROFILES] = Profiles()
    app[FOLLOWED] = followed = FollowedPublishers(paths)
    await builds.open()
    await asyncio.to_thread(uploads.sweep, at_start=True)
    keeping = [asyncio.create_task(uploads.keep_swept()), asyncio.create_task(followed.keep_updated())]
    yield
    for each in keeping:
        each.cancel()
    await asyncio.gather(*keeping, return_exceptions=True)
    await followed.close()
    await builds.close()


async def _end_streams(app: web.Application) -> None:
    """End the event streams and the lines: aiohttp waits for open requests before it stops."""
    app[BUILDS].stop_watching()
    await app[LINES].close_all()
