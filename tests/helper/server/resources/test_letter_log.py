"""`/v1/letters`: a letter is noted only by the owner's word; what has become of it is asked of what is published."""

from __future__ import annotations

import stat
import sys
from typing import Any

import pytest

from inset.index import library
from inset.server.resources import letter_log
from support.api.served import Served, code_of
from support.computer.calendar import AlwaysNoon
from support.datasets.runs import PublishIds

A, B, C = range(990_000_000_001, 990_000_000_004)
WISH = {"role": "author", "language": "en", "dataset": "faces"}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The helper looks for new builds at every request."""
    monkeypatch.setattr(library, "LOOK_EVERY", 0.0)


async def check(served: Served) -> str:
    headers = {"Content-Type": "application/x-ndjson", **served.owner}
    answer = await served.client.post("/v1/checks", data=b'"%d"\n"%d"\n' % (A, B), headers=headers)
    return str((await answer.json())["id"])


async def note(served: Served) -> Any:
    answer = await served.post("/v1/letters", {"check": await check(served), **WISH}, **served.owner)
    assert answer.status == 201, await answer.text()
    return await answer.json()


async def noted(served: Served) -> Any:
    answer = await served.get("/v1/letters", **served.owner)
    return (await answer.json())["letters"]


async def test_writing_a_letter_notes_nothing(served: Served, publish: PublishIds) -> None:
    publish("faces", {A, B})
    check_id = await check(served)
    await served.post(f"/v1/checks/{check_id}/letters", {"role": "author", "language": "en"}, **served.owner)
    assert await noted(served) == []
    assert not served.paths.letters.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
async def test_a_letter_that_was_sent_is_noted_in_a_private_file(served: Served, publish: PublishIds) -> None:
    publish("faces", {A, B})
    letter = await note(served)
    assert (letter["id"], letter["role"], letter["answered_on"], letter["overdue"]) == ("1", "author", None, False)
    assert [(each["dataset"], each["state"], each["asked"]) for each in letter["standing"]] == [
        ("faces", "same_list", 2)
    ]
    assert stat.S_IMODE(served.paths.letters.stat().st_mode) == 0o600


async def test_photos_that_are_gone_since_are_named(served: Served, publish: PublishIds) -> None:
    publish("faces", {A, B})
    await note(served)
    publish("faces", {B, C})
    (letter,) = await noted(served)
    (standing,) = letter["standing"]
    assert (standing["state"], standing["gone"], standing["gone_photos"]) == ("built_since", 1, [str(A)])


async def test_an_answer_is_noted_and_a_letter_forgotten(
    served: Served, publish: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_log, "datetime", AlwaysNoon)
    publish("faces", {A, B})
    letter = await note(served)
    answered = await served.post(f"/v1/letters/{letter['id']}/answer", {}, **served.owner)
    assert (await answered.json())["answered_on"] == letter["asked_on"]
    await served.delete(f"/v1/letters/{letter['id']}", **served.owner)
    assert await noted(served) == []
    assert str(A) not in served.paths.letters.read_text()


@pytest.mark.parametrize("letter_id", ["1", "x", "1" * 30, "²"])
async def test_a_letter_that_is_none_is_told(served: Served, letter_id: str) -> None:
    answer = await served.delete(f"/v1/letters/{letter_id}", **served.owner)
    assert await code_of(answer) == "letter_unknown"


async def test_a_letter_about_a_dataset_without_the_photos_is_not_noted(served: Served, publish: PublishIds) -> None:
    publish("faces", {A})
    publish("scenes", {C})
    wish = {"check": await check(served), **WISH, "dataset": "scenes"}
    assert await code_of(await served.post("/v1/letters", wish, **served.owner)) == "not_found"
    assert await noted(served) == []
