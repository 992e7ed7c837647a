"""The recipes for Windows and macOS, which run only there: what can be read agrees with what Inset itself writes."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import plistlib
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

import inset
from inset.service.native_manifest import NAME
from inset.service.native_places import REGISTRY
from inset.service.windows import RUN_KEY, VALUE

FOLDER = Path(__file__).parents[2] / ".ci" / "installers"
WIX = "{http://wixtoolset.org/schemas/v4/wxs}"


def recipe(name: str) -> Any:
    """Import a module of the recipes' folder, which is no package."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))


def test_the_msi_registers_what_the_service_would() -> None:
    values = {each.attrib["Key"]: each.attrib for each in ET.parse(FOLDER / "inset.wxs").iter(f"{WIX}RegistryValue")}
    for family, key in REGISTRY.values():
        assert values[rf"{key}\{NAME}"]["Value"] == f"[INSTALLFOLDER]native-host-{family}.json"
    assert values[RUN_KEY]["Name"] == VALUE
    assert values[RUN_KEY]["Value"] == '"[INSTALLFOLDER]insetw.exe"'
    assert {each["Root"] for each in values.values()} == {"HKCU"}


def test_winget_is_told_the_package_s_address_and_checksum() -> None:
    made = recipe("windows").winget_files("https://x.test/i.msi", b"MSI")
    files = {name: yaml.safe_load(text) for name, text in made.items()}
    assert {each["PackageVersion"] for each in files.values()} == {inset.__version__}
    assert {each["ManifestType"] for each in files.values()} == {"version", "installer", "defaultLocale"}
    (installer,) = files["InsetAuthors.Inset.installer.yaml"]["Installers"]
    assert installer["InstallerUrl"] == "https://x.test/i.msi"
    assert installer["InstallerSha256"] == hashlib.sha256(b"MSI").hexdigest().upper()


def test_the_frozen_program_has_what_the_wheel_has() -> None:
    hook = (FOLDER.parents[1] / "extension/packaging/wheel_hook.py").read_text(encoding="utf-8")
    recipe = (FOLDER / "inset.spec").read_text(encoding="utf-8")
    for place in ("inset/extension", "inset_build/pack/site/built"):
        assert f'= "{place}"' in hook
        assert f'"{place}"),' in recipe


def test_the_helper_is_stopped_before_windows_looks_for_files_in_use() -> None:
    tree = ET.parse(FOLDER / "inset.wxs")
    (action,) = tree.iter(f"{WIX}CustomAction")
    assert action.attrib["ExeCommand"] == '"[INSTALLFOLDER]insetw.exe" stop'
    assert action.attrib["Return"] == "ignore"  # nothing runs: nothing to stop
    (when,) = tree.iter(f"{WIX}Custom")
    assert when.attrib["Action"] == action.attrib["Id"]
    assert when.attrib["Before"] == "InstallValidate"


