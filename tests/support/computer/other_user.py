"""Another local user, for tests that run as root; and folders that such a user can reach."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65_534

as_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can act as another user of the computer"
)


def as_other(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a shell script as a user who owns nothing; `$1` and on are the words."""
    return subprocess.run(
        ["/bin/sh", "-c", script, "sh", *map(str, words)],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        umask=0,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory(prefix="inset-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
