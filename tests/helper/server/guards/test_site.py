"""Guard: no request that a page of another site started, but for a link that leads a person to one of our pages."""

from __future__ import annotations

import pytest

from inset.server.access import Access
from inset.server.routes import ROUTES
from support.api.served import Served, code_of

LINK = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}


@pytest.mark.parametrize("site", ["none", "same-origin"])
@pytest.mark.parametrize("path", ["/v1/hello", "/sample", "/web/style.css"])
async def test_person_extension_and_own_page_pass(served: Served, path: str, site: str) -> None:
    assert (await served.get(path, Sec_Fetch_Site=site)).status == 200


async def test_programs_without_the_header_pass(served: Served) -> None:
    assert (await served.get("/v1/hello")).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "Cross-Site", "", "something-new", "none, cross-site"])
@pytest.mark.parametrize("path", ["/v1/hello", "/sample", "/web/style.css", "/nowhere"])
async def test_other_sites_are_refused(served: Served, path: str, site: str) -> None:
    answer = await served.get(path, Sec_Fetch_Site=site)
    assert (answer.status, await code_of(answer)) == (403, "forbidden_site")


async def test_several_headers_are_refused(served: Served) -> None:
    lines = "Sec-Fetch-Site: none\r\nSec-Fetch-Site: none\r\n"
    answer = await served.raw(f"GET /v1/hello HTTP/1.1\r\nHost: {served.host}\r\n{lines}\r\n")
    assert (answer.status, answer.code) == (403, "forbidden_site")


@pytest.mark.parametrize("path", ["/", "/sample", "/sample/photos/inset-sample/990000000001/"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_link_leads_to_our_pages(served: Served, path: str, site: str) -> None:
    answer = await served.get(path, **{**LINK, "Sec_Fetch_Site": site})
    assert answer.status == 200
    # What makes it harmless.
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "changed",
    [
        {"Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Dest": "frame"},
        {"Sec_Fetch_Dest": "embed"},
        {"Sec_Fetch_Dest": "object"},
        {"Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Dest": "empty"},
        {"Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Mode": "cors"},
        {"Sec_Fetch_Mode": "websocket"},
    ],
)
async def test_only_a_whole_tab_may_be_led_here(served: Served, changed: dict[str, str]) -> None:
    answer = await served.get("/sample", **{**LINK, **changed})
    assert (answer.status, await code_of(answer)) == (403, "forbidden_site")


@pytest.mark.parametrize(
    "purpose", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip", "unheard-of", ""]
)
@pytest.mark.parametrize("site", ["none", "same-origin", "cross-site"])
@pytest.mark.parametrize("path", ["/", "/connect", "/v1/hello"])
async def test_nothing_is_fetched_or_drawn_ahead(served: Served, path: str, site: str, purpose: str) -> None:
    """A page of another site can advise a browser to do so, and Chromium then says `none`, as if a person had asked."""
    answer = await served.get(path, **{**LINK, "Sec_Fetch_Site": site, "Sec_Purpose": purpose})
    assert (answer.status, await code_of(answer)) == (403, "forbidden_site")


@pytest.mark.parametrize("path", ["/v1/hello", "/v1/datasets", "/v1/status", "/v1/pairings/x", "/nowhere"])
async def test_a_link_leads_to_no_data(served: Served, path: str) -> None:
    answer = await served.get(path, **LINK, **served.owner)
    assert (answer.status, await code_of(answer)) == (403, "forbidden_site")


@pytest.mark.parametrize("path", [route.path for route in ROUTES if route.access is Access.OPENED_PAGE])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_no_link_leads_to_a_page_that_asks_or_approves(served: Served, method: str, path: str) -> None:
    """A page of another site can open neither the approval of a pairing nor the pictures, nor put them into a frame."""
    for site in ("cross-site", "same-site"):
        headers = {name.replace("_", "-"): value for name, value in {**LINK, "Sec_Fetch_Site": site}.items()}
        answer = await served.client.request(method, path, headers=headers)
        assert answer.status == 403
    opened_by_the_extension = await served.get(path, **{**LINK, "Sec_Fetch_Site": "none"})
    assert opened_by_the_extension.status == 200
    assert opened_by_the_extension.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in opened_by_the_extension.headers["Content-Security-Policy"]
    assert opened_by_the_extension.headers["Cross-Origin-Opener-Policy"] == "same-origin"


async def test_a_form_leads_nowhere(served: Served) -> None:
    for path in ("/sample", "/v1/shutdown"):
        answer = await served.post(path, {}, **LINK)
        assert (answer.status, await code_of(answer)) == (403, "forbidden_site")
