"""Ends a build whose parent process has ended or cancels it: the parent holds the build's stdin open as a lifeline.

This works on every system and however the parent ended, because both cancelling and being killed close the pipe. The
build is then interrupted as by Ctrl+C: it removes what it has written so far.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
import time
from typing import Final

GRACE: Final = 8.0
"""Seconds in which the build must end. Native code cannot be interrupted; the next build removes what is left."""


class Lifeline:
    """Watches stdin from a thread, and interrupts the main thread at its end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cut = False
        self._released = False

    def hold(self) -> None:
        """Begin to watch. Call it from the main thread."""
        threading.Thread(target=self._watch, name="inset-lifeline", daemon=True).start()

    def release(self) -> None:
        """From now on, do not interrupt the build any more: publishing must not be left half done.

        Raises:
            KeyboardInterrupt: stdin is already closed.
        """
        with self._lock:
            self._released = not self._cut
        while self._cut:  # the interrupt is on its way
            time.sleep(0.01)

    def _watch(self) -> None:
        # Do not use sys.stdin: the interpreter cannot end properly while a thread waits in it.
        while os.read(0, 4096):
            pass
        with self._lock:
            if self._released:
                return
            self._cut = True
            if sys.platform == "win32":
                _thread.interrupt_main()
            else:
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        time.sleep(GRACE)
        os._exit(1)
