"""What keeps the helper's start short, and what it loads then out of the way of its answers.

**aiohttp without TLS**, which the helper never uses.

aiohttp's client makes a TLS context when it is imported, and with it reads every certificate authority of the system:
a third of the helper's start, and memory. Nothing in the helper's process speaks TLS (downloads are a child process's),
so aiohttp is imported as on a Python that has no `ssl`, which it supports.

**Garbage.** Modules make some 100,000 objects that are never garbage. While they are loaded nobody looks for any, which
takes a tenth of the time, and afterwards they are left out of every search: one through all of them takes 10 to 30 ms,
and some look-up would wait for it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SWITCH_SECONDS: Final = 0.001
"""For which a thread may keep the interpreter's lock while another waits; Python's own 5 ms would be felt by a look-up
while a thread opens what was published."""


@contextmanager
def starting() -> Iterator[None]:
    """Look for no garbage within the block, or until `started` is called."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def started() -> None:
    """The process has loaded what it needs, and answers from now on."""
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(SWITCH_SECONDS)


def import_aiohttp() -> None:
    """Import aiohttp and asyncio without TLS, in a process that will not need it; does nothing if aiohttp is there."""
    if "aiohttp" not in sys.modules:
        with _without("ssl"):
            import aiohttp.web  # noqa: F401


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let `import name` fail meanwhile, as Python documents for a None in `sys.modules`."""
    if name in sys.modules:  # it is loaded already, so hiding it would gain nothing
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
