"""Every request with one hostile property to every route, and how the guards must refuse it.

The refusal is named, status and code: an answer of 404 would hide that a hostile request had reached the handler.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from inset.server.access import Access, Route
from inset.server.guards.limits import MAX_BODY
from inset.server.routes import ROUTES
from soak.intrusion.hostile_requests import (
    BROKEN_JSON,
    EXTENSION,
    FORMS,
    HOSTS,
    NOT_JSON,
    ORIGINS,
    OTHER_EXTENSION,
    PURPOSES,
    SITES,
    TOKENS,
)
from soak.intrusion.target import Body

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get")
NEEDS_TOKEN: Final = (Access.PAIRED, Access.LINE, Access.OWNER)

Refusal = tuple[int, str]
"""Status and code."""

_HOST: Final[Refusal] = (403, "forbidden_host")
_SITE: Final[Refusal] = (403, "forbidden_site")
_ORIGIN: Final[Refusal] = (403, "forbidden_origin")
_NOT_PAIRED: Final[Refusal] = (401, "not_paired")
_OWNER_ONLY: Final[Refusal] = (403, "owner_only")
_NOT_JSON: Final[Refusal] = (415, "not_json")
_BROKEN: Final[Refusal] = (400, "bad_request")
_TOO_LARGE: Final[Refusal] = (413, "too_large")
_FILE: Final[Refusal] = (415, "forbidden_type")
_METHOD: Final[Refusal] = (405, "method_not_allowed")

_FOREIGN: Final = (
    ("a foreign host", "Host", HOSTS, _HOST),
    ("a foreign origin", "Origin", ORIGINS, _ORIGIN),
    ("another site's page", "Sec-Fetch-Site", SITES, _SITE),
    ("what is fetched ahead", "Sec-Purpose", PURPOSES, _SITE),
)
_JSON: Final = ("application/json", b'{"name":"intruder"}')
_HOLES: Final = {
    "{id}": "1",
    "{name}": "inset-sample",
    "{room}": "styles",
    "{file}": "page.css",
    "{nsid}": "12345678@N00",
    "{format}": "csv",
}


@dataclass(frozen=True)
class Tokens:
    """Values of the header Authorization that are right by themselves."""

    owner: str
    browser: str
    """Of a pairing that is bound to the Origin `EXTENSION`."""


@dataclass(frozen=True)
class Hostile:
    """A request that must be refused.

    Attributes:
        what: is hostile about it; refusal: that it must get, of which only the status is seen in an answer to HEAD.
    """

    what: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: Body
    refusal: Refusal

    def is_refused(self, status: int, code: str) -> bool:
        """Whether it was refused as it must be."""
        return status == self.refusal[0] and code == ("" if self.method == "HEAD" else self.refusal[1])


def whole_matrix(tokens: Tokens) -> list[Hostile]:
    """All of them, for every route of the helper."""
    return [hostile for route in ROUTES for hostile in hostile_to(route, tokens)]


def hostile_to(route: Route, tokens: Tokens) -> Iterator[Hostile]:
    """Every request to a route that must be refused.

    Args:
        tokens: right ones, which must not help.
    """
    path = route.path
    for hole, filled in _HOLES.items():
        path = path.replace(hole, filled)
    assert "{" not in path, f"Say what is to stand in {path}: as it is, nobody answers at it."
    body = _JSON if route.method == "POST" else None
    owner = {"Authorization": tokens.owner}
    for (what, header, values, refusal), token in itertools.product(_FOREIGN, ({}, owner)):
        for value in values:
            yield Hostile(what, route.method, path, {header: value, **token}, body, refusal)
    for what, headers, refusal in _wrong_tokens(route, tokens):
        yield Hostile(what, route.method, path, headers, body, refusal)
    for what, wrong, refusal in _wrong_bodies(route):
        yield Hostile(what, "POST", path, owner, wrong, refusal)
    taken = {each.method for each in ROUTES if each.path == route.path}
    for method in METHODS:
        if method not in taken:
            # The reader of HTTP does not even take small letters for a method.
            refusal = _METHOD if method.isupper() else _BROKEN
            yield Hostile("a method that is none", method, path, owner, body, refusal)


def _wrong_tokens(route: Route, tokens: Tokens) -> Iterator[tuple[str, Mapping[str, str], Refusal]]:
    if route.access in NEEDS_TOKEN:
        yield "no token", {}, _NOT_PAIRED
        for wrong in TOKENS:
            yield "a token that is none", {"Authorization": wrong}, _NOT_PAIRED
        in_extension = {"Authorization": tokens.owner, "Origin": EXTENSION}
        yield "the owner's token in an extension", in_extension, _ORIGIN
        elsewhere = {"Authorization": tokens.browser, "Origin": OTHER_EXTENSION}
        yield "a browser's token in another one", elsewhere, _ORIGIN
    if route.access is Access.OWNER:
        at_home = {"Authorization": tokens.browser, "Origin": EXTENSION}
        yield "a browser where only the owner may", at_home, _OWNER_ONLY


def _wrong_bodies(route: Route) -> Iterator[tuple[str, tuple[str, bytes], Refusal]]:
    if route.method != "POST":
        return
    if route.body != "json":
        for wrong in FORMS:
            yield "a body that a form can send", wrong, _FILE
        return
    for wrong in NOT_JSON:
        yield "a body that does not say that it is JSON", wrong, _NOT_JSON
    for wrong in BROKEN_JSON:
        yield "a body that is no JSON", wrong, _TOO_LARGE if len(wrong[1]) > MAX_BODY else _BROKEN
