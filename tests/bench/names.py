"""What names of accounts cost: bytes and seconds of a build with them beside one without, and look-ups in both."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench import photos
from bench.options import Options
from bench.tables import Section, count, number, table
from bench.timing import in_turn, quick_in_turn
from inset.account.names import find_candidates
from inset.index.dataset_index import DETAILS_FILE
from inset.index.details import Details
from inset.index.library import Library
from inset_build.pipeline import build_dataset

PHOTOS: Final = 1_000_000
ACCOUNTS: Final = 50_000
SHARED: Final = 3
"""So many accounts go by each name."""

_SYLLABLES: Final = ("an", "ber", "cé", "do", "el", "fü", "gra", "hi", "jo", "ka", "lu", "mi", "nø", "pe", "ri", "su")


def run(options: Options) -> Section:
    """Build both in turn, and ask both."""
    folder = options.folder / "names"
    folder.mkdir()
    with_names, without = folder / "names.csv", folder / "accounts.csv"
    _write(with_names, without)
    home = folder / "datasets"
    worked: dict[str, list[float]] = {"without": [], "with": []}

    def build(name: str, manifest: Path) -> None:
        began = time.process_time()
        build_dataset(home, name, [manifest])
        worked[name].append(time.process_time() - began)

    ways = {"without": partial(build, "without", without), "with": partial(build, "with", with_names)}
    seconds = in_turn(ways, options.rounds)
    library = Library(home)
    sizes = {name: (index.folder / DETAILS_FILE).stat().st_size / PHOTOS for name, index in library.datasets.items()}
    asked = _asked({name: index.details for name, index in library.datasets.items() if index.details is not None})
    named = quick_in_turn({"": lambda: find_candidates(library, _name(7))}, options.rounds)[""].best
    body = table(
        [
            "",
            "build, s",
            "seconds of the processor",
            "details, bytes a photo",
            "details of 100 photos, µs",
            "an account's first 100 photos, µs",
        ],
        [
            [
                shown,
                number(seconds[name].best),
                number(min(worked[name])),
                number(sizes[name]),
                *(number(asked[f"{what} {name}"] * 1e6) for what in ("photos", "account")),
            ]
            for name, shown in (("without", "photo, account"), ("with", "photo, account, **name**"))
        ],
    )
    notes = (
        f"Best of {options.rounds} in turn: a CSV of {count(PHOTOS)} photos in no order, of {count(ACCOUNTS)} "
        f"accounts, {SHARED} to a name. Finding the accounts of a name, with their counts, years and photos, takes "
        f"{number(named * 1e6)} µs. Which photos are listed is asked of filter and store, which names do not touch."
    )
    shutil.rmtree(folder)
    return Section(f"Names: {count(PHOTOS)} photos of {count(ACCOUNTS)} accounts", f"{body}\n{notes}")


def _write(with_names: Path, without: Path) -> None:
    ids = photos.all_at_once(PHOTOS)
    chance = np.random.default_rng(11)
    chance.shuffle(ids)
    account = chance.integers(0, ACCOUNTS, PHOTOS)
    names = pl.Series([_name(number) for number in range(ACCOUNTS)])
    nsids = pl.Series([_nsid(number) for number in range(ACCOUNTS)])
    frame = pl.DataFrame({"photo_id": ids, "owner": nsids[account], "nickname": names[account]})
    frame.write_csv(with_names)
    frame.drop("nickname").write_csv(without)


def _name(account: int) -> str:
    number = account // SHARED
    word = "".join(_SYLLABLES[number >> shift & 15] for shift in (0, 4, 8))
    return f"{word.title()} {number % 97}"


def _nsid(account: int) -> str:
    return f"{10_000_000 + 7 * account}@N0{account % 9}"


def _asked(details: dict[str, Details]) -> dict[str, float]:
    """Seconds of a look-up of details and of an account's photos, by what and of which."""
    some = photos.all_at_once(PHOTOS)[:: PHOTOS // 100].tolist()
    ways: dict[str, Callable[[], object]] = {}
    for name, each in details.items():
        ways[f"photos {name}"] = partial(each.get, some)
        ways[f"account {name}"] = partial(each.photos_of, _nsid(7), limit=100)
    return {name: times.best for name, times in quick_in_turn(ways, 25).items()}
