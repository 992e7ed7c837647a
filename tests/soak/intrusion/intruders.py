"""Sends a real helper what must be refused: every hostile property (`hostile_requests`) at every route, and guesses.

A request with one hostile property is hostile, whatever else it has, the owner's token included. What counts as having
got in: an answer below 400 (a page that is the same for everybody may be read under a wrong `Sec-Fetch-Site` only by
following a link), a pairing that waits, or a guess that was right. Nothing of it may be answered by a mistake (5xx).
"""

from __future__ import annotations

import contextlib
import itertools
import random
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inset.client.client import Client
from inset.client.helper_state import read_state
from inset.paths import find_paths
from inset.server.access import Access, Route
from inset.server.routes import ROUTES
from soak.figures import Budget, Figures
from soak.intrusion.hostile_requests import BODIES, HOSTS, ORIGINS, PORT, PURPOSES, SITES, SMUGGLED, TOKENS
from support.commands import Inset, free_port

LEAST: Final = 300
"""Requests of the matrix, even without time."""
GUESSES: Final = 40
"""Of tickets, sessions, secrets and codes, in each round."""
_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get")
_OPEN: Final = (Access.ANYONE, Access.PAGE, Access.OPENED_PAGE, Access.ASKER)
_JSON: Final = ("application/json", b'{"name":"intruder"}')

_FOREIGN: Final = (
    ("a foreign host", "Host", HOSTS),
    ("a foreign origin", "Origin", ORIGINS),
    ("another site's page", "Sec-Fetch-Site", SITES),
    ("what is fetched ahead", "Sec-Purpose", PURPOSES),
)

Hostile = tuple[str, str, Mapping[str, str], tuple[str, bytes] | None]
"""What is hostile about a request, its method, its headers, and its body, if it has one."""


def hostile_to(route: Route, owner: str) -> Iterator[Hostile]:
    """Every request to a route that must be refused.

    Args:
        owner: the owner's header, which must not help.
    """
    body = _JSON if route.method == "POST" else None
    tokens: tuple[dict[str, str], ...] = ({}, {"Authorization": owner})
    for (what, header, values), token in itertools.product(_FOREIGN, tokens):
        for value in values:
            yield what, route.method, {header: value, **token}, body
    if route.access not in _OPEN:
        yield "no token that is one", route.method, {}, body
        for wrong in TOKENS:
            yield "no token that is one", route.method, {"Authorization": wrong}, body
    if route.method == "POST" and route.body == "json":
        for hostile in BODIES:
            yield "a body that is no JSON", "POST", {"Authorization": owner}, hostile
    for method in _METHODS:
        if method not in {each.method for each in ROUTES if each.path == route.path}:
            yield "a method that is none", method, {"Authorization": owner}, body


@dataclass
class Target:
    """The helper that is attacked."""

    port: int

    def send(self, request: bytes, patience: float = 30.0) -> bytes:
        """Send bytes on a new connection and return what comes back before it is closed or silent for so long."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as sock:
            received = bytearray()
            with contextlib.suppress(ConnectionError, TimeoutError):
                sock.sendall(request)
                while piece := sock.recv(65536):
                    received += piece
        return bytes(received)

    def status(self, method: str, path: str, headers: Mapping[str, str], body: tuple[str, bytes] | None) -> int:
        """Ask, and return the status; 0 where the helper closed without a word."""
        given = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **headers}
        content = b""
        if body is not None:
            kind, content = body
            given |= (
                {"Content-Type": kind, "Content-Length": str(len(content))}
                if kind
                else {"Content-Length": str(len(content))}
            )
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
        text = "\r\n".join(lines).replace(PORT, str(self.port)).encode()
        return _status(self.send(text + content))


def intruders(budget: Budget, folder: Path) -> Figures:
    """Attack for as long as there is time.

    Args:
        budget: how long; folder: an empty one.
    """
    figures = Figures()
    draw = random.Random(14)
    inset = Inset(home=folder / "home", port=free_port(), folder=folder)
    if inset("build", "--sample").status != 0:
        raise RuntimeError("the sample was not built")
    with inset.serving():
        paths = find_paths({"INSET_HOME": str(inset.home)})
        state = read_state(paths)
        assert state is not None
        owner = Client(state.port, state.token)
        target = Target(inset.port)
        matrix = [(route, hostile) for route in ROUTES for hostile in hostile_to(route, f"Bearer {state.token}")]
        draw.shuffle(matrix)
        done = 0
        while budget.is_left or done < LEAST:
            for route, hostile in matrix[done % len(matrix) :][:LEAST]:
                _try(figures, target, route, hostile)
                done += 1
            _smuggle(figures, target, owner)
            _guess(figures, target, owner, draw)
        figures.add("requests in the whole matrix", len(matrix))
        figures.hold(owner.hello()["ready"], "the helper no longer answers")
    log = (folder / "serve.log").read_text()
    figures.hold("mistake" not in log and "Traceback" not in log, "the helper's log tells of a mistake")
    figures.add("got in", len(figures.faults))
    return figures


def _try(figures: Figures, target: Target, route: Route, hostile: Hostile) -> None:
    what, method, headers, body = hostile
    path = route.path.replace("{id}", "1").replace("{name}", "inset-sample").replace("{file}", "style.css")
    path = path.replace("{nsid}", "12345678@N00").replace("{format}", "csv")
    status = target.status(method, path, headers, body)
    figures.add(f"requests with {what}")
    figures.hold(status == 0 or 400 <= status < 500, f"{status} for {method} {path} with {what}: {headers}")


def _smuggle(figures: Figures, target: Target, owner: Client) -> None:
    for what, request in SMUGGLED.items():
        answer = target.send(request.replace(PORT, str(target.port)).encode(), 0.5)
        figures.add("requests inside of requests")
        figures.hold(b" 201 " not in answer, f"smuggled: {what}")
        figures.hold(_status(answer) in (0, *range(400, 500)), f"{_status(answer)} for a request with {what}")
    figures.hold(owner.pairings()["waiting"] == [], "a smuggled request was taken")


def _guess(figures: Figures, target: Target, owner: Client, draw: random.Random) -> None:
    own = {"Origin": f"http://127.0.0.1:{target.port}", "Sec-Fetch-Site": "same-origin"}
    for _ in range(GUESSES):
        secret = draw.randbytes(32).hex()
        guesses: dict[str, int] = {
            "tickets": target.status(
                "POST", "/v1/session", own, ("application/json", b'{"ticket":"%s"}' % secret.encode())
            ),
            "sessions": target.status("GET", "/v1/status", {**own, "Cookie": f"inset_{target.port}={secret}"}, None),
            "tokens": target.status("GET", "/v1/datasets", {"Authorization": f"Bearer inset_{secret}"}, None),
            "secrets of pairings": target.status(
                "GET", f"/v1/pairings/{secret[:22]}", {"Authorization": f"Bearer {secret}"}, None
            ),
        }
        for what, status in guesses.items():
            figures.add(f"guesses of {what}")
            figures.hold(400 <= status < 500, f"{status} for a guess of {what}")


def _status(answer: bytes) -> int:
    if not answer:
        return 0
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else -1
