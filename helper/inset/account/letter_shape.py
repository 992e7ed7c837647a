"""What a letter is written from: the person, and which photos of theirs stand in which datasets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from inset.account.origin_words import Came, quoted
from inset.account.way_out import LONGEST_NAME, Role
from inset.index.about import About
from inset.index.rows import Base
from inset.words.messages import messages_in

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Writer:
    """The person who writes.

    `account` is an NSID, or the account's name in Flickr's addresses. It and `name` are left blank where they are None.
    """

    role: Role
    name: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Where a list names a photo: its file, the number counted from 1, and what is counted."""

    file: str
    number: int
    base: Base = "row"


@dataclass(frozen=True, slots=True)
class PhotoInList:
    """One photo that a dataset lists.

    Attributes:
        photo_id: Flickr's.
        certain: the list itself names it; else only a filter names it.
        account: the account that the list names beside it.
        rows: where the list names it, where that is known.
    """

    photo_id: int
    certain: bool = True
    account: str | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file of the list, with its SHA-256 in hexadecimal where that is known."""

    name: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class DatasetInLetter:
    """What a letter says of one dataset.

    Attributes:
        name: as it is published on this computer.
        about: what is known of it.
        photos: those that the letter is about; at least one.
        files: of its list.
        came: from whom it came as a pack; None where it was built here.
        about_is_theirs: what is known of it is the word of whoever made that pack.
    """

    name: str
    about: About | None
    photos: tuple[PhotoInList, ...]
    files: tuple[ListFile, ...] = ()
    came: Came | None = None
    about_is_theirs: bool = False

    @property
    def title(self) -> str:
        """Its title, or its name where none is known; without line breaks."""
        return clean(self.name if self.about is None else self.about.title)

    def titled(self, language: str) -> str:
        """Its title, for a letter in this language: as theirs, where whoever made a pack wrote it."""
        return self.title if self.about is None else self.known(self.about.title, language)

    def known(self, words: str, language: str) -> str:
        """Words out of `about`, in one line; as theirs, where whoever made a pack wrote them."""
        return _said(words, language, are_theirs=self.about_is_theirs)

    def listed(self, words: str, language: str) -> str:
        """Words out of the list, such as the name of its file, in one line; as theirs, where it came as a pack."""
        return _said(words, language, are_theirs=self.came is not None)

    def names(self, account: str | None) -> bool:
        """Whether the list names this account beside some of these photos."""
        return account is not None and any(_same(photo.account, account) for photo in self.photos)


def _said(words: str, language: str, *, are_theirs: bool) -> str:
    return quoted(words, messages_in(language), LONGEST_NAME) if are_theirs and words.strip() else clean(words)


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()


def clean(text: str) -> str:
    """Return words in one line, without control characters and without what turns the direction of writing."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())
