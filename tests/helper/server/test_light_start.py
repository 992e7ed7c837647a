"""What the helper must not import when it starts: it would cost time at every start, and memory all the while."""

from __future__ import annotations

import subprocess
import sys

from inset.paths import Paths
from support.datasets.runs import PublishIds


def run(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_aiohttp_comes_without_tls_and_tls_can_still_be_had() -> None:
    loaded = run(
        "import sys\n"
        "from inset.server.light_start import import_aiohttp\n"
        "import_aiohttp()\n"
        "import inset.server.run\n"
        "print(*sys.modules)\n"
        "import ssl\n"
        "assert ssl.create_default_context()\n"
    )
    assert "aiohttp.web" in loaded
    assert "ssl" not in loaded


def test_who_has_tls_already_keeps_it() -> None:
    run(
        "import ssl\n"
        "from inset.server.light_start import import_aiohttp\n"
        "import_aiohttp()\n"
        "import aiohttp.connector, asyncio.sslproto\n"
        "assert aiohttp.connector.ssl is ssl\n"
        "assert asyncio.sslproto.ssl is ssl\n"
    )


def test_opening_datasets_and_asking_for_a_page_needs_no_numpy(paths: Paths, publish: PublishIds) -> None:
    publish("faces", {7, 8, 90_000_000_000})
    publish("dense", range(5, 5 + 20_000 * 65_536, 65_536))
    publish("sparse", range(5, 5 + 20_000 * 200_000, 200_000))
    loaded = run(
        "import sys\n"
        "from pathlib import Path\n"
        "from inset.index.library import Library\n"
        f"library = Library(Path({str(paths.datasets)!r}))\n"
        "assert len(library.datasets) == 3\n"
        "assert library.lookup([7, 9, 5, 200_005, *range(10**9 + 6, 10**9 + 102)]).keys() == {7, 5, 200_005}\n"
        "print(*sys.modules)\n"
    )
    assert not {"numpy", "polars", "inset_build"} & set(loaded)


def test_no_garbage_is_looked_for_until_the_helper_has_started() -> None:
    run(
        "import gc\n"
        "from inset.server.light_start import started, starting\n"
        "with starting():\n"
        "    assert not gc.isenabled()\n"
        "    kept = [[] for _ in range(1000)]\n"
        "    started()\n"
        "    assert gc.isenabled()\n"
        "    assert gc.get_freeze_count() > 1000\n"
        "    assert len(gc.get_objects()) < 1000\n"
        "assert gc.isenabled()\n"
        "try:\n"
        "    with starting():\n"
        "        raise OSError\n"
        "except OSError:\n"
        "    assert gc.isenabled()\n"
    )
