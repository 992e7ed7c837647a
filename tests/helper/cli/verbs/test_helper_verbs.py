"""The verbs that speak with the running helper, over real HTTP."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import time
from typing import Any

import pytest

from inset import __version__
from inset.index.library import LOOK_EVERY
from support.command_line.commands import Inset

ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"


def call(
    inset: Inset, method: str, path: str, body: object = None, *, token: str = "", origin: str = ""
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", inset.port, timeout=60)
    headers = {"Content-Type": "application/json"} if body is not None else {}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Origin": origin} if origin else {}
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content)


def test_serve_status_stop(inset: Inset) -> None:
    inset("build", "--sample")
    with inset.serving() as process:
        assert call(inset, "GET", "/v1/hello")[1] == {"name": "inset", "api": 1, "version": __version__, "ready": True}
        status = inset("status", "--json").json
        assert (status["port"], status["datasets"]) == (inset.port, 1)
        assert status["published"] == [{"name": "inset-sample", "photos": 42, "kind": "training"}]
        assert (status["paired"], status["builds"]) == ([], [])
        assert status["health"]["warning"] >= 1  # no browser is paired
        told = inset("status").out
        assert told.startswith(f"The helper answers at http://127.0.0.1:{inset.port}.\n")
        assert "1 training set, 42 entries: inset-sample (42)" in told
        assert "42 entrées : inset-sample (42)" in inset("status", INSET_LANGUAGE="fr").out
        assert "doctor` tells what to do." in told
        assert inset("stop").status == 0
        assert process.wait(timeout=60) == 0
    assert inset("status").status == 4
    assert not (inset.home / "state" / "helper.json").exists()


def test_pairing_by_code_then_unpairing(inset: Inset) -> None:
    inset("build", "--sample")
    with inset.serving():
        _, asked = call(inset, "POST", "/v1/pairings", {"name": "Chrome on Linux"}, origin=ORIGIN)
        assert "Chrome on Linux" in inset("pair").out
        assert inset("pair", "000000" if asked["code"] != "000000" else "111111").status == 1
        approved = inset("pair", f"{asked['code'][:3]} {asked['code'][3:]}")
        assert approved.status == 0
        assert "Connected Chrome on Linux" in approved.out
        _, collected = call(inset, "GET", f"/v1/pairings/{asked['id']}", token=asked["secret"])
        token = collected["token"]
        lookup = {"photos": ["990000000001", "990000000002"]}
        status, answer = call(inset, "POST", "/v1/lookup", lookup, token=token, origin=ORIGIN)
        assert status == 200
        assert answer["listed"] == {"990000000001": [{"dataset": "inset-sample", "answer": "listed"}]}
        assert call(inset, "POST", "/v1/lookup", lookup, token=token, origin=ORIGIN.replace("a", "b"))[0] == 403
        assert "Chrome on Linux" in inset("pair", "--list").out
        assert inset("unpair", "Chrome on Linux").status == 0
        assert call(inset, "POST", "/v1/lookup", lookup, token=token, origin=ORIGIN)[0] == 401
        assert inset("pair", "--list", "--json").json == {"pairings": []}


def test_a_token_for_scripts_works_at_once(inset: Inset) -> None:
    inset("build", "--sample")
    before = inset("pair", "--new-token", "before the start").out.strip()
    with inset.serving():
        after = inset("pair", "--new-token", "notebook").out.strip()
        for token in (before, after):
            assert call(inset, "GET", "/v1/datasets", token=token)[0] == 200
        inset("unpair", "--all")
        assert call(inset, "GET", "/v1/datasets", token=after)[0] == 401
    assert before not in (inset.folder / "serve.log").read_text()


def test_a_rebuild_is_served_without_a_restart(inset: Inset) -> None:
    manifest = inset.folder / "photos.txt"
    manifest.write_text("990000000301\n990000000302\n990000000409\n")
    inset("build", "made-up", manifest)
    token = inset("pair", "--new-token", "test").out.strip()
    lookup = {"photos": ["990000000301", "990000000777"]}
    with inset.serving():
        first = call(inset, "POST", "/v1/lookup", lookup, token=token)[1]
        manifest.write_text("990000000777\n990000000779\n990000000790\n")
        inset("build", "made-up", manifest)
        time.sleep(LOOK_EVERY)
        second = call(inset, "POST", "/v1/lookup", lookup, token=token)[1]
    assert list(first["listed"]) == ["990000000301"]
    assert list(second["listed"]) == ["990000000777"]
    assert first["revision"] != second["revision"]
    assert "990000000777" not in (inset.folder / "serve.log").read_text()


@pytest.mark.parametrize("name", ["helper.json", "pairings.json"])
def test_secrets_are_for_this_person_alone(inset: Inset, name: str) -> None:
    inset("pair", "--new-token", "test")
    with inset.serving():
        assert (inset.home / "state" / name).stat().st_mode & 0o077 == 0


def test_open_makes_the_page_the_owners(inset: Inset) -> None:
    assert inset("open", "--print").status == 4
    with inset.serving():
        printed = inset("open", "--print")
        assert printed.status == 0
        url = printed.out.strip()
        address, _, ticket = url.partition("/#ticket=")
        assert address == f"http://127.0.0.1:{inset.port}"
        assert "works once" in printed.err
        for status in (200, 403):
            assert call(inset, "POST", "/v1/session", {"ticket": ticket}, origin=address)[0] == status
        other = inset("open", "--print", "--json").json
        assert set(other) == {"url", "opened", "expires_in"}
        assert (other["opened"], other["url"] == url) == (False, False)
    log = (inset.folder / "serve.log").read_text()
    assert ticket not in log


def test_open_starts_the_browser(inset: Inset) -> None:
    seen = inset.folder / "seen.txt"
    browser = inset.folder / "browser.py"
    browser.write_text(f"import pathlib, sys\npathlib.Path({str(seen)!r}).write_text(sys.argv[1])\n")
    with inset.serving():
        opened = inset("open", "--json", BROWSER=f"{sys.executable} {browser} %s")
        assert opened.json["opened"] is True
        # Everybody can read the arguments of programs: the address is in a file of this person's alone.
        address, _, ticket = opened.json["url"].partition("#ticket=")
        assert ticket not in seen.read_text()
        page = inset.home / "state" / "open.html"
        assert seen.read_text() == page.as_uri()
        assert page.stat().st_mode & 0o077 == 0
        assert f'content="0;url={address}#ticket={ticket}"' in page.read_text()


def test_open_starts_the_helper(inset: Inset) -> None:
    browser = f"{sys.executable} -c 0 %s"
    try:
        first = inset("open", "--start", "--json", BROWSER=browser)
        assert first.status == 0
        pid = inset("status", "--json").json["pid"]
        assert inset("open", "--start", BROWSER=browser).status == 0
        assert inset("status", "--json").json["pid"] == pid
    finally:
        inset("stop")


def test_open_shows_in_the_browser_why_nothing_starts(inset: Inset) -> None:
    with socket.create_server(("127.0.0.1", inset.port)):
        assert inset("open", "--start", BROWSER=f"{sys.executable} -c 0 %s").status == 5
    shown = (inset.home / "state" / "open.html").read_text()
    assert "Inset does not start" in shown
    assert str(inset.port) in shown
