"""Follows a publisher through everything that may happen on the way, again and again.

A publisher publishes one version after the other, and a home follows, beside a helper that answers from it. In each
round a new version is offered, and something happens to the host, to the program that fetches, or to both. After that
a version answers that was offered, as a whole, and never one from before what is here; the helper answers from it,
too; and once all is well, the next try brings the newest.
"""

from __future__ import annotations

import itertools
import random
import shutil
import signal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import web

from inset_build.pack.publish import Wish, packs, publish
from inset_build.pipeline import build_dataset
from soak.figures import Budget, Figures
from soak.loss.attacked import command
from soak.loss.helper import PATIENCE, Helper, running_helper, version_told_by
from soak.loss.home import MOST, NAME, Version, copy_home, hold_whole, make_home, manifest, paths_of, version_in
from support.servers.static_host import Behaviour, StaticHost, breaks_off

KEPT: Final = ("browser one",)
_REQUESTS: Final = 8
"""Of one update there are at most so many, most of them five."""
_VERSIONS: Final = MOST - 1
"""Versions are numbered round and round; `hold_whole` builds the one above."""
_AHEAD: Final = 3
"""A host may go on by so many versions while somebody fetches."""


@dataclass
class _Publisher:
    """Publishes one version after the other; `offers`: each with a copy of the whole site as it was then."""

    folder: Path
    offers: list[tuple[int, Path]] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def site(self) -> Path:
        return self.home / "site"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def root(self) -> Path:
        return self.folder / "root.json"

    def publish(self) -> None:
        """Build the version after the last one that was offered, offer it, and keep a copy of the site."""
        version = (self.offers[-1][0] + 1) % _VERSIONS if self.offers else 0
        datasets = paths_of(self.home).datasets
        build_dataset(datasets, NAME, [manifest(self.folder, version)])
        publish(self.site, self.keys, datasets, Wish([NAME]), make=packs)
        if not self.offers:
            shutil.copy(self.site / "root.json", self.root)
        copy = self.folder / f"offer-{len(self.offers)}"
        shutil.copytree(self.site, copy)
        self.offers.append((version, copy))


@dataclass
class _Way:
    """What somebody meets who follows: the offer that the host gives, counted from 0, and what happens at a request."""

    publisher: _Publisher
    host: StaticHost
    dice: random.Random
    at: int = 0

    def give(self, at: int) -> None:
        """Give another offer from now on."""
        self.at = at
        self.host.folder = self.publisher.offers[at][1]

    def well(self) -> None:
        """Nothing happens."""
        self.host.instead.clear()

    def breaks_off(self) -> None:
        """The connection breaks, once or each time."""
        begin, after = self.dice.randrange(_REQUESTS), self.dice.randrange(3000)
        broken = breaks_off(after, self.dice.choice((1, 2, 99)))
        self._happens(lambda number: broken if number >= begin else None)

    def changes(self) -> None:
        """One byte is another."""
        begin = self.dice.randrange(_REQUESTS)
        self._happens(lambda number: self._changed if number == begin else None)

    def refuses(self) -> None:
        """The server answers with an error, or a page."""
        begin, status = self.dice.randrange(_REQUESTS), self.dice.choice((200, 403, 404, 500, 503))

        async def page(_: StaticHost, __: web.Request) -> web.StreamResponse:
            return web.Response(status=status, text="<h1>Later</h1>", content_type="text/html")

        self._happens(lambda number: page if number >= begin else None)

    def goes_on(self) -> None:
        """The publisher offers newer versions, one or more, between two requests."""
        moments = sorted(self.dice.randrange(_REQUESTS) for _ in range(self.dice.randint(1, _AHEAD)))

        def at(number: int) -> Behaviour | None:
            self.give(min(self.at + moments.count(number), len(self.publisher.offers) - 1))
            return None

        self._happens(at)

    def is_half_there(self) -> None:
        """Of a newer version only some files are uploaded."""
        old, new = self.publisher.offers[self.at - 1][1], self.publisher.offers[self.at][1]
        chosen: dict[str, Path] = {}

        async def either(host: StaticHost, request: web.Request) -> web.StreamResponse:
            host.folder = chosen.setdefault(request.path, self.dice.choice((old, new)))
            return host.well(request)

        self._happens(lambda _: either)

    def goes_back(self) -> None:
        """Everything is as it was before what is here."""
        self.give(max(self.at - self.dice.randint(2, 4), 0))
        self._happens(lambda _: None)

    def _happens(self, behaviour: Callable[[int], Behaviour | None]) -> None:
        numbers = itertools.count()

        async def answer(host: StaticHost, request: web.Request) -> web.StreamResponse:
            found = behaviour(next(numbers))
            is_there = (host.folder / request.path.lstrip("/")).is_file()
            return await found(host, request) if found is not None and is_there else host.well(request)

        self.host.instead[""] = answer

    async def _changed(self, host: StaticHost, request: web.Request) -> web.StreamResponse:
        content = bytearray((host.folder / request.path.lstrip("/")).read_bytes())
        content[self.dice.randrange(len(content))] ^= 1 << self.dice.randrange(8)
        return web.Response(body=bytes(content))


