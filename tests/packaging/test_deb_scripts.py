"""The Debian package's scripts around an upgrade: whose service ran has the new one running, and nobody else has."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / ".ci" / "installers"

SYSTEMCTL = """\
#!/bin/sh
echo "$*" >>"$ASKED"
case "$*" in
*list-units*) printf '  user@1000.service loaded active running\\n  user@1001.service loaded active running\\n' ;;
*1001@*is-active*) exit 3 ;;
esac
"""


@pytest.fixture(scope="module")
def deb() -> Any:
    """The recipe, a module of a folder that is no package."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module("deb")
    finally:
        sys.path.remove(str(FOLDER))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no sh")
@pytest.mark.parametrize(("step", "started"), [("upgrade", ["1000"]), ("remove", [])])
def test_an_upgrade_starts_anew_what_it_stopped(tmp_path: Path, deb: Any, step: str, started: list[str]) -> None:
    asked, programs = tmp_path / "asked", tmp_path / "programs"
    programs.mkdir()
    (programs / "systemctl").write_text(SYSTEMCTL)
    (programs / "systemctl").chmod(0o755)
    environment = {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "ASKED": str(asked)}

    def run(script: str, *words: str) -> None:
        here = script.replace("/run/inset-was-running", str(tmp_path / "note")).replace("/run/systemd/system", "/")
        subprocess.run(["sh", "-s", *words], input=here, text=True, env=environment, check=True)

    run(deb.PRERM, step, "9.9")
    run(deb.POSTINST, "configure", "0.0")
    lines = asked.read_text().splitlines() if asked.exists() else []
    assert [line.split("@")[0].split()[-1] for line in lines if "start inset.service" in line] == started
    assert not (tmp_path / "note").exists()
