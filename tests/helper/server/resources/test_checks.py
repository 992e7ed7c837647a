"""`/v1/checks`: one question about many photos, however it arrives, and what is remembered of it."""

from __future__ import annotations

import base64
import json
import os
import stat
import zlib
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from aiohttp import ClientResponse

from inset.account.kept import Answered
from inset.account.report_files import links_of, report_file
from inset.server import arriving
from inset.server.checks import book, question, receiving
from inset.server.keys import CHECKS
from support.accounts.flickr_exports import NSID, MadeExport, make_export
from support.api.described import expect_described
from support.api.served import Served, code_of
from support.builds.building import upload
from support.datasets.runs import PublishIds

FIRST = 990_000_000_001
LINES = {"Content-Type": "application/x-ndjson"}


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


async def send(served: Served, path: str, body: bytes | AsyncIterator[bytes], **headers: str) -> ClientResponse:
    answer = await served.client.post(path, data=body, headers={**LINES, **(headers or served.owner)})
    await expect_described(answer)
    return answer


async def check(served: Served, *values: object, path: str = "/v1/checks") -> Any:
    answer = await send(served, path, lines(*values))
    assert answer.status in (200, 201), await answer.text()
    return await answer.json()


async def photos_of(served: Served, check_id: str, query: str = "limit=1000") -> Any:
    answer = await served.get(f"/v1/checks/{check_id}/photos?{query}", **served.owner)
    assert answer.status == 200, await answer.text()
    return await answer.json()


def files_of(made: MadeExport, *, packed: bool) -> Iterable[dict[str, Any]]:
    """An export's files as a browser sends them."""
    for name, content in made.files.items():
        if not name.startswith(("photo_", "albums", "account_profile")) or name.startswith("photos_"):
            yield {"file": name}
        elif packed:
            raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
            deflated = raw.compress(content) + raw.flush()
            told = {"bytes": len(content), "crc32": zlib.crc32(content)}
            yield {"file": name, "deflated": base64.b64encode(deflated).decode(), **told}
        else:
            yield {"file": name, "text": content.decode()}


async def test_photos_given_one_by_one_are_counted_and_what_names_none_is_told(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {FIRST, FIRST + 1})
    page = f"https://www.flickr.com/photos/made-up/{FIRST + 1}/"
    answered = await check(served, str(FIRST), page, str(FIRST), str(FIRST + 2), "some words")
    report = answered["report"]
    assert (report["checked"], report["listed"], report["probably_listed"]) == (3, 2, 0)
    assert [(each["dataset"], each["listed"]) for each in report["datasets"]] == [("faces", 2)]
    assert [(gap["what"], gap["count"], gap["examples"]) for gap in report["limits"]["gaps"]] == [
        ("not_understood", 1, ["some words"])
    ]
    found = await photos_of(served, answered["id"])
    assert [each["photo_id"] for each in found["photos"]] == [str(FIRST), str(FIRST + 1)]


@pytest.mark.parametrize("packed", [True, False])
async def test_an_export_counts_the_person_s_own_photos_and_nobody_else_s(
    served: Served, publish: PublishIds, packed: bool
) -> None:
    made = make_export(60)
    listed = {photo_id for photo_id in made.own if photo_id % 3 == 0}
    publish("faces", listed | made.others)
    answered = await check(served, *files_of(made, packed=packed))
    report = answered["report"]
    assert (report["checked"], report["listed"]) == (len(made.own), len(listed))
    (asked,) = report["asked"]
    assert (asked["kind"], asked["account"], asked["photos"]) == ("export", NSID, len(made.own))
    years = {year["year"]: year["checked"] for year in report["by_year"]}
    assert years == {year: list(made.years.values()).count(year) for year in set(made.years.values())}
    found = (await photos_of(served, answered["id"]))["photos"]
    assert {int(each["photo_id"]) for each in found} == listed
    for each in found:
        assert each["year"] == made.years[int(each["photo_id"])]
        assert each["albums"] == made.albums.get(int(each["photo_id"]), [])


