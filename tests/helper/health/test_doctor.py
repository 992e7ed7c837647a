"""`inset doctor`: every check is made to fail once by a real cause, and says what to do."""

from __future__ import annotations

import os
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.runs import make_old

NAMES = [
    "versions",
    "settings",
    "port",
    "service",
    "native messaging",
    "folders",
    "leftovers",
    "disk",
    "datasets",
    "pairings",
    "extension",
    "clock",
]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No service of the person who runs the tests is looked at, and nothing that other tests' killed processes left."""
    monkeypatch.setenv("HOME", str(tmp_path))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)


def doctor(inset: Inset, *words: str) -> tuple[int, list[dict[str, Any]]]:
    ran = inset("doctor", "--json", *words)
    return ran.status, ran.json["checks"]


def only(checks: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [check for check in checks if check["name"] == name]
    return found


def test_nothing_set_up_yet_is_nothing_bad(inset: Inset) -> None:
    status, checks = doctor(inset)
    assert status == 0
    assert [check["name"] for check in checks] == NAMES
    assert {check["name"] for check in checks if check["state"] == "warning"} - {"extension"} == {
        "port",
        "datasets",
        "pairings",
    }
    assert all(check["remedy"] for check in checks if check["state"] != "good")
    assert not inset.home.exists()


def test_all_is_well(inset: Inset) -> None:
    inset("build", "--sample")
    inset("pair", "--new-token", "test")
    with inset.serving():
        status, checks = doctor(inset, "--verify")
        assert status == 0
        assert {check["name"] for check in checks if check["state"] != "good"} <= {"extension"}
        assert only(checks, "port")["message"] == f"The helper answers on port {inset.port}."
        assert "every checksum is right" in only(checks, "datasets")["message"]
        lines = inset("doctor").out.splitlines()
        assert lines[0].startswith("good     versions             Inset ")
        assert any(line.startswith("good     native messaging     ") for line in lines)
        assert lines[-1] in ("All is well.", "0 bad, 1 warning.")


def test_settings_that_cannot_be_read(inset: Inset) -> None:
    (inset.home / "config").mkdir(parents=True)
    (inset.home / "config" / "config.toml").write_text("prt = 1\n")
    status, checks = doctor(inset)
    assert status == 1
    check = only(checks, "settings")
    assert check["state"] == "bad"
    assert check["remedy"].startswith("Remove prt from ")


def test_debug_is_told(inset: Inset) -> None:
    (inset.home / "config").mkdir(parents=True)
    (inset.home / "config" / "config.toml").write_text('log_level = "debug"\n')
    check = only(doctor(inset)[1], "settings")
    assert check["state"] == "warning"
    assert "browsing history" in check["message"]


def test_another_program_on_the_port(inset: Inset) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", inset.port), Other) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        status, checks = doctor(inset)
        other.shutdown()
    assert status == 1
    assert only(checks, "port")["message"] == f"Another program has port {inset.port}."


def test_a_silent_program_on_the_port(inset: Inset) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", inset.port))
        assert only(doctor(inset)[1], "port")["message"] == f"Another program has port {inset.port}."


def test_another_homes_helper_on_the_port(inset: Inset, tmp_path: Path) -> None:
    with Inset(tmp_path / "theirs", inset.port, tmp_path).serving():
        status, checks = doctor(inset)
    assert status == 1
    assert only(checks, "port")["message"].startswith("A helper of another person, or of another INSET_HOME")


def test_a_helper_on_another_port_than_the_settings_say(inset: Inset) -> None:
    with inset.serving():
        moved = Inset(inset.home, free_port(), inset.folder)
        status, checks = doctor(moved)
    assert status == 0
    check = only(checks, "port")
    assert check["state"] == "warning"
    assert str(inset.port) in check["message"]
    assert str(moved.port) in check["message"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_secrets_that_others_may_read(inset: Inset) -> None:
    inset("pair", "--new-token", "test")
    pairings = inset.home / "state" / "pairings.json"
    pairings.chmod(0o644)
    status, checks = doctor(inset)
    assert status == 1
    check = only(checks, "folders")
    assert "mode 644" in check["message"]
    assert f"chmod 600 '{pairings}'" in check["remedy"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("name", ["data", "downloads", "spill", ".build.lock", "photos.sqlite", "helper.log"])
def test_datasets_that_others_may_read(inset: Inset, name: str) -> None:
    """Data, downloads, the spill of a build, locks and logs: each is noticed, and closed by `--fix`."""
    manifest = inset.folder / "faces.csv"
    manifest.write_text("photo_id,owner_nsid\n900000000001,12345678@N00\n")
    inset("build", "faces", manifest)
    folder = {"downloads": inset.home / "data", "spill": inset.home / "data" / "datasets" / "faces"}
    if name in folder:
        (folder[name] / name).mkdir(mode=0o700)
    if name == "helper.log":
        (inset.home / "log").mkdir(mode=0o700)
        (inset.home / "log" / name).touch(mode=0o600)
    (path,) = inset.home.rglob(name)
    assert only(doctor(inset)[1], "folders")["state"] == "good"
    path.chmod(0o755 if path.is_dir() else 0o644)
    status, checks = doctor(inset)
    assert status == 1
    check = only(checks, "folders")
    assert check["state"] == "bad"
    assert f"rights on {path} (mode" in check["message"]
    assert "inset doctor --fix" in check["remedy"]
    status, checks = doctor(inset, "--fix")
    assert status == 0
    assert {each["state"] for each in checks if each["name"] == "folders"} == {"good"}
    assert not path.stat().st_mode & 0o077


def test_a_folder_that_is_none(inset: Inset) -> None:
    inset.home.mkdir()
    (inset.home / "data").write_text("a file")
    status, checks = doctor(inset)
    assert status == 1
    assert only(checks, "folders")["message"] == f"{inset.home / 'data'} is no folder."


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever may write everywhere meets no bounds")
def test_a_folder_that_is_not_ours(inset: Inset) -> None:
    inset.home.mkdir(mode=0o500)
    status, checks = doctor(inset)
    assert status == 1
    assert any(check["message"].startswith("You may not write in") for check in checks)


def test_a_damaged_list_of_pairings(inset: Inset) -> None:
    (inset.home / "state").mkdir(parents=True, mode=0o700)
    (inset.home / "state" / "pairings.json").write_text("damaged")
    (inset.home / "state" / "pairings.json").chmod(0o600)
    status, checks = doctor(inset)
    assert status == 1
    assert only(checks, "pairings")["remedy"].startswith("Move ")


def flip(home: Path) -> None:
    """Change a byte of the filter."""
    (bloom,) = home.rglob("photos.bloom")
    content = bytearray(bloom.read_bytes())
    content[-1] ^= 1
    bloom.write_bytes(content)


def test_a_run_that_lacks_a_file(inset: Inset) -> None:
    inset("build", "--sample")
    (store,) = inset.home.rglob("photos.ids")
    store.unlink()
    status, checks = doctor(inset)
    assert status == 1
    check = only(checks, "datasets")
    assert (check["state"], check["remedy"]) == ("bad", "Build inset-sample again.")
    assert check["message"].endswith("cannot be used, photos.ids is missing.")


def test_a_changed_byte_is_found(inset: Inset) -> None:
    inset("build", "--sample")
    flip(inset.home)
    for words in ((), ("--verify",)):
        status, checks = doctor(inset, *words)
        assert status == 1
        assert only(checks, "datasets")["remedy"] == "Build inset-sample again."
        assert "photos.bloom of its run" in only(checks, "datasets")["message"]


def test_what_the_helper_found_in_the_background_is_told(inset: Inset) -> None:
    inset("build", "--sample")
    with inset.serving():
        assert only(doctor(inset)[1], "datasets")["state"] == "good"
    flip(inset.home)
    with inset.serving():
        end = time.monotonic() + 120
        while only(doctor(inset)[1], "datasets")["state"] == "good":
            assert time.monotonic() < end
        assert "is damaged: its bytes" in only(doctor(inset)[1], "datasets")["message"]
        assert inset("status", "--json").json["unavailable"] == 1


def test_in_a_run_from_before_there_were_checksums_of_pieces_verify_finds_it(inset: Inset) -> None:
    inset("build", "--sample")
    make_old(next(inset.home.rglob("photos.bloom")).parent)
    flip(inset.home)
    assert only(doctor(inset)[1], "datasets")["state"] == "good"
    status, checks = doctor(inset, "--verify")
    assert status == 1
    assert "is not the file that was published" in only(checks, "datasets")["message"]


def test_a_clock_that_went_back(inset: Inset) -> None:
    inset("build", "--sample")
    (current,) = inset.home.rglob("CURRENT")
    in_a_week = current.stat().st_mtime + 7 * 86_400
    os.utime(current, (in_a_week, in_a_week))
    assert only(doctor(inset)[1], "clock")["state"] == "warning"


@pytest.mark.skipif(sys.platform != "linux", reason="the unit is systemd's")
def test_a_service_that_does_not_start_at_login(inset: Inset, tmp_path: Path) -> None:
    units = tmp_path / ".config" / "systemd" / "user"
    units.mkdir(parents=True)
    (units / "inset.service").write_text("[Service]\n")
    status, checks = doctor(inset)
    assert status == 1
    assert only(checks, "service")["remedy"] == "Run `inset service install` again."


def test_damaged_rows_are_a_warning_for_look_ups_go_on(inset: Inset) -> None:
    manifest = inset.folder / "list.txt"
    manifest.write_text("".join(f"{990_000_000_001 + number}\n" for number in range(50)))
    assert inset("build", "made-up", manifest).status == 0
    (rows,) = (inset.home / "data" / "datasets" / "made-up").glob("*/photos.rows")
    rows.write_bytes(rows.read_bytes()[:40])
    status, checks = doctor(inset)
    told = only(checks, "datasets")
    assert (status, told["state"]) == (0, "warning")
    assert "made-up answers, but not in which rows" in told["message"]
    assert "Build" in told["remedy"]
    assert inset("lookup", 990_000_000_001).out.startswith("990000000001: listed in made-up")
