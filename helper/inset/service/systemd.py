"""systemd: a unit of the person's own manager, `~/.config/systemd/user/inset.service`.

The hardening is what a unit of one's own can have: options that need more than seccomp (ProtectClock,
ProtectKernelModules, ProtectKernelLogs, PrivateDevices, CapabilityBoundingSet) end such a unit with status 218 before
it starts, and those that need a mount namespace (ProtectSystem, ProtectHome, PrivateTmp) do nothing there or fail where
namespaces are forbidden. MemoryDenyWriteExecute keeps Polars, and with it every build, from starting. Source: tried
one by one with systemd 252; systemd.exec(5).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from inset.durable import replace_file
from inset.errors import ExitStatus, ServiceFailed
from inset.service.plan import Plan
from inset.service.protocol import Check, ServiceStatus, ask
from inset.words.sentences import sentence

UNIT: Final = "inset.service"
_REMEDY: Final = sentence("error_service_login")
_UNIT_TEXT: Final = """\
[Unit]
Description=Inset, the helper that tells which Flickr photos are listed in datasets for AI
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
ExecStart={command}
{environment}Restart=on-failure
RestartSec=2
RestartPreventExitStatus={usage}
KillMode=mixed
TimeoutStopSec=10
UMask=0077
LockPersonality=yes
NoNewPrivileges=yes
ProtectHostname=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service

[Install]
WantedBy=default.target
"""


class Systemd:
    """The person's own systemd.

    Args:
        folder: of the person's units; found in the environment when left out.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.file = (folder or _units()) / UNIT

    def definition(self, plan: Plan) -> str:
        """Return the unit.

        Raises:
            ServiceFailed: the program lies in a folder that systemd starts nothing from.
        """
        program, *arguments = plan.command
        if not program.isprintable() or any(character in program for character in "\"'\\"):
            raise ServiceFailed(sentence("error_service_quotes", program))
        # ":" keeps systemd from replacing $ in any of the words.
        words = [_quoted(f":{program}"), *(_quoted(word) if _is_odd(word) else word for word in arguments)]
        environment = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in plan.environment.items())
        return _UNIT_TEXT.format(command=" ".join(words), environment=environment, usage=ExitStatus.USAGE)

    def install(self, plan: Plan, answers: Check) -> None:
        """Write the unit, enable and start it."""
        ask(["systemctl", "--user", "show-environment"], remedy=_REMEDY)
        before = self.file.read_bytes() if self.file.exists() else None
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.file, self.definition(plan).encode(), mode=0o644)
            self._ask("daemon-reload")
            self._ask("enable", UNIT)
            self._ask("restart", UNIT)
            answers()
        except BaseException:
            self._undo(before)
            raise

    def uninstall(self) -> bool:
        """Stop and disable the unit, and remove it."""
        there = self.file.exists() or self._wanted().is_symlink()
        if there:
            with suppress(ServiceFailed):  # systemd does not answer or does not know the unit, so it does not run
                self._ask("disable", "--now", UNIT)
            self._remove()
        return there

    def status(self) -> ServiceStatus:
        """Ask systemd; if it does not answer, say what the files show."""
        try:
            shown = self._ask("show", UNIT, "--property=ActiveState,SubState,Result,NRestarts,ExecMainStatus")
        except ServiceFailed as error:
            facts: dict[str, str] = {}
            running, detail = None, error.hint or error.message
        else:
            facts = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
            running, detail = facts.get("ActiveState") in ("active", "reloading"), _detail(facts)
        return ServiceStatus(
            manager="systemd",
            definition=str(self.file),
            installed=self.file.exists(),
            enabled=self._wanted().is_symlink(),
            running=running,
            detail=detail,
        )

    def _undo(self, before: bytes | None) -> None:
        steps: list[Callable[[], object]] = []
        if before is None:
            steps = [lambda: self._ask("disable", "--now", UNIT), self._remove]
        else:
            steps = [
                lambda: replace_file(self.file, before, mode=0o644),
                lambda: self._ask("daemon-reload"),
                lambda: self._ask("restart", UNIT),
            ]
        for step in steps:
            with suppress(ServiceFailed, OSError):
                step()

    def _remove(self) -> None:
        for file in (self._wanted(), self.file, self.file.with_name(f".{UNIT}.new")):
            file.unlink(missing_ok=True)
        for step in (("daemon-reload",), ("reset-failed", UNIT)):
            with suppress(ServiceFailed):  # nothing of it is left to be told of
                self._ask(*step)

    def _wanted(self) -> Path:
        """The link that `systemctl enable` makes."""
        return self.file.parent / "default.target.wants" / UNIT

    def _ask(self, *words: str) -> str:
        return ask(["systemctl", "--user", "--no-pager", *words], remedy=_REMEDY)


def _units() -> Path:
    config = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(config) if config else Path.home() / ".config") / "systemd" / "user"


def _detail(facts: dict[str, str]) -> str:
    """Why it does not run, or how often it was restarted; empty if neither."""
    restarts = facts.get("NRestarts", "0")
    again = f", started again {restarts} times" if restarts not in ("0", "1") else ""
    again = ", started again once" if restarts == "1" else again
    if facts.get("ActiveState") == "active":
        return again.removeprefix(", ")
    if facts.get("Result", "success") != "success":
        return f"{facts['Result']}, status {facts.get('ExecMainStatus', '?')}{again}"
    return again.removeprefix(", ")


def _is_odd(word: str) -> bool:
    return not word.replace("-", "").replace("_", "").isalnum()


def _quoted(word: str) -> str:
    """A word as systemd reads it back: `%` starts a specifier, the rest is C's. Source: systemd.syntax(7)."""
    escaped = (
        word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{escaped}"'