async def test_a_damaged_record_is_passed_over_and_told(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    wrong = {"file": f"photo_{FIRST + 1}.json", "deflated": "AAAA", "bytes": 10, "crc32": 1}
    report = (await check(served, {"file": f"photo_{FIRST}.json", "text": "{}"}, wrong))["report"]
    assert report["checked"] == 1
    (gap,) = [gap for gap in report["limits"]["gaps"] if gap["what"] == "not_read"]
    assert (gap["count"], gap["examples"]) == (1, [f"photo_{FIRST + 1}.json"])


async def test_a_record_that_unpacks_to_more_than_it_says_is_not_unpacked(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bomb = base64.b64encode(raw.compress(b" " * 50_000_000) + raw.flush()).decode()
    names = [f"photo_{FIRST}.json", f"photo_{FIRST + 1}.json"]
    first = {"file": names[0], "deflated": bomb, "bytes": 100, "crc32": 1}
    second = {"file": names[1], "deflated": bomb, "bytes": 50_000_000, "crc32": 1}
    gaps = (await check(served, first, second, str(FIRST)))["report"]["limits"]["gaps"]
    assert sorted(name for gap in gaps if gap["what"] == "not_read" for name in gap["examples"]) == names


async def test_a_list_is_read_by_the_readers_of_manifests_and_then_removed(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST, FIRST + 1})
    sent = await upload(served, f"title;photo_id\none;{FIRST}\ntwo;{FIRST + 5}\n".encode(), "mine.csv")
    report = (await check(served, {"upload": sent["id"]}))["report"]
    assert (report["checked"], report["listed"]) == (2, 1)
    assert [(each["kind"], each["name"], each["photos"]) for each in report["asked"]] == [("list", "mine.csv", 2)]
    assert not any(served.paths.uploads.rglob("*.csv"))
    again = await send(served, "/v1/checks", lines({"upload": sent["id"]}))
    assert (again.status, await code_of(again)) == (404, "upload_unknown")


async def test_pictures_are_known_from_what_was_given_alone_and_never_written_down(
    served: Served, publish: PublishIds
) -> None:
    one, two, three, four = range(FIRST, FIRST + 4)
    publish("faces", {one, two, three, four})

    def address(photo: int, size: str) -> str:
        return f"https://live.staticflickr.com/65535/{photo}_0123456789_{size}.jpg"

    record = json.dumps({"id": str(three), "original": address(three, "o")})
    sent = await upload(
        served, f"photo_id,url\n{two},{address(two, 'z')}\n{one + 9},{address(one + 9, 'z')}\n".encode(), "l.csv"
    )
    answered = await check(
        served, address(one, "b"), {"upload": sent["id"]}, {"file": f"photo_{three}.json", "text": record}, str(four)
    )
    page = await photos_of(served, answered["id"])
    assert {each["photo_id"]: each["picture"] for each in page["photos"]} == {
        str(one): {"url": address(one, "m"), "small": True},
        str(two): {"url": address(two, "m"), "small": True},
        str(three): {"url": address(three, "o"), "small": False},
        str(four): None,
    }
    assert page["pictures"] == 3
    await served.post(f"/v1/checks/{answered['id']}/keeping", {}, **served.owner)
    assert not any(b"staticflickr" in file.read_bytes() for file in served.paths.checks.iterdir())
    served.app[CHECKS]._answered.clear()  # as after a new start of the helper
    page = await photos_of(served, answered["id"])
    assert (page["total"], page["pictures"]) == (4, 0)


async def test_a_list_without_a_photo_is_refused_and_removed_too(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    sent = await upload(served, b"nothing here\n", "mine.txt")
    answer = await send(served, "/v1/checks", lines({"upload": sent["id"]}))
    assert (answer.status, await code_of(answer)) == (422, "manifest_invalid")
    assert not any(served.paths.uploads.rglob("*.txt"))


async def test_an_account_is_asked_about_in_all_datasets_by_the_photos_that_some_list_as_its(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {FIRST, FIRST + 1, FIRST + 2}, details={FIRST: (NSID, 4), FIRST + 1: (NSID, 0)})
    publish("more", {FIRST + 1})
    report = (await check(served, {"account": NSID}))["report"]
    assert (report["checked"], report["listed"]) == (2, 2)
    assert {each["dataset"]: each["listed"] for each in report["datasets"]} == {"faces": 2, "more": 1}
    assert report["limits"]["without_accounts"] == ["more"]
    assert [(each["kind"], each["account"]) for each in report["asked"]] == [("account", NSID)]


async def test_a_question_may_come_in_parts(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST, FIRST + 1})
    begun = await check(served, str(FIRST), path="/v1/checks?open=true")
    assert (begun["state"], begun["report"]) == ("open", None)
    path = f"/v1/checks/{begun['id']}"
    assert (await (await served.get(path, **served.owner)).json())["state"] == "open"
    for early in (
        await served.get(f"{path}/photos", **served.owner),
        await served.post(f"{path}/keeping", {}, **served.owner),
    ):
        assert (early.status, await code_of(early)) == (409, "check_open")
    await check(served, str(FIRST + 1), path=f"{path}/lines?open=true")
    report = (await check(served, path=f"{path}/lines"))["report"]
    assert (report["checked"], report["listed"]) == (2, 2)
    late = await send(served, f"{path}/lines", lines(str(FIRST)))
    assert (late.status, await code_of(late)) == (409, "check_answered")


async def test_a_hundred_thousand_photos_are_streamed(served: Served, publish: PublishIds) -> None:
    publish("faces", range(FIRST, FIRST + 1000))

    async def body() -> AsyncIterator[bytes]:
        for start in range(FIRST, FIRST + 100_000, 1000):
            yield b"".join(b'"%d"\n' % photo_id for photo_id in range(start, start + 1000))

    answer = await send(served, "/v1/checks", body())
    report = (await answer.json())["report"]
    assert (report["checked"], report["listed"]) == (100_000, 1000)
    check_id = (await answer.json())["id"]
    assert answer.headers["Location"] == f"/v1/checks/{check_id}"
    seen: list[str] = []
    cursor: int | None = 0
    while cursor is not None:
        page = await photos_of(served, check_id, f"limit=300&cursor={cursor}")
        seen += [each["photo_id"] for each in page["photos"]]
        cursor = page["next"]
    assert seen == [str(photo_id) for photo_id in range(FIRST, FIRST + 1000)]


async def test_photos_are_shown_by_dataset(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST, FIRST + 1})
    publish("more", {FIRST + 1})
    answered = await check(served, str(FIRST), str(FIRST + 1))
    page = await photos_of(served, answered["id"], "dataset=more")
    assert ([each["photo_id"] for each in page["photos"]], page["total"]) == ([str(FIRST + 1)], 1)


