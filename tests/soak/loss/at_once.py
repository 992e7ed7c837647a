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
from inset.index.library import Library
from inset_build.pipeline import build_dataset
from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, command
from soak.loss.home import FIRST, NAME, copy_home, hold_whole, make_home, manifest, paths_of
from support.computer.ports import free_port

PATIENCE: Final = 60.0
_APART: Final = 0.3
"""Seconds between the two, at most."""
_REMOVED: Final = 0.3
"""How often one of two datasets is removed while the other is published."""
OTHER: Final = "other"
_OTHERS: Final = [FIRST + 1_000_000 + n * n for n in range(2, 102)]
"""Photos of that dataset; the one after each is in none."""


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
        gated = _two_datasets(folder)
        served = make_home(folder / "served" / "home", 1)
        rounds = 0
        while budget.is_left or rounds < least:
            for first, second in pairs:
                _start(first, second, folder, figures)
            _publish_both(gated, folder, figures)
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


def _two_datasets(folder: Path) -> Path:
    """A home with a second dataset, whose photos nobody else has, so that both write the library's gate."""
    home = make_home(folder / "gated" / "home", 1)
    build_dataset(paths_of(home).datasets, OTHER, [_list_of_other(folder)])
    return home


def _list_of_other(folder: Path) -> Path:
    path = folder / "other.csv"
    path.write_text("photo_id\n" + "".join(f"{photo}\n" for photo in _OTHERS), encoding="ascii")
    return path


def _publish_both(gated: Path, folder: Path, figures: Figures) -> None:
    """Two datasets are published, or one while the other is removed, at once: no answer is lost with the gate."""
    home = copy_home(gated, folder / "both" / "home")
    is_removed = random.random() < _REMOVED
    other = ("remove", OTHER) if is_removed else ("build", OTHER, str(_list_of_other(folder)))
    both = [("build", NAME, str(manifest(folder, 4))), other]
    where = f"{' and '.join(words[0] + ' ' + words[1] for words in both)} at once"
    figures.add("times two datasets were changed at once, with the library's gate")
    processes = []
    for words in random.sample(both, 2):
        processes.append(command(home, {}, words))
        time.sleep(random.uniform(0, _APART))
    for process in processes:
        said, _ = process.communicate(timeout=120)
        figures.hold(process.returncode == 0, f"{where}: one ended with {process.returncode}: {said}")
    library = Library(paths_of(home).datasets)
    figures.hold(library.gate is not None and not library.not_gated, f"{where}: {library.not_gated} not in the gate")
    listed = [] if is_removed else _OTHERS
    found = library.lookup([photo for other in _OTHERS for photo in (other, other + 1)])
    figures.hold(sorted(found) == listed, f"{where}: {len(found)} of {len(listed)} photos of {OTHER} are listed")
    hold_whole(home, [4], figures, where)


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
