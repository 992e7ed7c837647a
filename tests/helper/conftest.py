from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from inset.paths import Paths, find_paths
from inset.server.app import create_app
from inset.server.pairing.requests import PairingBook
from inset.server.pairing.sessions import Sessions
from inset.settings import Settings
from support.api.served import Clock, HelperTestServer, Serve, Served
from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.runs import PublishIds, publish_ids


@pytest.fixture
def inset(tmp_path: Path) -> Inset:
    """`inset` in a process of its own, with folders and a port of its own."""
    return Inset(home=tmp_path / "home", port=free_port(), folder=tmp_path)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths({"INSET_HOME": str(tmp_path)})


@pytest.fixture
def publish(paths: Paths) -> PublishIds:
    return partial(publish_ids, paths.datasets)


@pytest.fixture
def serve(paths: Paths, aiohttp_client: AiohttpClient) -> Serve:
    """Serve the real application; `prepare` may add a route to it first, `catalog` names another than the bundled."""

    async def serve(
        prepare: Callable[[web.Application], object] = lambda _: None, catalog: Path | None = None
    ) -> Served:
        clock = Clock()
        port = free_port()
        app = create_app(Settings(port=port), paths, book=PairingBook(clock), sessions=Sessions(clock), catalog=catalog)
        prepare(app)
        client: TestClient[Any, None] = await aiohttp_client(HelperTestServer(app, port=port))
        return Served(client, app, paths, port, clock)

    return serve


@pytest.fixture
async def served(serve: Serve) -> Served:
    """A helper with nothing published."""
    return await serve()
