"""The menu entry of a Linux desktop."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

from inset.service.menu_entry import install_menu_entry, menu_entry, remove_menu_entry
from inset.service.plan import Plan
from inset.words.messages import languages


def exec_line(text: str) -> str:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser["Desktop Entry"]["Exec"]


def test_it_opens_the_page_with_the_same_inset_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    plan = Plan(("/opt/in set/python", "-P", "-m", "inset", "serve", "--log-to", "file"), {"INSET_HOME": "/h"})
    file = install_menu_entry(plan)
    assert file == tmp_path / "applications" / "inset.desktop"
    text = file.read_text(encoding="utf-8")
    assert exec_line(text) == 'env "INSET_HOME=/h" "/opt/in set/python" -P -m inset open --start'
    (icon,) = (line.removeprefix("Icon=") for line in text.splitlines() if line.startswith("Icon="))
    assert Path(icon).is_file()
    remove_menu_entry()
    remove_menu_entry()
    assert not file.exists()


def test_signs_that_mean_something_are_escaped_twice() -> None:
    # Once for the Exec key's own quotes, once for the file's strings.
    line = exec_line(menu_entry(('a"b$c`d\\e%f',), "inset"))
    assert line == r'"a\\"b\\$c\\`d\\\\e%%f"'


def test_it_says_what_it_is_in_every_language() -> None:
    text = menu_entry(("inset",), "inset")
    assert {f"Comment[{language}]" for language in languages() if language != "en"} | {"Comment"} == {
        line.partition("=")[0] for line in text.splitlines() if line.startswith("Comment")
    }


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="install desktop-file-utils")
def test_the_desktop_s_own_checker_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "inset.desktop"
    file.write_text(menu_entry(("/opt/in set/python", "-m", "inset"), "inset"), encoding="utf-8")
    done = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
