"""Completion in the shells themselves: what a person gets who presses Tab."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from inset.cli.completion import WRITERS, describe
from inset.cli.main import make_parser
from support.commands import Inset

VERBS = {words.name for words in describe(make_parser())} - {""}


def script(folder: Path, shell: str) -> Path:
    file = folder / f"completion.{shell}"
    file.write_text(WRITERS[shell](describe(make_parser())))
    return file


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


def bash(folder: Path, line: str) -> set[str]:
    """What bash offers for the last word of a line."""
    words = line.split(" ")
    asked = (
        f"source '{script(folder, 'bash')}'; COMP_WORDS=({' '.join(map(repr, words))}); COMP_CWORD={len(words) - 1}; "
        "_inset; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(
        ["bash", "--norc", "--noprofile", "-uc", asked], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


def fish(folder: Path, line: str) -> set[str]:
    asked = f"source '{script(folder, 'fish')}'; complete -C '{line}'"
    environ = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    done = subprocess.run(
        ["fish", "--no-config", "-c", asked], cwd=folder, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return {each.split("\t")[0] for each in done.stdout.splitlines()}


ASKED = pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("inset se", {"serve", "service"}),
        ("inset service ", {"install", "uninstall", "status"}),
        ("inset service un", {"uninstall"}),
        ("inset service --json un", {"uninstall"}),
        ("inset completion ", {"bash", "zsh", "fish"}),
        ("inset serve --log-level ", {"debug", "info", "warning", "error"}),
        ("inset export faces --to pa", {"parquet"}),
        ("inset serve --log-", {"--log-level", "--log-format", "--log-to"}),
        ("inset build faces my-", {"my-manifest.csv"}),
        ("inset catalog --catalog my-", {"my-manifest.csv"}),
        ("inset status my-", set()),
    ],
)


@needs("bash")
@ASKED
def test_bash(tmp_path: Path, line: str, offered: set[str]) -> None:
    (tmp_path / "my-manifest.csv").touch()
    assert bash(tmp_path, line) == offered


@needs("bash")
def test_bash_knows_every_verb_and_flag(tmp_path: Path) -> None:
    assert bash(tmp_path, "inset ") == VERBS | {"-h", "--help", "--version"}
    for words in describe(make_parser())[1:]:
        spelled = {spelling for flag in words.flags for spelling in flag.spellings}
        assert bash(tmp_path, f"inset {words.name} -") == spelled


@needs("bash")
def test_bash_completes_a_file_with_blanks(tmp_path: Path) -> None:
    (tmp_path / "two words.csv").touch()
    assert bash(tmp_path, "inset build faces two") == {"two words.csv"}


@needs("fish")
@ASKED
def test_fish(tmp_path: Path, line: str, offered: set[str]) -> None:
    (tmp_path / "my-manifest.csv").touch()
    assert fish(tmp_path, line) == offered


@needs("fish")
def test_fish_knows_every_verb(tmp_path: Path) -> None:
    assert fish(tmp_path, "inset ") >= VERBS


@needs("zsh")
@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("inset look", "inset lookup "),
        ("inset service un", "inset service uninstall "),
        ("inset export faces --to parq", "inset export faces --to parquet "),
        ("inset serve --log-l", "inset serve --log-level "),
        ("inset build faces my-", "inset build faces my-manifest.csv "),
    ],
)
def test_zsh(tmp_path: Path, typed: str, becomes: str) -> None:
    (tmp_path / "my-manifest.csv").touch()
    setup = (
        "PROMPT='>' RPROMPT= PS2= ; unsetopt prompt_cr prompt_sp zle_bracketed_paste 2>/dev/null; "
        f"autoload -Uz compinit; compinit -D -u; source '{script(tmp_path, 'zsh')}'; "
        # Print the completed line once more, apart from how the terminal draws it.
        "_told() { zle -I; print -r -- \"<<$BUFFER>>\" }; zle -N _told; bindkey '^T' _told; print REA''DY\n"
    )
    assert becomes in terminal(["zsh", "-f", "-i"], tmp_path, setup, f"{typed}\t\x14")


def terminal(command: list[str], folder: Path, setup: str, keys: str) -> str:
    """Type into a shell on a terminal of its own, and return what it prints between << and >>."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, {**os.environ, "HOME": str(folder), "TERM": "dumb"})
    try:
        os.write(screen, setup.encode())
        read(screen, r"READY")
        os.write(screen, keys.encode())
        return read(screen, r"<<(.*)>>")
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(screen)


def read(screen: int, pattern: str) -> str:
    text, end = "", time.monotonic() + 20
    while not (found := re.search(pattern, text)):
        assert time.monotonic() < end, text
        if select.select([screen], [], [], 0.1)[0]:
            text += os.read(screen, 4096).decode(errors="replace")
    return found[found.lastindex or 0]


@pytest.mark.parametrize("shell", sorted(WRITERS))
def test_the_verb_prints_the_script(inset: Inset, shell: str) -> None:
    assert inset("completion", shell).out == WRITERS[shell](describe(make_parser()))
    assert inset("completion", shell, "--json").json["shell"] == shell
