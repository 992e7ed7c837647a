"""The URL table: who may use each line of it."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from aiohttp import hdrs

from inset.server.access import Access, Route
from inset.server.app import create_app
from inset.server.keys import BUILDS, HELPER, PAIRINGS, SESSIONS
from inset.server.routes import ROUTES
from inset.settings import Settings
from support.api.served import Served, code_of
from support.builds.building import FIRST, listing, start, until, upload
from support.datasets.runs import PublishIds

ASKING_BY_POST = (
    "/v1/lookup",
    "/v1/evidence",
    "/v1/evidence/{format}",
    "/v1/pairings",
    "/v1/pairings/{id}/withdrawal",
    "/v1/session",
)
FILLED = {"{id}": "x", "{name}": "x", "{room}": "x", "{file}": "x", "{nsid}": "x", "{format}": "csv"}


def address(route: Route) -> str:
    path = route.path
    for hole, value in FILLED.items():
        path = path.replace(hole, value)
    return path


def ids(route: Route) -> str:
    return f"{route.method} {route.path}"


async def ask(served: Served, route: Route, headers: dict[str, str]) -> tuple[int, str]:
    body = b"{}" if route.method == hdrs.METH_POST else None
    kind = {"Content-Type": "application/json"} if body else {}
    answer = await served.client.request(route.method, address(route), data=body, headers={**kind, **headers})
    return answer.status, "" if answer.status < 400 or route.method == "HEAD" else await code_of(answer)


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.access in (Access.PAIRED, Access.LINE, Access.OWNER)], ids=ids
)
async def test_without_a_token_nothing_private_opens(served: Served, route: Route) -> None:
    assert await ask(served, route, {}) == (401, "not_paired")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.access is Access.OWNER], ids=ids)
async def test_a_paired_browser_is_not_the_owner(served: Served, route: Route) -> None:
    assert await ask(served, route, served.paired()) == (403, "owner_only")
    assert not served.app[HELPER].stop.is_set()


@pytest.mark.parametrize("route", [route for route in ROUTES if route.access in (Access.PAIRED, Access.LINE)], ids=ids)
async def test_a_paired_browser_gets_in(served: Served, route: Route) -> None:
    status, _ = await ask(served, route, served.paired())
    assert status not in (401, 403)


PAGES = (Access.PAGE, Access.OPENED_PAGE)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.access in PAGES], ids=ids)
async def test_pages_ask_for_nothing(served: Served, route: Route) -> None:
    status, _ = await ask(served, route, {})
    assert status in (200, 404)


async def test_the_table_is_what_the_application_answers(served: Served) -> None:
    served_routes = {(route.method, route.resource.canonical) for route in served.app.router.routes() if route.resource}
    assert served_routes == {(route.method, route.path) for route in ROUTES}
    assert len(served_routes) == len(ROUTES)


def test_no_other_methods_than_these() -> None:
    assert {route.method for route in ROUTES} == {"GET", "HEAD", "POST", "DELETE"}


def everything_that_lasts(served: Served) -> object:
    """Every file, and what the helper holds in memory."""
    home = served.paths.data.parent
    sessions, pairings = served.app[SESSIONS], served.app[PAIRINGS]
    return (
        {path: path.read_bytes() if path.is_file() else None for path in sorted(home.rglob("*"))},
        [astuple(waiting) for waiting in pairings.waiting()],
        (sessions._tickets.copy(), sessions._sessions.copy()),
        served.app[BUILDS].page(1000, None),
        served.app[HELPER].stop.is_set(),
    )


async def test_asking_changes_nothing(served: Served, publish: PublishIds) -> None:
    """GET and HEAD have no side effects, even where they hand out a token or have a file explained."""
    publish("faces", {FIRST})
    manifest = await upload(served, listing([FIRST]))
    build = await until(served, await start(served, "built", listing([FIRST])), state="published")
    served.paired()
    served.app[SESSIONS].new_ticket()
    asked = await (await served.post("/v1/pairings", {"name": "Waits"})).json()
    approved = await (await served.post("/v1/pairings", {"name": "Approved"})).json()
    await served.post(f"/v1/pairings/{approved['id']}/approval", {"code": approved["code"]}, **served.owner)
    web = {"{room}/{file}": "styles/page.css", "{file}": "style.css"}
    holes = {"{name}": "faces", "{nsid}": "12345678@N00", **web, "{format}": "csv"}
    lines = {"Content-Type": "application/x-ndjson", **served.owner}
    check = await (await served.client.post("/v1/checks", data=b'"%d"\n' % FIRST, headers=lines)).json()
    ids_of = {
        "photos": [str(FIRST)],
        "builds": [build["id"]],
        "uploads": [manifest["id"]],
        "checks": [check["id"]],
    }
    must_ask = {"/v1/accounts": "?name=anna"}
    asking = [route for route in ROUTES if route.method in ("GET", "HEAD")]
    before = everything_that_lasts(served)
    for route in asking:
        part = route.path.split("/")[2] if "{id}" in route.path else ""
        for found in ids_of.get(part, [asked["id"], approved["id"]]):
            path = route.path.replace("{id}", found) + must_ask.get(route.path, "")
            for hole, value in holes.items():
                path = path.replace(hole, value)
            secret = {asked["id"]: asked["secret"], approved["id"]: approved["secret"]}.get(found, "")
            headers = {"Authorization": f"Bearer {secret}"} if route.access is Access.ASKER else served.owner
            answer = await served.client.request(route.method, path, headers=headers)
            await answer.read()
            sample = route.path.startswith("/sample/")  # the sample has photos of its own
            # A line begins with an upgrade.
            expected = 400 if route.access is Access.LINE else 200
            assert answer.status == expected or sample, await answer.text()
            assert everything_that_lasts(served) == before, path


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method in ("POST", "DELETE")], ids=ids)
def test_whatever_changes_something_is_the_owners(route: Route) -> None:
    """But for look-ups and evidence, which change nothing, and for how a browser becomes paired or the owner's."""
    if route.path not in ASKING_BY_POST or route.method == "DELETE":
        assert route.access is Access.OWNER


async def test_every_application_has_an_owner_of_its_own(served: Served) -> None:
    other = create_app(Settings(port=served.port), served.paths)
    assert other[HELPER].state.token != served.app[HELPER].state.token


async def test_status(served: Served) -> None:
    served.paired()
    answer = await (await served.get("/v1/status", **served.owner)).json()
    state = served.app[HELPER].state
    assert (answer["pid"], answer["port"], answer["version"]) == (state.pid, served.port, state.version)
    assert (answer["datasets"], answer["unavailable"], answer["pairings"]) == (0, 0, 1)
    assert (answer["started_at"], answer["ready"]) == (state.started_at, False)
    assert 5_000_000 < answer["memory_bytes"] < 4_000_000_000
    assert state.token not in str(answer)


async def test_shutdown_wants_an_empty_object(served: Served) -> None:
    answer = await served.post("/v1/shutdown", {"now": True}, **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")
    assert not served.app[HELPER].stop.is_set()
    answer = await served.post("/v1/shutdown", {}, **served.owner)
    assert answer.status == 202
    assert served.app[HELPER].stop.is_set()
