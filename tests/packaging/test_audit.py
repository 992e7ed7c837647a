"""`make audit` with the real pip-audit and a service of our own: nothing known, something known, and nobody to ask."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from support.computer.ports import free_port

ROOT = Path(__file__).parents[2]
VULNERABLE = "idna"
HASH = "0" * 64


class Advisories(BaseHTTPRequestHandler):
    """Answers in the form of osv.dev: one flaw is known, of one package."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = asked["package"]["name"]
        ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}]
        flaw = {
            "id": "MADE-UP-1",
            "modified": "2026-01-01T00:00:00Z",
            "summary": "made up",
            "details": "made up",
            "affected": [{"package": {"ecosystem": "PyPI", "name": name}, "ranges": ranges}],
        }
        content = json.dumps({"vulns": [flaw]} if name == VULNERABLE else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Advisories) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


def audit(folder: Path, service: str, *names: str) -> subprocess.CompletedProcess[str]:
    lock = folder / "locked.txt"
    lock.write_text("".join(f"{name}==1.0 --hash=sha256:{HASH}\n" for name in names))
    command = [sys.executable, str(ROOT / ".ci" / "audit.py"), "python", str(lock)]
    environ = {**os.environ, "OSV_URL": service, "PIP_AUDIT_CACHE_DIR": str(folder), "NO_PROXY": "127.0.0.1"}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)


def test_nothing_is_known(tmp_path: Path, service: str) -> None:
    done = audit(tmp_path, service, "attrs", "aiohttp")
    assert (done.returncode, done.stdout) == (0, "2 Python packages, 0 known flaws.\n"), done.stderr


def test_a_known_flaw_is_named_with_the_version_that_mends_it(tmp_path: Path, service: str) -> None:
    done = audit(tmp_path, service, "attrs", VULNERABLE)
    assert done.returncode == 1, done.stderr
    assert done.stdout == f"{VULNERABLE} 1.0: MADE-UP-1, mended in 99\n2 Python packages, 1 known flaws.\n"


def test_nobody_to_ask_is_no_clean_bill_and_says_what_to_do(tmp_path: Path) -> None:
    done = audit(tmp_path, f"http://127.0.0.1:{free_port()}/v1/query", "attrs")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Connect to the internet")
    assert "Traceback" not in done.stderr
