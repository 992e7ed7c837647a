"""Whether a file may be written where a person says: asked before the work, and again after it."""

from __future__ import annotations

from pathlib import Path

from inset.errors import UsageInvalid
from inset.words.sentences import sentence


def check_target(target: Path, *, force: bool) -> None:
    """Refuse a file that cannot be written, or that would be replaced unasked.

    Args:
        target: the file; force: the person said that it may be replaced.

    Raises:
        UsageInvalid: its folder is missing, it is there, or it is no file.
    """
    if not target.parent.is_dir():
        raise UsageInvalid(sentence("error_target_folder", target.parent))
    if target.is_file():
        if not force:
            raise UsageInvalid(sentence("error_target_there", target))
    elif target.exists():
        raise UsageInvalid(sentence("error_target_no_file", target))
