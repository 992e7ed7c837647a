"""A lifeline: a process that builds for another one goes on only as long as that one holds its stdin open.

It works alike on every system and however the other ended: cancelling a build and being killed both close the pipe.
What follows is what Ctrl+C does: the build unwinds, and removes on its way what it had staged.
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
"""Seconds to unwind in. Native code cannot be interrupted; what it leaves behind, the next build clears away."""


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
        """Go on to the end whatever happens: what is about to be done must not be left half done.

        Raises:
            KeyboardInterrupt: it is too late, the line is cut already.
        """
        with self._lock:
            self._released = not self._cut
        while self._cut:  # the interrupt is on its way
            time.sleep(0.01)

    def _watch(self) -> None:
        # Not by sys.stdin: a thread that waits inside of it makes the interpreter's end fail.
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
