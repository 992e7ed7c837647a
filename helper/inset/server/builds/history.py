"""History: every build in a file of its own, `<state>/builds/<id>.json`, so that it is known after a restart."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import orjson

from inset.errors import BuildInterrupted, InsetError
from inset.own_files import read_own
from inset.private_files import write_private
from inset.server.builds.wire import ENDED, Build, build_error, is_build_id
from inset.words.sentences import sentence

KEPT: Final = 100
"""How many builds are remembered."""

_LOG: Final = logging.getLogger("inset.server.builds")


class History:
    """The files. Everything here reads or writes the disk: not for the event loop.

    Args:
        folder: `<state>/builds`; made when the first build is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self) -> list[Build]:
        """Return every remembered build, oldest first; those that the helper's end interrupted as failed."""
        builds: list[Build] = []
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []:
            build = _read(path) if is_build_id(path.stem) else None
            if build is None:
                continue
            if build["state"] not in ENDED:
                INTERRUPTED.write(build)
                self.keep(build)
            builds.append(build)
        return builds

    def keep(self, build: Build) -> None:
        """Write a build to its file. If that fails it is only logged, and the build goes on."""
        try:
            write_private(self._folder / f"{build['id']}.json", orjson.dumps(build))
        except OSError as error:
            _LOG.error("build id=%s not kept: %s", build["id"], error)

    def forget(self, build_id: str) -> None:
        """Remove a build."""
        (self._folder / f"{build_id}.json").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a build ended: `report` when it was published, `error` when it failed."""

    state: Literal["published", "failed", "cancelled"]
    report: dict[str, Any] | None = None
    error: InsetError | None = None

    def write(self, build: Build) -> None:
        """Write it into the build, with the present as its end."""
        build["state"], build["ended_at"] = self.state, now_text()
        build["phase"] = build["bytes_per_second"] = build["seconds_left"] = None
        build["report"], build["error"] = self.report, None if self.error is None else build_error(self.error)


INTERRUPTED: Final = Ending(
    "failed",
    error=BuildInterrupted(sentence("build_interrupted"), hint="What was on this computer before still answers."),
)
"""The end of a build that the helper's end interrupted."""


def now_text() -> str:
    """The present as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _read(path: Path) -> Build | None:
    """Read a build; None if the file is damaged or of another version, which must not keep the helper from starting."""
    try:
        content = orjson.loads(read_own(path))
        build = msgspec.convert(content, Build)
    except (OSError, ValueError, msgspec.ValidationError):
        return None
    return build if content.keys() == build.keys() and build["id"] == path.stem else None
