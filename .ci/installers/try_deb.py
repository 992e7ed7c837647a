"""The .deb in an empty Debian: installed, used and purged. `make test-installers`; minutes, so no part of `make test`.

A root folder that debootstrap makes has no Python, no Node and no desktop; there the package must do all that it says.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = sorted((ROOT / "dist" / "installers").glob("*.deb"))
MAX_DOWNLOAD = 100_000_000
"""Bytes; what a person downloads."""


def why_not() -> str:
    """Return why the package cannot be tried here; empty if it can."""
    if not PACKAGES:
        return "make installers first: there is no .deb in dist/installers"
    if os.geteuid() != 0:
        return "run this as root: it needs chroot"
    return "" if shutil.which("debootstrap") else "install debootstrap"


pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


class Empty:
    """An empty Debian in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command in it, with a terminal's few variables."""
        environ = ["env", "-i", "HOME=/home/anna", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", f"INSET_PORT={self.port}"]
        done = subprocess.run(
            ["chroot", str(self.root), *environ, *words], capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0 or not check, (words, done.stdout, done.stderr)
        return done

    def publish_and_follow(self) -> None:
        """Publish a dataset with its page, and follow it as somebody else: a child does it, which alone has TLS."""
        (self.root / "home/anna/list.csv").write_text("photo_id\n53208249252\n", encoding="ascii")
        self.run("inset", "build", "mine", "/home/anna/list.csv")
        self.run("inset", "publish", "/home/anna/site", "mine", "--title", "Mine", "--site")
        assert (self.root / "home/anna/site/index.html").is_file()
        assert (self.root / "home/anna/site/site/page.js").is_file()
        folder = partial(SimpleHTTPRequestHandler, directory=str(self.root / "home/anna/site"))
        with ThreadingHTTPServer(("127.0.0.1", 0), folder) as host:
            serving = threading.Thread(target=host.serve_forever)
            serving.start()
            try:
                address = f"http://127.0.0.1:{host.server_port}/"
                reader = "env", "INSET_HOME=/home/anna/reader"
                self.run(*reader, "inset", "subscribe", address, "--root", "/home/anna/site/root.json")
                assert '"listed"' in self.run(*reader, "inset", "lookup", "53208249252", "--json").stdout
            finally:
                host.shutdown()
                serving.join()

    def files(self) -> set[str]:
        """Every file but the packages' own lists and what the kernel shows."""
        kept = {"proc", "dev", "sys", "tmp", "home", "var/lib/dpkg", "var/log", "var/cache"}
        found = set()
        for folder, inside, names in os.walk(self.root):
            here = Path(folder).relative_to(self.root)
            inside[:] = [name for name in inside if (here / name).as_posix() not in kept]
            found |= {(here / name).as_posix() for name in (*names, *inside)}
        return found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Empty]:
    """EMPTY_DEBIAN names a folder that debootstrap has filled already."""
    given = os.environ.get("EMPTY_DEBIAN", "")
    root = Path(given) if given else tmp_path_factory.mktemp("debian")
    if not (root / "usr/bin/dpkg").exists():
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(root)], check=True, capture_output=True)
    subprocess.run(["mount", "--bind", "/proc", str(root / "proc")], check=True)
    (root / "home/anna").mkdir(parents=True, exist_ok=True)
    try:
        yield Empty(root)
    finally:
        subprocess.run(["umount", str(root / "proc")], check=True)


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
        assert "42" in empty.run("inset", "build", "--sample").stdout
        answered = empty.run("inset", "lookup", "990000000001", "--json").stdout
        assert '"listed"' in answered
        empty.publish_and_follow()
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
    finally:
        done = empty.run("dpkg", "--purge", "inset")
    assert "~/.local/share/inset" in done.stdout
    assert empty.files() - before == set()
    assert (empty.root / "home/anna/.local/share/inset/datasets/inset-sample/CURRENT").is_file()
    with pytest.raises(OSError, match=r"refused"):
        socket.create_connection(("127.0.0.1", empty.port), timeout=5)
