"""Which way to start programs at login this system has."""

from __future__ import annotations

import sys

from inset.service.protocol import ServiceManager


def this_systems() -> ServiceManager:
    """Return the service manager of this system."""
    if sys.platform == "win32":
        from inset.service.windows import WindowsRun

        return WindowsRun()
    if sys.platform == "darwin":
        from inset.service.launchd import Launchd

        return Launchd()
    from inset.service.systemd import Systemd

    return Systemd()
