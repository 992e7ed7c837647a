"""Whether a file may be written where a person says: asked before the work, and again after it."""

from __future__ import annotations

from pathlib import Path

from inset.errors import UsageInvalid


def check_target(target: Path, *, force: bool) -> None:
    """Refuse a file that cannot be written, or that would be replaced unasked.

    Args:
        target: the file; force: the person said that it may be replaced.

    Raises:
        UsageInvalid: its folder is missing, it is there, or it is no file.
    """
    if not target.parent.is_dir():
        raise UsageInvalid(f"Make the folder {target.parent} first, or choose another file with --output.")
    if target.is_file():
        if not force:
            raise UsageInvalid(f"Choose another file with --output, or add --force to replace it: {target} is there.")
    elif target.exists():
        raise UsageInvalid(f"Name a file with --output: {target} is no file.")
