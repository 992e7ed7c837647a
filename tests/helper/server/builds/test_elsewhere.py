"""Builds of the command line, as the helper tells them: how far they are, how they ended, and that they are its own."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import ClientResponse

from inset.client import announced as announcing
from inset.client.announced import Announcement, announced, read_announced
from inset.errors import ManifestInvalid
from inset.server.builds import queue
from inset_build.report import Phase, Progress
from support.api.served import Serve, Served

PHASES: Final[tuple[Phase, ...]] = ("looking", "waiting", "reading", "merging", "writing", "verifying", "publishing")


async def builds(served: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await (await served.get("/v1/builds", **served.owner)).json())["builds"]
    return found


async def test_every_phase_is_shown_and_nothing_but_the_command_ends_it(served: Served) -> None:
    with announced(served.paths.announced, "big", "inset build --cluster") as announcement:
        for number, phase in enumerate(PHASES):
            announcement.show(Progress(phase, number, 10 * number, 100))
            (build,) = await builds(served)
            assert (build["dataset"], build["state"], build["phase"]) == ("big", "running", phase)
            assert (build["rows"], build["bytes_read"], build["bytes_total"]) == (number, 10 * number, 100)
            assert build["source"] == {"kind": "command", "name": "inset build --cluster"}
            assert await (await served.get(f"/v1/builds/{build['id']}", **served.owner)).json() == build
        refused = await served.delete(f"/v1/builds/{build['id']}", **served.owner)
        assert refused.status == 400
        assert (await refused.json())["message"].startswith("Press Ctrl+C where it was started")


async def test_it_is_watched_to_its_end_and_remembered(
    served: Served, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOOK_SECONDS", 0.01)
    with pytest.raises(KeyboardInterrupt), announced(served.paths.announced, "big", "inset merge") as announcement:
        announcement.show(Progress("reading", 1))
        (build,) = await builds(served)
        answer = await served.client.get(f"/v1/builds/{build['id']}/events", headers=served.owner)
        events = _events(answer)
        assert (await anext(events))["phase"] == "reading"
        announcement.show(Progress("merging", 2))
        assert (await anext(events))["phase"] == "merging"
        raise KeyboardInterrupt
    last = [each async for each in events][-1]
    assert (last["state"], last["phase"]) == ("cancelled", None)
    assert last["ended_at"] is not None
    assert list(served.paths.announced.iterdir()) == []
    assert await builds(served) == [last]
    await served.client.close()
    assert await builds(await serve()) == [last]


async def _events(answer: ClientResponse) -> AsyncIterator[dict[str, Any]]:
    async for line in answer.content:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


async def test_the_page_of_its_cluster_is_told_of_while_it_runs(served: Served) -> None:
    address = "http://10.0.0.1:8787/status"
    with announced(served.paths.announced, "big", "inset build --cluster") as announcement:
        assert "dashboard" not in (await builds(served))[0]
        announcement.show_dashboard(address)
        assert (await builds(served))[0]["dashboard"] == address
        announcement.show(Progress("reading", 1))
        assert (await builds(served))[0]["dashboard"] == address
        announcement.end("cancelled")
    (ended,) = await builds(served)
    assert (ended["state"], "dashboard" in ended) == ("cancelled", False)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://", "http://name:word@10.0.0.1/", "http://a b/"])
async def test_an_address_that_a_scheduler_made_up_is_no_link(address: str, served: Served) -> None:
    with announced(served.paths.announced, "big", "inset build --cluster") as announcement:
        announcement.show_dashboard(address)
        assert "dashboard" not in (await builds(served))[0]


async def test_one_that_failed_says_why(served: Served) -> None:
    with pytest.raises(ManifestInvalid), announced(served.paths.announced, "big", "inset merge"):
        raise ManifestInvalid("Look at it.", hint="Twice.")
    (build,) = await builds(served)
    assert (build["state"], build["error"]["code"]) == ("failed", "manifest_invalid")
    assert (build["error"]["message"], build["error"]["hint"]) == ("Look at it.", "Twice.")


async def test_one_whose_process_died_has_failed(served: Served) -> None:
    served.paths.announced.mkdir(parents=True, mode=0o700)
    Announcement(served.paths.announced, "big", "inset merge").write()  # nobody holds its lock
    (build,) = await builds(served)
    assert (build["state"], build["error"]["code"]) == ("failed", "build_interrupted")
    assert build["error"]["message"].startswith("Give the command again")
    assert await builds(served) == [build]


async def test_what_is_damaged_or_of_another_version_is_passed_over(served: Served) -> None:
    folder = served.paths.announced
    folder.mkdir(parents=True, mode=0o700)
    (folder / "0123456789abcdef0123.json").write_bytes(b"{")
    (folder / "0123456789abcdef0124.json").write_bytes(b"[]")
    (folder / "notes.json").write_bytes(b"{}")
    with announced(folder, "big", "inset merge") as later:
        later._build.phase = "dreaming"
        later.write()
        assert await builds(served) == []


def test_where_nothing_can_be_written_the_build_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with announced(tmp_path / "file" / "announced", "big", "inset merge") as announcement:
        announcement.show(Progress("reading", 1))
    assert read_announced(tmp_path / "file" / "announced") == []


def test_figures_are_told_once_a_second_and_phases_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    announcement = Announcement(tmp_path, "big", "inset merge")

    def told() -> tuple[str | None, int]:
        ((build, _),) = read_announced(tmp_path)
        return build.phase, build.rows

    announcement.show(Progress("reading", 1))
    announcement.show(Progress("reading", 2))
    assert told() == ("reading", 1)
    now[0] += announcing.TELL_SECONDS
    announcement.show(Progress("reading", 3))
    assert told() == ("reading", 3)
    announcement.show(Progress("merging", 4))
    assert told() == ("merging", 4)
