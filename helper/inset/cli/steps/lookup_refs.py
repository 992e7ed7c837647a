"""What `inset lookup` is asked about: photos by ID or address, the photos of a file, those of an account.

A word is, in this order: `-` (such words from stdin, one a line), a photo's ID or address, an account's NSID, address
or `@name`, a file or folder that lists photos. What is none of these is told as naming no photo.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.errors import PhotoRefInvalid, UsageInvalid
from inset.flickr import parse_nsid
from inset.photo_ref import parse_photo_ref
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.account.report_shape import Gap
    from inset.index.library import Library

_ACCOUNT_PAGE: Final = re.compile(
    r"(?i)(?:https?://)?(?:www\.|m\.|secure\.)?flickr\.com/(?:photos|people)/[^/?#]+/?(?:[?#].*)?"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the command line, or one line of stdin, which never names a file."""

    text: str
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """One photo to ask about, as the person named it.

    Attributes:
        text: what they wrote; its ID where it comes out of a file or is one of an account's photos.
        photo_id: None where it names no photo.
        of: the file or account that it comes from; empty for a photo that was named by itself.
    """

    text: str
    photo_id: int | None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Untold:
    """What cannot be known, or was not understood, of a file or an account."""

    of: str
    gap: Gap


def read_words(texts: Iterable[str]) -> list[Word]:
    """The words, with the lines of stdin in the place of each `-`; these are UTF-8, whatever the terminal has."""
    words: list[Word] = []
    for text in texts:
        if text == "-":
            lines = sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines()
            words += [Word(line.strip(), is_line=True) for line in lines if line.strip()]
        else:
            words.append(Word(text))
    return words


def find_refs(library: Library, words: Sequence[Word]) -> tuple[list[Ref], list[Untold]]:
    """The photos that the words name, and what cannot be known of them. Reads files, and datasets for accounts.

    Raises:
        UsageInvalid: there is no such file, or several accounts have the name.
        ManifestInvalid: a file lists no photo.
        IndexMissing, IndexCorrupt: no dataset can be asked about an account.
    """
    refs: list[Ref] = []
    untold: list[Untold] = []
    for word in words:
        photo_id = _photo(word.text)
        if photo_id is None and (_is_account(word.text) or (not word.is_line and _is_file(word.text))):
            _add_several(library, word.text, refs, untold)
        else:
            refs.append(Ref(word.text, photo_id))
    return refs, untold


def _photo(text: str) -> int | None:
    try:
        return parse_photo_ref(text)
    except PhotoRefInvalid:
        return None


def _is_account(text: str) -> bool:
    return text[:1] == "@" or parse_nsid(text) is not None or _ACCOUNT_PAGE.fullmatch(text) is not None


def _is_file(text: str) -> bool:
    """Whether it is one, or looks as if it should be, so that a mistyped path is told."""
    from inset.cli.steps.asked import looks_like_a_file

    try:
        return Path(text).exists() or looks_like_a_file(text)
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return False


def _add_several(library: Library, text: str, refs: list[Ref], untold: list[Untold]) -> None:
    from inset.cli.steps.asked import Wishes, read_question

    question = read_question(library, [text], Wishes(), lambda *_: None)
    if question.unclear:
        raise UsageInvalid(
            sentence("error_several_accounts", repr(text)),
            hint=sentence("list_hint_check_shows", text),
        )
    refs += _distinct(text, question.photo_ids.tolist())
    untold += [Untold(text, gap) for asked in question.asked for gap in asked.gaps]


def _distinct(of: str, photo_ids: Sequence[int]) -> Iterator[Ref]:
    return (Ref(str(photo_id), photo_id, of) for photo_id in dict.fromkeys(photo_ids))
