"""Import aiohttp without TLS, which the helper never uses, so that it starts faster.

aiohttp's client makes a TLS context when it is imported, and with it reads every certificate authority of the system:
a third of the helper's start, and memory. Nothing in the helper's process speaks TLS (downloads are a child process's),
so aiohttp is imported as on a Python that has no `ssl`, which it supports.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


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
