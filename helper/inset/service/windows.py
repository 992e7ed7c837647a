r"""Windows: a value under `HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run`.

It needs no rights and is listed under "Startup apps" in the settings. A Run value cannot start a program again when
it fails, and would open a console window for `inset`, so it starts `insetw`, which has no window and keeps the helper
running (see `keeper`). Source: "Run and RunOnce Registry Keys", learn.microsoft.com.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import PureWindowsPath
from typing import Final, Protocol

from inset.errors import ServiceFailed
from inset.service.plan import Plan
from inset.service.protocol import Check, ServiceStatus
from inset.words.sentences import sentence

RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE: Final = "Inset"
_REMEDY: Final = sentence("error_service_by_hand")
_DETACHED: Final = 0x00000008 | 0x00000200
"""DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP: it goes on running when the terminal is closed."""


class Registry(Protocol):
    """Access to Inset's value in the person's registry."""

    def read(self) -> str | None:
        """Return the value, None if there is none."""

    def write(self, text: str) -> None:
        """Set it."""

    def remove(self) -> None:
        """Remove it, if it is there."""


class WindowsRun:
    """The person's Run key.

    Args:
        registry: Windows' own when left out; start: starts a command line now, detached.
    """

    def __init__(self, registry: Registry | None = None, start: Callable[[str], None] | None = None) -> None:
        self._registry = registry or _winreg()
        self._start = start or _start

    def definition(self, plan: Plan) -> str:
        """Return the command line: `insetw.exe` beside the running Python, with the variables as arguments."""
        program = PureWindowsPath(plan.command[0]).with_name("insetw.exe")
        variables = [f"{name}={value}" for name, value in plan.environment.items()]
        return subprocess.list2cmdline([str(program), *variables])

    def install(self, plan: Plan, answers: Check) -> None:
        """Write the value and start the same command line now."""
        before = self._registry.read()
        try:
            self._registry.write(self.definition(plan))
            self._start(self.definition(plan))
            answers()
        except BaseException:
            with suppress(ServiceFailed):
                if before is None:
                    self._registry.remove()
                else:
                    self._registry.write(before)
            raise

    def uninstall(self) -> bool:
        """Remove the value. The caller also stops the helper, and `insetw` ends with it."""
        there = self._registry.read() is not None
        self._registry.remove()
        return there

    def status(self) -> ServiceStatus:
        """Read the value; the registry does not know whether the helper runs."""
        there = self._registry.read() is not None
        return ServiceStatus(
            manager="Windows",
            definition=rf"HKEY_CURRENT_USER\{RUN_KEY}\{VALUE}",
            installed=there,
            enabled=there,
            running=None,
        )


def _start(command_line: str) -> None:
    try:
        subprocess.Popen(command_line, creationflags=_DETACHED, close_fds=True)  # noqa: S603 - ours
    except OSError as error:
        raise ServiceFailed(sentence("error_service_pipx", str(command_line), error)) from error


def _winreg() -> Registry:
    if sys.platform != "win32":
        raise ServiceFailed(sentence("error_service_registry", _REMEDY))
    import winreg

    class Winreg:
        def read(self) -> str | None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                    return str(winreg.QueryValueEx(key, VALUE)[0])
            except FileNotFoundError:
                return None

        def write(self, text: str) -> None:
            try:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                    winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, text)
            except OSError as error:
                raise ServiceFailed(sentence("error_service_refuses", _REMEDY, error)) from error

        def remove(self) -> None:
            with (
                suppress(FileNotFoundError),
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY, 0, winreg.KEY_SET_VALUE) as key,
            ):
                winreg.DeleteValue(key, VALUE)

    return Winreg()
