"""launchd: an agent of the person's own session, `~/Library/LaunchAgents/inset.helper.plist`.

Source: launchd.plist(5), launchctl(1). `bootstrap` and `bootout` replace `load` and `unload` since macOS 10.11.
"""

from __future__ import annotations

import os
import plistlib
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from inset.durable import replace_file
from inset.errors import ServiceFailed
from inset.own_files import make_own_folder
from inset.service.plan import Plan
from inset.service.protocol import Check, ServiceStatus, ask
from inset.words.sentences import sentence

LABEL: Final = "inset.helper"
_REMEDY: Final = sentence("error_service_login_mac")


class Launchd:
    """The person's own launchd.

    Args:
        folder: of the person's agents; `~/Library/LaunchAgents` when left out.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.file = (folder or Path.home() / "Library" / "LaunchAgents") / f"{LABEL}.plist"
        self._session = f"gui/{os.getuid()}" if hasattr(os, "getuid") else "gui"

    def definition(self, plan: Plan) -> str:
        """Return the property list."""
        agent = {
            "Label": LABEL,
            "ProgramArguments": list(plan.command),
            "EnvironmentVariables": dict(plan.environment),
            "RunAtLoad": True,
            # launchd restarts it when it fails; after `inset stop` it stays off until the next login.
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": 10,
            "ExitTimeOut": 10,
            "ProcessType": "Background",
            "Umask": 0o077,
            # The helper logs to its own file; this one gets what Python prints if it cannot even start.
            "StandardErrorPath": str(plan.log / "start.err"),
        }
        return plistlib.dumps(agent, sort_keys=False).decode()

    def install(self, plan: Plan, answers: Check) -> None:
        """Write the agent and load it; one that is loaded already is replaced."""
        before = self.file.read_bytes() if self.file.exists() else None
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            make_own_folder(plan.log)
            replace_file(self.file, self.definition(plan).encode(), mode=0o644)
            self._load()
            answers()
        except BaseException:
            self._undo(before)
            raise

    def uninstall(self) -> bool:
        """Unload the agent and remove it."""
        loaded = self._bootout()
        there = self.file.exists()
        self._remove()
        return there or loaded

    def status(self) -> ServiceStatus:
        """Ask launchd; an agent that is not loaded does not run."""
        try:
            shown = ask(["launchctl", "print", self._name], remedy=_REMEDY)
        except ServiceFailed:
            shown = ""
        exit_status = re.search(r"last exit code = (\d+)", shown)
        running = re.search(r"^\s*state = running", shown, re.MULTILINE) is not None
        return ServiceStatus(
            manager="launchd",
            definition=str(self.file),
            installed=self.file.exists(),
            enabled=self.file.exists(),
            running=running,
            detail=f"it ended with status {exit_status[1]}" if exit_status and not running else "",
        )

    @property
    def _name(self) -> str:
        return f"{self._session}/{LABEL}"

    def _load(self) -> None:
        self._bootout()
        ask(["launchctl", "enable", self._name], remedy=_REMEDY)
        ask(["launchctl", "bootstrap", self._session, str(self.file)], remedy=_REMEDY)

    def _bootout(self) -> bool:
        """Unload the agent; return False if it was not loaded."""
        try:
            ask(["launchctl", "bootout", self._name], remedy=_REMEDY)
        except ServiceFailed:
            return False
        return True

    def _undo(self, before: bytes | None) -> None:
        with suppress(ServiceFailed, OSError):
            if before is None:
                self._bootout()
                self._remove()
            else:
                replace_file(self.file, before, mode=0o644)
                self._load()

    def _remove(self) -> None:
        for file in (self.file, self.file.with_name(f".{self.file.name}.new")):
            file.unlink(missing_ok=True)
