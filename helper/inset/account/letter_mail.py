"""A letter as a mail that a mail program opens as a draft: RFC 5322, with `X-Unsent: 1`. Nothing is sent."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from inset.account.letter import Letter
from inset.account.letter_shape import clean

LIST_FILE: Final = "photos.txt"
"""The name of the list that is attached where there are many photos."""

_POLICY: Final = SMTP.clone(cte_type="7bit")


def letter_mail(letter: Letter) -> bytes:
    """Return the bytes of an .eml file: UTF-8 in printable ASCII, lines that end in CRLF.

    The recipient is left out where no mail address is known. Headers hold one line whatever the texts hold.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = clean(letter.subject)
    if letter.recipient.mail is not None:
        mail["To"] = str(Address(addr_spec=letter.recipient.mail))
    mail["X-Unsent"] = "1"
    mail.set_content(f"{letter.body}\n", cte="quoted-printable")
    if letter.photo_list:
        mail.add_attachment(f"{letter.photo_list}\n", filename=LIST_FILE, cte="quoted-printable")
    return mail.as_bytes()
