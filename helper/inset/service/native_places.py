"""Where browsers look for the programs that extensions may start: one file for each program, in a folder of theirs.

Sources: "Native messaging", developer.chrome.com; "Native manifests", MDN; for Edge "Native messaging",
learn.microsoft.com. Windows has registry keys in place of folders. Browsers from Snap and Flatpak start no program
outside of their own box.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Family = Literal["chromium", "firefox"]

REGISTRY: Final[dict[str, tuple[Family, str]]] = {
    "Chrome": ("chromium", r"Software\Google\Chrome\NativeMessagingHosts"),
    "Chromium": ("chromium", r"Software\Chromium\NativeMessagingHosts"),
    "Edge": ("chromium", r"Software\Microsoft\Edge\NativeMessagingHosts"),
    "Brave": ("chromium", r"Software\BraveSoftware\Brave-Browser\NativeMessagingHosts"),
    "Firefox": ("firefox", r"Software\Mozilla\NativeMessagingHosts"),
}
"""Windows: keys under HKEY_CURRENT_USER, by browser."""
SYSTEM_LINUX: Final[dict[str, tuple[Family, str]]] = {
    "Chrome": ("chromium", "/etc/opt/chrome/native-messaging-hosts"),
    "Chromium": ("chromium", "/etc/chromium/native-messaging-hosts"),
    "Edge": ("chromium", "/etc/opt/edge/native-messaging-hosts"),
    "Firefox": ("firefox", "/usr/lib/mozilla/native-messaging-hosts"),
}
"""For everybody on a computer with Linux; what a package installs. Brave looks in Chrome's or Chromium's."""
_LINUX: Final[dict[str, tuple[Family, str]]] = {
    "Chrome": ("chromium", "google-chrome"),
    "Chromium": ("chromium", "chromium"),
    "Edge": ("chromium", "microsoft-edge"),
    "Brave": ("chromium", "BraveSoftware/Brave-Browser"),
    "Firefox": ("firefox", "mozilla"),
}
_MACOS: Final[dict[str, tuple[Family, str]]] = {
    "Chrome": ("chromium", "Google/Chrome"),
    "Chromium": ("chromium", "Chromium"),
    "Edge": ("chromium", "Microsoft Edge"),
    "Brave": ("chromium", "BraveSoftware/Brave-Browser"),
    "Firefox": ("firefox", "Mozilla"),
}
_FOLDER: Final = {"chromium": "NativeMessagingHosts", "firefox": "native-messaging-hosts"}
_BOXED: Final = {
    "Chromium from Snap": "snap/chromium",
    "Firefox from Snap": "snap/firefox",
    "Brave from Snap": "snap/brave",
    "Chrome from Flatpak": ".var/app/com.google.Chrome",
    "Chromium from Flatpak": ".var/app/org.chromium.Chromium",
    "Edge from Flatpak": ".var/app/com.microsoft.Edge",
    "Brave from Flatpak": ".var/app/com.brave.Browser",
    "Firefox from Flatpak": ".var/app/org.mozilla.firefox",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which one browser looks.

    Attributes:
        browser: its name; family: whose form of manifest it reads.
        folder: where the manifest goes; home: the browser's own folder, which is there once somebody has used it.
    """

    browser: str
    family: Family
    folder: Path
    home: Path


def persons_places(system: str = sys.platform) -> Iterator[Place]:
    """Yield this person's places, whether or not they use the browser. None on Windows, which has registry keys."""
    home = Path.home()
    if system == "win32":
        return
    if system == "darwin":
        support = home / "Library" / "Application Support"
        for browser, (family, name) in _MACOS.items():
            yield Place(browser, family, support / name / "NativeMessagingHosts", support / name)
        return
    config = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(config) if config else home / ".config"
    for browser, (family, name) in _LINUX.items():
        yield Place(browser, family, folder / name / _FOLDER[family], folder / name)
    # Where Firefox keeps everything unless it began in ~/.config, which newer ones do.
    yield Place("Firefox", "firefox", home / ".mozilla" / _FOLDER["firefox"], home / ".mozilla")


def systems_places(system: str = sys.platform) -> Iterator[Place]:
    """Yield the places for everybody on this computer in which a package of ours installs; none but on Linux."""
    if system.startswith("linux"):
        for browser, (family, folder) in SYSTEM_LINUX.items():
            yield Place(browser, family, Path(folder), Path(folder).parent)


def boxed_browsers() -> list[str]:
    """Return the browsers from Snap or Flatpak that this person uses; those cannot start a program."""
    return [name for name, folder in _BOXED.items() if (Path.home() / folder).is_dir()]
