"""`/v1/checks/{id}/letters`: letters to whoever published the datasets in which photos were found. Nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, cast

from aiohttp import web

from inset.errors import BadRequest, NotFound
from inset.server.answers import file_download, json_answer
from inset.server.guards.limits import body_of
from inset.server.keys import CHECKS, LIBRARY
from inset.words.messages import languages
from inset.words.sentences import Told

if TYPE_CHECKING:
    from inset.account.letter import Letter
    from inset.account.way_out import Role
    from inset.index.library import Library

_ROLES: Final = ("author", "shown")


class CheckLetter(TypedDict):
    """One letter; see `inset.account.letter.Letter`. `datasets` are those that it is about."""

    recipient: str
    way: Literal["form", "mail", "host", "discussion", "page", "unknown"]
    mail: str | None
    url: str | None
    datasets: list[str]
    basis: Literal["data", "goodwill", "host"]
    subject: str
    body: str
    photo_list: str
    answer_by: str
    blanks: list[str]
    post: str
    advice: list[str]
    advice_told: list[Told]


class CheckLetters(TypedDict):
    """The letters, one for each recipient and basis."""

    letters: list[CheckLetter]


async def write_check_letters(request: web.Request) -> web.Response:
    """Write the letters about a check's photos, for a person in one role, in one language.

    Raises:
        BadRequest: role or language are none; CheckUnknown, CheckOpen: see `Checks.get`.
        IndexMissing, IndexCorrupt: no dataset can be asked.
    """
    wishes = read_wishes(body_of(request), "role", "language")
    letters = await letters_about(request.app, request.match_info["id"], wishes)
    answer: CheckLetters = {"letters": [_facts(letter) for letter in letters]}
    return json_answer(answer)


async def save_check_mail(request: web.Request) -> web.Response:
    """Answer the letter about one dataset, as the person has changed it, as a draft that mail programs open.

    Raises:
        NotFound: there is no letter about that dataset; otherwise as `write_check_letters`.
    """
    from inset.account.letter_mail import letter_mail

    wishes = read_wishes(body_of(request), "role", "language", "dataset", "subject", "body")
    for letter in await letters_about(request.app, request.match_info["id"], wishes):
        if wishes["dataset"] in letter.datasets:
            from dataclasses import replace

            changed = replace(letter, subject=wishes["subject"], body=wishes["body"])
            return file_download(letter_mail(changed), "inset-letter.eml", "message/rfc822")
    raise no_letter()


def no_letter() -> NotFound:
    """The error where none of a check's photos is in the dataset that was named."""
    return NotFound("Choose a dataset that lists some of these photos: there is no letter about this one.")


async def letters_about(app: web.Application, check_id: str, wishes: dict[str, str]) -> Sequence[Letter]:
    """Write the letters about a check's photos.

    Args:
        wishes: `role` and `language`, as `read_wishes` gives them.

    Raises:
        CheckUnknown, CheckOpen: see `Checks.get`; IndexMissing, IndexCorrupt: no dataset can be asked.
    """
    check = await app[CHECKS].get(check_id)
    photo_ids = [int(photo.photo_id) for photo in check.photos]
    accounts = {each.account for each in check.report.asked} - {None}
    account = accounts.pop() if len(accounts) == 1 else None
    return await app[LIBRARY].ask(lambda library: _write(library, photo_ids, wishes, account))


def _write(library: Library, photo_ids: Sequence[int], wishes: dict[str, str], account: str | None) -> Sequence[Letter]:
    from inset.account.letter import write_letters
    from inset.account.letter_input import datasets_in_letters
    from inset.account.letter_shape import Writer

    role = cast("Role", wishes["role"])
    writer = Writer(role, None, account if role == "author" else None)
    today = datetime.now(UTC).astimezone().date()
    found = datasets_in_letters(library, photo_ids) if photo_ids else ()
    return write_letters(found, writer, wishes["language"], today)


def read_wishes(body: dict[str, Any], *names: str) -> dict[str, str]:
    """Return what a body wishes for: `names`, with role and language among them.

    Raises:
        BadRequest: one is missing or no text, or role or language are none.
    """
    if set(body) != set(names) or not all(isinstance(value, str) for value in body.values()):
        raise BadRequest(f"Send {', '.join(names)}, each as text, and nothing else.")
    if body["role"] not in _ROLES:
        raise BadRequest(f"Give as role one of {', '.join(_ROLES)}: you took the photos, or are shown in them.")
    if body["language"] not in languages():
        raise BadRequest(f"Give as language one of {', '.join(languages())}.")
    return body


def _facts(letter: Letter) -> CheckLetter:
    return {
        "recipient": letter.recipient.name,
        "way": letter.recipient.way,
        "mail": letter.recipient.mail,
        "url": letter.recipient.url,
        "datasets": list(letter.datasets),
        "basis": letter.basis,
        "subject": letter.subject,
        "body": letter.body,
        "photo_list": letter.photo_list,
        "answer_by": letter.answer_by.isoformat(),
        "blanks": list(letter.blanks),
        "post": letter.post,
        "advice": list(letter.advice),
        "advice_told": list(letter.advice_told),
    }