def as_insetw(words: list[str], before: str = "pass") -> subprocess.CompletedProcess[str]:
    """Run the frozen program's first file as Windows runs `insetw.exe`: without a console, and so without streams."""
    code = (
        f"import runpy, sys; {before}; sys.executable = '/programs/insetw.exe'; sys.argv = ['insetw', *sys.argv[2:]]; "
        "sys.stdout = sys.stderr = None; runpy.run_path({0!r}, run_name='__main__')".format(str(FOLDER / "entry.py"))
    )
    return subprocess.run(
        [sys.executable, "-c", code, "", *words], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(("words", "status"), [(["paths"], 0), (["lookup", "no-photo", "--json"], 3), (["lokup"], 2)])
def test_what_it_would_print_is_no_failure_where_there_is_no_console(
    words: list[str], status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSET_HOME", str(tmp_path))
    done = as_insetw(words)
    assert (done.returncode, done.stdout, done.stderr) == (status, "", "")


def test_what_windows_starts_at_login_takes_variables() -> None:
    keeper = "import inset.service.keeper as k, os; k.keep = lambda _: 7 if os.environ.get('INSET_PORT') == '1' else 8"
    assert as_insetw(["INSET_PORT=1", "INSET_HOME=/somewhere"], keeper).returncode == 7
    assert as_insetw([], keeper).returncode == 8


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, {}),
        ({"LD_LIBRARY_PATH": "/mine"}, {"LD_LIBRARY_PATH": "/mine"}),  # not frozen
        ({"LD_LIBRARY_PATH": "/inset/_internal", "_PYI_ARCHIVE_FILE": "/inset/inset"}, {}),
        (
            {"LD_LIBRARY_PATH": "/i:/mine", "LD_LIBRARY_PATH_ORIG": "/mine", "_PYI_PARENT_PROCESS_LEVEL": "1"},
            {"LD_LIBRARY_PATH": "/mine"},
        ),
    ],
)
def test_what_the_frozen_program_starts_does_not_get_its_libraries(given: dict[str, str], left: dict[str, str]) -> None:
    code = (
        "import json, os, runpy, sys, inset.cli.main as cli; sys.argv = ['inset']; "
        "cli.main = lambda: print(json.dumps({n: v for n, v in os.environ.items() if n[:3] in ('LD_', '_PY')})); "
        f"runpy.run_path({str(FOLDER / 'entry.py')!r}, run_name='__main__')"
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("LD_", "_PYI_"))}
    done = subprocess.run([sys.executable, "-c", code], env=environ | given, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == left


def test_the_icons_hold_the_pictures_of_the_extension() -> None:
    icons = recipe("icons")
    pictures = {size: (icons.ICONS / f"icon-{size}.png").read_bytes() for size in (16, 32, 48, 128)}
    windows = icons.windows_icon(pictures)
    assert struct.unpack_from("<3H", windows) == (0, 1, 4)
    for number, size in enumerate(pictures):
        entry = struct.unpack_from("<4B2H2I", windows, 6 + 16 * number)
        assert entry[0] == entry[1] == size
        assert windows[entry[7] : entry[7] + entry[6]] == pictures[size]
    mac = icons.mac_icon(pictures)
    assert struct.unpack(">4sI", mac[:8]) == (b"icns", len(mac))
    at, held = 8, []
    while at < len(mac):
        kind, length = struct.unpack_from(">4sI", mac, at)
        held.append((kind, mac[at + 8 : at + length]))
        at += length
    assert held == [(b"icp4", pictures[16]), (b"icp5", pictures[32]), (b"ic07", pictures[128])]


def test_the_app_may_do_what_python_needs_and_nothing_else() -> None:
    entitlements = plistlib.loads((FOLDER / "macos.entitlements").read_bytes())
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
    assert "macos.entitlements" in (FOLDER / "macos.sh").read_text(encoding="utf-8")


def test_the_folder_holds_what_inset_requires_and_not_what_lies_beside_it() -> None:
    needed = recipe("needed")
    carried = needed.needed()
    assert {"inset", "aiohttp", "multidict", "polars", "pyyaml", "tuf", "urllib3", "cryptography"} <= carried
    assert carried.isdisjoint({"pytest", "duckdb", "distributed", "fsspec", "pyinstaller"})
    left_out = needed.left_out()
    assert {"pytest", "_pytest", "mypy", "hypothesis", "fsspec", "distributed"} <= set(left_out)
    assert not {"inset", "inset_build", "yaml", "polars", "numpy", "PyInstaller"} & set(left_out)


def test_extras_and_markers_decide_what_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = recipe("needed")
    requires = {
        "a": ["B_b[x]>1"],
        "b-b": ["c; extra == 'x'", "d; extra == 'y'", "e; python_version < '3'", "a"],
        "c": None,
        "d": [],
        "e": [],
    }
    monkeypatch.setattr(needed, "distribution", lambda name: SimpleNamespace(requires=requires[name]))
    assert needed.needed(["a"]) == {"a", "b-b", "c"}


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's program stands in for strip")
def test_symbols_are_taken_out_of_every_library_but_numpy_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are a third of what the first start after a boot would read."""
    folder, programs = tmp_path / "inset", tmp_path / "programs"
    files = (
        "libpython3.so.1.0",
        "aiohttp/_http_parser.so",
        "numpy/core.so",
        "numpy.libs/libblas.so",
        "inset/words.json",
    )
    for name in files:
        (folder / "_internal" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "_internal" / name).touch()
    (folder / "_internal/libpython3.so").symlink_to("libpython3.so.1.0")
    programs.mkdir()
    (programs / "strip").write_text(f"#!/bin/sh\nfor word; do echo \"$word\"; done >'{tmp_path / 'asked'}'\n")
    (programs / "strip").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    recipe("folder").strip_symbols(folder)
    option, *asked = (tmp_path / "asked").read_text().split()
    assert option == "--strip-unneeded"
    assert {Path(each).name for each in asked} == {"libpython3.so.1.0", "_http_parser.so"}
