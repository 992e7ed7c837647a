"""Datasets as letters are about them: one for each way out that the catalog knows, and those without any."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Final

from msgspec.structs import replace

from inset.account.letter import Letter, write_letters
from inset.account.letter_shape import DatasetInLetter, ListFile, PhotoInList, Row, Writer
from inset.index.about import About, Contact, OptOut
from inset.words.messages import languages

NSID: Final = "12345678@N00"
FIRST: Final = 900_000_000_001
TODAY: Final = date(2027, 4, 3)
SHA256: Final = "0123456789abcdef" * 4

BARE: Final = About(
    title="Tidewatch Coasts",
    publisher="Ebb Institute",
    purpose="tests",
    year=2026,
    page="https://ebb.example/",
    paper=None,
    opt_out=None,
    withdrawn=None,
    withdrawn_when=None,
    note=None,
    checked="2026-11-22",
)
OUT: Final = OptOut(how="Write to them.", url="https://ebb.example/out", mail=None)

ABOUTS: Final[dict[str, About | None]] = {
    "unheard-of": None,
    "bare": BARE,
    "contact": replace(BARE, contact=Contact(mail="us@ebb.example", url=None)),
    "contact-page": replace(BARE, contact=Contact(mail=None, url="https://ebb.example/us")),
    "mail": replace(BARE, opt_out=replace(OUT, mail="out@ebb.example", way="mail", tag="no_cv"), model_provider=True),
    "old-run": replace(BARE, opt_out=replace(OUT, mail="out@ebb.example")),
    "form": replace(BARE, opt_out=replace(OUT, way="form", asks_for=("links", "text"), accepts=("shown",))),
    "host": replace(BARE, opt_out=replace(OUT, way="host", accepts=("author",)), model_provider=True),
    "discussion": replace(BARE, opt_out=replace(OUT, way="discussion"), withdrawn=True, withdrawn_when="2026-05"),
}


def photos(
    count: int, *, account: str | None = None, certain: bool = True, row: bool = False
) -> tuple[PhotoInList, ...]:
    """Some photos that a list names, with the account and the row if it is to name them."""
    return tuple(
        PhotoInList(FIRST + n, certain, account, (Row("coasts.csv", n + 2),) if row else ()) for n in range(count)
    )


def dataset(kind: str, *listed: PhotoInList, name: str = "tidewatch") -> DatasetInLetter:
    """A dataset of which that is known."""
    return DatasetInLetter(name, ABOUTS[kind], listed or photos(2), (ListFile("coasts.csv", SHA256),))


def all_letters() -> dict[tuple[str, str, str, str], Letter]:
    """A letter for each language, role, way out, and whether the list names the account; in that order."""
    letters = {}
    for language, role, kind, account in product(languages(), ("author", "shown"), ABOUTS, (None, NSID)):
        writer = Writer("author" if role == "author" else "shown", "Maren Ebb", NSID)
        about = dataset(kind, *photos(2, account=account, row=True), *photos(3, account=account, certain=False)[2:])
        (letter,) = write_letters([about], writer, language, TODAY)
        letters[language, role, kind, "named" if account else "not named"] = letter
    return letters
