"""The filter alone beside other filters: adding, and asking in bulk, from a Python list and from a NumPy array."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from bench import photos
from bench.options import Options
from bench.peers import ERROR_RATE, FILTERS, STOCK_ADDED, Fuse8, Peer, PybloomLive
from bench.tables import Section, count, goal, number, table
from bench.timing import Times, in_turn, quick_in_turn
from inset.index.filter.photo_filter import PhotoFilter

ASKED = 100_000
RATE_ASKED = 1_000_000

OURS = "**PhotoFilter**, NumPy array"
OURS_LIST = "**PhotoFilter**, Python list"
STOCK = "pybloom-live"


def run(options: Options) -> Section:
    size = options.main_size
    ids = photos.all_at_once(size)
    np.random.default_rng(5).shuffle(ids)
    listed = ids.tolist()
    adds = _adds(ids, listed, options.rounds)
    ours = _filled(ids)
    peers: dict[str, Peer] = {name: make(listed) for name, make in FILTERS.items()}
    del ids, listed
    others = photos.absent(ASKED)
    asks = _asks(ours, peers, others, options.rounds)
    rates = _rates(ours, peers)
    rows = [
        [name, *(number(value) for value in (size / adds[name] / 1e6, *asks[name])), f"{rates[name]:.5f}"]
        for name in (OURS, OURS_LIST, *peers)
    ]
    head = ["", "adds, M/s", "asks of a list, M/s", "asks of an array, M/s", "false positives"]
    return Section(
        f"Filter: {count(size)} photo IDs, error rate 10⁻³, asked for {count(ASKED)} absent ones at once",
        f"{table(head, rows)}\n{_notes(options.rounds, adds, asks, list(peers))}",
    )


def _notes(rounds: int, adds: dict[str, float], asks: dict[str, tuple[float, float]], peers: Sequence[str]) -> str:
    ahead = {
        "adds": min(adds[name] for name in peers) / adds[OURS],
        "a list": asks[OURS][0] / max(asks[name][0] for name in peers),
        "an array": asks[OURS][1] / max(asks[name][1] for name in peers),
    }
    goals = "; ".join(goal(f"{what} {number(times)} times the next", met=times > 1) for what, times in ahead.items())
    return (
        f"Best of {rounds} in turn. Peers take Python integers; they are given a list ready made, and an array is made "
        f"one on their time. pybloom-live adds {count(STOCK_ADDED)}; the rest of its bits are set by chance, as the "
        "other adds would. pyfusefilter's rate is fixed at 1/256, and it cannot be added to. "
        f"Goal, ahead of every one: {goals}."
    )


def _adds(ids: NDArray[np.uint64], listed: list[int], rounds: int) -> dict[str, float]:
    """Seconds for all of them."""
    ways: dict[str, Callable[[], object]] = {
        OURS: lambda: _filled(ids),
        OURS_LIST: lambda: _filled(np.array(listed, dtype=np.uint64)),
        **{name: partial(make, listed) for name, make in FILTERS.items()},
    }
    ways["pyfusefilter, 8 bits"] = lambda: Fuse8(ids)
    few = listed[:STOCK_ADDED]
    ways[STOCK] = lambda: PybloomLive(few, capacity=len(listed))
    seconds = {name: times.best for name, times in in_turn(ways, rounds).items()}
    seconds[STOCK] *= len(listed) / len(few)
    return seconds


def _asks(
    ours: PhotoFilter, peers: dict[str, Peer], others: NDArray[np.uint64], rounds: int
) -> dict[str, tuple[float, float]]:
    """Millions a second, of a list and of an array."""
    some = others.tolist()
    lists: dict[str, Callable[[], object]] = {
        OURS: lambda: ours.contains_many(np.array(some, dtype=np.uint64)),
        **{name: partial(peer.find, some) for name, peer in peers.items()},
    }
    arrays: dict[str, Callable[[], object]] = {
        OURS: lambda: ours.contains_many(others),
        **{name: partial(_find_array, peer, others) for name, peer in peers.items()},
    }
    of_list, of_array = quick_in_turn(lists, rounds + 2), quick_in_turn(arrays, rounds + 2)

    def speed(times: Times) -> float:
        return len(some) / times.best / 1e6

    asks = {name: (speed(of_list[name]), speed(of_array[name])) for name in lists}
    asks[OURS_LIST] = asks[OURS]  # both columns are there already
    return asks


def _find_array(peer: Peer, photo_ids: NDArray[np.uint64]) -> list[int]:
    return peer.find(photo_ids.tolist())


def _filled(ids: NDArray[np.uint64]) -> PhotoFilter:
    made = PhotoFilter(len(ids), ERROR_RATE)
    made.add_many(ids)
    return made


def _rates(ours: PhotoFilter, peers: dict[str, Peer]) -> dict[str, float]:
    others = photos.absent(RATE_ASKED, seed=6)
    rate = float(ours.contains_many(others).mean())
    fewer = others[: RATE_ASKED // 5].tolist()
    return {OURS: rate, OURS_LIST: rate, **{name: len(peer.find(fewer)) / len(fewer) for name, peer in peers.items()}}
