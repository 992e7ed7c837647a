"""`make man` writes a manual page of every verb and option, which groff takes without a warning."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inset.cli.main import make_parser
from inset.errors import ExitStatus

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, written by the recipe in the Makefile with the Python of these tests."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("/argparse-manpage ")[2].partition("\n\n")[0]
    page = tmp_path_factory.mktemp("man") / "inset.1"
    words = recipe.replace("\\\n", " ").replace("$(VERSION)", "0").replace("dist/inset.1", str(page))
    program = Path(sys.executable).with_name("argparse-manpage")
    if not program.is_file():
        pytest.skip("argparse-manpage is not beside this Python")
    environ = {**os.environ, "SOURCE_DATE_EPOCH": "0", "COLUMNS": "80"}
    subprocess.run(f"{program} {words}", shell=True, cwd=ROOT, env=environ, check=True)
    return page


def test_it_has_every_verb_and_option(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("\\-", "-").replace("\\", "")
    for name, verb in make_parser().verbs().items():
        _, found, section = text.partition(f".SS fBinset {name}fR\n")
        assert found, name
        for flag in verb.flags():
            assert flag in section.partition(".SS")[0] or flag in ("-h", "--help"), f"{name} {flag}"


def test_it_has_every_exit_status(page: Path) -> None:
    told = page.read_text(encoding="utf-8").partition("EXIT STATUS")[2].partition(".SH")[0]
    known = {value for name, value in vars(ExitStatus).items() if name.isupper()}
    assert set(map(int, re.findall(r"^\.B (\d+)$", told, re.MULTILINE))) == known


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_takes_it(page: Path) -> None:
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", str(page)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "Tells which Flickr photos" in done.stdout
