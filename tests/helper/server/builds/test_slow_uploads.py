"""Uploads that bring a byte now and then keep nobody waiting, and leave nothing once they end."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from inset.client.helper_state import read_state
from inset.paths import find_paths
from support.command_line.commands import Inset

SLOW = 40
EVERY = 0.2
"""Seconds between two bytes of each."""
PATIENCE = 60.0
ROUNDS = 20


class SlowUpload:
    """An upload of a megabyte that will never be whole."""

    def __init__(self, port: int, token: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        head = f"POST /v1/uploads?file=slow.csv HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
        self._socket.sendall(f"{head}Content-Type: text/csv\r\nContent-Length: 1000000\r\n\r\n".encode())

    def send(self) -> None:
        self._socket.sendall(b"9")

    def close(self) -> None:
        self._socket.close()


@contextmanager
def slow_uploads(port: int, token: str) -> Iterator[None]:
    """Have so many go on, a byte each now and then, until the block ends."""
    ended = threading.Event()
    with ExitStack() as stack:
        uploads = [SlowUpload(port, token) for _ in range(SLOW)]
        for upload in uploads:
            stack.callback(upload.close)

        def go_on() -> None:
            while not ended.wait(EVERY):
                for upload in uploads:
                    upload.send()

        sending = threading.Thread(target=go_on)
        sending.start()
        try:
            yield
        finally:
            ended.set()
            sending.join()


def ask(port: int, token: str, path: str, body: bytes, kind: str) -> dict[str, object]:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asked.request("POST", path, body, {"Authorization": f"Bearer {token}", "Content-Type": kind})
        answer = asked.getresponse()
        content: dict[str, object] = json.loads(answer.read())
        assert answer.status < 300, content
        return content
    finally:
        asked.close()


def until_slow(folder: Path, count: int) -> None:
    """Wait until so many uploads are under way."""
    end = time.monotonic() + PATIENCE
    while len(found := list(folder.glob("*.part"))) != count:
        assert time.monotonic() < end, found
        time.sleep(0.02)


def test_uploads_of_a_byte_now_and_then_keep_nobody_waiting(inset: Inset) -> None:
    assert inset("build", "--sample").status == 0
    paths = find_paths({"INSET_HOME": str(inset.home)})
    with inset.serving():
        state = read_state(paths)
        assert state is not None
        with slow_uploads(inset.port, state.token):
            until_slow(paths.uploads, SLOW)
            for number in range(ROUNDS):
                photos = json.dumps({"photos": ["990000000001"]}).encode()
                found = ask(inset.port, state.token, "/v1/lookup", photos, "application/json")
                assert found["listed"]
                listed = f"photo_id\n95000000000{number % 10}\n".encode()
                taken = ask(inset.port, state.token, "/v1/uploads?file=list.csv", listed, "text/csv")
                assert taken["bytes"] == len(listed)
        # Whoever goes away takes along what had arrived.
        until_slow(paths.uploads, 0)
        assert len(list(paths.uploads.iterdir())) == ROUNDS
    assert "Traceback" not in (inset.folder / "serve.log").read_text()
