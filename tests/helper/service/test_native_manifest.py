"""The manifests by which browsers find the native messaging host, in a person's own places."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from inset.health.native_host import check_native_host
from inset.identity import read_identity
from inset.service import native_manifest as manifests
from inset.service.native_manifest import (
    NAME,
    host_script,
    install_native_host,
    installed_manifests,
    native_manifest,
    remove_native_host,
)
from inset.service.native_places import persons_places, systems_places
from inset.service.plan import Plan

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="writes Linux's places")
PLAN = Plan(command=(sys.executable, "-P", "-m", "inset", "serve"), environment={"INSET_HOME": "/tmp/in 'set'/%h"})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person who has used Chromium and Firefox, and no other browser; and a computer without a package of ours."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(manifests, "systems_places", lambda: iter(()))
    for folder in (".config/chromium", ".mozilla"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@LINUX
def test_only_browsers_that_the_person_has_used_are_told_and_all_goes_again(home: Path) -> None:
    before = sorted(home.rglob("*"))
    assert install_native_host(PLAN, home / "data") == ["Chromium", "Firefox"]
    chromium = json.loads((home / f".config/chromium/NativeMessagingHosts/{NAME}.json").read_text(encoding="utf-8"))
    firefox = json.loads((home / f".mozilla/native-messaging-hosts/{NAME}.json").read_text(encoding="utf-8"))
    identity = read_identity()
    assert chromium["allowed_origins"] == [identity.chrome_origin]
    assert "allowed_extensions" not in chromium
    assert firefox["allowed_extensions"] == [identity.firefox_id]
    assert "allowed_origins" not in firefox
    assert chromium["path"] == firefox["path"] == str(home / "data/native-host")
    assert (home / "data/native-host").stat().st_mode & 0o777 == 0o700
    assert [(browser, program) for browser, _, program in installed_manifests()] == [
        ("Chromium", chromium["path"]),
        ("Firefox", firefox["path"]),
    ]
    assert not (home / ".config/google-chrome").exists()
    remove_native_host(home / "data")
    remove_native_host(home / "data")
    left = [
        path for path in sorted(home.rglob("*")) if path.name not in ("NativeMessagingHosts", "native-messaging-hosts")
    ]
    assert left == before


@LINUX
def test_the_script_runs_the_host_with_the_service_s_variables(home: Path) -> None:
    install_native_host(PLAN, home / "data")
    done = subprocess.run(
        [home / "data/native-host", "chrome-extension://other/"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "Use Inset's extension" in done.stderr


def test_words_are_quoted_for_the_shell_that_reads_them() -> None:
    script = host_script(PLAN, system="linux")
    assert "exec env 'INSET_HOME=/tmp/in '\"'\"'set'\"'\"'/%h' " in script
    assert script.endswith('-P -m inset.native_host "$@"\n')
    batch = host_script(PLAN, system="win32")
    assert batch.startswith("@echo off\r\n")
    assert "set \"INSET_HOME=/tmp/in 'set'/%%h\"\r\n" in batch
    assert batch.endswith('"-m" "inset.native_host" %*\r\n')


def test_windows_keys_are_written_and_removed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Keys:
        def __init__(self) -> None:
            self.kept: dict[str, str] = {}

        def read(self, key: str) -> str | None:
            return self.kept.get(key)

        def write(self, key: str, path: str) -> None:
            self.kept[key] = path

        def remove(self, key: str) -> None:
            self.kept.pop(key, None)

    keys = Keys()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(manifests, "persons_places", lambda: iter(()))
    told = install_native_host(PLAN, home / "data", keys)
    assert told == ["Chrome", "Chromium", "Edge", "Brave", "Firefox"]
    chrome = Path(keys.kept[rf"Software\Google\Chrome\NativeMessagingHosts\{NAME}"])
    assert json.loads(chrome.read_text(encoding="utf-8"))["path"].endswith("native-host.bat")
    remove_native_host(home / "data", keys)
    assert keys.kept == {}
    assert not (home / "data").exists()


@LINUX
def test_the_doctor_tells_what_is_installed_what_is_broken_and_who_cannot(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = object()
    (check,) = check_native_host(subject)  # type: ignore[arg-type]  # it looks at the computer alone
    assert check.state == "good"
    assert check.message.startswith("Not installed")
    install_native_host(PLAN, home / "data")
    (home / "snap/firefox").mkdir(parents=True)
    (check,) = check_native_host(subject)  # type: ignore[arg-type]
    assert check.state == "good"
    assert "in Chromium, Firefox." in check.message
    assert "Not with Firefox from Snap" in check.message
    (home / "data/native-host").chmod(0o600)
    (check,) = check_native_host(subject)  # type: ignore[arg-type]
    assert (check.state, check.remedy) == ("warning", "Run `inset service install` again.")


def test_each_family_gets_its_own_form_and_macos_its_own_folders(home: Path) -> None:
    assert set(json.loads(native_manifest("chromium", "/x"))) == {
        "name",
        "description",
        "path",
        "type",
        "allowed_origins",
    }
    assert set(json.loads(native_manifest("firefox", "/x"))) == {
        "name",
        "description",
        "path",
        "type",
        "allowed_extensions",
    }
    places = {place.browser: place.folder for place in persons_places("darwin")}
    assert places["Chrome"] == home / "Library/Application Support/Google/Chrome/NativeMessagingHosts"
    assert places["Firefox"] == home / "Library/Application Support/Mozilla/NativeMessagingHosts"
    assert list(persons_places("win32")) == []
    assert {place.browser for place in systems_places("linux")} == {"Chrome", "Chromium", "Edge", "Firefox"}
