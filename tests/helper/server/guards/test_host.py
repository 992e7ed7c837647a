"""Guard: the Host header is exactly the helper's own."""

from __future__ import annotations

import pytest

from support.api.served import Served


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_own_names_pass(served: Served, name: str) -> None:
    answer = await served.raw(f"GET /v1/hello HTTP/1.1\r\nHost: {name}:{served.port}\r\n\r\n")
    assert answer.status == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        ":{port}",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:",
        "127.0.0.1:1",
        "127.0.0.1:0{port}",
        "127.0.0.1:{port}0",
        "127.0.0.1.:{port}",
        "localhost.:{port}",
        "LOCALHOST:{port}",
        "Localhost:{port}",
        "[::1]:{port}",
        "[::ffff:127.0.0.1]:{port}",
        "0.0.0.0:{port}",
        "127.1:{port}",
        "127.0.0.2:{port}",
        "2130706433:{port}",
        "0x7f000001:{port}",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "127.0.0.1.evil:{port}",
        "localhost.evil.example:{port}",
        "user@127.0.0.1:{port}",
        "127.0.0.1:{port}@evil.example",
        "evil.example, 127.0.0.1:{port}",
        "127.0.0.1:{port}, evil.example",
        "127.0.0.1:{port} evil",
        "127.0.0.1:{port}/",
        "127.0.0.1:{port}#",
        "http://127.0.0.1:{port}",
    ],
)
async def test_other_hosts_are_refused(served: Served, host: str) -> None:
    answer = await served.raw(f"GET /v1/hello HTTP/1.1\r\nHost: {host.format(port=served.port)}\r\n\r\n")
    assert (answer.status, answer.code) == (403, "forbidden_host")


async def test_http_1_0_without_host_is_refused(served: Served) -> None:
    answer = await served.raw("GET /v1/hello HTTP/1.0\r\n\r\n")
    assert (answer.status, answer.code) == (403, "forbidden_host")


async def test_http_1_0_with_host_passes(served: Served) -> None:
    answer = await served.raw(f"GET /v1/hello HTTP/1.0\r\nHost: {served.host}\r\n\r\n")
    assert answer.status == 200


async def test_missing_host_is_refused(served: Served) -> None:
    answer = await served.raw("GET /v1/hello HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert answer.status in (400, 403)
    assert answer.code in ("bad_request", "forbidden_host")


@pytest.mark.parametrize("hosts", [("127.0.0.1:{port}", "evil.example"), ("127.0.0.1:{port}", "127.0.0.1:{port}")])
async def test_several_hosts_are_refused(served: Served, hosts: tuple[str, str]) -> None:
    lines = "".join(f"Host: {host.format(port=served.port)}\r\n" for host in hosts)
    answer = await served.raw(f"GET /v1/hello HTTP/1.1\r\n{lines}\r\n")
    assert answer.status in (400, 403)
    assert answer.code in ("bad_request", "forbidden_host")


@pytest.mark.parametrize("target", ["http://evil.example/v1/hello", "http://127.0.0.1:{port}/v1/hello"])
async def test_a_target_that_names_a_host_is_refused(served: Served, target: str) -> None:
    target = target.format(port=served.port)
    answer = await served.raw(f"GET {target} HTTP/1.1\r\nHost: {served.host}\r\n\r\n")
    assert (answer.status, answer.code) == (403, "forbidden_host")


async def test_pages_are_guarded_too(served: Served) -> None:
    for path in ("/", "/sample", "/web/style.css", "/nowhere"):
        answer = await served.raw(f"GET {path} HTTP/1.1\r\nHost: evil.example:{served.port}\r\n\r\n")
        assert (answer.status, answer.code) == (403, "forbidden_host")
