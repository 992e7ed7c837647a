"""`GET /openapi.json`: the description of this API, for programs and for people who write them.

It is written in YAML by hand and read when somebody first asks: the helper itself never needs it.
"""

from __future__ import annotations

import asyncio
import functools
from importlib.resources import files
from typing import Any

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
    import yaml

    # libyaml takes a fifth of the time, and every wheel of PyYAML has it; who built it without gets an answer too.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("inset.server").joinpath("openapi.yaml").read_bytes()
    content: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both are the safe one
    content["servers"][0]["url"] = f"http://127.0.0.1:{port}"
    content["components"]["securitySchemes"]["page"]["name"] = cookie_name(port)
    return content
