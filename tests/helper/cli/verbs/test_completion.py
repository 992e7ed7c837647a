"""Completion in the shells themselves: what a person gets who presses Tab."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inset.cli.main import make_parser
from inset.cli.parsing.completion_scripts import WRITERS
from inset.cli.parsing.completion_words import NAMES_OF, READERS, catalog_names, describe
from inset.cli.verbs.completion import LISTS
from inset_build.catalog.entries import load_catalog
from inset_build.readers.detect import READERS as READERS_THERE_ARE
from support.command_line.commands import Inset
from support.datasets.runs import publish_ids

VERBS = {words.name for words in describe(make_parser())} - {""}


def script(folder: Path, shell: str) -> Path:
    file = folder / f"completion.{shell}"
    file.write_text(WRITERS[shell](describe(make_parser())))
    return file


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


def environ_of(inset: Inset) -> dict[str, str]:
    """The environment in which the shell finds this Inset, and its datasets."""
    beside = str(Path(sys.executable).parent)
    return {**inset.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}", "HOME": str(inset.folder)}


def bash(inset: Inset, line: str) -> set[str]:
    """What bash offers for the last word of a line."""
    folder = inset.folder
    words = line.split(" ")
    asked = (
        f"source '{script(folder, 'bash')}'; COMP_WORDS=({' '.join(map(repr, words))}); COMP_CWORD={len(words) - 1}; "
        "_inset; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(
        ["bash", "--norc", "--noprofile", "-uc", asked],
        cwd=folder,
        env=environ_of(inset),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


def fish(inset: Inset, line: str) -> set[str]:
    folder = inset.folder
    asked = f"source '{script(folder, 'fish')}'; complete -C '{line}'"
    environ = {**environ_of(inset), "XDG_CONFIG_HOME": str(folder)}
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
        ("inset watch li", {"list"}),
        ("inset watch add my-", {"my-manifest.csv"}),
        ("inset build --reader csv faces my-", {"my-manifest.csv"}),
        ("inset build faces my-manifest.csv --reader pa", {"parquet"}),
        ("inset check my-manifest.csv --reader xm", {"xml"}),
        ("inset catalog ff", {"ffhq"}),
        ("inset add zzzz", set()),
    ],
)


@needs("bash")
@ASKED
def test_bash(inset: Inset, line: str, offered: set[str]) -> None:
    (inset.folder / "my-manifest.csv").touch()
    assert bash(inset, line) == offered


@needs("bash")
def test_bash_knows_every_verb_and_flag(inset: Inset) -> None:
    assert bash(inset, "inset ") == VERBS | {"-h", "--help", "--version"}
    for words in describe(make_parser())[1:]:
        spelled = {spelling for flag in words.flags for spelling in flag.spellings}
        assert bash(inset, f"inset {words.name} -") == spelled


@needs("bash")
def test_bash_completes_a_file_with_blanks(inset: Inset) -> None:
    (inset.folder / "two words.csv").touch()
    assert bash(inset, "inset build faces two") == {"two words.csv"}


@needs("fish")
@ASKED
def test_fish(inset: Inset, line: str, offered: set[str]) -> None:
    (inset.folder / "my-manifest.csv").touch()
    assert fish(inset, line) == offered


@pytest.fixture
def published(inset: Inset) -> tuple[Inset, str]:
    """Two datasets, `made-up` and `more`, and the name of the run of the first."""
    folder = publish_ids(inset.home / "data" / "datasets", "made-up", {900_000_000_001})
    publish_ids(inset.home / "data" / "datasets", "more", {900_000_000_002})
    return inset, folder.name


@pytest.mark.parametrize("complete", [pytest.param(bash, marks=needs("bash")), pytest.param(fish, marks=needs("fish"))])
def test_names_of_datasets_and_runs(published: tuple[Inset, str], complete: Callable[[Inset, str], set[str]]) -> None:
    inset, run = published
    assert complete(inset, "inset remove ") == {"made-up", "more"}
    assert complete(inset, "inset export m") == {"made-up", "more"}
    assert complete(inset, "inset letter --dataset mad") == {"made-up"}
    assert complete(inset, "inset publish site m") == {"made-up", "more"}
    assert complete(inset, "inset publish site --withdraw mad") == {"made-up"}
    assert complete(inset, "inset datasets made-up --use ") == {run}
    assert complete(inset, "inset datasets none --use ") == set()
    assert complete(inset, "inset check --since ") == {run}


@needs("zsh")
def test_names_of_datasets_and_runs_in_zsh(published: tuple[Inset, str]) -> None:
    inset, run = published
    assert "inset remove made-up " in zsh(inset, "inset remove mad")
    assert f"inset datasets made-up --use {run} " in zsh(inset, "inset datasets made-up --use ")


def test_the_names_that_the_scripts_hold_are_all_there_are() -> None:
    assert catalog_names() == tuple(load_catalog().entries)
    assert tuple(reader.name for reader in READERS_THERE_ARE) == READERS


def test_every_argument_that_takes_a_name_is_one() -> None:
    verbs = make_parser().verbs()
    assert {(verb, part.dest) for verb, of in verbs.items() for part in of._actions} >= set(NAMES_OF)
    readers = {(verb, part.dest) for verb, of in verbs.items() for part in of._actions if part.dest == "reader"}
    assert readers <= set(NAMES_OF)


def test_nothing_is_listed_where_nothing_is(inset: Inset) -> None:
    for kind in LISTS:
        ran = inset("completion", "--words", kind)
        assert (ran.status, ran.out, ran.err) == (0, "", "")


@needs("fish")
def test_fish_knows_every_verb(inset: Inset) -> None:
    assert fish(inset, "inset ") >= VERBS


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
def test_zsh(inset: Inset, typed: str, becomes: str) -> None:
    (inset.folder / "my-manifest.csv").touch()
    assert becomes in zsh(inset, typed)


def zsh(inset: Inset, typed: str) -> str:
    """What zsh makes of a line after Tab."""
    setup = (
        "PROMPT='>' RPROMPT= PS2= ; unsetopt prompt_cr prompt_sp zle_bracketed_paste 2>/dev/null; "
        f"autoload -Uz compinit; compinit -D -u; source '{script(inset.folder, 'zsh')}'; "
        # Print the completed line once more, apart from how the terminal draws it.
        "_told() { zle -I; print -r -- \"<<$BUFFER>>\" }; zle -N _told; bindkey '^T' _told; print REA''DY\n"
    )
    return terminal(["zsh", "-f", "-i"], inset, setup, f"{typed}\t\x14")


def terminal(command: list[str], inset: Inset, setup: str, keys: str) -> str:
    """Type into a shell on a terminal of its own, and return what it prints between << and >>."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(inset.folder)
        os.execvpe(command[0], command, {**environ_of(inset), "TERM": "dumb"})
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
    text, end = "", time.monotonic() + 120
    while not (found := re.search(pattern, text)):
        assert time.monotonic() < end, text
        if select.select([screen], [], [], 0.1)[0]:
            text += os.read(screen, 4096).decode(errors="replace")
    return found[found.lastindex or 0]


@pytest.mark.parametrize("shell", sorted(WRITERS))
def test_the_verb_prints_the_script(inset: Inset, shell: str) -> None:
    assert inset("completion", shell).out == WRITERS[shell](describe(make_parser()))
    assert inset("completion", shell, "--json").json["shell"] == shell