HALF: Final = "half of it is uploaded"
BACK: Final = "it goes back to an older version"
HOSTS: Final[dict[str, Callable[[_Way], None]]] = {
    "nothing happens": _Way.well,
    "the connection breaks": _Way.breaks_off,
    "a byte is another": _Way.changes,
    "the server refuses": _Way.refuses,
    "newer versions come meanwhile": _Way.goes_on,
    HALF: _Way.is_half_there,
    BACK: _Way.goes_back,
}
PROGRAMS: Final = {"": "", ", killed": "kill_at", ", the disk full": "full_from"}
Round = tuple[str, str]


@dataclass
class _Follower:
    """Somebody who follows, and what is held of them."""

    home: Path
    way: _Way
    figures: Figures
    steps: int = 1

    def follow(self, plan: dict[str, object]) -> tuple[int, str]:
        """Ask the publisher; return the status and what was said."""
        words: tuple[str, ...] = ("subscriptions", "--update")
        if not any(self.home.glob("data/subscriptions/*/subscription.json")):
            words = ("subscribe", self.way.host.url, "--root", str(self.way.publisher.root))
        process = command(self.home, plan, words)
        said, _ = process.communicate(timeout=300)
        return process.returncode, said

    def attempt(self, happens: Round, before: int | None, where: str) -> Version | str:
        """Follow while something happens; return the version that answers then.

        Args:
            before: the offer that is here, None if there is none; the newest is what the host gives.
        """
        way, (host, program) = self.way, happens
        start = way.at
        HOSTS[host](way)
        plan = {PROGRAMS[program]: way.dice.randrange(self.steps)} if program else {}
        status, said = self.follow(dict(plan))
        way.well()
        newest = max(start, way.at)
        offers = [version for version, _ in way.publisher.offers]
        old: Version = None if before is None else offers[before]
        new = offers[start : newest + 1]
        if host == HALF and before is None:
            new.append(offers[start - 1])
        if host == BACK:
            new = [offers[way.at]] if before is None else []
            self.figures.hold(before is None or status != 0, f"{where}: what is older is taken: {said}")
        found = version_in(self.home)
        self.figures.hold(found in (old, *new), f"{where}: {found} answers, none of {[old, *new]}: {said}")
        is_done = status == 0 and host not in (HALF, BACK)
        self.figures.hold(not is_done or found in new, f"{where}: it says that it is done, with {found}: {said}")
        ends = (0, 1, -signal.SIGKILL) if "kill_at" in plan else (0, 1)
        self.figures.hold(status in ends and "Traceback" not in said, f"{where}: it ends with {status}: {said}")
        way.give(newest)
        return found

    def is_newest(self, where: str) -> None:
        """Hold that the next try, where nothing happens, brings the newest."""
        status, said = self.follow({})
        found, (newest, _) = version_in(self.home), self.way.publisher.offers[self.way.at]
        is_so = status == 0 and found == newest
        self.figures.hold(is_so, f"{where}: the next try ends with {status} and {found}, not {newest}: {said}")

    def is_answered(self, helper: Helper, version: Version | str, where: str) -> None:
        """Hold that a helper that has run all the time answers from this version, too, before long."""
        end = time.monotonic() + PATIENCE
        while (found := version_told_by(helper)) != version and time.monotonic() < end:
            self.figures.hold(not isinstance(found, str), f"{where}: the helper says {found}")
            time.sleep(0.1)
        self.figures.hold(found == version, f"{where}: the helper answers {found}, and {version} is here")


