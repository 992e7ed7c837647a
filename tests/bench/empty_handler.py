"""The least that an aiohttp application can do for a look-up: parse the body, and send an answer of a given size.

Run as `python -m bench.empty_handler PORT ANSWER_FILE`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
from aiohttp import web


def main() -> None:
    port, answer = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()

    async def handle(request: web.Request) -> web.Response:
        photos = orjson.loads(await request.read())["photos"]
        assert photos
        return web.Response(body=answer, content_type="application/json")

    app = web.Application()
    app.router.add_post("/v1/lookup", handle)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main()
