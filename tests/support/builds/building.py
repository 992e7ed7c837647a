"""Builds that the helper runs: manifests for them, and waiting for what becomes of them."""

from __future__ import annotations

import asyncio
import functools
import gzip
import io
import json
import os
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse

from support.api.served import Served
from support.lists.manifests import page

FIRST = 990_000_000_001
PATIENCE = 120.0
"""Seconds; a busy computer needs many for what takes a tenth of one alone."""

FILE = {"Content-Type": "application/octet-stream"}


def listing(photo_ids: Iterable[int]) -> bytes:
    """A manifest: one URL a line."""
    return "".join(f"{page(photo_id)}\n" for photo_id in photo_ids).encode()


@functools.cache
def endless() -> bytes:
    """A small file that takes a build minutes to unpack and read."""
    piece = gzip.compress(listing(FIRST + n for n in range(1000)) * 300)
    return piece * 1000


async def upload(served: Served, content: bytes, file: str = "urls.txt") -> dict[str, Any]:
    """Send a file, and return what the helper says of it."""
    answer = await served.client.post(
        "/v1/uploads", params={"file": file}, data=io.BytesIO(content), headers=served.owner | FILE
    )
    assert answer.status == 201, await answer.text()
    facts = await answer.json()
    assert isinstance(facts, dict)
    return facts


async def start(served: Served, dataset: str, content: bytes, file: str = "urls.txt", **options: str) -> dict[str, Any]:
    """Send a file with its build, and return the build."""
    answer = await served.client.post(
        f"/v1/datasets/{dataset}/builds",
        params={"file": file, **options},
        data=io.BytesIO(content),
        headers=served.owner | FILE,
    )
    assert answer.status == 202, await answer.text()
    build = await answer.json()
    assert isinstance(build, dict)
    assert answer.headers["Location"] == f"/v1/builds/{build['id']}"
    return build


async def look(served: Served, build: dict[str, Any]) -> dict[str, Any]:
    """How a build stands now."""
    answer = await served.get(f"/v1/builds/{build['id']}", **served.owner)
    assert answer.status == 200, await answer.text()
    now = await answer.json()
    assert isinstance(now, dict)
    return now


async def until(served: Served, build: dict[str, Any], **wanted: object) -> dict[str, Any]:
    """Wait until the build stands as wanted; it must not end otherwise."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        now = await look(served, build)
        if all(now[key] == value for key, value in wanted.items()):
            return now
        assert now["ended_at"] is None, now
        await asyncio.sleep(0.02)
    raise AssertionError(f"still {now}")


async def events(answer: ClientResponse) -> AsyncIterator[dict[str, Any]]:
    """The builds that a stream of events tells of."""
    assert (answer.status, answer.content_type) == (200, "text/event-stream")
    name = ""
    async for line in answer.content:
        if line.startswith(b"event: "):
            name = line[7:].decode().strip()
        elif line.startswith(b"data: "):
            assert name == "build"
            yield json.loads(line[6:])


def files_below(folder: Path) -> set[str]:
    """Every file and folder in it but locks, by its path."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix != ".lock"}


def children_of(pid: int) -> set[int]:
    """The processes that a process has started and that still run (Linux)."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.add(int(entry.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process still runs; a zombie does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
