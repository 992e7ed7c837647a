"""The command line, run in the process of the tests: for tests that run it very often."""

from __future__ import annotations

import contextlib
import io
import json
import sys

import pytest

from inset.cli.main import main
from inset.cli.showing.words import words as words_of_person
from support.command_line.commands import Inset, Ran
from support.words.hostile_text import expect_harmless


def run(inset: Inset, *words: str, **environ: str) -> Ran:
    """Run the command line in this process, because there are many to run, and hold what it prints to be harmless."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    words_of_person.cache_clear()  # they are chosen once in a process, and the environment may say another language now
    hooks = sys.excepthook, sys.unraisablehook
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(inset.folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        for name, value in {**inset.environ, **environ}.items():
            patch.setenv(name, value)
        try:
            status: object = main(words)
        except SystemExit as ended:  # what argparse does for --help
            status = ended.code
    sys.excepthook, sys.unraisablehook = hooks
    words_of_person.cache_clear()
    printed, told = (text_of(stream) for stream in (out, err))
    expect_harmless(printed, told)
    if "--json" in words and printed and "--to" not in words:
        json.loads(printed)
    assert isinstance(status, int)
    return Ran(status, printed, told)


def text_of(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
