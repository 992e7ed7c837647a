"""A look-up that looks nothing up: the body is parsed, and an answer of a given size is sent.

Run as `python -m bench.empty_handler KIND PORT ANSWER_FILE`; KIND is `application` for the helper's own application,
with its guards and its log and only this handler another, or `bare` for an aiohttp application that has nothing else.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import orjson
from aiohttp import web

from inset.paths import find_paths
from inset.server import app as application
from inset.server.answers import json_answer
from inset.server.guards.limits import body_of
from inset.server.routes import ROUTES
from inset.server.run import serve
from inset.settings import load_settings

LOOKUP = "/v1/lookup"


def main() -> None:
    kind, port, answer = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]).read_bytes()
    if kind == "bare":
        _serve_bare(port, answer)
    else:
        _serve_application(port, orjson.loads(answer))


def _serve_application(port: int, answer: object) -> None:
    async def handle(request: web.Request) -> web.Response:
        assert body_of(request)["photos"]
        return json_answer(answer)

    changed = tuple(replace(route, handler=handle) if route.path == LOOKUP else route for route in ROUTES)
    assert changed != ROUTES
    vars(application)["ROUTES"] = changed  # a constant for everybody but this measurement
    paths = find_paths()
    serve(load_settings(paths.config_file, flags={"port": port}), paths, on_ready=lambda _: None)


def _serve_bare(port: int, answer: bytes) -> None:
    async def handle(request: web.Request) -> web.Response:
        assert orjson.loads(await request.read())["photos"]
        return web.Response(body=answer, content_type="application/json")

    app = web.Application()
    app.router.add_post(LOOKUP, handle)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main()
