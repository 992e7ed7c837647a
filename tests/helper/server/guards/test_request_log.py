"""One line a request in the log, and never a photo ID, a token, an address or a name in it."""

from __future__ import annotations

import logging
import re

import pytest

from support.api.served import CHROME, Served
from support.datasets.runs import PublishIds

PHOTO = "53208249252"
LINE = re.compile(r"request method=[A-Z]+|other route=\S+ status=\d+ ms=\d+\.\d\d")


async def everything(served: Served) -> list[str]:
    """Ask for everything there is, with things in it that no log may hold; return those."""
    token = served.paired(CHROME)
    asked = await (await served.post("/v1/pairings", {"name": "My private browser"}, Origin=CHROME)).json()
    await served.post("/v1/lookup", {"photos": [PHOTO, "7", "not-a-photo"]}, Origin=CHROME, **token)
    await served.post("/v1/lookup", {"photos": [PHOTO], "more": 1}, **token)
    await served.get(f"/v1/photos/{PHOTO}?photo={PHOTO}", **token)
    await served.get("/v1/accounts?name=Private+Person", **token)
    await served.get(f"/v1/nothing/{PHOTO}", **token)
    await served.get(f"/sample/photos/inset-sample/{PHOTO}/")
    await served.get(f"/v1/datasets/{PHOTO}", **token)
    await served.get("/v1/status", Authorization=f"Bearer {PHOTO}")
    await served.post("/v1/pairings/by-code/approval", {"code": asked["code"]}, **served.owner)
    await served.get(f"/v1/pairings/{asked['id']}", Authorization=f"Bearer {asked['secret']}")
    await served.client.request("PROPFIND", "/v1/hello")
    secrets = [
        token["Authorization"][7:],
        served.owner["Authorization"][7:],
        asked["secret"],
        asked["id"],
        asked["code"],
    ]
    return [PHOTO, "not-a-photo", "private browser", "Private", "Person", CHROME, "127.0.0.1", *secrets]


async def test_lines_hold_nothing_private(
    served: Served, publish: PublishIds, caplog: pytest.LogCaptureFixture
) -> None:
    publish("faces", {7, int(PHOTO)})
    with caplog.at_level(logging.INFO):
        private = await everything(served)
    for secret in private:
        assert secret not in caplog.text
    lines = [record.getMessage() for record in caplog.records if record.name == "inset.server.request"]
    assert len(lines) == 12
    assert all(LINE.fullmatch(line) or line.startswith("request method=") for line in lines)
    assert any("method=POST route=/v1/lookup status=200" in line for line in lines)
    assert any("method=GET route=/v1/pairings/{id} status=200" in line for line in lines)
    assert any("method=GET route=none status=404" in line for line in lines)
    assert any("method=other route=none status=405" in line for line in lines)


async def test_photo_ids_appear_at_debug_only(
    served: Served, publish: PublishIds, caplog: pytest.LogCaptureFixture
) -> None:
    publish("faces", {7})
    with caplog.at_level(logging.DEBUG):
        await served.lookup(PHOTO)
    assert [record.levelno for record in caplog.records if PHOTO in record.getMessage()] == [logging.DEBUG]


async def test_nothing_is_written_below_the_level(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await served.get("/v1/hello")
    assert caplog.records == []
