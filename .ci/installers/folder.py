"""`make installers`, first step: one self-contained folder, dist/installers/inset. It needs no Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
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
    if sys.platform.startswith("linux"):
        strip_symbols(FOLDER)
    program = FOLDER / ("inset.exe" if sys.platform == "win32" else "inset")
    subprocess.run([program, "--version"], check=True)
    check_versions(program)
    return FOLDER


def check_versions(program: Path) -> None:
    """Fail where `inset doctor`, and so Inset's page, would say of the folder that it lacks what is in it."""
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "INSET_HOME": home}
        asked = subprocess.run([program, "doctor", "--json"], check=False, env=environ, stdout=subprocess.PIPE)
    told = next(each for each in json.loads(asked.stdout)["checks"] if each["name"] == "versions")
    if told["state"] != "good":
        sys.exit(f"{program} says of itself: {told['message']}")


def strip_symbols(folder: Path) -> None:
    """Take out what only a debugger reads: a quarter of the folder, and a third of what a first start reads.

    NumPy's files have been rearranged by the tool that makes wheels, and are left as they are. On macOS a library is
    signed, and no longer valid when it is changed; Windows keeps such symbols elsewhere.
    """
    libraries = [
        path
        for path in (folder / "_internal").rglob("*.so*")
        if not path.is_symlink() and not path.relative_to(folder / "_internal").parts[0].startswith("numpy")
    ]
    subprocess.run(["strip", "--strip-unneeded", *map(str, libraries)], check=True)


if __name__ == "__main__":
    make_folder()
