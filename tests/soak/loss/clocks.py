"""Lets the clock jump by up to years, back and forth, between commands and under a running helper."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from inset.client.helper_state import read_state
from inset.index.shelf.current import current_run
from inset.index.shelf.runs import RUNS_KEPT, kept_runs
from soak.figures import Budget, Figures
from soak.loss.attacked import command
from soak.loss.clock import set_clock
from soak.loss.home import FIRST, NAME, copy_home, hold_whole, kept_in, make_home, manifest, paths_of, version_in
from support.computer.ports import free_port

YEAR: Final = 365.25 * 86400
JUMPS: Final = (-10 * YEAR, -YEAR, -3600.0, 0.0, 3600.0, YEAR, 10 * YEAR)
PATIENCE: Final = 60.0


def clocks(budget: Budget, folder: Path) -> Figures:
    """Build, go back, pair and ask while the clock jumps, at least one round of each."""
    figures = Figures()
    clock = folder / "clock"
    start = make_home(folder / "start" / "home", 1, browsers=("one",))
    rounds = 0
    while budget.is_left or not rounds:
        _between_commands(copy_home(start, folder / "jumped" / "home"), clock, figures)
        _under_a_helper(copy_home(start, folder / "helped" / "home"), clock, figures)
        rounds += 1
    return figures


def _between_commands(home: Path, clock: Path, figures: Figures) -> None:
    """Whatever the clock says, the run that was built last answers, and the one before it is kept."""
    datasets = paths_of(home).datasets
    names = ["browser one"]
    for version, seconds in enumerate(random.sample(JUMPS, 4), start=2):
        set_clock(clock, seconds)
        where = f"clock {seconds:+,.0f} s"
        before = current_run(datasets / NAME)
        _run(home, clock, figures, "build", NAME, str(manifest(home.parent, version)))
        figures.hold(version_in(home) == version, f"{where}: after building {version}, {version_in(home)} answers")
        now = current_run(datasets / NAME)
        kept = [run.name for run in kept_runs(datasets, NAME)]
        figures.hold(before in kept and len(kept) <= RUNS_KEPT, f"{where}: of {kept} {before} was current before")
        _run(home, clock, figures, "datasets", NAME, "--use", str(before))
        figures.hold(version_in(home) == version - 1, f"{where}: after going back, {version_in(home)} answers")
        _run(home, clock, figures, "datasets", NAME, "--use", str(now))
        _run(home, clock, figures, "pair", "--new-token", f"at {version}")
        names.append(f"browser at {version}")
        figures.hold(list(kept_in(home)) == sorted(names), f"{where}: {kept_in(home)} are paired")
        figures.add("builds, goings back and pairings after a jump of the clock", 4)
    hold_whole(home, [5], figures, "clocks that jumped", kept=[tuple(sorted(names))])


def _run(home: Path, clock: Path, figures: Figures, *words: str) -> None:
    process = command(home, {"clock": str(clock)}, words)
    said, _ = process.communicate(timeout=120)
    figures.hold(process.returncode == 0, f"{words} ended with {process.returncode}: {said}")


def _under_a_helper(home: Path, clock: Path, figures: Figures) -> None:
    """Its answers stay right, its token stays good, and a ticket is good once and not again."""
    set_clock(clock, 0)
    port = free_port()
    helper = command(home, {"clock": str(clock)}, ("serve",), port=port)
    try:
        end = time.monotonic() + PATIENCE
        while (state := read_state(paths_of(home))) is None or state.port != port:
            figures.hold(helper.poll() is None and time.monotonic() < end, "the helper does not start")
            if figures.faults:
                return
            time.sleep(0.05)
        for seconds in random.sample(JUMPS, len(JUMPS)):
            set_clock(clock, seconds)
            status, answer = _ask(port, state.token, "/v1/lookup", {"photos": [str(FIRST), str(FIRST + 900)]})
            is_right = status == 200 and list(answer["listed"]) == [str(FIRST)]
            figures.hold(is_right, f"clock {seconds:+,.0f} s: a helper answers {status} {answer}")
            figures.add("look-ups after a jump of the clock under a running helper")
        status, ticket = _ask(port, state.token, "/v1/tickets", {})
        figures.hold(status == 201, f"a ticket is answered by {status} {ticket}")
        set_clock(clock, -YEAR)
        uses = [_ask(port, None, "/v1/session", {"ticket": ticket.get("ticket")}, page=True)[0] for _ in range(2)]
        figures.hold(uses[1] in (401, 403), f"a ticket that was used is answered by {uses[1]}")
        figures.hold(uses[0] < 300, f"a ticket is answered by {uses[0]} after the clock jumped")
        figures.add("tickets used after a jump of the clock")
    finally:
        helper.terminate()
        helper.communicate(timeout=PATIENCE)
    hold_whole(home, [1], figures, "a helper whose clock jumped", kept=[("browser one",)])


def _ask(port: int, token: str | None, path: str, body: Any, *, page: bool = False) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    if page:
        headers |= {"Origin": f"http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}
    asked = Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)
    try:
        with urlopen(asked, timeout=PATIENCE) as answer:
            content = answer.read()
            return int(answer.status), json.loads(content) if content else {}
    except HTTPError as error:
        return error.code, {}
