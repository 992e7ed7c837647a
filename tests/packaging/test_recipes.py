"""The recipes for Windows, which only Windows can run: what can be read agrees with what Inset itself writes."""

from __future__ import annotations

import hashlib
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import yaml

import inset
from inset.service.native_manifest import NAME
from inset.service.native_places import REGISTRY
from inset.service.windows import RUN_KEY, VALUE

FOLDER = Path(__file__).parents[2] / ".ci" / "installers"
WIX = "{http://wixtoolset.org/schemas/v4/wxs}"


def test_the_msi_registers_what_the_service_would() -> None:
    values = {each.attrib["Key"]: each.attrib for each in ET.parse(FOLDER / "inset.wxs").iter(f"{WIX}RegistryValue")}
    for family, key in REGISTRY.values():
        assert values[rf"{key}\{NAME}"]["Value"] == f"[INSTALLFOLDER]native-host-{family}.json"
    assert values[RUN_KEY]["Name"] == VALUE
    assert values[RUN_KEY]["Value"] == '"[INSTALLFOLDER]insetw.exe"'
    assert {each["Root"] for each in values.values()} == {"HKCU"}


def test_winget_is_told_the_package_s_address_and_checksum() -> None:
    sys.path.insert(0, str(FOLDER))
    try:
        import windows
    finally:
        sys.path.remove(str(FOLDER))
    files = {name: yaml.safe_load(text) for name, text in windows.winget_files("https://x.test/i.msi", b"MSI").items()}
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
