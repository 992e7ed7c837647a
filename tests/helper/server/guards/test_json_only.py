"""Guard: a POST says that its body is JSON."""

from __future__ import annotations

import pytest

from support.api.served import Served, code_of

POSTS = ["/v1/lookup", "/v1/pairings", "/v1/pairings/by-code/approval", "/v1/shutdown"]


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
async def test_json_passes(served: Served, kind: str) -> None:
    answer = await served.client.post("/v1/pairings", data=b'{"name":"x"}', headers={"Content-Type": kind})
    assert answer.status == 201


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/json",
        "application/json; charset=latin-1",
        "application/json, text/plain",
        "text/plain; application/json",
        "application/jsonp",
        "application/octet-stream",
    ],
)
async def test_anything_else_is_refused(served: Served, path: str, kind: str) -> None:
    answer = await served.client.post(path, data=b"{}", headers={"Content-Type": kind, **served.owner})
    assert (answer.status, await code_of(answer)) == (415, "not_json")


@pytest.mark.parametrize("lines", ["", "Content-Type: application/json\r\nContent-Type: text/plain\r\n"])
async def test_none_or_two_are_refused(served: Served, lines: str) -> None:
    answer = await served.raw(
        f"POST /v1/pairings HTTP/1.1\r\nHost: {served.host}\r\n{lines}Content-Length: 2\r\n\r\n{{}}"
    )
    assert answer.status in (400, 415)
    assert answer.code in ("bad_request", "not_json")
