"""A letter as a mail: a draft that every mail program reads as it was written, whatever stands in its names."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inset.account.letter import INLINE_PHOTOS, Letter, write_letters
from inset.account.letter_mail import LIST_FILE, letter_mail
from inset.account.letter_shape import DatasetInLetter, Writer
from support.accounts.letters import ABOUTS, TODAY, all_letters, dataset, photos

HEADERS = {"Subject", "To", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


def read(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail.defects == []
    return mail


def letter_of(kind: str, count: int = 2, *, name: str = "Maren Ebb", title: str | None = None) -> Letter:
    about = ABOUTS[kind]
    if title is not None and about is not None:
        about = replace(about, title=title)
    listed = DatasetInLetter("tidewatch", about, photos(count))
    (letter,) = write_letters([listed], Writer("author", name, "12345678@N00"), "en", TODAY)
    return letter


@pytest.mark.parametrize("case", cases := all_letters(), ids="-".join)
def test_it_reads_back_as_it_was_written(case: tuple[str, ...]) -> None:
    letter = cases[case]  # type: ignore[index]
    mail = read(letter_mail(letter))
    assert mail["Subject"] == letter.subject
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == letter.recipient.mail
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == f"{letter.body}\n"
    assert set(mail.keys()) <= HEADERS
    assert "From" not in mail
    assert "Date" not in mail


def test_it_is_plain_ascii_with_short_lines() -> None:
    for letter in (letter_of("mail"), letter_of("mail", title="写真 Ünïcode" * 30)):
        content = letter_mail(letter)
        assert content.isascii()
        lines = content.split(b"\r\n")
        assert max(map(len, lines)) <= 998
        assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_many_photos_are_attached() -> None:
    letter = letter_of("mail", INLINE_PHOTOS + 1)
    mail = read(letter_mail(letter))
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (LIST_FILE, "text/plain")
    assert attached.get_content().replace("\r\n", "\n") == f"{letter.photo_list}\n"
    body = mail.get_body()
    assert body is not None
    assert "flickr.com/photos" not in body.get_content()
    assert list(read(letter_mail(letter_of("mail", INLINE_PHOTOS))).iter_attachments()) == []


@pytest.mark.parametrize(
    "mail",
    [
        "out@ebb.example\r\nBcc: all@ebb.example",
        "out@ebb.example, other@ebb.example",
        "Ebb <out@ebb.example>",
        "out@ebb.example\n",
        "out@ebb..example",
        ".out@ebb.example",
        "out",
        "",
        "öut@ebb.example",
    ],
)
def test_an_address_that_is_more_than_an_address_is_left_out(mail: str) -> None:
    about = ABOUTS["mail"]
    assert about is not None
    assert about.opt_out is not None
    listed = DatasetInLetter("x", replace(about, opt_out=replace(about.opt_out, mail=mail)), photos(1))
    (letter,) = write_letters([listed], Writer("author"), "en", TODAY)
    assert read(letter_mail(letter))["To"] is None


@given(name=st.text(), title=st.text())
def test_hostile_names_add_no_header(name: str, title: str) -> None:
    letter = letter_of("mail", name=name, title=title)
    mail = read(letter_mail(letter))
    assert set(mail.keys()) <= HEADERS
    assert mail["To"] == "out@ebb.example"
    assert len(str(mail["Subject"]).splitlines()) == 1


def test_line_breaks_in_a_name_stay_out_of_the_headers() -> None:
    hostile = "Maren\r\nBcc: all@ebb.example\r\n\r\nBody"
    mail = read(letter_mail(letter_of("mail", name=hostile, title=f"Coasts\r\nTo: x@y.example {hostile}")))
    assert mail["Bcc"] is None
    assert mail.get_all("To") == ["out@ebb.example"]
    assert mail["Subject"] == "Request to remove photos: Coasts To: x@y.example Maren Bcc: all@ebb.example Body"


def test_a_dataset_without_an_address_has_no_recipient() -> None:
    (letter,) = write_letters([dataset("bare")], Writer("author"), "en", TODAY)
    assert read(letter_mail(letter))["To"] is None
