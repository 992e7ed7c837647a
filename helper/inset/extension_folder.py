"""Where the built extension lies: inside an installed Inset, or in the clone that it was installed from."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def find_extension() -> Path | None:
    """The folder that a browser loads, or None when this Inset was installed from a clone without Node."""
    for folder in (_PACKAGE / "extension", _PACKAGE.parent.parent / "extension" / "dist"):
        if (folder / "manifest.json").is_file():
            return folder
    return None
