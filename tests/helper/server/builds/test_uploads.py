"""Uploads: streamed to the disk, and either complete or removed."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace

import pytest

from inset.disk_space import RESERVE
from inset.server import arriving
from inset.server.builds import uploads as uploads_module
from inset.server.builds.uploads import KEPT_SECONDS, Uploads, safe_file_name
from inset.server.keys import UPLOADS
from support.api.served import CHROME, Served, code_of
from support.builds.building import FILE, FIRST, PATIENCE, endless, listing, start, until, upload
from support.lists.manifests import page


def folders(served: Served) -> list[str]:
    return sorted(path.name for path in served.paths.uploads.glob("*"))


async def pieces(count: int) -> AsyncIterator[bytes]:
    """A body without a known length, in pieces of 50 kB."""
    for _ in range(count):
        yield b"x" * 50_000


async def until_true(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


async def test_a_file_arrives_as_it_was_sent_for_this_person_only(served: Served) -> None:
    content = os.urandom(3_000_000)
    facts = await upload(served, content, "photos.csv")
    assert facts == {"id": facts["id"], "file": "photos.csv", "bytes": len(content)}
    folder = served.paths.uploads / facts["id"]
    assert (folder / "photos.csv").read_bytes() == content
    assert (served.paths.uploads.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o700, 0o700)


async def test_a_file_of_unknown_length_arrives(served: Served) -> None:
    answer = await served.client.post("/v1/uploads?file=a.txt", data=pieces(40), headers=served.owner | FILE)
    assert (answer.status, (await answer.json())["bytes"]) == (201, 2_000_000)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("urls.txt", "urls.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\list of photos (1).csv", "list of photos (1).csv"),
        ("Fotos-Ä.csv.gz", "Fotos-Ä.csv.gz"),
        ("A\u0308.csv", "Ä.csv"),
        (".hidden", "hidden"),
        ("--reader=x", "reader=x"),
        ("*.csv", "_.csv"),
        ("a[1]?.csv", "a_1__.csv"),
        ("a\nb\0c.csv", "a_b_c.csv"),
        ("con.txt", "_con.txt"),
        ("..", "manifest"),
        ("/", "manifest"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("🙂.csv", "_.csv"),
    ],
)
def test_a_file_gets_a_name_that_is_safe_everywhere(given: str, safe: str) -> None:
    assert safe_file_name(given) == safe
    assert safe_file_name(safe) == safe


async def test_a_name_cannot_lead_out_of_the_folder(served: Served) -> None:
    facts = await upload(served, b"x", "../../../secret.txt")
    assert (served.paths.uploads / facts["id"] / "secret.txt").read_bytes() == b"x"


@pytest.mark.parametrize("query", ["", "?file=", "?file=a&file=b", "?file=a&other=b"])
async def test_a_file_needs_one_name_and_nothing_else(served: Served, query: str) -> None:
    answer = await served.client.post(f"/v1/uploads{query}", data=b"x", headers=served.owner | FILE)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


async def test_an_empty_file_is_refused_and_leaves_nothing(served: Served) -> None:
    answer = await served.client.post("/v1/uploads?file=a", data=b"", headers=served.owner | FILE)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")
    assert folders(served) == []


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "Text/Plain; charset=utf-8",
        "text/plain;x=application/octet-stream",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        " multipart/form-data",
        "text/plain, application/octet-stream",
        "application/octet-stream, text/plain",
        "",
        "nonsense",
    ],
)
@pytest.mark.parametrize("path", ["/v1/uploads?file=a", "/v1/datasets/x/builds?file=a"])
async def test_no_form_may_bring_a_file(served: Served, path: str, kind: str) -> None:
    answer = await served.client.post(path, data=b"x", headers={**served.owner, "Content-Type": kind})
    assert (answer.status, await code_of(answer)) == (415, "forbidden_type")
    assert folders(served) == []


async def test_a_file_without_any_type_is_refused(served: Served) -> None:
    token = served.owner["Authorization"]
    answer = await served.raw(
        f"POST /v1/uploads?file=a HTTP/1.1\r\nHost: {served.host}\r\nAuthorization: {token}\r\n"
        "Content-Length: 1\r\n\r\nx"
    )
    assert (answer.status, answer.code) == (415, "forbidden_type")


@pytest.mark.parametrize("kind", ["application/octet-stream", "text/csv", "application/json", "application/gzip"])
async def test_any_other_type_may(served: Served, kind: str) -> None:
    answer = await served.client.post("/v1/uploads?file=a", data=b"{", headers={**served.owner, "Content-Type": kind})
    assert answer.status == 201


async def test_only_the_owner_may(served: Served) -> None:
    facts = await upload(served, b"x")
    paired = served.paired(CHROME)
    for answer in (
        await served.client.post("/v1/uploads?file=a", data=b"x", headers=paired | FILE),
        await served.client.post("/v1/datasets/x/builds?file=a", data=b"x", headers=paired | FILE),
        await served.client.get(f"/v1/uploads/{facts['id']}/explanation", headers=paired),
        await served.client.delete(f"/v1/uploads/{facts['id']}", headers=paired),
    ):
        assert (answer.status, await code_of(answer)) == (403, "owner_only")


async def test_what_does_not_fit_is_refused_before_it_comes(served: Served) -> None:
    token = served.owner["Authorization"]
    answer = await served.raw(
        f"POST /v1/uploads?file=a HTTP/1.1\r\nHost: {served.host}\r\nAuthorization: {token}\r\n"
        f"Content-Type: text/csv\r\nContent-Length: {10**17}\r\n\r\n"
    )
    assert (answer.status, answer.code) == (507, "disk_full")
    assert folders(served) == []


async def test_a_disk_that_fills_up_meanwhile_ends_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_module, "RESERVE", 2_000_000)  # asked for so often
    free = iter([RESERVE + 10_000_000, RESERVE + 10_000, RESERVE - 1])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(free)))

    answer = await served.client.post("/v1/uploads?file=a.txt", data=pieces(300), headers=served.owner | FILE)
    assert (answer.status, await code_of(answer)) == (507, "disk_full")
    assert folders(served) == []


@pytest.mark.parametrize("framing", ["Content-Length: 9000000", "Transfer-Encoding: chunked"])
async def test_who_goes_away_while_sending_leaves_nothing(
    served: Served, framing: str, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", served.port)
    head = (
        f"POST /v1/uploads?file=a HTTP/1.1\r\nHost: {served.host}\r\n"
        f"Authorization: {served.owner['Authorization']}\r\nContent-Type: text/csv\r\n{framing}\r\n\r\n"
    )
    writer.write(head.encode() + b"30d40\r\n" + b"x" * 200_000)
    await writer.drain()
    await until_true(lambda: len(folders(served)) == 1)
    assert folders(served)[0].endswith(".part")
    writer.close()
    await writer.wait_closed()
    await until_true(lambda: folders(served) == [])
    assert "mistake" not in caplog.text


async def test_who_stops_sending_is_told_and_leaves_nothing(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "STALL_SECONDS", 0.2)
    answer = await served.raw(
        f"POST /v1/uploads?file=a HTTP/1.1\r\nHost: {served.host}\r\n"
        f"Authorization: {served.owner['Authorization']}\r\nContent-Type: text/csv\r\nContent-Length: 20\r\n\r\nxx"
    )
    assert (answer.status, answer.code) == (400, "bad_request")
    assert folders(served) == []


async def test_it_says_how_it_would_be_read(served: Served) -> None:
    facts = await upload(served, listing(range(FIRST, FIRST + 10)))
    answer = await served.get(f"/v1/uploads/{facts['id']}/explanation", **served.owner)
    assert answer.status == 200
    (source,) = (await answer.json())["sources"]
    assert (source["name"], source["reader"]) == ("urls.txt", "url-list")
    assert source["rows"][0] == {
        "text": page(FIRST),
        "photo_ids": [str(FIRST)],
        "owner": None,
        "licence": None,
        "names": [],
    }


async def test_it_says_why_it_cannot_be_read_without_naming_our_folders(served: Served) -> None:
    facts = await upload(served, b"\0" * 1000, "photo.jpg")
    answer = await served.get(f"/v1/uploads/{facts['id']}/explanation", **served.owner)
    assert answer.status == 422
    text = await answer.text()
    assert "manifest_invalid" in text
    assert "photo.jpg" in text
    assert str(served.paths.data) not in text


async def test_reader_and_column_are_asked_for(served: Served) -> None:
    facts = await upload(served, b"a,b\n1,990000000001\n2,990000000002\n", "t.csv")
    answer = await served.get(f"/v1/uploads/{facts['id']}/explanation?column=b", **served.owner)
    assert answer.status == 200, await answer.text()
    assert (await answer.json())["sources"][0]["rows"][0]["photo_ids"] == ["990000000001"]
    answer = await served.get(f"/v1/uploads/{facts['id']}/explanation?reader=--help", **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "usage")


async def test_it_can_be_removed(served: Served) -> None:
    facts = await upload(served, b"x")
    answer = await served.client.delete(f"/v1/uploads/{facts['id']}", headers=served.owner)
    assert (answer.status, await answer.json()) == (200, {"removed": facts["id"]})
    assert folders(served) == []
    for again in (
        await served.client.delete(f"/v1/uploads/{facts['id']}", headers=served.owner),
        await served.client.get(f"/v1/uploads/{facts['id']}/explanation", headers=served.owner),
        await served.post("/v1/datasets/x/builds", {"upload": facts["id"]}, **served.owner),
        await served.post("/v1/datasets/x/builds", {"upload": "../datasets"}, **served.owner),
        await served.client.delete("/v1/uploads/..%2Fdatasets", headers=served.owner),
    ):
        assert (again.status, await code_of(again)) == (404, "upload_unknown")


async def test_one_that_is_being_built_stays(served: Served) -> None:
    facts = await upload(served, endless(), "endless.txt.gz")
    build = await (await served.post("/v1/datasets/x/builds", {"upload": facts["id"]}, **served.owner)).json()
    answer = await served.client.delete(f"/v1/uploads/{facts['id']}", headers=served.owner)
    assert (answer.status, await code_of(answer)) == (409, "upload_in_use")
    old = time.time() - KEPT_SECONDS - 1
    os.utime(served.paths.uploads / facts["id"], (old, old))
    served.app[UPLOADS].sweep()
    assert folders(served) == [facts["id"]]
    await until(served, build, state="running")
    await served.client.delete(f"/v1/builds/{build['id']}", headers=served.owner)
    await until(served, build, state="cancelled")
    await until_true(lambda: folders(served) == [])


async def test_what_nobody_builds_goes_after_a_day_and_halves_at_the_start(served: Served) -> None:
    kept, old, half = [await upload(served, b"x") for _ in range(3)]
    past = time.time() - KEPT_SECONDS - 1
    os.utime(served.paths.uploads / old["id"], (past, past))
    (served.paths.uploads / half["id"]).rename(served.paths.uploads / f"{half['id']}.part")
    (served.paths.uploads / "notes").mkdir()  # not ours
    served.app[UPLOADS].sweep()
    assert folders(served) == sorted([kept["id"], f"{half['id']}.part", "notes"])
    Uploads(served.paths.uploads).sweep(at_start=True)
    assert folders(served) == sorted([kept["id"], "notes"])


async def test_a_file_that_is_still_arriving_is_not_swept(served: Served) -> None:
    build = await start(served, "x", endless(), "endless.txt.gz")
    (part,) = folders(served)
    past = time.time() - KEPT_SECONDS - 1
    os.utime(served.paths.uploads / part, (past, past))
    served.app[UPLOADS].sweep(at_start=True)
    assert folders(served) == [part]
    await served.client.delete(f"/v1/builds/{build['id']}", headers=served.owner)


async def test_small_uploads_are_counted_as_well_as_weighed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_module, "MOST_UPLOADS", 3)
    ids = [(await upload(served, b"990000000001\n"))["id"] for _ in range(3)]
    answer = await served.client.post("/v1/uploads?file=a.txt", data=b"990000000001\n", headers=served.owner | FILE)
    assert (answer.status, await code_of(answer)) == (429, "too_many")
    assert len(folders(served)) == 3
    await served.app[UPLOADS].remove(ids[0])
    assert (await upload(served, b"990000000001\n"))["id"] not in ids
