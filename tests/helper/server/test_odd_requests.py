"""Requests that `make fuzz-api` has kept, one for each kind of answer of each route, and some that are new."""

from __future__ import annotations

from pathlib import Path

from fuzz.api import attack, draw, kept
from inset.server.routes import ROUTES
from soak.figures import Figures


def test_no_request_is_answered_by_a_mistake(tmp_path: Path) -> None:
    figures = Figures()
    attack(figures, iter([*kept(), *map(draw, range(200))]), tmp_path)
    assert figures.faults == []
    assert figures.counts["kinds of answers"] > 80


def test_every_route_is_asked() -> None:
    asked = {request.route for request in kept()}
    assert asked >= {f"{route.method} {route.path}" for route in ROUTES if not route.path.startswith("/web/")}
