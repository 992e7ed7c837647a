"""Inset's icon as Windows and macOS want it: their containers, which hold the extension's PNG files as they are.

Sources: "ICO (file format)" and "Apple Icon Image format", Wikipedia; both take PNG since Windows Vista and macOS 10.7.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

ICONS: Final = Path(__file__).resolve().parents[2] / "extension" / "icons"
_MAC: Final = {16: b"icp4", 32: b"icp5", 128: b"ic07"}
"""What a picture of so many pixels is called in an icon of macOS; it has no name for 48."""


def write_icons(folder: Path) -> dict[str, str]:
    """Write both into the folder, and return their paths by system, as `sys.platform` names it."""
    pictures = {size: (ICONS / f"icon-{size}.png").read_bytes() for size in (16, 32, 48, 128)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inset.ico").write_bytes(windows_icon(pictures))
    (folder / "inset.icns").write_bytes(mac_icon(pictures))
    return {"win32": str(folder / "inset.ico"), "darwin": str(folder / "inset.icns")}


def windows_icon(pictures: dict[int, bytes]) -> bytes:
    """Return an ICO file of square PNG pictures, given by their width."""
    head, at = struct.pack("<3H", 0, 1, len(pictures)), 6 + 16 * len(pictures)
    for size, picture in pictures.items():
        head += struct.pack("<4B2H2I", size, size, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(pictures.values())


def mac_icon(pictures: dict[int, bytes]) -> bytes:
    """Return an ICNS file of those pictures whose size it can hold."""
    parts = b"".join(
        _MAC[size] + struct.pack(">I", 8 + len(picture)) + picture
        for size, picture in pictures.items()
        if size in _MAC
    )  # fmt: skip
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts
