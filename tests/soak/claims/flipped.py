"""Changes bytes of runs before a real helper opens them, or under it: it answers look-ups as before, or not at all.

Which file and which byte is drawn at random, so that the large files do not take all the time.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.request import Request, urlopen

from inset.client.helper_state import read_state
from inset.index.library import CHANGES_EVERY, LOOK_EVERY
from inset.paths import find_paths
from soak.figures import Budget, Figures
from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.changed_bytes import changed_byte
from support.datasets.runs import publish_ids

SOUND: Final = "sound"
FIRST: Final = 900_000_000_000
LISTED: Final = range(FIRST, FIRST + 90_000, 3)
"""So many that each file has several pieces of 16 KiB, of which opening compares only some."""
ACCOUNT: Final = "10000001@N00"
KNOWN: Final = 300
"""The account of so many photos is known."""
ASKED: Final = 100
QUESTIONS: Final = 3
PATIENCE: Final = 60.0
_UNDER: Final = 0.5
"""How many of the changes come under the helper, which then has a second to see them."""


def flipped(budget: Budget, folder: Path, *, least: int = 2) -> Figures:
    """Change one byte after the other for as long as there is time, of an exact and of a filter-only run in turn.

    Args:
        least: so many bytes in any case.
    """
    figures = Figures()
    inset = Inset(home=folder / "home", port=free_port(), folder=folder)
    paths = find_paths({"INSET_HOME": str(inset.home)})
    details = dict.fromkeys(LISTED[:KNOWN], (ACCOUNT, 4))
    publish_ids(paths.datasets, SOUND, LISTED)
    runs = {
        "exact": publish_ids(paths.datasets, "exact", LISTED, details=details),
        "filter-only": publish_ids(paths.datasets, "filter-only", LISTED, exact=False, error_rate=1e-9),
    }
    with inset.serving():
        state = read_state(paths)
        assert state is not None
        helper = _Helper(inset.port, state.token)
        tried = 0
        while budget.is_left or tried < least:
            for name, run in runs.items():
                _change(name, run, helper, figures)
                tried += 1
    figures.hold("Traceback" not in (folder / "serve.log").read_text(), "the helper's log has a trace")
    return figures


def _change(name: str, run: Path, helper: _Helper, figures: Figures) -> None:
    path = random.choice(sorted(run.iterdir()))
    at, mask = random.randrange(path.stat().st_size), 1 << random.randrange(8)
    where = f"{name}: with byte {at} of {path.name} changed by {mask:#x}"
    is_under = random.random() < _UNDER
    if is_under:  # the run is open, and parts of it have been compared
        time.sleep(CHANGES_EVERY)
        wrong, _ = _wrong(name, helper)
        figures.hold(wrong is None, f"{name}, as it was: {wrong}")
    with changed_byte(path, at, mask):
        if is_under:
            time.sleep(CHANGES_EVERY)
            figures.add("of all these, under the helper that had the file open")
        else:
            _open_anew(run.parent / "CURRENT", name, helper)
        wrong, is_refused = _wrong(name, helper)
        figures.add(f"bytes changed ({name})")
        figures.add(f"after which the run did not answer, and said so ({name})", int(is_refused))
        figures.hold(wrong is None, f"{where}: {wrong}")


def _open_anew(current: Path, name: str, helper: _Helper) -> None:
    """Take a dataset from the helper and give it back, so that it opens the run again."""
    helper.wait_until(name, is_there=True)
    aside = current.with_name(".aside")
    current.rename(aside)
    helper.wait_until(name, is_there=False)
    aside.rename(current)
    helper.wait_until(name, is_there=True)


def _wrong(name: str, helper: _Helper) -> tuple[str | None, bool]:
    """What a helper answers otherwise than it should, and whether the dataset was refused."""
    is_refused = False
    for _ in range(QUESTIONS):
        photos = random.sample(range(FIRST, FIRST + 2 * len(LISTED)), ASKED)
        answer = helper.lookup(photos)
        answered = [dataset for dataset in (SOUND, name) if dataset in answer["datasets"]]
        is_refused = is_refused or name in answer["unavailable"]
        if SOUND not in answered or (name in answered) == (name in answer["unavailable"]):
            return f"{answer['datasets']} answer, {answer['unavailable']} do not", is_refused
        for photo in photos:
            found = {each["dataset"] for each in answer["listed"].get(str(photo), ())} & {SOUND, name}
            if found != ({*answered} if photo in LISTED else set()):
                return f"{photo} is in {found or 'none'}", is_refused
    photo = random.choice(LISTED[:KNOWN])
    told = helper.ask(f"/v1/photos/{photo}")
    for each in told["datasets"]:
        if each["dataset"] == "exact" and each["owner"] != ACCOUNT:
            return f"{photo} is of {each['owner']}", is_refused
    return None, is_refused or name in told["unavailable"]


@dataclass(frozen=True)
class _Helper:
    """A running helper that is asked."""

    port: int
    token: str

    def ask(self, path: str, body: object = None) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        content = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", content, headers), timeout=PATIENCE) as answer:
            return json.load(answer)

    def lookup(self, photos: list[int]) -> Any:
        return self.ask("/v1/lookup", {"photos": [str(photo) for photo in photos]})

    def wait_until(self, name: str, *, is_there: bool) -> None:
        """Ask until it has noticed that a dataset is published, or is not."""
        end = time.monotonic() + PATIENCE
        while True:
            answer = self.lookup([])
            if (name in answer["datasets"] or name in answer["unavailable"]) == is_there:
                return
            if time.monotonic() > end:
                raise AssertionError(f"the helper does not notice {name}")
            time.sleep(LOOK_EVERY)
