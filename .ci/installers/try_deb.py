"""The .deb in an empty Debian: installed, used and purged. `make test-installers`; minutes, so no part of `make test`.

A root folder that debootstrap makes has no Python, no Node and no desktop; there the package must do all that it says.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from empty_debian import PACKAGES, Empty, empty_debian, why_not

MAX_DOWNLOAD: Final = 100_000_000
"""Bytes; what a person downloads."""
MAX_MAPPED: Final = 40_000_000
"""Bytes of the files that a helper has mapped: what the first start after a boot reads from the disk."""

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Empty]:
    """One for all tests of this file."""
    with empty_debian(tmp_path_factory.mktemp("debian")) as made:
        yield made


def publish_and_follow(empty: Empty) -> None:
    """Publish a dataset with its page, and follow it as somebody else: a child does it, which alone has TLS."""
    (empty.root / "home/anna/list.csv").write_text("photo_id\n53208249252\n", encoding="ascii")
    empty.run("inset", "build", "mine", "/home/anna/list.csv")
    empty.run("inset", "publish", "/home/anna/site", "mine", "--title", "Mine", "--site")
    assert (empty.root / "home/anna/site/index.html").is_file()
    assert (empty.root / "home/anna/site/site/page.js").is_file()
    folder = partial(SimpleHTTPRequestHandler, directory=str(empty.root / "home/anna/site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), folder) as host:
        serving = threading.Thread(target=host.serve_forever)
        serving.start()
        try:
            address = f"http://127.0.0.1:{host.server_port}/"
            reader = "env", "INSET_HOME=/home/anna/reader"
            empty.run(*reader, "inset", "subscribe", address, "--root", "/home/anna/site/root.json")
            assert '"listed"' in empty.run(*reader, "inset", "lookup", "53208249252", "--json").stdout
        finally:
            host.shutdown()
            serving.join()


def mapped(pid: int) -> set[Path]:
    """The files that a process has mapped into its memory."""
    lines = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
    return {Path(words[5]) for line in lines if len(words := line.split(maxsplit=5)) == 6 and words[5].startswith("/")}


def test_it_is_small_enough_to_download() -> None:
    """At most 100 MB."""
    assert PACKAGES[-1].stat().st_size <= MAX_DOWNLOAD


def test_from_installing_to_purging(empty: Empty) -> None:
    """Install it, build, look up, start by the menu entry's command, ask the helper, purge: nothing stays but data."""
    before = empty.files()
    shutil.copy(PACKAGES[-1], empty.root / "tmp/inset.deb")
    assert empty.run("sh", "-c", "command -v python3", check=False).returncode != 0
    empty.run("dpkg", "-i", "/tmp/inset.deb")
    try:
        assert empty.run("inset", "--version").stdout.startswith("inset ")
        for file in (
            "usr/share/applications/inset.desktop",
            "usr/share/icons/hicolor/scalable/apps/inset.svg",
            "usr/lib/systemd/user/inset.service",
            "usr/lib/systemd/user/default.target.wants/inset.service",
            "usr/share/man/man1/inset.1.gz",
            "usr/share/bash-completion/completions/inset",
            "usr/lib/inset/_internal/inset/extension/manifest.json",
            "etc/chromium/native-messaging-hosts/inset.native_host.json",
            "etc/opt/chrome/native-messaging-hosts/inset.native_host.json",
            "etc/opt/edge/native-messaging-hosts/inset.native_host.json",
            "usr/lib/mozilla/native-messaging-hosts/inset.native_host.json",
        ):
            assert (empty.root / file).exists(), file
        # A person who has just installed it is told of nothing that is wrong with it.
        checks = json.loads(empty.run("inset", "doctor", "--json", check=False).stdout)["checks"]
        assert [each for each in checks if each["state"] == "bad"] == []
        assert "42" in empty.run("inset", "build", "--sample").stdout
        answered = empty.run("inset", "lookup", "990000000001", "--json").stdout
        assert '"listed"' in answered
        publish_and_follow(empty)
        # What the menu entry runs. There is no browser, so the address is printed.
        began = time.monotonic()
        url = empty.run("inset", "open", "--start", "--print").stdout.strip()
        print(f"from the menu entry to the address: {time.monotonic() - began:.2f} s")
        assert url.startswith(f"http://127.0.0.1:{empty.port}/#ticket=")
        assert '"ready"' in empty.run("inset", "status", "--json").stdout
        # The helper's catalog comes from a child, which is the frozen program again.
        state = json.loads((empty.root / "home/anna/.local/state/inset/helper.json").read_text(encoding="utf-8"))
        asked = http.client.HTTPConnection("127.0.0.1", empty.port, timeout=60)
        asked.request("GET", "/v1/catalog", headers={"Authorization": f"Bearer {state['token']}"})
        assert b'"ffhq"' in asked.getresponse().read()
        asked.close()
        # It starts fast because it reads little: neither what builds alone need, nor what debuggers alone read.
        files = mapped(state["pid"])
        assert not [file for file in files if re.search(r"polars|numpy|duckdb|cryptography|_ssl", str(file))]
        assert sum(file.stat().st_size for file in files) <= MAX_MAPPED
    finally:
        done = empty.run("dpkg", "--purge", "inset")
    assert "~/.local/share/inset" in done.stdout
    assert empty.files() - before == set()
    assert (empty.root / "home/anna/.local/share/inset/datasets/inset-sample/CURRENT").is_file()
    with pytest.raises(OSError, match=r"refused"):
        socket.create_connection(("127.0.0.1", empty.port), timeout=5)
