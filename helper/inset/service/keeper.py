"""Restart the helper when it fails, for Windows, which does not: `insetw` is started at login and has no window.

Its arguments are environment variables for the helper, `NAME=VALUE`. It ends with the helper when that ends
on purpose (`inset stop`, wrong settings), and gives up when the helper fails five times within five minutes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from typing import Final

from inset.errors import ExitStatus

PAUSE: Final = 2.0
"""Seconds before a helper that failed is started again."""
MOST: Final = 5
WITHIN: Final = 300.0
"""Seconds; the same limit as in `systemd.py`."""
_NO_WINDOW: Final = 0x08000000
"""Windows' CREATE_NO_WINDOW."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the helper, restart it when it fails, and return its last exit status."""
    for word in sys.argv[1:] if words is None else words:
        name, _, value = word.partition("=")
        os.environ[name] = value
    return keep([sys.executable, "-P", "-m", "inset", "serve", "--log-to", "file"])


def keep(command: Sequence[str], *, pause: float = PAUSE) -> int:
    """Run a command again and again while it fails; return its last exit status."""
    failures: deque[float] = deque(maxlen=MOST)
    while True:
        status = subprocess.run(  # noqa: S603 - ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            check=False,
        ).returncode
        if status in (ExitStatus.OK, ExitStatus.USAGE):
            return status
        failures.append(time.monotonic())
        if len(failures) == MOST and failures[-1] - failures[0] < WITHIN:
            return status
        time.sleep(pause)
