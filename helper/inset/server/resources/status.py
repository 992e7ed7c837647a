"""`GET /v1/status`: the running helper's process, version, datasets and memory, for the owner."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from aiohttp import web

from inset.client.answers import Status
from inset.client.helper_state import HELPER_NAME
from inset.server.answers import json_answer
from inset.server.keys import HELPER, LIBRARY, TOKENS
from inset.server.resources.hello import API_VERSION


async def status(request: web.Request) -> web.Response:
    """Answer the owner."""
    library = await request.app[LIBRARY].get()
    state = request.app[HELPER].state
    return json_answer(
        Status(
            name=HELPER_NAME,
            api=API_VERSION,
            version=state.version,
            pid=state.pid,
            port=state.port,
            started_at=state.started_at,
            ready=bool(library.training_sets()),
            revision=library.revision,
            datasets=len(library.training_sets()),
            censuses=len(library.censuses),
            unavailable=len(library.unavailable),
            pairings=len(request.app[TOKENS].list()),
            memory_bytes=own_bytes(),
        )
    )


def own_bytes() -> int | None:
    """Return the memory of this process in bytes; its peak where the system tells only that; None on Windows.

    Without what it maps of files: the system takes that back whenever it needs it.

    Source: proc(5) for statm; getrusage(2): ru_maxrss counts KiB on Linux and the BSDs, bytes on macOS.
    """
    if sys.platform == "win32":
        return None
    try:
        _, resident, mapped = map(int, Path("/proc/self/statm").read_text(encoding="ascii").split()[:3])
        return (resident - mapped) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
