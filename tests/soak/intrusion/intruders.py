"""Sends a real helper what must be refused: every hostile property at every route (`matrix`), and guesses.

A request with one hostile property is hostile, whatever else it has, the owner's token included. What counts as having
got in: another answer than the refusal that belongs to that property, a pairing that waits, or a guess that was right.
Nothing of it may be answered by a mistake (5xx).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

from inset.client.client import Client
from inset.client.helper_state import read_state
from inset.paths import find_paths
from inset.server.guards.session import cookie_name
from inset.tokens import TokenStore
from soak.figures import Budget, Figures
from soak.intrusion.hostile_requests import EXTENSION, PORT, SMUGGLED
from soak.intrusion.matrix import Hostile, Tokens, whole_matrix
from soak.intrusion.target import Target, status_of
from support.command_line.commands import Inset
from support.computer.ports import free_port

GUESSES: Final = 40
"""Of tickets, sessions, secrets and codes, in each round."""


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
        browser = TokenStore(paths.pairings).issue("one", EXTENSION, ["lookup"])
        matrix = whole_matrix(Tokens(f"Bearer {state.token}", f"Bearer {browser}"))
        with Target(inset.port) as target:
            rounds = 0
            while budget.is_left or not rounds:
                draw.shuffle(matrix)
                for hostile in matrix:
                    _try(figures, target, hostile)
                    if rounds and not budget.is_left:
                        break
                _smuggle(figures, target, owner)
                _guess(figures, target, draw)
                rounds += 1
        figures.hold(owner.hello()["ready"], "the helper no longer answers")
    log = (folder / "serve.log").read_text()
    figures.hold("mistake" not in log and "Traceback" not in log, "the helper's log tells of a mistake")
    figures.add("got in", len(figures.faults))
    return figures


def _try(figures: Figures, target: Target, hostile: Hostile) -> None:
    status, code = target.ask(hostile.method, hostile.path, hostile.headers, hostile.body)
    figures.add(f"requests with {hostile.what}")
    where = f"{hostile.method} {hostile.path} with {hostile.what}: {hostile.headers} {hostile.body}"
    figures.hold(hostile.is_refused(status, code), f"{status} {code} for {where[:300]}")


def _smuggle(figures: Figures, target: Target, owner: Client) -> None:
    for what, request in SMUGGLED.items():
        answer = target.send(request.replace(PORT, str(target.port)).encode(), 0.5)
        figures.add("requests inside of requests")
        figures.hold(b" 201 " not in answer, f"smuggled: {what}")
        figures.hold(status_of(answer) in (0, *range(400, 500)), f"{status_of(answer)} for a request with {what}")
    figures.hold(owner.pairings()["waiting"] == [], "a smuggled request was taken")


def _guess(figures: Figures, target: Target, draw: random.Random) -> None:
    own = {"Origin": f"http://127.0.0.1:{target.port}", "Sec-Fetch-Site": "same-origin"}
    for _ in range(GUESSES):
        secret = draw.randbytes(32).hex()
        ticket = ("application/json", b'{"ticket":"%s"}' % secret.encode())
        cookie = {**own, "Cookie": f"{cookie_name(target.port)}={secret}"}
        bearer = {"Authorization": f"Bearer {secret}"}
        guesses = {
            "tickets": target.ask("POST", "/v1/session", own, ticket),
            "sessions": target.ask("GET", "/v1/status", cookie, None),
            "tokens": target.ask("GET", "/v1/datasets", {"Authorization": f"Bearer inset_{secret}"}, None),
            "secrets of pairings": target.ask("GET", f"/v1/pairings/{secret[:22]}", bearer, None),
        }
        for what, (status, code) in guesses.items():
            figures.add(f"guesses of {what}")
            figures.hold(400 <= status < 500, f"{status} {code} for a guess of {what}")
