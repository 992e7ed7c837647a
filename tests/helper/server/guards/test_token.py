"""Guard: the token, in the Authorization header and nowhere else, and what it allows."""

from __future__ import annotations

import pytest

from inset.server.keys import HELPER
from inset.tokens import TokenStore
from support.api.served import CHROME, FIREFOX, OTHER_CHROME, Served, code_of
from support.datasets.runs import PublishIds


async def test_a_paired_token_opens_what_is_paired(served: Served) -> None:
    assert (await served.get("/v1/datasets", **served.paired())).status == 200


async def test_the_owners_token_opens_everything(served: Served) -> None:
    for path in ("/v1/datasets", "/v1/status", "/v1/pairings"):
        assert (await served.get(path, **served.owner)).status == 200


@pytest.mark.parametrize("path", ["/v1/status", "/v1/pairings"])
async def test_a_paired_token_is_not_the_owner(served: Served, path: str) -> None:
    answer = await served.get(path, **served.paired())
    assert (answer.status, await code_of(answer)) == (403, "owner_only")


async def test_a_pairing_with_the_owners_scope_is(served: Served) -> None:
    assert (await served.get("/v1/status", **served.paired(None, "owner"))).status == 200


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer inset_" + "A" * 43,
        "Bearer " + "A" * 5000,
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer x{token}",
        "Bearer {token} {token}",
        "Token {token}",
        'Bearer "{token}"',
        "Bearer inset_\u00e4",
    ],
)
async def test_anything_else_is_not_paired(served: Served, value: str) -> None:
    token = served.paired()["Authorization"].removeprefix("Bearer ")
    lines = f"Authorization: {value.format(token=token)}\r\n".encode()
    answer = await served.raw(f"GET /v1/datasets HTTP/1.1\r\nHost: {served.host}\r\n".encode() + lines + b"\r\n")
    assert (answer.status, answer.code) == (401, "not_paired")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_the_scheme_is_read_in_any_case(served: Served) -> None:
    token = served.paired()["Authorization"].removeprefix("Bearer ")
    assert (await served.get("/v1/datasets", Authorization=f"bearer {token}")).status == 200


async def test_several_tokens_are_refused(served: Served) -> None:
    good = served.paired()["Authorization"]
    lines = f"Authorization: {good}\r\nAuthorization: {good}\r\n"
    answer = await served.raw(f"GET /v1/datasets HTTP/1.1\r\nHost: {served.host}\r\n{lines}\r\n")
    assert answer.status in (400, 401)
    assert answer.code in ("bad_request", "not_paired")


@pytest.mark.parametrize("name", ["token", "access_token", "Authorization", "authorization"])
async def test_a_token_in_the_address_or_a_cookie_opens_nothing(served: Served, name: str) -> None:
    token = served.app[HELPER].state.token
    answer = await served.get(f"/v1/datasets?{name}={token}", Cookie=f"{name}={token}")
    assert (answer.status, await code_of(answer)) == (401, "not_paired")


async def test_the_hash_of_a_token_is_no_token(served: Served) -> None:
    served.paired()
    (pairing,) = TokenStore(served.paths.pairings).list()
    assert (await served.get("/v1/datasets", Authorization=f"Bearer {pairing.sha256}")).status == 401


async def test_a_bound_token_works_from_its_origin_and_without_one(served: Served) -> None:
    token = served.paired(CHROME)
    assert (await served.get("/v1/datasets", **token)).status == 200
    assert (await served.get("/v1/datasets", Origin=CHROME, **token)).status == 200


@pytest.mark.parametrize("origin", [OTHER_CHROME, FIREFOX, "http://127.0.0.1:{port}"])
async def test_a_bound_token_is_refused_from_another_origin(served: Served, origin: str) -> None:
    token = served.paired(CHROME)
    answer = await served.get("/v1/datasets", Origin=origin.format(port=served.port), **token)
    assert (answer.status, await code_of(answer)) == (403, "forbidden_origin")


async def test_a_token_pasted_into_an_extension_works_there(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    token = served.paired(None)
    answer = await served.post("/v1/lookup", {"photos": ["7"]}, Origin=FIREFOX, **token)
    assert answer.status == 200


async def test_the_owners_token_is_refused_from_an_extension(served: Served) -> None:
    answer = await served.get("/v1/status", Origin=CHROME, **served.owner)
    assert (answer.status, await code_of(answer)) == (403, "forbidden_origin")


async def test_an_unpaired_extension_is_told_so(served: Served) -> None:
    answer = await served.post("/v1/lookup", {"photos": ["7"]}, Origin=CHROME)
    assert (answer.status, await code_of(answer)) == (401, "not_paired")


async def test_a_revoked_token_ends_at_once(served: Served) -> None:
    token = served.paired()
    assert (await served.get("/v1/datasets", **token)).status == 200
    store = TokenStore(served.paths.pairings)
    assert store.revoke(store.matching("Test browser")[0].id)
    assert (await served.get("/v1/datasets", **token)).status == 401


async def test_a_damaged_list_of_pairings_says_what_to_do_and_stays(served: Served) -> None:
    token = served.paired()
    served.paths.pairings.write_text("{ half a file")
    answer = await served.get("/v1/datasets", **token)
    assert (answer.status, await code_of(answer)) == (500, "pairings_corrupt")
    assert (await answer.json())["message"].startswith("Move ")
    assert (await served.get("/v1/status", **served.owner)).status == 500
    assert served.paths.pairings.read_text() == "{ half a file"
