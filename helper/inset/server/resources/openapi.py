"""`GET /openapi.json`: the description of this API, for programs and for people who write them.

`openapi.yaml` is written by hand; `openapi.json` is written from it by extension/scripts/write-wire.mjs, so that the
helper needs no library for YAML. It is read when somebody first asks: the helper itself never needs it.
"""

from __future__ import annotations

import asyncio
import functools
from importlib.resources import files
from typing import Any

import orjson
from aiohttp import web

from inset.server.answers import json_answer
from inset.server.guards.session import cookie_name
from inset.server.keys import HELPER


async def get_description(request: web.Request) -> web.Response:
    """Answer the description as JSON."""
    return json_answer(await asyncio.to_thread(description, request.app[HELPER].state.port))


@functools.cache
def description(port: int) -> dict[str, Any]:
    """Read the description, as it is true of a helper on `port`."""
    content: dict[str, Any] = orjson.loads(files("inset.server").joinpath("openapi.json").read_bytes())
    content["servers"][0]["url"] = f"http://127.0.0.1:{port}"
    content["components"]["securitySchemes"]["page"]["name"] = cookie_name(port)
    return content
