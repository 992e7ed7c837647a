"""The command line as a person runs it: a process of its own, with folders of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from support.command_line import nursed

TIMEOUT: Final = 120
"""Seconds that a command may take."""

_started: set[tuple[str, nursed.Start | None]] = set()
"""The verbs that were run in a Python of their own, with what that read of the environment."""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Inset:
    """Runs `inset` with a home and a port of its own; `before`: words of a program that runs it, such as `setpriv`.

    `patience`: seconds that a command may take; `forks`: whether a command may begin where another has loaded what it
    needs, which one that starts a cluster, or is timed, may not.
    """

    home: Path
    port: int
    folder: Path
    before: tuple[str, ...] = ()
    patience: float = TIMEOUT
    forks: bool = True

    @property
    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "INSET_HOME": str(self.home),
            "INSET_PORT": str(self.port),
            "PYTHONWARNINGS": "error",
            "COLUMNS": "80",
            "INSET_LANGUAGE": "en",
        }

    def __call__(self, *words: object, stdin: str = "", **environ: str) -> Ran:
        """Run a command. The first with a verb starts Python, and so loads all that it needs by itself; others fork."""
        done = self._run(list(map(str, words)), stdin, {**self.environ, **environ})
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def _run(self, words: list[str], stdin: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
        start = nursed.start_of(environ) if self.forks and not self.before else None
        first = (words[0] if words else "", start)
        if start is not None and first in _started:
            return nursed.run(
                words, start=start, stdin=stdin, environ=environ, folder=self.folder, timeout=self.patience
            )
        _started.add(first)
        return subprocess.run(
            [*self.before, sys.executable, "-m", "inset", *words],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=self.patience,
            env=environ,
            cwd=self.folder,
            check=False,
        )

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[str]]:
        """A running `inset serve` that answers."""
        with (self.folder / "serve.log").open("w") as log:
            process = subprocess.Popen(
                [*self.before, sys.executable, "-m", "inset", "serve", "--json"],
                env=self.environ,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert process.stdout is not None
        try:
            # The JSON document ends with a brace on a line of its own; reading it means that the helper answers.
            assert any(line.startswith("}") for line in process.stdout), (self.folder / "serve.log").read_text()
            yield process
        finally:
            process.terminate()
            process.wait(timeout=60)
            process.stdout.close()
