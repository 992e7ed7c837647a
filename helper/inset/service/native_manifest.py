"""Telling the browsers of the native messaging host: by `inset service install` for one person, by packages for all.

A manifest names a program without arguments, so a small script beside Inset's data starts Python, or the frozen
program, with the right words and folders. It is written for the browsers that the person has used; nothing is made for
others.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from inset.durable import replace_file
from inset.identity import Identity, read_identity
from inset.own_files import make_own_folder
from inset.service.native_places import REGISTRY, Family, Place, persons_places, systems_places
from inset.service.plan import Plan

NAME: Final = "inset.native_host"
"""What the extension calls the host by, and its manifest's file."""
MODULE: Final = "inset.native_host"
_SH: Final = """\
#!/bin/sh
# The browser starts this for Inset's extension: it starts the helper, or opens Inset's page.
exec {command} "$@"
"""
_BAT: Final = """\
@echo off
rem The browser starts this for Inset's extension: it starts the helper, or opens Inset's page.
{variables}{command} %*
"""


class Keys(Protocol):
    """Access to the person's registry keys whose default value is a path."""

    def read(self, key: str) -> str | None:
        """Return the value, None if there is none."""

    def write(self, key: str, path: str) -> None:
        """Set it; the key is made."""

    def remove(self, key: str) -> None:
        """Remove the key, if it is there."""


def native_manifest(family: Family, program: str, identity: Identity | None = None) -> str:
    """Return a manifest's content.

    Args:
        program: the absolute path of what the browser starts; identity: whose extension may ask, Inset's when left out.
    """
    who = identity or read_identity()
    allowed = (
        {"allowed_origins": [who.chrome_origin]}
        if family == "chromium"
        else {"allowed_extensions": [who.firefox_id]}
    )  # fmt: skip
    manifest = {
        "name": NAME,
        "description": "Inset: starts the helper, and opens its page",
        "path": program,
        "type": "stdio",
        **allowed,
    }
    return json.dumps(manifest, indent=2) + "\n"


def host_script(plan: Plan, *, system: str = sys.platform) -> str:
    """Return the script that the manifest names, for the very Inset that the service runs."""
    program = (*plan.command[: plan.command.index("-m")], "-m", MODULE)
    if system == "win32":
        variables = "".join(f'set "{name}={_doubled(value)}"\r\n' for name, value in plan.environment.items())
        command = " ".join(f'"{_doubled(word)}"' for word in program)
        return _BAT.format(variables=variables, command=command).replace("\r\n", "\n").replace("\n", "\r\n")
    words = [f"{name}={value}" for name, value in plan.environment.items()]
    return _SH.format(command=shlex.join((*(("env", *words) if words else ()), *program)))


def install_native_host(plan: Plan, folder: Path, keys: Keys | None = None) -> list[str]:
    """Write script and manifests for this person, and return the browsers that know the host now.

    Args:
        folder: where the script goes, the person's data folder; keys: of the registry, Windows' own when left out.
    """
    make_own_folder(folder)
    script = _script(folder)
    replace_file(script, host_script(plan).encode(), mode=0o700)
    told = []
    for place in persons_places():
        if place.home.is_dir():
            place.folder.mkdir(exist_ok=True)
            replace_file(_file(place), native_manifest(place.family, str(script)).encode(), mode=0o644)
            told.append(place.browser)
    if sys.platform == "win32":
        registry = keys or winreg_keys()
        for browser, (family, key) in REGISTRY.items():
            manifest = folder / f"native-host-{family}.json"
            replace_file(manifest, native_manifest(family, str(script)).encode())
            registry.write(rf"{key}\{NAME}", str(manifest))
            told.append(browser)
    return list(dict.fromkeys(told))


def remove_native_host(folder: Path, keys: Keys | None = None) -> None:
    """Remove all that `install_native_host` made, wherever it is."""
    for place in persons_places():
        _file(place).unlink(missing_ok=True)
    if sys.platform == "win32":
        registry = keys or winreg_keys()
        for _, key in REGISTRY.values():
            registry.remove(rf"{key}\{NAME}")
    for file in (_script(folder), *(folder / f"native-host-{family}.json" for family in ("chromium", "firefox"))):
        file.unlink(missing_ok=True)
    with suppress(OSError):  # it is not empty: it holds datasets
        folder.rmdir()


def installed_manifests() -> Iterator[tuple[str, Path, str | None]]:
    """Yield each manifest of the host: the browser, the file, and the program that it names; None if it is damaged."""
    for place in (*persons_places(), *systems_places()):
        if _file(place).exists():
            yield place.browser, _file(place), _program(_file(place))
    if sys.platform == "win32":
        registry = winreg_keys()
        for browser, (_, key) in REGISTRY.items():
            named = registry.read(rf"{key}\{NAME}")
            if named is not None:
                yield browser, Path(named), _program(Path(named))


def _program(manifest: Path) -> str | None:
    try:
        named = json.loads(manifest.read_text(encoding="utf-8"))["path"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return named if isinstance(named, str) else None


def _file(place: Place) -> Path:
    return place.folder / f"{NAME}.json"


def _script(folder: Path) -> Path:
    return folder / ("native-host.bat" if sys.platform == "win32" else "native-host")


def _doubled(word: str) -> str:
    """A word of a batch file, in which `%` begins a variable."""
    return word.replace("%", "%%")


def winreg_keys() -> Keys:
    """Windows' own registry."""
    if sys.platform != "win32":
        raise OSError("this system has no registry")
    import winreg

    class Winreg:
        def read(self, key: str) -> str | None:
            try:
                return str(winreg.QueryValue(winreg.HKEY_CURRENT_USER, key))
            except FileNotFoundError:
                return None

        def write(self, key: str, path: str) -> None:
            winreg.SetValue(winreg.HKEY_CURRENT_USER, key, winreg.REG_SZ, path)

        def remove(self, key: str) -> None:
            with suppress(FileNotFoundError):
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)

    return Winreg()
