"""The commands that change something: each with the home that it begins with, and what may be there afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inset.index.shelf import kept_runs
from soak.loss.home import NAME, Version, make_home, manifest, paths_of
from support.catalogs import write_catalog
from support.file_server import FileServer, well

TESTS: Final = Path(__file__).parents[2]
ADDED: Final = 7
"""The version whose list a server has for `inset add`."""

Paired = tuple[str, ...]


@dataclass(frozen=True)
class Attacked:
    """A command, and what is promised of it.

    Attributes:
        name: for the figures; words: of the command; home: with which it begins, to be copied.
        before, after: the version that answers; browsers_before, browsers_after: who is paired.
    """

    name: str
    words: tuple[str, ...]
    home: Path
    before: Version
    after: Version
    browsers_before: Paired = ("one",)
    browsers_after: Paired = ("one",)

    @property
    def versions(self) -> list[Version]:
        return [self.before, self.after]

    @property
    def browsers(self) -> list[Paired]:
        return [self.browsers_before, self.browsers_after]


def command(
    home: Path, plan: dict[str, object], words: tuple[str, ...], *, port: int | None = None
) -> subprocess.Popen[str]:
    """Start a command of Inset as `soak.loss.child` does.

    Args:
        port: of the helper, where it is asked for.
    """
    paths = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "soak.loss.child", json.dumps(plan), *words],
        env={**os.environ, "INSET_HOME": str(home), "PYTHONPATH": paths, "TMPDIR": str(home.parent)}
        | ({} if port is None else {"INSET_PORT": str(port)}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextmanager
def all_attacked(folder: Path) -> Iterator[list[Attacked]]:
    """Every command that changes what is published or who is paired."""
    one = ("one",)
    empty = make_home(folder / "empty" / "home", browsers=one)
    # As many runs as are kept, so that publishing another one removes the oldest.
    full = make_home(folder / "full" / "home", 1, 2, 3, browsers=one)
    runs = [run.name for run in kept_runs(paths_of(full).datasets, NAME)]
    build = ("build", NAME, str(manifest(folder, 4)))
    listed = manifest(folder, ADDED).read_bytes()
    with FileServer(listed, [well]).running() as server:
        catalog = write_catalog(folder, server.url, len(listed))
        add = ("add", NAME, "--catalog", str(catalog))
        yield [
            Attacked("first build", build, empty, None, 4),
            Attacked("build", build, full, 3, 4),
            Attacked("use", ("datasets", NAME, "--use", runs[0]), full, 3, 1),
            Attacked("remove", ("remove", NAME), full, 3, None),
            Attacked("first add", add, empty, None, ADDED),
            Attacked("add", add, full, 3, ADDED),
            Attacked("pair", ("pair", "--new-token", "two"), full, 3, 3, one, ("one", "two")),
            Attacked("unpair", ("unpair", "--all"), full, 3, 3, one, ()),
        ]
