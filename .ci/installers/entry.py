"""The program that the installers carry: `inset`, and for its own children what `python -P -m MODULE` would be.

A frozen program has no Python beside it, but Inset starts parts of itself as `sys.executable -P -m MODULE …`: the
helper at login, and each build. So this program understands these words, for its own modules alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> int:
    """Run the module that is asked for; `inset` if none is."""
    _print_nowhere_without_a_console()
    _keep_libraries_to_ourselves()
    words = sys.argv[1:]
    # What Windows starts at login; its words are variables for the helper.
    if Path(sys.executable).stem == "insetw" and all("=" in word for word in words):
        from inset.service.keeper import main as keeper

        return keeper(words)
    if not words and ".app/Contents/MacOS" in sys.executable:  # a click on the icon, on macOS
        words = ["open", "--start"]
    if words[:1] == ["-P"]:
        words = words[1:]
    if words[:2] == ["-m", "inset_build"]:
        from inset_build.__main__ import main as build

        sys.argv = ["inset_build", *words[2:]]
        return build()
    if words[:2] == ["-m", "inset.native_host"]:
        from inset.native_host.host import main as native_host

        return native_host(words[2:])
    if words[:2] == ["-m", "inset"]:
        words = words[2:]
    from inset.cli.start import start as inset

    sys.argv = [sys.argv[0], *words]
    return inset()


def _print_nowhere_without_a_console() -> None:
    """On Windows a program without a console has no streams, and the first word it prints would be its end."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good


def _keep_libraries_to_ourselves() -> None:
    """Give what this program starts the environment that it was given itself.

    PyInstaller's loader lets this process find the folder's libraries by LD_LIBRARY_PATH, which is read when a process
    begins. A browser that is started with it would load our libstdc++ and OpenSSL, and may not start at all.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if any(name.startswith("_PYI_") for name in os.environ):
        os.environ.pop("LD_LIBRARY_PATH", None)
        # By these a child that is this program again would take itself for a part of this process.
        for name in [name for name in os.environ if name.startswith("_PYI_")]:
            del os.environ[name]
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    sys.exit(main())
