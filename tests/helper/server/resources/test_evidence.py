"""`POST /v1/evidence`: where photos stand, as the command line tells it."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from inset.account.evidence import find_evidence
from inset.server.keys import LIBRARY
from support.api.served import Served, code_of
from support.builds.building import start, until

FIRST = 990_000_000_001


async def test_it_names_the_rows_of_the_list(served: Served) -> None:
    manifest = b"title,photo_id\n" + b"".join(b"x,%d\n" % (FIRST + n) for n in range(40))
    await until(served, await start(served, "faces", manifest, "faces.csv"), state="published")
    answer = await served.post("/v1/evidence", {"photos": [str(FIRST + 3), "990000009999"]}, **served.paired())
    assert answer.status == 200
    first, second = (await answer.json())["photos"]
    ((listing,), found) = (first["datasets"], second["datasets"])
    assert (listing["dataset"], listing["source"], listing["rows"]) == ("faces", "faces.csv", [5])
    assert (found, second["asked"]) == ([], ["faces"])
    assert first["proves_not"]


async def test_it_is_saved_as_a_page_and_as_a_data_package(served: Served) -> None:
    manifest = b"".join(b"%d\n" % (FIRST + n) for n in range(40))
    await until(served, await start(served, "faces", manifest, "faces.txt"), state="published")
    page = await served.post("/v1/evidence/html", {"photos": [str(FIRST)]}, **served.owner)
    assert (page.status, page.content_type) == (200, "text/html")
    assert str(FIRST) in await page.text()
    package = await served.post("/v1/evidence/datapackage", {"photos": [str(FIRST)]}, **served.owner)
    assert (package.status, package.content_type) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(await package.read())) as archive:
        assert json.loads(archive.read("datapackage.json"))["resources"]
    library = await served.app[LIBRARY].get()
    assert find_evidence(library, [FIRST])[0].datasets[0].rows == (1,)
    other = await served.post("/v1/evidence/pdf", {"photos": [str(FIRST)]}, **served.owner)
    assert (other.status, await code_of(other)) == (404, "not_found")


@pytest.mark.parametrize("body", [{}, {"photos": []}, {"photos": ["x"]}, {"photos": [1]}, {"photos": ["1"], "more": 1}])
async def test_another_question_is_refused(served: Served, body: object) -> None:
    answer = await served.post("/v1/evidence", body, **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


async def test_too_many_are_refused(served: Served) -> None:
    answer = await served.post("/v1/evidence", {"photos": ["1"] * 1001}, **served.owner)
    assert (answer.status, await code_of(answer)) == (413, "too_large")
