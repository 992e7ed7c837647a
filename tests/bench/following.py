"""Following a publisher: from `inset subscribe` to the first photo that a running helper answers as listed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final
from urllib.request import Request, urlopen

import orjson

from bench.options import Options
from bench.tables import Section, count, table
from inset_build.pack.publish import Wish, packs, publish
from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.servers.static_host import StaticHost

LARGEST: Final = 10_000_000


def run(options: Options) -> Section:
    rows = [_measure(size, options) for size in options.sizes if size <= LARGEST]
    shown = table(["photos", "the pack, MB", "to publish", "to the first answer", "requests"], rows)
    return Section(
        "Following a publisher",
        "A list without details, published with `inset publish` and served by a static host on this computer; seconds "
        "from the start of `inset subscribe` until a helper that runs already answers a look-up of one of its photos "
        f"with `listed`, and the requests that went out. Best of {options.rounds}.\n\n{shown}",
    )


def _measure(size: int, options: Options) -> list[str]:
    home = options.shelf.home(size)
    folder = options.folder / str(size)
    folder.mkdir()
    began = time.perf_counter()
    told = publish(folder / "site", folder / "keys", home.paths.datasets, Wish(["made-up-0"]), make=packs)
    published = time.perf_counter() - began
    seconds, requests = [], 0
    with StaticHost(folder / "site").running() as host:
        for turn in range(options.rounds):
            person = folder / f"person-{turn}"
            person.mkdir()
            inset = Inset(person / "home", free_port(), person)
            with inset.serving():
                host.requests.clear()
                began = time.perf_counter()
                ran = inset("subscribe", host.url, "--root", folder / "site" / "root.json")
                assert ran.status == 0, ran.err
                while not _is_listed(inset, int(home.listed[0])):
                    time.sleep(0.01)
                seconds.append(time.perf_counter() - began)
                requests = len(host.requests)
    size_of_pack = told["packs"][0]["bytes"] / 1e6
    return [count(size), f"{size_of_pack:.2f}", f"{published:.1f}", f"{min(seconds):.1f}", str(requests)]


def _is_listed(inset: Inset, photo: int) -> bool:
    state = orjson.loads(Path(inset.home / "state" / "helper.json").read_bytes())
    asked = Request(
        f"http://127.0.0.1:{inset.port}/v1/lookup",
        data=orjson.dumps({"photos": [str(photo)]}),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {state['token']}"},
    )
    with urlopen(asked) as answer:
        return bool(orjson.loads(answer.read())["listed"])
