"""The history: what is remembered, and for how long."""

from __future__ import annotations

import json
import time

import pytest

from inset.paths import Paths
from inset.server.builds import queue
from inset.server.builds.history import History
from inset.server.builds.wire import Build
from support.api.served import Serve, Served
from support.builds.building import FIRST, listing, start, until


async def test_it_is_known_after_a_restart(serve: Serve) -> None:
    first = await serve()
    build = await until(first, await start(first, "made-up", listing([FIRST]) + b"no photo\n"), state="published")
    failed = await until(first, await start(first, "made-up", b"\0\1" * 99), state="failed")
    await first.client.close()
    second = await serve()
    known = await (await second.get("/v1/builds", **second.owner)).json()
    assert known == {"builds": [failed, build], "next": None}
    assert known["builds"][1]["report"]["rejected_examples"][0]["text"] == "no photo"


async def test_only_the_newest_are_remembered(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "KEPT", 2)
    builds = [await start(served, "made-up", listing([FIRST])) for _ in range(4)]
    for build in builds:
        await until(served, build, state="published")
    kept = [build["id"] for build in builds[2:]]
    assert [build["id"] for build in History(served.paths.builds).load()] == kept
    listed = await (await served.get("/v1/builds", **served.owner)).json()
    assert [build["id"] for build in listed["builds"]] == kept[::-1]


async def test_a_build_seen_as_ended_is_remembered_so(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = History.keep

    def slowly(history: History, build: Build) -> None:
        if build["ended_at"] is not None:
            time.sleep(0.5)
        keep(history, build)

    monkeypatch.setattr(History, "keep", slowly)
    build = await until(served, await start(served, "made-up", listing([FIRST])), state="published")
    assert json.loads((served.paths.builds / f"{build['id']}.json").read_bytes()) == build


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"id": 1}', b'{"id": "0123456789abcdef0123"}'])
def test_a_damaged_record_is_passed_over(paths: Paths, content: bytes) -> None:
    paths.builds.mkdir(parents=True)
    (paths.builds / "0123456789abcdef0123.json").write_bytes(content)
    (paths.builds / "notes.json").write_bytes(b"{}")
    assert History(paths.builds).load() == []


@pytest.mark.parametrize(
    "change",
    [
        {"state": "dancing"},
        {"rows": "many"},
        {"source": {"kind": "dream", "name": "x"}},
        {"error": {"code": "x"}},
        {"report": []},
        {"later": 1},
        {"id": "0123456789abcdef0124"},
    ],
)
def test_a_record_of_another_form_is_passed_over(paths: Paths, change: dict[str, object]) -> None:
    good: dict[str, object] = {
        "id": "0123456789abcdef0123",
        "dataset": "made-up",
        "source": {"kind": "upload", "name": "urls.txt"},
        "state": "published",
        "phase": None,
        "rows": 1,
        "bytes_read": 1,
        "bytes_total": 1,
        "bytes_per_second": None,
        "seconds_left": None,
        "queued_at": "2026-01-02T03:04:05Z",
        "started_at": "2026-01-02T03:04:05Z",
        "ended_at": "2026-01-02T03:04:06Z",
        "report": {"photos": 1},
        "error": None,
    }
    paths.builds.mkdir(parents=True)
    record = paths.builds / "0123456789abcdef0123.json"
    record.write_text(json.dumps(good))
    assert History(paths.builds).load() == [good]
    record.write_text(json.dumps(good | change))
    assert History(paths.builds).load() == []


async def test_ids_go_up_even_if_the_clock_goes_back(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await start(served, "made-up", listing([FIRST]))
    await until(served, first, state="published")
    monkeypatch.setattr(time, "time_ns", lambda: 10**18)
    second = await start(served, "made-up", listing([FIRST]))
    await until(served, second, state="published")
    assert second["id"] > first["id"]
