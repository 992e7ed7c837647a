"""Puts the built extension into the wheel as `inset/extension`, so that whoever installs the wheel needs no Node.

Without a built extension (a clone on a machine without Node) the wheel is made without it, and `inset extension` says
where to get it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelHook(BuildHookInterface[Any]):
    """Hatchling's hook for the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add `extension/dist` when it is there; an editable install finds it in the clone by itself."""
        built = Path(self.root) / "extension" / "dist"
        if self.target_name == "wheel" and version == "standard" and (built / "manifest.json").is_file():
            build_data["force_include"][str(built)] = "inset/extension"
            # The static page of `inset publish --site`, built together with it.
            site = built.parent / "dist-site"
            build_data["force_include"][str(site)] = "inset_build/pack/site/built"
