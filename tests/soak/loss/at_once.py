"""Starts two commands at once on the same home, of which each does what it says, or says that it did nothing."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from inset.errors import ExitStatus
from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, command
from soak.loss.home import NAME, copy_home, hold_whole, make_home, manifest
from support.commands import free_port

PATIENCE: Final = 60.0
_APART: Final = 0.3
"""Seconds between the two, at most."""


def at_once(budget: Budget, folder: Path, *, least: int = 1) -> Figures:
    """Start every pair `least` times, then again for as long as there is time, a little apart from each other."""
    figures = Figures()
    with all_attacked(folder) as commands:
        known = {attacked.name: attacked for attacked in commands}
        build, pair = known["build"], known["pair"]
        other = Attacked("other build", ("build", NAME, str(manifest(folder, 5))), build.home, 3, 5)
        third = Attacked(
            "other pair", ("pair", "--new-token", "three"), pair.home, 3, 3, kept_after=("browser one", "browser three")
        )
        pairs = [(build, other), (build, known["remove"]), (known["add"], known["use"]), (pair, third)]
        served = make_home(folder / "served" / "home", 1)
        rounds = 0
        while budget.is_left or rounds < least:
            for first, second in pairs:
                _start(first, second, folder, figures)
            _serve_twice(copy_home(served, folder / "serving" / "home"), figures)
            rounds += 1
    return figures


def _start(first: Attacked, second: Attacked, folder: Path, figures: Figures) -> None:
    home = copy_home(first.home, folder / "shared" / "home")
    where = f"{first.name} and {second.name} at once"
    figures.add(f"times `inset {first.words[0]}` and `inset {second.words[0]}` at once")
    both = random.sample([first, second], 2)
    processes: list[tuple[Attacked, subprocess.Popen[str]]] = []
    for attacked in both:
        processes.append((attacked, command(home, {}, attacked.words)))
        time.sleep(random.uniform(0, _APART))
    done = []
    for attacked, process in processes:
        said, _ = process.communicate(timeout=120)
        figures.hold("Traceback" not in said, f"{where}: {said}")
        if process.returncode == 0:
            done.append(attacked)
        else:
            is_told = process.returncode == 1 and "other build" in said
            figures.hold(is_told, f"{where}: {attacked.name} ended with {process.returncode}: {said}")
    figures.hold(bool(done), f"{where}: neither was done")
    # What was done last is what is there; which it was cannot be known from outside.
    versions = [attacked.after for attacked in done]
    kept = tuple(sorted({name for attacked in done for name in attacked.kept_after}))
    hold_whole(home, versions, figures, where, kept=[kept])


def _serve_twice(home: Path, figures: Figures) -> None:
    port = free_port()
    both = [command(home, {}, ("serve",), port=port) for _ in range(2)]
    figures.add("times `inset serve` and `inset serve` at once")
    try:
        end = time.monotonic() + PATIENCE
        while all(process.poll() is None for process in both) and time.monotonic() < end:
            time.sleep(0.05)
        ended = [process for process in both if process.poll() is not None]
        figures.hold(len(ended) == 1, f"{len(ended)} of two helpers on one port ended")
        for process in ended:
            said, _ = process.communicate()
            is_told = process.returncode == ExitStatus.PORT_UNAVAILABLE and "Traceback" not in said
            figures.hold(is_told, f"the second helper ended with {process.returncode}: {said}")
        if len(ended) == 1:
            with urlopen(f"http://127.0.0.1:{port}/v1/hello", timeout=PATIENCE) as answer:
                figures.hold(json.load(answer)["name"] == "inset", "the first helper does not answer")
    finally:
        for process in both:
            process.terminate()
            process.communicate(timeout=PATIENCE)
    hold_whole(home, [1], figures, "two helpers at once")
