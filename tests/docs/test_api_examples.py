"""Every example of API.md and CLIENT.md is run against a real helper, in order, and prints what the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.computer.ports import free_port

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(sh|python|javascript)\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export (\w+)=", re.MULTILINE)


def run(language: str, code: str, environ: dict[str, str], folder: Path) -> str:
    node = shutil.which("node")
    if language == "javascript" and node is None:
        pytest.skip("no Node.js here")
    command = {
        "sh": ["sh", "-eu", "-c", code],
        "python": [sys.executable, "-c", code],
        "javascript": [node or "", "--input-type=module", "--eval", code],
    }[language]
    done = subprocess.run(command, env=environ, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("page", "languages"), [("API.md", {"sh", "python", "javascript"}), ("CLIENT.md", {"sh", "python"})]
)
def test_every_example_prints_what_the_page_says(tmp_path: Path, page: str, languages: set[str]) -> None:
    blocks = BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
    assert {language for language, _, _ in blocks} == languages
    inset = Inset(home=tmp_path / "home", port=free_port(), folder=tmp_path)
    inset("build", "--sample")
    # The page's `inset` and `python3` are those of this environment.
    environ = {**inset.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    with inset.serving():
        for language, code, expected in blocks:
            asked = code.replace(":46738/", f":{inset.port}/")
            exported = EXPORT.findall(asked) if language == "sh" else []
            shown = "".join(f'\nprintf "%s=%s\\n" {name} "${name}"' for name in exported)
            printed = run(language, asked + shown, environ, tmp_path)
            for name in exported:
                printed, _, value = printed.partition(f"{name}=")
                environ[name] = value.strip()
            pattern = re.escape(expected.strip()).replace("…", ".*")
            assert re.fullmatch(pattern, printed.strip()), (code, printed)
