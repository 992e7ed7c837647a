"""Requests that `make fuzz-api` has kept, one for each kind of answer of each route, and some that are new."""

from __future__ import annotations

import re
from pathlib import Path

from fuzz.api import _ODD, attack, draw, kept
from inset.server.routes import ROUTES
from soak.figures import Figures

_HOST = re.compile(r"https?://([^/:?#\s\"]+)")
_FETCHING = ("POST /v1/sizes", "POST /v1/datasets/{name}/builds")


def test_no_request_is_answered_by_a_mistake(tmp_path: Path) -> None:
    figures = Figures()
    attack(figures, iter([*kept(), *map(draw, range(200))]), tmp_path)
    assert figures.faults == []
    assert figures.counts["kinds of answers"] > 80


def test_nobody_is_asked_for_what_may_be_fetched() -> None:
    """Whatever is drawn for a field may be taken for the address of a list."""
    drawn = [value for value in _ODD if isinstance(value, str)]
    fetching = [request.text for request in kept() if request.route in _FETCHING]
    hosts = {host for text in (*drawn, *fetching) for host in _HOST.findall(text)}
    assert hosts == {"fuzz.invalid"}


def test_every_route_is_asked() -> None:
    asked = {request.route for request in kept()}
    assert asked >= {f"{route.method} {route.path}" for route in ROUTES if not route.path.startswith("/web/")}
