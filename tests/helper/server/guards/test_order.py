"""The guards stand in the design's order: what breaks several rules is refused by the first of them."""

from __future__ import annotations

import pytest

from support.api.served import CHROME, OTHER_CHROME, Served

BAD_HOST = "Host: evil.example"
BAD_SITE = "Sec-Fetch-Site: cross-site"
BAD_ORIGIN = "Origin: https://evil.example"
BAD_TOKEN = "Authorization: Bearer nothing"
BAD_TYPE = "Content-Type: text/plain"
BAD_BODY = "not json"

RULES = [
    (BAD_HOST, (403, "forbidden_host")),
    (BAD_SITE, (403, "forbidden_site")),
    (BAD_ORIGIN, (403, "forbidden_origin")),
    (BAD_TOKEN, (401, "not_paired")),
    (BAD_TYPE, (415, "not_json")),
    (BAD_BODY, (400, "bad_request")),
]


@pytest.mark.parametrize("first", range(len(RULES)))
async def test_the_first_broken_rule_refuses(served: Served, first: int) -> None:
    """Keep the rules before `first`, break it and all behind it."""
    good = {
        BAD_HOST: f"Host: {served.host}",
        BAD_SITE: "Sec-Fetch-Site: none",
        BAD_ORIGIN: f"Origin: {CHROME}",
        BAD_TOKEN: "Authorization: {Authorization}".format(**served.paired(CHROME)),
        BAD_TYPE: "Content-Type: application/json",
        BAD_BODY: '{"photos": []}',
    }
    lines = [good[rule] if index < first else rule for index, (rule, _) in enumerate(RULES)]
    body = lines.pop()
    answer = await served.raw(
        "POST /v1/lookup HTTP/1.1\r\n" + "\r\n".join([*lines, f"Content-Length: {len(body)}"]) + "\r\n\r\n" + body
    )
    assert (answer.status, answer.code) == RULES[first][1]


async def test_a_token_of_another_origin_is_refused_before_its_body_is_read(served: Served) -> None:
    headers = {"Origin": OTHER_CHROME, "Content-Type": "text/plain", **served.paired(CHROME)}
    answer = await served.client.post("/v1/lookup", data=b"not json", headers=headers)
    assert answer.status == 403
