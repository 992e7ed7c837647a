"""`make installers`, first step: one self-contained folder, dist/installers/inset. It needs no Python."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist" / "installers"
FOLDER = DIST / "inset"


def make_folder() -> Path:
    """Build the folder with PyInstaller, and check that the program in it starts."""
    work = DIST / "work"
    spec = Path(__file__).with_name("inset.spec")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
         "--distpath", str(DIST), "--workpath", str(work), str(spec)],
        check=True,
    )  # fmt: skip
    shutil.rmtree(work)
    program = FOLDER / ("inset.exe" if sys.platform == "win32" else "inset")
    subprocess.run([program, "--version"], check=True)
    return FOLDER


if __name__ == "__main__":
    make_folder()
