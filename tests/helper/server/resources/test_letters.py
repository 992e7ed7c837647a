"""Letters about a check's photos: written by the role that the person chose, changed by them, and sent by nobody."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from importlib.resources import files
from typing import Any

import orjson
import pytest

from inset.words.messages import languages
from support.api.served import Served, code_of
from support.datasets.runs import PublishIds

FIRST = 990_000_000_001
NSID = "12345678@N00"


async def check(served: Served) -> str:
    lines = {"Content-Type": "application/x-ndjson", **served.owner}
    answer = await served.client.post("/v1/checks", data=b'"%d"\n"%d"\n' % (FIRST, FIRST + 9), headers=lines)
    return str((await answer.json())["id"])


async def letters(served: Served, check_id: str, **wishes: str) -> Any:
    answer = await served.post(
        f"/v1/checks/{check_id}/letters", {"role": "author", "language": "en", **wishes}, **served.owner
    )
    assert answer.status == 200, await answer.text()
    return (await answer.json())["letters"]


async def test_a_letter_names_the_photos_that_were_found_and_no_other(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST, FIRST + 1}, details={FIRST: (NSID, None)})
    (letter,) = await letters(served, await check(served))
    assert letter["datasets"] == ["faces"]
    assert str(FIRST) in letter["body"] + letter["photo_list"]
    assert str(FIRST + 9) not in letter["body"] + letter["photo_list"]
    assert letter["basis"] == "data"  # the list names the account
    assert any("Save the links first" in advice for advice in letter["advice"])
    assert letter["advice_told"][:2] == [
        {"name": "advice_save", "values": []},
        {"name": "advice_unknown", "values": ["faces"]},
    ]
    assert len(letter["advice_told"]) == len(letter["advice"])


async def test_the_role_and_the_language_are_the_person_s(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    check_id = await check(served)
    (author,) = await letters(served, check_id)
    (shown,) = await letters(served, check_id, role="shown")
    (german,) = await letters(served, check_id, language="de")
    assert (author["basis"], shown["basis"]) == ("goodwill", "data")
    assert len({author["body"], shown["body"], german["body"]}) == 3


async def test_a_changed_letter_is_saved_as_a_draft(served: Served, publish: PublishIds) -> None:
    publish("faces", {FIRST})
    check_id = await check(served)
    wishes = {"role": "author", "language": "en", "dataset": "faces", "subject": "My photos", "body": "Hello.\n\nBye."}
    answer = await served.post(f"/v1/checks/{check_id}/mails", wishes, **served.owner)
    assert (answer.status, answer.content_type) == (200, "message/rfc822")
    mail = message_from_bytes(await answer.read(), policy=default)
    assert (mail["Subject"], mail["X-Unsent"]) == ("My photos", "1")
    assert "Hello." in mail.get_body().get_content()  # type: ignore[union-attr]
    other = await served.post(f"/v1/checks/{check_id}/mails", wishes | {"dataset": "more"}, **served.owner)
    assert (other.status, await code_of(other)) == (404, "not_found")


@pytest.mark.parametrize(
    "wishes",
    [{}, {"role": "author"}, {"role": "owner", "language": "en"}, {"role": "author", "language": "la"}],
)
async def test_another_wish_is_refused(served: Served, publish: PublishIds, wishes: dict[str, str]) -> None:
    publish("faces", {FIRST})
    answer = await served.post(f"/v1/checks/{await check(served)}/letters", wishes, **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


def test_the_languages_are_those_that_the_api_describes() -> None:
    described = orjson.loads(files("inset.server").joinpath("openapi.json").read_bytes())
    assert described["components"]["schemas"]["LetterLanguage"]["enum"] == list(languages())
