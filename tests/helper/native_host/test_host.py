"""The native messaging host as a browser runs it: a real process, spoken to by its standard input and output."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.client.client import Client
from inset.client.helper_state import read_state
from inset.errors import InsetError
from inset.identity import read_identity
from inset.native_host.framing import MAX_ASKED
from inset.native_host.host import is_allowed
from inset.paths import find_paths
from support.computer.ports import free_port

IDENTITY = read_identity()
CHROME = [IDENTITY.chrome_origin]
FIREFOX = ["/usr/lib/mozilla/native-messaging-hosts/inset.native_host.json", IDENTITY.firefox_id]


@pytest.fixture
def environ(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A person without a running helper; the helper that the host starts is stopped after the test."""
    made = {**os.environ, "INSET_HOME": str(tmp_path), "INSET_PORT": str(free_port())}
    yield made
    state = read_state(find_paths(made))
    if state is not None:
        client = Client(state.port, state.token)
        client.shutdown()
        assert client.wait_until_gone(20)


def frame(message: bytes) -> bytes:
    return struct.pack("=I", len(message)) + message


def run(sent: bytes, environ: dict[str, str], caller: list[str]) -> tuple[int, list[dict[str, Any]], str]:
    """Run the host with all that the browser sends; return its exit status, its answers, and its standard error."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "inset.native_host", *caller],
        input=sent,
        capture_output=True,
        env=environ,
        timeout=60,
        check=False,
    )
    answers, rest = [], done.stdout
    while rest:
        (length,) = struct.unpack("=I", rest[:4])
        answers.append(json.loads(rest[4 : 4 + length]))
        rest = rest[4 + length :]
    return done.returncode, answers, done.stderr.decode()


@pytest.mark.parametrize("caller", [CHROME, [*CHROME, "--parent-window=0"], FIREFOX])
def test_it_starts_the_helper_and_hands_out_a_ticket_that_works_once(
    environ: dict[str, str], caller: list[str]
) -> None:
    start, ticket = frame(b'{"verb":"start"}'), frame(b'{"verb":"ticket"}')
    status, answers, said = run(start + start + ticket, environ, caller)
    port = int(environ["INSET_PORT"])
    assert (status, said) == (0, "")
    assert answers[:2] == [{"ok": True, "port": port}] * 2
    assert {key: answers[2][key] for key in ("ok", "port", "expires_in")} == {
        "ok": True,
        "port": port,
        "expires_in": 60,
    }
    # The helper goes on when the host has ended, and takes the ticket once.
    given_ticket = {"ticket": answers[2]["ticket"]}
    assert post(port, given_ticket) == 200
    assert post(port, given_ticket) == 403


def post(port: int, body: dict[str, Any]) -> int:
    """Hand a ticket in, as Inset's page does."""
    from http.client import HTTPConnection

    asked = HTTPConnection("127.0.0.1", port, timeout=60)
    asked.request(
        "POST",
        "/v1/session",
        json.dumps(body),
        {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"},
    )
    status = asked.getresponse().status
    asked.close()
    return status


def test_a_ticket_starts_nothing(environ: dict[str, str]) -> None:
    status, (answer,), _ = run(frame(b'{"verb":"ticket"}'), environ, CHROME)
    assert status == 0
    assert answer["ok"] is False
    assert answer["error"]["code"] == "helper_unreachable"
    assert answer["error"]["hint"]
    assert read_state(find_paths(environ)) is None


@pytest.mark.parametrize(
    "caller",
    [
        [],
        ["start"],
        ["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/"],
        [f"{IDENTITY.chrome_origin}x"],
        [IDENTITY.chrome_origin.rstrip("/")],
        ["https://www.flickr.com/"],
        [FIREFOX[0], "other@addon.example"],
        [IDENTITY.firefox_id],
    ],
)
def test_it_answers_no_other_caller(environ: dict[str, str], caller: list[str]) -> None:
    status, answers, said = run(frame(b'{"verb":"start"}'), environ, caller)
    assert (status, answers) == (2, [])
    assert "Use Inset's extension" in said
    assert read_state(find_paths(environ)) is None


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"null",
        b"start",
        b'"start"',
        b'{"verb":"stop"}',
        b'{"verb":"start","port":1}',
        b'{"verb":["start"]}',
        b'{"verb":"Start"}',
        b"[" * 1000,
        b"\xff" * 20,
        b'{"verb":"start"}{"verb":"ticket"}',
    ],
)
def test_what_is_no_question_is_told_and_the_next_is_answered(environ: dict[str, str], message: bytes) -> None:
    status, answers, _ = run(frame(message) + frame(b'{"verb":"ticket"}'), environ, CHROME)
    assert status == 0
    assert [answer["error"]["code"] for answer in answers] == ["bad_request", "helper_unreachable"]
    assert read_state(find_paths(environ)) is None


@pytest.mark.parametrize(
    "sent",
    [
        struct.pack("=I", MAX_ASKED + 1) + b"x" * (MAX_ASKED + 1),
        struct.pack("=I", 0xFFFFFFFF),
        struct.pack("=I", 16) + b'{"verb"',
        b"\x01\x02",
    ],
)
def test_after_too_long_or_broken_a_message_it_ends_at_once(environ: dict[str, str], sent: bytes) -> None:
    began = time.monotonic()
    status, (answer,), _ = run(sent, environ, CHROME)
    assert status == 2
    assert answer["error"]["code"] == "bad_request"
    assert time.monotonic() - began < 60


def test_what_keeps_the_helper_from_starting_is_told(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("port = 'x'\n", encoding="utf-8")
    _, (answer,), said = run(frame(b'{"verb":"start"}'), {**environ, "INSET_PORT": ""}, CHROME)
    assert answer["ok"] is False
    assert "port" in answer["error"]["message"]
    assert said == ""


@given(st.lists(st.text(max_size=40), max_size=4))
def test_no_other_words_are_an_allowed_caller(words: list[str]) -> None:
    expected = words[:1] == CHROME or (len(words) > 1 and words[1] == IDENTITY.firefox_id)
    assert is_allowed(words, IDENTITY) is expected


def test_errors_have_the_form_of_the_api() -> None:
    assert set(InsetError("x").as_dict()) == {"code", "message", "hint"}
