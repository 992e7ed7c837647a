"""What Inset asks of a system's way to start programs at login."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Protocol

from inset.errors import ServiceFailed
from inset.service.plan import Plan

TIMEOUT: Final = 30.0
"""Seconds that a command of the system may take."""

Check = Callable[[], None]
"""Returns when the helper answers; raises when it does not."""


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """How the service is.

    Attributes:
        manager: what starts it: `systemd`, `launchd` or `Windows`.
        definition: where it is written down, whether it is there or not.
        installed: it is written down; enabled: it starts at login; running: it runs now, None when nobody can say.
        detail: what the manager says of it, empty when that is nothing worth reading.
    """

    manager: str
    definition: str
    installed: bool
    enabled: bool
    running: bool | None
    detail: str = ""

    def as_dict(self) -> dict[str, object]:
        """The wire form."""
        return asdict(self)


class ServiceManager(Protocol):
    """One system's way. Made without touching anything."""

    def definition(self, plan: Plan) -> str:
        """Return what is written down for it."""

    def install(self, plan: Plan, answers: Check) -> None:
        """Write it down, start it now and at every login, and wait until `answers`.

        All or nothing: when a step fails or is interrupted, what was there before is there again.

        Raises:
            ServiceFailed: the system refused, or is of no such kind.
        """

    def uninstall(self) -> bool:
        """Stop it, and take away whatever installing made, also one that was cut short; False: there was nothing.

        Raises:
            ServiceFailed: the system refused.
        """

    def status(self) -> ServiceStatus:
        """Return how it is; never raises for a service that is missing or broken."""


def ask(command: Sequence[str], *, remedy: str) -> str:
    """Run a command of the system and return what it printed.

    Args:
        remedy: what the person can do when it fails; it leads the error.

    Raises:
        ServiceFailed: it is missing, failed or did not end.
    """
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise ServiceFailed(f"{remedy}: this system has no {command[0]}.") from error
    except subprocess.TimeoutExpired as error:
        raise ServiceFailed(f"{remedy}: `{' '.join(command)}` did not end within {TIMEOUT:.0f} s.") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise ServiceFailed(
            f"{remedy}: `{' '.join(command)}` failed.",
            hint=said.splitlines()[0] if said else f"Status {done.returncode}.",
        )
    return done.stdout
