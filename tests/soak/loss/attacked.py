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

from inset.index.shelf.runs import kept_runs
from inset_build.pack.follow import subscribe
from inset_build.pack.following import following
from inset_build.pack.make import make_pack
from inset_build.pack.publish import Wish, packs, publish
from inset_build.pipeline import build_dataset
from soak.figures import Figures
from soak.loss.home import (
    NAME,
    Kept,
    Version,
    copy_home,
    hold_whole,
    kept_in,
    make_home,
    manifest,
    paths_of,
    version_in,
)
from support.lists.catalogs import write_catalog
from support.servers.file_server import FileServer, well
from support.servers.static_host import StaticHost

TESTS: Final = Path(__file__).parents[2]
GATE: Final = "/.gate"
"""In the names of the steps by which the library's gate is written."""
ADDED: Final = 7
"""The version whose list a server has for `inset add`."""
UNPACKED: Final = 9
"""The version of which there is a pack."""
OFFERED: Final = 8
"""The version that a publisher has offered before that one."""


@dataclass(frozen=True)
class Attacked:
    """A command, and what is promised of it.

    Attributes:
        name: for the figures; words: of the command; home: with which it begins, to be copied.
        before, after: the version that answers; kept_before, kept_after: what else the home keeps.
        reads: words of the command that shows what this one changes.
        goes_on: it may fail although it is done (what is noted of it comes later), and once more it succeeds.
    """

    name: str
    words: tuple[str, ...]
    home: Path
    before: Version
    after: Version
    kept_before: Kept = ("browser one",)
    kept_after: Kept = ("browser one",)
    reads: tuple[str, ...] = ("datasets",)
    goes_on: bool = False

    @property
    def versions(self) -> list[Version]:
        return [self.before, self.after]

    @property
    def kept(self) -> list[Kept]:
        return [self.kept_before, self.kept_after]


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


def steps_of(attacked: Attacked, folder: Path, figures: Figures) -> list[str]:
    """Let a command end, hold that it did what it should, and return its steps by name."""
    home = copy_home(attacked.home, folder / "ended" / "home")
    names = folder / "steps"
    names.write_text("")
    process = command(home, {"steps": str(names)}, attacked.words)
    said, _ = process.communicate(timeout=120)
    figures.hold(process.returncode == 0, f"{attacked.name} ends with {process.returncode}: {said}")
    hold_whole(home, [attacked.after], figures, f"{attacked.name}, ended", kept=[attacked.kept_after])
    return names.read_text().splitlines()


def hold_again(attacked: Attacked, home: Path, figures: Figures, where: str) -> None:
    """Hold that one of both versions answers after a command failed that goes on, and that it succeeds once more."""
    found = version_in(home)
    figures.hold(found in attacked.versions, f"{where}: {found} answers, none of {attacked.versions}")
    process = command(home, {}, attacked.words)
    said, _ = process.communicate(timeout=120)
    figures.hold(process.returncode == 0, f"{where}, and once more: it ends with {process.returncode}: {said}")


@contextmanager
def all_attacked(folder: Path) -> Iterator[list[Attacked]]:
    """Every command that changes what is published, who is paired, or what is remembered for the person."""
    empty = make_home(folder / "empty" / "home", browsers=["one"])
    # As many runs as are kept, so that publishing another one removes the oldest.
    full = make_home(folder / "full" / "home", 1, 2, 3, browsers=["one"])
    runs = [run.name for run in kept_runs(paths_of(full).datasets, NAME)]
    build = ("build", NAME, str(manifest(folder, 4)))
    unpack = ("unpack", str(_pack(folder)), "--unsigned", "--as", NAME)
    listed = manifest(folder, ADDED).read_bytes()
    with FileServer(listed, [well]).running() as server, _followed(folder) as followed:
        catalog = write_catalog(folder, server.url, len(listed))
        add = ("add", NAME, "--catalog", str(catalog))
        two = ("browser one", "browser two")
        yield [
            Attacked("first build", build, empty, None, 4),
            Attacked("build", build, full, 3, 4),
            Attacked("first unpack", unpack, empty, None, UNPACKED),
            Attacked("unpack", unpack, full, 3, UNPACKED),
            Attacked("follow", ("subscriptions", "--update"), followed, OFFERED, UNPACKED, goes_on=True),
            Attacked("use", ("datasets", NAME, "--use", runs[0]), full, 3, 1),
            Attacked("remove", ("remove", NAME), full, 3, None),
            Attacked("first add", add, empty, None, ADDED),
            Attacked("add", add, full, 3, ADDED),
            Attacked("pair", ("pair", "--new-token", "two"), full, 3, 3, kept_after=two),
            Attacked("unpair", ("unpair", "--all"), full, 3, 3, kept_after=()),
            *_remembering(folder, full),
        ]


@contextmanager
def _followed(folder: Path) -> Iterator[Path]:
    """A home that follows a publisher, and has the version before the one that is offered, with a delta, now."""
    home = make_home(folder / "followed" / "home", browsers=["one"])
    theirs = make_home(folder / "publisher" / "home", OFFERED)
    site, keys = folder / "publisher" / "site", folder / "publisher" / "keys"

    def offer() -> bool:
        return bool(publish(site, keys, paths_of(theirs).datasets, Wish([NAME]), make=packs)["deltas"])

    offer()
    with StaticHost(site).running() as host:
        paths = paths_of(home)
        where = following(paths.subscriptions, paths.datasets, on_bytes=lambda *_: None, on_progress=lambda _: None)
        subscribe(where, host.url, (site / "root.json").read_bytes())
        build_dataset(paths_of(theirs).datasets, NAME, [manifest(folder, UNPACKED)])
        assert offer()
        yield home


def _pack(folder: Path) -> Path:
    """A pack of a version, as somebody else has made it."""
    theirs = make_home(folder / "theirs" / "home", UNPACKED)
    (run,) = kept_runs(paths_of(theirs).datasets, NAME)
    return Path(make_pack(run, folder / f"version-{UNPACKED}.insetpack").file)


def _remembering(folder: Path, full: Path) -> Iterator[Attacked]:
    """The commands that remember something for the person, or forget it, each with how to look at that."""
    asked = str(manifest(folder, 3))
    remember = {
        "watch": ("watch", "add", asked, "--name", "mine"),
        "letter": ("letter", asked, "--role", "author", "--log"),
        "check": ("check", asked, "--keep"),
    }
    reads = {"watch": ("watch", "list"), "letter": ("letter", "--list"), "check": ("check", "--list-kept")}
    home = copy_home(full, folder / "remembering" / "home")
    for words in remember.values():
        said, _ = (process := command(home, {}, words)).communicate(timeout=120)
        if process.returncode:
            raise AssertionError(f"{words} ended with {process.returncode}: {said}")
    kept, nothing = kept_in(home), kept_in(full)
    (check,) = (path.stem for path in paths_of(home).checks.glob("*.json"))
    forget = {
        "watch": ("watch", "remove", "mine"),
        "letter": ("letter", "--forget", "1"),
        "check": ("check", "--forget", check),
    }
    for what, words in remember.items():
        (one,) = (text for text in kept if text.startswith(what))
        yield Attacked(what, words, full, 3, 3, nothing, tuple(sorted((*nothing, one))), reads[what])
        left = tuple(text for text in kept if text != one)
        yield Attacked(f"forget {what}", forget[what], home, 3, 3, kept, left, reads[what])
