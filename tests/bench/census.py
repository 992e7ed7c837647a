"""A census from its lists to somebody else's look-up: built on a cluster of two processes, packed, followed, asked.

All by the real commands, over a made-up census in the layout of bigdata-pw/Flickr. The lists are kept in the cache
folder.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np

from bench import photos
from bench.options import Options
from bench.tables import Section, count, number, table
from support.command_line.commands import Inset, Ran
from support.computer.ports import free_port
from support.datasets.same_run import assert_same_run, only_run
from support.lists.census import NAME, write_census
from support.servers.static_host import StaticHost

FILES = 32
PATIENCE = 3600.0
ASKED = 100


def run(options: Options) -> Section:
    size = options.main_size
    ids = photos.all_at_once(size, seed=18)
    lists = options.cache / f"inset-census-{size}"
    if len(list(lists.glob("*.parquet"))) != FILES:
        write_census(lists, ids, FILES)
    rows = _road(options.folder, lists, ids)
    shown = table(["what", "s", "MB"], rows)
    return Section(
        "A census, from its lists to a look-up",
        f"{count(size)} made-up photos in {FILES} Parquet files in the layout of bigdata-pw/Flickr, each photo with "
        "five addresses, licence, place, dates and words; seconds of the whole command, from the start of its process, "
        f"and what it left on disk.\n\n{shown}\nAll of it was told as a census: of {ASKED} photos that it lists a "
        "helper named none as listed for training. The two builds are the same byte for byte.",
    )


def _road(folder: Path, lists: Path, ids: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> list[list[str]]:
    publisher, alone, reader = (_home(folder / name) for name in ("publisher", "alone", "reader"))
    build = ("build", NAME, lists / "part-*.parquet", "--column", "id")
    rows = [["the lists", "", _megabytes(lists)]]

    def timed(what: str, work: Callable[[], Ran], left: Path | None) -> None:
        began = time.perf_counter()
        ran = work()
        seconds = time.perf_counter() - began
        assert ran.status == 0, ran.err
        rows.append([what, number(seconds), "" if left is None else _megabytes(left)])

    def indexes(inset: Inset) -> Path:
        return inset.home / "data" / "datasets"

    calm = {"PYTHONWARNINGS": "default"}
    timed("`build --cluster local:2`", lambda: publisher(*build, "--cluster", "local:2", **calm), indexes(publisher))
    timed("`build` on one machine", lambda: alone(*build, **calm), indexes(alone))
    assert_same_run(only_run(indexes(alone)), only_run(indexes(publisher)))
    site = publisher.folder / "site"
    timed("`publish`", lambda: publisher("publish", site, NAME), site)
    with StaticHost(site).running() as host:
        root = site / "root.json"
        timed("`subscribe`", lambda: reader("subscribe", host.url, "--root", root), indexes(reader))
    said = f"was public: so says the census {NAME}, which says nothing of training"
    timed("`lookup` of one photo", lambda: _saying(reader("lookup", ids[len(ids) // 2]), said), None)
    began = time.perf_counter()
    with reader.serving():
        rows.append(["`serve` until it answers", number(time.perf_counter() - began), ""])
        asked = [str(photo) for photo in ids[:: max(1, len(ids) // ASKED)][:ASKED]]
        began = time.perf_counter()
        answer = _ask(reader, asked)
        rows.append([f"a look-up of {ASKED} photos, asked of it", number(time.perf_counter() - began), ""])
    assert set(answer["public"]) == set(asked)
    assert (answer["listed"], answer["datasets"], answer["censuses"]) == ({}, [], [NAME])
    return rows


def _home(folder: Path) -> Inset:
    folder.mkdir()
    return Inset(folder / "home", free_port(), folder, patience=PATIENCE, forks=False)


def _saying(ran: Ran, said: str) -> Ran:
    assert said in ran.out, ran.out
    return ran


def _megabytes(folder: Path) -> str:
    return f"{sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 1e6:,.1f}"


def _ask(inset: Inset, photo_ids: list[str]) -> dict[str, Any]:
    token = json.loads((inset.home / "state" / "helper.json").read_bytes())["token"]
    request = Request(
        f"http://127.0.0.1:{inset.port}/v1/lookup",
        data=json.dumps({"photos": photo_ids}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urlopen(request) as answered:
        found: dict[str, Any] = json.loads(answered.read())
    return found
