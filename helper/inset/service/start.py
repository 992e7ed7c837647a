"""Starting the helper now, for the menu entry: by systemd where it knows the service, else as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Final

from inset.errors import ServiceFailed
from inset.service.plan import Plan
from inset.service.systemd import UNIT
from inset.words.sentences import sentence

_DETACHED: Final = 0x00000008 | 0x00000200
"""DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP: it goes on running when its starter ends."""
_OUT_OF_JOB: Final = 0x01000000
"""CREATE_BREAKAWAY_FROM_JOB: browsers end all that a native messaging host has started, except what left their job."""
_PATIENCE: Final = 10.0


def start_helper(plan: Plan) -> None:
    """Start the helper; it may take a moment to answer.

    Raises:
        ServiceFailed: the system does not start the program.
    """
    if not _started_by_systemd():
        _start(plan)


def _started_by_systemd() -> bool:
    # A service has the variables that it was installed with, so it is not the helper of another INSET_HOME.
    program = shutil.which("systemctl")
    if program is None or "INSET_HOME" in os.environ:
        return False
    try:
        done = subprocess.run(  # noqa: S603 - ours
            [program, "--user", "start", UNIT], capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _start(plan: Plan) -> None:
    try:
        if sys.platform == "win32":
            try:
                _spawn(plan, _DETACHED | _OUT_OF_JOB)
            except PermissionError:  # a job that lets nothing out
                _spawn(plan, _DETACHED)
        else:
            _spawn(plan)
    except OSError as error:
        raise ServiceFailed(sentence("error_service_again", plan.command[0], error)) from error


def _spawn(plan: Plan, windows_flags: int = 0) -> None:
    process = subprocess.Popen(  # noqa: S603 - ours
        plan.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **plan.environment},
        **({"creationflags": windows_flags} if sys.platform == "win32" else {"start_new_session": True}),
    )
    process.returncode = 0  # it goes on without us, and nobody waits for it
