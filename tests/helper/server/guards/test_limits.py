"""Guard: bodies are small, arrive soon, and are a JSON object before any handler sees them."""

from __future__ import annotations

import asyncio
import gzip

import orjson
import pytest

from inset.server.guards import limits
from inset.server.guards.limits import MAX_BODY
from support.api.served import Served, code_of


def body_of_size(size: int) -> bytes:
    frame = orjson.dumps({"name": "x", "pad": ""})
    return orjson.dumps({"name": "x", "pad": "y" * (size - len(frame))})


async def test_the_largest_body_is_read(served: Served) -> None:
    body = body_of_size(MAX_BODY)
    assert len(body) == MAX_BODY
    answer = await served.client.post("/v1/pairings", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status, await code_of(answer)) == (400, "bad_request")  # read and understood: it has a second key


async def test_one_byte_more_is_too_large(served: Served) -> None:
    answer = await served.client.post(
        "/v1/pairings", data=body_of_size(MAX_BODY + 1), headers={"Content-Type": "application/json"}
    )
    assert (answer.status, await code_of(answer)) == (413, "too_large")


async def test_a_length_that_is_too_large_is_refused_before_the_body_comes(served: Served) -> None:
    answer = await served.raw(
        f"POST /v1/pairings HTTP/1.1\r\nHost: {served.host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {10**12}\r\n\r\n"
    )
    assert (answer.status, answer.code) == (413, "too_large")


async def test_a_body_that_hides_its_length_is_cut_off(served: Served) -> None:
    head = f"POST /v1/pairings HTTP/1.1\r\nHost: {served.host}\r\nContent-Type: application/json\r\n"
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    answer = await served.raw(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 3 + b"0\r\n\r\n")
    assert (answer.status, answer.code) == (413, "too_large")


async def test_chunks_within_the_limit_are_read(served: Served) -> None:
    head = f"POST /v1/pairings HTTP/1.1\r\nHost: {served.host}\r\nContent-Type: application/json\r\n"
    answer = await served.raw(head + 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"nam\r\n7\r\ne":"x"}\r\n0\r\n\r\n')
    assert answer.status == 201


async def test_a_compressed_body_is_not_unfolded(served: Served) -> None:
    body = gzip.compress(b'{"name": "' + b"x" * 10_000_000 + b'"}')
    assert len(body) < MAX_BODY
    answer = await served.client.post(
        "/v1/pairings", data=body, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"}
    )
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{}{}",
        b"[]",
        b'"x"',
        b"null",
        b"7",
        b"{'photos': []}",
        b'{"photos": [NaN]}',
        b'{"photos": ["\xff"]}',
        b'{"photos": ["\\ud800"]}',
        b"\xef\xbb\xbf{}",
        b"[" * 60_000,
        b'{"a":' * 12_000,
        b"[" * 30_000 + b"]" * 30_000,
    ],
)
async def test_what_is_no_json_object_is_refused(served: Served, body: bytes) -> None:
    answer = await served.client.post(
        "/v1/lookup", data=body, headers={"Content-Type": "application/json", **served.owner}
    )
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


async def test_a_body_that_does_not_come_is_not_waited_for(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.2)
    answer = await served.raw(
        f"POST /v1/pairings HTTP/1.1\r\nHost: {served.host}\r\nContent-Type: application/json\r\n"
        "Content-Length: 20\r\n\r\n{"
    )
    assert (answer.status, answer.code) == (400, "bad_request")


async def test_a_body_that_comes_in_pieces_is_read(served: Served) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    head = f"POST /v1/pairings HTTP/1.1\r\nHost: {served.host}\r\nContent-Type: application/json\r\n"
    for piece in (head, 'Content-Length: 12\r\n\r\n{"nam', 'e":"x"}'):
        writer.write(piece.encode())
        await asyncio.sleep(0.05)
    assert (await reader.readline()).split()[1] == b"201"
    writer.close()
    await writer.wait_closed()
