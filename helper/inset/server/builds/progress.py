"""Progress: writes a child's progress lines into its build."""

from __future__ import annotations

from typing import Any

from inset.server.builds.speed import Speed
from inset.server.builds.wire import Build


class Progress:
    """Follows one build. The speed is measured anew in each phase.

    Args:
        build: is changed in place.
    """

    def __init__(self, build: Build) -> None:
        self._build = build
        self._speed = Speed()

    def take(self, line: dict[str, Any]) -> Build:
        """Take in the content of a progress line, and return the build."""
        build = self._build
        if line["phase"] != build["phase"]:
            self._speed = Speed()
        self._speed.add(line["bytes_read"])
        build["phase"], build["rows"] = line["phase"], line["rows"]
        build["bytes_read"], build["bytes_total"] = line["bytes_read"], line["bytes_total"]
        build["bytes_per_second"] = self._speed.bytes_per_second
        build["seconds_left"] = self._speed.seconds_left(line["bytes_total"])
        return build
