"""Has loaded what `inset` loads, and forks for each command: a process of its own, without the time that imports take.

    nursery.py FD

Each message on the socket FD is a command as JSON, with four files: stdin, stdout and stderr of the command, and one
that is told its process and, once it has ended, its exit status. `nursed.py` beside this starts it as a program of its
own: nothing of the tests is loaded here.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import socket
import sys
import tempfile
import time
import warnings
from importlib import import_module
from typing import Any

LOADED = (
    "inset.cli.all_verbs",
    "inset_build.add",
    "inset_build.pipeline",
    "inset_build.pack.unpack",
    "numpy",
    "polars",
)


def next_command(control: socket.socket) -> dict[str, Any]:
    """Fork for each command, and return it in the process that is to do it. Ends when nobody can ask any more."""
    while True:
        message, files, _, _ = socket.recv_fds(control, 1 << 20, 4)
        if not message:
            sys.exit()
        if _fork() == 0:
            control.close()
            child = _fork()
            if child == 0:
                for number, file in enumerate(files[:3]):
                    os.dup2(file, number)
                for file in files:
                    os.close(file)
                command: dict[str, Any] = json.loads(message)
                return command
            os.write(files[3], b"%d\n" % child)
            _, status = os.waitpid(child, 0)
            os.write(files[3], b"%d\n" % os.waitstatus_to_exitcode(status))
            os._exit(0)
        for file in files:
            os.close(file)
        _bury()


def _fork() -> int:
    """Fork. Polars has threads that tidy up behind it, without which a child does well; newer Pythons warn of any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _bury() -> None:
    """Collect those that have seen their command end."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    # Not this file's folder: nothing of it is to be found by a name that it shares with something else.
    del sys.path[0]
    for name in LOADED:
        import_module(name)
    # What is here already stays where it is in memory, so that children share it.
    gc.collect()
    gc.freeze()
    command = next_command(control)
    os.environ.clear()
    os.environ.update(command["environ"])
    time.tzset()
    tempfile.tempdir = None  # what was loaded may have asked, and the answer is kept
    os.umask(command["umask"])
    os.chdir(command["folder"])
    sys.argv = ["inset", *command["words"]]
    sys.path.insert(0, command["folder"])
    runpy.run_module("inset", run_name="__main__", alter_sys=True)


main()
