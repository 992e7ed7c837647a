"""What Inset asks of a system's way to start programs at login."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Protocol

from inset.errors import ServiceFailed
from inset.service.plan import Plan
from inset.words.sentences import sentence

TIMEOUT: Final = 30.0
"""Seconds that a command of the system may take."""

Check = Callable[[], None]
"""Returns once the helper answers; raises if it does not."""


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """The state of the service.

    Attributes:
        manager: what starts it: `systemd`, `launchd` or `Windows`.
        definition: the file or registry value that defines it, whether it exists or not.
        installed: the definition is there; enabled: it starts at login; running: it runs now, None if unknown.
        detail: what the manager says of it; empty if there is nothing to report.
    """

    manager: str
    definition: str
    installed: bool
    enabled: bool
    running: bool | None
    detail: str = ""

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return asdict(self)


class ServiceManager(Protocol):
    """One system's way to start the helper at login. Creating one changes nothing."""

    def definition(self, plan: Plan) -> str:
        """Return the definition's content."""

    def install(self, plan: Plan, answers: Check) -> None:
        """Write the definition, start the helper now and at every login, and wait until `answers` returns.

        All or nothing: if a step fails or is interrupted, what was there before is restored.

        Raises:
            ServiceFailed: the system refused, or has no such service manager.
        """

    def uninstall(self) -> bool:
        """Stop the helper and remove all that `install` made, even if that was interrupted; False if there was nothing.

        Raises:
            ServiceFailed: the system refused.
        """

    def status(self) -> ServiceStatus:
        """Return the service's state; does not raise if it is missing or broken."""


def ask(command: Sequence[str], *, remedy: str) -> str:
    """Run a command of the system and return what it printed.

    Args:
        remedy: what the person can do if it fails; the error's message begins with it.

    Raises:
        ServiceFailed: the command is missing, failed or did not end in time.
    """
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise ServiceFailed(sentence("error_service_lacks", remedy, command[0])) from error
    except subprocess.TimeoutExpired as error:
        raise ServiceFailed(sentence("error_service_slow", remedy, " ".join(command), f"{TIMEOUT:.0f}")) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise ServiceFailed(
            sentence("error_service_failed", remedy, " ".join(command)),
            hint=said.splitlines()[0] if said else sentence("list_hint_status", str(done.returncode)),
        )
    return done.stdout
