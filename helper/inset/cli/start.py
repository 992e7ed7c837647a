"""Where the program `inset` begins: until a verb runs, Ctrl-C simply ends it."""

from __future__ import annotations

import signal


def start() -> int:
    """Run the command in `sys.argv` and return its exit status.

    Python turns Ctrl-C into an exception from its first moment on. One that falls into an import is told with a trace,
    or, where it falls into a callback of Python's own, told to nobody, and the command goes on as if it had not been
    interrupted. Nothing has begun yet, so nothing needs to be tidied up: the system may end the program.
    `inset.cli.main` makes it an exception again before the verb runs.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # ignored, where a script starts us beside itself
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from inset.cli.main import main

    return main()