@pytest.mark.parametrize(
    "body",
    [
        b"{\n",
        b"[]\n",
        b"53208249252\n",
        b'{"accounts": "x"}\n',
        b'{"file": "a", "account": "b"}\n',
        b'{"file": "a", "deflated": "AA=="}\n',
        b'{"file": "photo_1.json", "deflated": "%", "bytes": 1, "crc32": 1}\n',
        b"\xff\n",
    ],
)
async def test_a_line_of_another_form_is_refused_and_nothing_of_the_question_stays(
    served: Served, publish: PublishIds, body: bytes
) -> None:
    publish("faces", {FIRST})
    begun = await check(served, str(FIRST), path="/v1/checks?open=true")
    answer = await send(served, f"/v1/checks/{begun['id']}/lines", body)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")
    gone = await send(served, f"/v1/checks/{begun['id']}/lines", b"")
    assert (gone.status, await code_of(gone)) == (404, "check_unknown")


async def test_what_is_too_large_is_refused(
    served: Served, publish: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("faces", {FIRST})
    for module, limit, value in (
        (question, "MOST_PHOTOS", 2),
        (receiving, "LONGEST_LINE", 10),
        (receiving, "MOST_BYTES", 100),
    ):
        with monkeypatch.context() as changed:
            changed.setattr(module, limit, value)
            changed.setattr(arriving, "BLOCK", 40)
            answer = await send(served, "/v1/checks", lines(*(str(FIRST + n) for n in range(10))) + b'"' + b"x" * 90)
            assert (answer.status, await code_of(answer)) == (413, "too_large"), limit


async def test_no_dataset_gives_no_answer(served: Served) -> None:
    answer = await send(served, "/v1/checks", lines(str(FIRST)))
    assert (answer.status, await code_of(answer)) == (503, "index_missing")


async def test_a_check_is_on_the_disk_only_if_the_person_says_so_and_until_it_is_forgotten(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {FIRST})
    answered = await check(served, str(FIRST), str(FIRST + 1))
    path = f"/v1/checks/{answered['id']}"
    assert not served.paths.checks.exists()
    kept = await (await served.post(f"{path}/keeping", {}, **served.owner)).json()
    assert kept == {**answered, "kept": True}
    files = list(served.paths.checks.glob(f"{answered['id']}.*"))
    assert len(files) == 3
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    # As after a new start of the helper.
    served.app[CHECKS]._answered.clear()
    assert await (await served.get(path, **served.owner)).json() == kept
    assert (await photos_of(served, answered["id"]))["total"] == 1
    listed = await (await served.get("/v1/checks", **served.owner)).json()
    assert [(each["id"], each["kept"], each["listed"]) for each in listed["checks"]] == [(answered["id"], True, 1)]
    assert (await (await served.delete(path, **served.owner)).json()) == {"forgotten": answered["id"]}
    assert not any(served.paths.checks.iterdir())
    for gone in (await served.get(path, **served.owner), await served.delete(path, **served.owner)):
        assert (gone.status, await code_of(gone)) == (404, "check_unknown")


async def test_of_many_checks_the_oldest_are_forgotten(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    ids = [(await check(served, str(FIRST)))["id"] for _ in range(book.MOST_ANSWERED + 1)]
    listed = (await (await served.get("/v1/checks", **served.owner)).json())["checks"]
    assert {each["id"] for each in listed} == set(ids[1:])
    begun = [(await check(served, path="/v1/checks?open=true"))["id"] for _ in range(book.MOST_OPEN + 1)]
    first = await served.get(f"/v1/checks/{begun[0]}", **served.owner)
    assert (first.status, await code_of(first)) == (404, "check_unknown")


async def test_a_kept_check_whose_file_is_damaged_is_unknown(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    answered = await check(served, str(FIRST))
    await served.post(f"/v1/checks/{answered['id']}/keeping", {}, **served.owner)
    served.app[CHECKS]._answered.clear()
    (served.paths.checks / f"{answered['id']}.json").write_bytes(b"{")
    answer = await served.get(f"/v1/checks/{answered['id']}", **served.owner)
    assert (answer.status, await code_of(answer)) == (404, "check_unknown")


@pytest.mark.parametrize("query", ["cursor=-1", "cursor=x", "cursor=99999999", "limit=0", "else=1"])
async def test_a_page_that_cannot_be_is_refused(served: Served, publish: PublishIds, query: str) -> None:
    publish("faces", {FIRST})
    answered = await check(served, str(FIRST))
    answer = await served.get(f"/v1/checks/{answered['id']}/photos?{query}", **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


@pytest.mark.parametrize("to", ["csv", "json", "ndjson", "html"])
async def test_a_check_is_saved_as_the_command_line_writes_it(served: Served, publish: PublishIds, to: str) -> None:
    publish("faces", {FIRST, FIRST + 1})
    answered = await check(served, str(FIRST), str(FIRST + 1), str(FIRST + 2))
    answer = await served.get(f"/v1/checks/{answered['id']}/exports/{to}", **served.owner)
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="inset-check-')
    told = app_check(served, answered["id"])
    expected = b"".join(report_file(to, told.report, told.photos, links_of(told.report.asked)))
    assert await answer.read() == expected
    assert expected.count(str(FIRST).encode()) >= 1
    assert str(FIRST + 2).encode() not in expected


async def test_there_is_no_other_format(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    answered = await check(served, str(FIRST))
    answer = await served.get(f"/v1/checks/{answered['id']}/exports/pdf", **served.owner)
    assert (answer.status, await code_of(answer)) == (404, "not_found")


def app_check(served: Served, check_id: str) -> Answered:
    return served.app[CHECKS]._answered[check_id]
