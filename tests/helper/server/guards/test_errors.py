"""Guard: every error is `{"code","message","hint"}`, alike for all, without a trace; also those of aiohttp itself."""

from __future__ import annotations

import errno
import logging

import orjson
import pytest
from aiohttp import web

from inset.server.access import Access, Route
from inset.server.routes import ROUTES
from support.api.served import Serve, Served, code_of

SECRET = "53208249252"


async def test_nothing_there(served: Served) -> None:
    for path in ("/nowhere", "/v1", "/v1/hello/", "/v1/../v1/hello2", "/sample/", "/web/", "/v1/lookup/x"):
        answer = await served.get(path)
        assert (answer.status, await code_of(answer)) == (404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "PROPFIND"])
async def test_another_method(served: Served, method: str) -> None:
    answer = await served.client.request(method, "/v1/hello")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET"
    if method != "HEAD":
        assert await code_of(answer) == "method_not_allowed"


async def test_a_mistake_of_ours_tells_nothing(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(request: web.Request) -> web.Response:
        raise KeyError(SECRET)

    served = await serve(lambda app: app.router.add_get("/v1/broken", broken))
    with caplog.at_level(logging.INFO):
        answer = await served.get("/v1/broken", Accept="text/html")
    assert (answer.status, await code_of(answer)) == (500, "failure")
    text = await answer.text()
    assert SECRET not in text
    assert "KeyError" not in text
    assert "Traceback" not in text
    # The log says where it happened, so that it can be fixed, but not which photo it was about.
    assert "guards/test_errors.py" in caplog.text
    assert "type=KeyError" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("raised", [web.HTTPBadGateway, web.HTTPConflict])
async def test_aiohttps_own_errors_take_our_form(serve: Serve, raised: type[web.HTTPException]) -> None:
    async def handler(request: web.Request) -> web.Response:
        raise raised(text=f"secret {SECRET}")

    served = await serve(lambda app: app.router.add_get("/v1/raises", handler))
    answer = await served.get("/v1/raises")
    assert answer.status in (raised.status_code, 500)
    assert await code_of(answer) in ("bad_request", "failure")
    assert SECRET not in await answer.text()


@pytest.mark.parametrize(
    "request_text",
    [
        "GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET /v1/hello HTTP/9.9\r\n\r\n",
        "GET /v1/hello HTTP/1.1\r\nHost 53208249252\r\n\r\n",
        "GET /v1/hello HTTP/1.1\r\nX: " + "53208249252" * 2000 + "\r\n\r\n",
        "GET /" + "53208249252" * 2000 + " HTTP/1.1\r\n\r\n",
        "POST /v1/lookup HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/lookup HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        "POST /v1/lookup HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 53208249252\r\n\r\n",
    ],
)
async def test_broken_http_takes_our_form(served: Served, caplog: pytest.LogCaptureFixture, request_text: str) -> None:
    with caplog.at_level(logging.INFO):
        answer = await served.raw(request_text.encode("latin-1"))
    assert (answer.status, answer.code) == (400, "bad_request")
    assert set(orjson.loads(answer.body)) == {"code", "message", "hint"}
    assert answer.headers["Server"] == "inset"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert SECRET not in answer.body.decode()
    assert SECRET not in caplog.text
    assert "route=none status=400" in caplog.text


@pytest.mark.parametrize("path", ["/v1/hello", "/nowhere"])
async def test_an_expectation_that_nobody_can_meet(served: Served, path: str) -> None:
    answer = await served.raw(f"GET {path} HTTP/1.1\r\nHost: {served.host}\r\nExpect: {SECRET}\r\n\r\n")
    assert (answer.status, answer.code) == (417, "bad_request")
    assert SECRET.encode() not in answer.body


async def test_every_answer_protects_itself(served: Served) -> None:
    paths = {
        "/v1/pairings/{id}": "/v1/pairings/x",
        "/v1/datasets/{name}": "/v1/datasets/x",
        "/sample/photos/inset-sample/{id}/": "/sample/photos/inset-sample/990000000002/",
        "/sample/static/65535/{file}": "/sample/static/65535/990000000001_5a3c7e9b10_z.svg",
        "/web/{file}": "/web/icon.svg",
        "/web/{room}/{file}": "/web/styles/page.css",
    }
    asked = [route for route in ROUTES if route.method != "POST"]
    asked.append(Route("GET", "/nowhere", Access.ANYONE, asked[0].handler))
    for route in asked:
        for headers in ({}, served.owner):
            answer = await served.client.request(route.method, paths.get(route.path, route.path), headers=headers)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Server"] == "inset"
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == (
                "no-cache" if route.access in (Access.PAGE, Access.OPENED_PAGE) else "no-store"
            )
            # The page's own session alone has a cookie; here it is taken away.
            assert ("Set-Cookie" in answer.headers) == (
                (route.method, route.path, answer.status) == ("DELETE", "/v1/session", 200)
            )


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [(errno.ENOSPC, 507, "disk_full"), (errno.EROFS, 500, "not_writable"), (errno.EIO, 500, "disk_damaged")],
)
async def test_what_the_disk_refuses_is_told_with_its_remedy(
    serve: Serve, caplog: pytest.LogCaptureFixture, number: int, status: int, code: str
) -> None:
    async def full(request: web.Request) -> web.Response:
        raise OSError(number, "why", "/somewhere/pairings.json")

    served = await serve(lambda app: app.router.add_get("/v1/full", full))
    answer = await served.get("/v1/full")
    said = await answer.json()
    assert (answer.status, said["code"]) == (status, code)
    assert "/somewhere/pairings.json" in said["message"]
    assert f"disk code={code}" in caplog.text
    assert ("guards/test_errors.py" in caplog.text) == (code == "disk_damaged")
