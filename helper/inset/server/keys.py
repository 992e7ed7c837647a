"""What the application holds, by typed keys."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from inset.client.helper_state import HelperState
from inset.paths import Paths
from inset.server.builds.asking import Asking
from inset.server.builds.queue import BuildQueue
from inset.server.builds.uploads import Uploads
from inset.server.checks.book import Checks
from inset.server.connections import Connections
from inset.server.followed import FollowedPublishers
from inset.server.fresh_library import FreshLibrary
from inset.server.lines import Lines
from inset.server.pairing.requests import PairingBook
from inset.server.pairing.sessions import Sessions
from inset.server.profiles import Profiles
from inset.server.watches import Watches
from inset.settings import Settings
from inset.tokens import TokenStore


@dataclass(frozen=True, slots=True)
class Helper:
    """This helper: its folders and settings, its state, and the event that stops it."""

    paths: Paths
    settings: Settings
    state: HelperState
    stop: asyncio.Event


HELPER: Final = web.AppKey("helper", Helper)
LIBRARY: Final = web.AppKey("library", FreshLibrary)
TOKENS: Final = web.AppKey("tokens", TokenStore)
PAIRINGS: Final = web.AppKey("pairings", PairingBook)
UPLOADS: Final = web.AppKey("uploads", Uploads)
BUILDS: Final = web.AppKey("builds", BuildQueue)
ASKING: Final = web.AppKey("asking", Asking)
FOLLOWED: Final = web.AppKey("followed", FollowedPublishers)
CONNECTIONS: Final = web.AppKey("connections", Connections)
LINES: Final = web.AppKey("lines", Lines)
CHECKS: Final = web.AppKey("checks", Checks)
WATCHES: Final = web.AppKey("watches", Watches)
PROFILES: Final = web.AppKey("profiles", Profiles)
SESSIONS: Final = web.AppKey("sessions", Sessions)
