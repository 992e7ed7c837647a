"""Guard: the cookie of our own page makes it the owner, and nothing else that a browser adds the cookie to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from inset.server.guards.session import cookie_name
from inset.server.keys import HELPER
from support.api.served import CHROME, FIREFOX, RawAnswer, Served, code_of
from support.datasets.runs import PublishIds

GET, CHANGE = "/v1/status", "/v1/tickets"


async def raw(served: Served, method: str, path: str, headers: Mapping[str, str], body: str = "") -> RawAnswer:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    host = "" if "Host" in headers else f"Host: {served.host}\r\n"
    return await served.raw(f"{method} {path} HTTP/1.1\r\n{host}{lines}{length}\r\n{body}")


async def test_our_own_page_is_the_owner(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    page = served.page
    assert (await served.get(GET, **page)).status == 200
    assert (await served.get("/v1/datasets", **page)).status == 200
    assert (await served.post("/v1/lookup", {"photos": ["7"]}, **page)).status == 200
    assert (await served.post(CHANGE, {}, **page)).status == 201
    assert (await served.delete("/v1/datasets/faces", **page)).status == 200


async def test_an_old_browser_sends_no_sec_fetch_site(served: Served) -> None:
    page = served.page
    del page["Sec-Fetch-Site"]
    assert (await served.get(GET, **page)).status == 200
    assert (await served.post(CHANGE, {}, **page)).status == 201


async def test_a_get_of_our_page_has_no_origin(served: Served) -> None:
    page = served.page
    del page["Origin"]
    assert (await served.get(GET, **page)).status == 200


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("with_site", [True, False])
async def test_a_change_without_an_origin_is_refused(
    served: Served, publish: PublishIds, method: str, with_site: bool
) -> None:
    publish("faces", {7})
    page = served.page
    del page["Origin"]
    if not with_site:
        del page["Sec-Fetch-Site"]
    answer = await (
        served.post(CHANGE, {}, **page) if method == "POST" else served.delete("/v1/datasets/faces", **page)
    )
    assert (answer.status, await code_of(answer)) == (403, "forbidden_origin")
    assert (served.paths.datasets / "faces" / "CURRENT").exists()


@pytest.mark.parametrize("origin", [CHROME, FIREFOX, "http://localhost:{port}"])
@pytest.mark.parametrize("path", [GET, CHANGE])
async def test_another_origin_with_our_cookie_is_refused(served: Served, path: str, origin: str) -> None:
    """An extension with the permission for 127.0.0.1 may send the cookie; localhost is an origin of its own."""
    headers = {**served.page, "Origin": origin.format(port=served.port)}
    answer = await (served.get(path, **headers) if path == GET else served.post(path, {}, **headers))
    assert (answer.status, await code_of(answer)) == (403, "forbidden_origin")


@pytest.mark.parametrize("path", [GET, CHANGE])
@pytest.mark.parametrize("site", ["none", "same-site", "cross-site", ""])
async def test_what_the_browser_says_another_started_is_refused(served: Served, path: str, site: str) -> None:
    headers = {**served.page, "Sec-Fetch-Site": site}
    answer = await (served.get(path, **headers) if path == GET else served.post(path, {}, **headers))
    assert (answer.status, await code_of(answer)) == (403, "forbidden_site")


async def test_localhost_has_a_page_of_its_own(served: Served) -> None:
    host = f"localhost:{served.port}"
    headers = {**served.page, "Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"}
    assert (await raw(served, "POST", CHANGE, headers, "{}")).status == 201
    headers["Origin"] = f"http://{served.host}"
    answer = await raw(served, "POST", CHANGE, headers, "{}")
    assert (answer.status, answer.code) == (403, "forbidden_origin")


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "{name}=",
        "{name}={secret}x",
        "{name}",
        "x{name}={secret}",
        "inset_session={secret}",
        "inset_session_1={secret}",
        "{name}={secret}; {name}={secret}",
        "{name}=nothing; {name}={secret}",
        '{name}="{secret}"',
        "{name} = {secret}",
    ],
)
async def test_anything_else_is_no_cookie_of_ours(served: Served, cookie: str) -> None:
    page = served.page
    name, _, secret = page["Cookie"].partition("=")
    page["Cookie"] = cookie.format(name=name, secret=secret)
    answer = await raw(served, "GET", GET, page)
    assert (answer.status, answer.code) == (401, "not_paired")


async def test_two_cookie_headers_are_read_as_one(served: Served) -> None:
    page = served.page
    cookie = page.pop("Cookie")
    lines = "".join(f"{name}: {value}\r\n" for name, value in page.items())
    for other, status in (("theme=dark", 200), (cookie, 401)):
        request = f"GET {GET} HTTP/1.1\r\nHost: {served.host}\r\nCookie: {other}\r\nCookie: {cookie}\r\n{lines}\r\n"
        assert (await served.raw(request)).status == status


async def test_cookies_of_other_programs_do_not_matter(served: Served) -> None:
    page = served.page
    page["Cookie"] = f"theme=dark; {page['Cookie']}; csrftoken=1"
    assert (await raw(served, "GET", GET, page)).status == 200


async def test_a_cookie_does_not_make_up_for_a_bad_token(served: Served) -> None:
    for value in ("Bearer nothing", "Basic x", ""):
        answer = await raw(served, "GET", GET, {**served.page, "Authorization": value})
        assert (answer.status, answer.code) == (401, "not_paired")


async def test_a_token_does_not_need_what_a_cookie_needs(served: Served) -> None:
    assert (await served.post(CHANGE, {}, Cookie=f"{cookie_name(served.port)}=old", **served.owner)).status == 201


async def test_the_order_stands(served: Served) -> None:
    """Host before site before Origin before the cookie before the body's kind."""
    body = "not json"
    page = {**served.page, "Content-Type": "text/plain"}
    wrong = {"Host": "evil.example", "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example", "Cookie": "x=y"}
    for code in ("forbidden_host", "forbidden_site", "forbidden_origin", "not_paired"):
        answer = await raw(served, "POST", CHANGE, {**page, **wrong}, body)
        assert answer.code == code
        wrong.pop(next(iter(wrong)))
    assert (await raw(served, "POST", CHANGE, page, body)).code == "not_json"


