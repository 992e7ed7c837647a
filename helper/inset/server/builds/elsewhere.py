"""Elsewhere: builds that the command line does and announces, as builds of the helper."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import msgspec

from inset.client.announced import Announced, forget_announced, read_announced
from inset.errors import BuildInterrupted
from inset.index.about import web_address
from inset.server.builds.history import now_text
from inset.server.builds.progress import Progress
from inset.server.builds.wire import ENDED, Build, is_build_id
from inset.words.sentences import sentence


class Elsewhere:
    """What is announced. `look` and `forget` read and write the disk: not for the event loop.

    Args:
        folder: `<state>/announced`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._builds: dict[str, tuple[Build, Progress]] = {}

    def look(self) -> list[Build]:
        """Return the announced builds as they are now, oldest first; one whose process died as failed."""
        found: list[Build] = []
        for each, is_alive in read_announced(self._folder):
            if not is_build_id(each.id):
                continue
            if each.state == "running" and not is_alive:
                each.state, each.ended_at, each.error = "failed", now_text(), _DIED.as_dict()
            with suppress(msgspec.ValidationError):  # of another version, or damaged
                found.append(self._as_build(each))
        return found

    def forget(self, build_id: str) -> None:
        """Forget a build that has ended; the history has it."""
        self._builds.pop(build_id, None)
        forget_announced(self._folder, build_id)

    def _as_build(self, each: Announced) -> Build:
        build, progress = self._builds.get(each.id) or _new(each)
        self._builds[each.id] = build, progress
        if each.phase is not None:
            progress.take(
                {
                    "phase": each.phase,
                    "rows": each.rows,
                    "bytes_read": each.bytes_read,
                    "bytes_total": each.bytes_total,
                }
            )
        build["state"], build["ended_at"] = each.state, each.ended_at
        build["report"], build["error"] = each.report, cast("Any", each.error)
        dashboard = web_address(each.dashboard) if each.state == "running" else None  # its scheduler named it
        build.pop("dashboard", None)
        if dashboard is not None:
            build["dashboard"] = dashboard
        if each.state in ENDED:
            build["phase"] = build["bytes_per_second"] = build["seconds_left"] = None
        return msgspec.convert(build, Build)


def _new(each: Announced) -> tuple[Build, Progress]:
    build: Build = {
        "id": each.id,
        "dataset": each.dataset,
        "source": {"kind": "command", "name": each.command},
        "state": "running",
        "phase": None,
        "rows": 0,
        "bytes_read": 0,
        "bytes_total": 0,
        "bytes_per_second": None,
        "seconds_left": None,
        "queued_at": each.started_at,
        "started_at": each.started_at,
        "ended_at": None,
        "report": None,
        "error": None,
    }
    return build, Progress(build)


_DIED = BuildInterrupted(sentence("build_command_ended"), hint="What was on this computer before still answers.")
