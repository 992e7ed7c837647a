"""Who types or follows an address that is none gets a page with the way back; programs get JSON as ever."""

from __future__ import annotations

import pytest

from inset.server.access import Access
from inset.server.routes import ROUTES
from inset.words.messages import languages, topic
from support.api.html_page import Page, policy
from support.api.served import Served, code_of

TYPED = {
    "Sec_Fetch_Site": "none",
    "Sec_Fetch_Mode": "navigate",
    "Sec_Fetch_Dest": "document",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
}
NEEDS = (Access.PAIRED, Access.OWNER)
CLOSED = sorted({route.path for route in ROUTES if route.method == "GET" and route.access in NEEDS})


@pytest.mark.parametrize("language", languages())
async def test_it_speaks_the_persons_language_and_leads_back(served: Served, language: str) -> None:
    answer = await served.get("/53208249252<script>", Accept_Language=language.replace("_", "-"), **TYPED)
    text = await answer.text()
    page = Page(text)
    said = topic(language, "lost.json")
    assert answer.status == 404
    assert page.all("html") == [{"lang": language.replace("_", "-"), "dir": "ltr"}]
    assert said["lost_nothing"] in text
    assert said["lost_nothing_text"] in text.replace("&#x27;", "'")
    assert {"class": "button", "href": "/"} in page.all("a")
    assert "53208249252" not in text
    assert page.all("script") == []


@pytest.mark.parametrize(("path", "site"), [("/connect", "cross-site"), ("/v1/hello", "same-site")])
async def test_what_another_site_began_is_answered_as_a_program_is(served: Served, path: str, site: str) -> None:
    answer = await served.get(path, **{**TYPED, "Sec_Fetch_Site": site})
    assert (answer.status, await code_of(answer)) == (403, "forbidden_site")


@pytest.mark.parametrize(
    ("path", "headers", "status", "name"),
    [
        ("/datasets", {}, 404, "lost_nothing"),
        ("/sample/photos/inset-sample/1/", {}, 404, "lost_nothing"),
        ("/v1/datasets", {}, 401, "lost_closed"),
        ("/v1/datasets", {"Authorization": "Bearer nothing"}, 401, "lost_closed"),
        ("/v1/shutdown", {}, 405, "lost_closed"),
        ("/v1/pairings/x", {}, 404, "lost_nothing"),
    ],
)
async def test_it_has_the_status_and_headers_of_the_refusal(
    served: Served, path: str, headers: dict[str, str], status: int, name: str
) -> None:
    refused = await served.get(path, **{**TYPED, **headers, "Accept": "application/json"})
    answer = await served.get(path, **{**TYPED, **headers})
    assert (answer.status, refused.status) == (status, status)
    assert topic("en", "lost.json")[name] in await answer.text()
    assert f"{status} · {await code_of(refused)}" in await answer.text()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    for kept in ("Allow", "WWW-Authenticate", "Cache-Control"):
        assert answer.headers.get(kept) == refused.headers.get(kept)
    rules = policy(answer.headers["Content-Security-Policy"])
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"
    assert "script-src" not in rules
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", CLOSED)
async def test_no_guard_lets_more_pass(served: Served, path: str) -> None:
    """Without a token a person's browser is refused as a program is, and gets nothing but words that all may read."""
    address = path.replace("{name}", "x").replace("{id}", "x").replace("{nsid}", "x").replace("{format}", "csv")
    refused = await served.get(address)
    answer = await served.get(address, **TYPED)
    assert (answer.status, refused.status, await code_of(refused)) == (401, 401, "not_paired")
    assert topic("en", "lost.json")["lost_closed"] in await answer.text()


@pytest.mark.parametrize(
    "changed",
    [
        {"Accept": "*/*"},
        {"Accept": "application/json"},
        {"Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Dest": "empty"},
        {"Sec_Fetch_Dest": ""},
        {"Sec_Purpose": "prefetch"},
        {"Host": "evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/foo", "/v1/datasets"])
async def test_all_others_get_json(served: Served, path: str, changed: dict[str, str]) -> None:
    answer = await served.get(path, **{**TYPED, **changed})
    assert answer.headers["Content-Type"] == "application/json"
    assert (await answer.json())["code"] in ("not_found", "not_paired", "forbidden_site", "forbidden_host")


async def test_programs_get_json(served: Served) -> None:
    answer = await served.get("/foo", Accept="text/html")
    assert await code_of(answer) == "not_found"


async def test_only_who_reads_gets_it(served: Served) -> None:
    headers = {name.replace("_", "-"): value for name, value in TYPED.items()}
    answer = await served.client.post("/foo", data=b"{}", headers={**headers, "Content-Type": "application/json"})
    assert answer.headers["Content-Type"] == "application/json"
    head = await served.client.head("/foo", headers=headers)
    assert (head.status, head.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
