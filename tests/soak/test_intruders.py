"""The short form of `make soak PARTS=intruders`: the whole matrix once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from inset.server.access import Access, Route
from inset.server.routes import ROUTES
from soak.figures import Budget
from soak.intrusion.hostile_requests import BROKEN_JSON, FORMS, HOSTS, NOT_JSON, ORIGINS, PURPOSES, SITES, TOKENS
from soak.intrusion.intruders import intruders
from soak.intrusion.matrix import METHODS, NEEDS_TOKEN, Tokens, hostile_to

OWNER: Final = "Bearer owner"
TOKEN_PAIR: Final = Tokens(OWNER, "Bearer browser")
HEADERS: Final = (("Host", HOSTS), ("Origin", ORIGINS), ("Sec-Fetch-Site", SITES), ("Sec-Purpose", PURPOSES))


def ids(route: Route) -> str:
    return f"{route.method} {route.path}"


def test_nobody_gets_in(tmp_path: Path) -> None:
    figures = intruders(Budget(0), tmp_path)
    assert figures.faults == []
    matrix = sum(1 for route in ROUTES for _ in hostile_to(route, TOKEN_PAIR))
    assert sum(count for what, count in figures.counts.items() if what.startswith("requests with ")) == matrix
    assert figures.counts["requests inside of requests"] > 20
    assert figures.counts["guesses of tickets"] >= 40


@pytest.mark.parametrize("route", ROUTES, ids=ids)
def test_every_row_is_sent_to_every_route(route: Route) -> None:
    rows = list(hostile_to(route, TOKEN_PAIR))
    # With the owner's token, and without any.
    for header, values in HEADERS:
        for value in values:
            sent = {row.headers.get("Authorization") for row in rows if row.headers.get(header) == value}
            assert sent >= {None, OWNER}, (header, value)
    needs_token = route.access in NEEDS_TOKEN
    tokens = {row.headers.get("Authorization") for row in rows if row.refusal == (401, "not_paired")}
    assert tokens == ({None, *TOKENS} if needs_token else set())
    bodies = [row.body for row in rows if row.headers == {"Authorization": OWNER} and row.method == "POST"]
    if route.method == "POST":
        assert {*((*NOT_JSON, *BROKEN_JSON) if route.body == "json" else FORMS)} <= {*bodies}
    methods = {each.method for each in ROUTES if each.path == route.path}
    assert {row.method for row in rows if row.what == "a method that is none"} == {*METHODS} - methods
    only_owner = [row for row in rows if row.refusal == (403, "owner_only")]
    assert len(only_owner) == (route.access is Access.OWNER)
