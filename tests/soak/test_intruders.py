"""The short form of `make soak PARTS=intruders`."""

from __future__ import annotations

from pathlib import Path

from inset.server.routes import ROUTES
from soak.figures import Budget
from soak.intrusion.intruders import hostile_to, intruders


def test_nobody_gets_in(tmp_path: Path) -> None:
    figures = intruders(Budget(0), tmp_path)
    assert figures.faults == []
    assert figures.counts["requests inside of requests"] > 20
    assert figures.counts["guesses of tickets"] >= 40


def test_every_route_is_attacked_in_every_way_that_it_has() -> None:
    for route in ROUTES:
        ways = {what for what, *_ in hostile_to(route, "Bearer x")}
        assert {"a foreign host", "a foreign origin", "another site's page"} <= ways, route.path