@pytest.mark.parametrize(
    "how",
    [
        # What a browser sends for a page of another program on this computer: same site, so our cookie comes along.
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {"Origin": "http://127.0.0.1:8000"},  # an old browser
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},  # a sandboxed frame
        {"Origin": "null"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
async def test_a_hostile_page_changes_nothing_even_with_our_cookie(
    served: Served, publish: PublishIds, how: dict[str, str], kind: str
) -> None:
    publish("faces", {7})
    headers = {"Cookie": served.page["Cookie"], "Content-Type": kind, **how}
    for method, path, body in (
        ("POST", "/v1/shutdown", "{}"),
        ("POST", "/v1/tickets", "{}"),
        ("POST", "/v1/pairings/by-code/approval", '{"code":"000000"}'),
        ("DELETE", "/v1/datasets/faces", ""),
        ("DELETE", "/v1/session", ""),
        ("OPTIONS", "/v1/datasets/faces", ""),
    ):
        answer = await raw(served, method, path, headers, body)
        assert answer.status in (403, 405), path
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers
    assert not served.app[HELPER].stop.is_set()
    assert (served.paths.datasets / "faces" / "CURRENT").exists()
    if "Sec-Fetch-Site" in how or "Origin" in how:
        assert (await raw(served, "GET", "/v1/pairings", headers)).status == 403


async def test_an_idle_session_ends(served: Served) -> None:
    page = served.page
    served.clock.now += 12 * 3600
    answer = await served.get(GET, **page)
    assert (answer.status, await code_of(answer)) == (401, "not_paired")
