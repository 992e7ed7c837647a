"""Guard: an Origin is our own page's or an extension's, never `null`, never another site's."""

from __future__ import annotations

import pytest

from support.api.served import CHROME, FIREFOX, Served, code_of


async def test_no_origin_proves_nothing_and_refuses_nothing(served: Served) -> None:
    assert (await served.get("/v1/hello")).status == 200
    answer = await served.post("/v1/lookup", {"photos": []})
    assert (answer.status, await code_of(answer)) == (401, "not_paired")


@pytest.mark.parametrize("origin", [CHROME, FIREFOX, "http://127.0.0.1:{port}", "http://localhost:{port}"])
async def test_extensions_and_own_page_pass(served: Served, origin: str) -> None:
    assert (await served.get("/v1/hello", Origin=origin.format(port=served.port))).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://www.flickr.com",
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:{port}/",
        "http://[::1]:{port}",
        "http://evil.example:{port}",
        "http://127.0.0.1.evil.example:{port}",
        "HTTP://127.0.0.1:{port}",
        "chrome-extension://",
        "chrome-extension://abc",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnoz",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop.evil.example",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop/",
        "moz-extension://*",
        "moz-extension://evil",
        "moz-extension://0f3a2b1c-4d5e-6f70-8192-a3b4c5d6e7f8.evil.example",
        "file://",
        "https://evil.example chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    ],
)
@pytest.mark.parametrize("path", ["/v1/hello", "/v1/pairings", "/v1/lookup", "/sample", "/nowhere"])
async def test_other_origins_are_refused_even_with_a_token(served: Served, path: str, origin: str) -> None:
    headers = {"Origin": origin.format(port=served.port), **served.owner}
    if path in ("/v1/pairings", "/v1/lookup"):
        answer = await served.post(path, {"name": "x"}, **headers)
    else:
        answer = await served.get(path, **headers)
    assert (answer.status, await code_of(answer)) == (403, "forbidden_origin")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_several_origins_are_refused(served: Served) -> None:
    lines = f"Origin: {CHROME}\r\nOrigin: https://evil.example\r\n"
    answer = await served.raw(f"GET /v1/hello HTTP/1.1\r\nHost: {served.host}\r\n{lines}\r\n")
    assert answer.status in (400, 403)
    assert answer.code in ("bad_request", "forbidden_origin")


async def test_a_page_cannot_ask_to_be_paired_not_even_our_own(served: Served) -> None:
    answer = await served.post("/v1/pairings", {"name": "x"}, Origin=f"http://{served.host}")
    assert (answer.status, await code_of(answer)) == (403, "forbidden_origin")