def followed(budget: Budget, folder: Path, *, only: Collection[Round] = (), seed: int | None = None) -> Figures:
    """Follow through every round once, then again for as long as there is time.

    Args:
        only: of all rounds, these; seed: of what happens by chance, None: another one each time.
    """
    figures = Figures()
    seed = random.randrange(1 << 32) if seed is None else seed
    publisher = _Publisher(folder / "publisher")
    make_home(publisher.home)
    rounds = list(only) or list(itertools.product(HOSTS, PROGRAMS))
    with StaticHost(publisher.site).running() as host:
        way = _Way(publisher, host, random.Random(seed))
        for _ in range(_AHEAD + 3):
            publisher.publish()
        way.give(_AHEAD)
        follower = _Follower(make_home(folder / "follower" / "home", browsers=["one"]), way, figures)
        for number in itertools.count():
            if number and not budget.is_left:
                return figures
            for happens in way.dice.sample(rounds, len(rounds)):
                _begin(follower, happens, folder, f"begun, {''.join(happens)} (seed {seed}, pass {number})")
                if number and not budget.is_left:
                    return figures
            with _steady(follower) as helper:
                for happens in way.dice.sample(rounds, len(rounds)):
                    _go_on(follower, happens, folder, helper, f"{''.join(happens)} (seed {seed}, pass {number})")
                    if number and not budget.is_left:
                        return figures
    raise AssertionError


def _begin(follower: _Follower, happens: Round, folder: Path, where: str) -> None:
    """Begin to follow anew, while something happens."""
    shutil.rmtree(follower.home)
    make_home(follower.home, browsers=["one"])
    follower.steps = max(follower.steps, _steps(follower, folder))
    follower.attempt(happens, None, where)
    follower.is_newest(where)
    follower.figures.add(f"times {''.join(happens)}, while somebody begins to follow")
    newest, _ = follower.way.publisher.offers[follower.way.at]
    hold_whole(copy_home(follower.home, folder / "held" / "home"), [newest], follower.figures, where, kept=[KEPT])


def _go_on(follower: _Follower, happens: Round, folder: Path, helper: Helper, where: str) -> None:
    """Follow on to the next version, while something happens."""
    way = follower.way
    before = way.at
    while len(way.publisher.offers) <= before + _AHEAD + 1:
        way.publisher.publish()
    way.give(before + 1)
    found = follower.attempt(happens, before, where)
    follower.is_answered(helper, found, where)
    follower.is_newest(where)
    newest, _ = way.publisher.offers[way.at]
    follower.is_answered(helper, newest, where)
    follower.figures.add(f"times {''.join(happens)}, while a newer version is followed")
    hold_whole(copy_home(follower.home, folder / "held" / "home"), [newest], follower.figures, where, kept=[KEPT])


def _steps(follower: _Follower, folder: Path) -> int:
    """Of how many steps beginning to follow is, where nothing happens; it has most."""
    if follower.steps > 1:
        return follower.steps
    one = _Follower(copy_home(follower.home, folder / "counted" / "home"), follower.way, follower.figures)
    names = folder / "steps"
    status, said = one.follow({"steps": str(names)})
    follower.figures.hold(status == 0, f"to begin to follow ends with {status}: {said}")
    return len(names.read_text().splitlines())


@contextmanager
def _steady(follower: _Follower) -> Iterator[Helper]:
    """A helper that runs all the time."""
    with running_helper(follower.home) as helper:
        if helper is None:
            raise AssertionError("the helper does not start")
        yield helper
