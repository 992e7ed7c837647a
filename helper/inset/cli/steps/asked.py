"""What a person asks `inset check` about: their words turned into photos, with what is known of each.

A word is, in this order: `-` (a list from stdin), a file or folder (an export, else a list), a photo's ID or address,
an account's NSID, address or name.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from inset.account.asked_account import ask_account, unknown_account
from inset.account.check import PhotoFacts
from inset.account.export.reading import is_export, read_export
from inset.account.names import Candidate, find_candidates
from inset.account.report_shape import Asked, Gap
from inset.account.report_words import STDIN
from inset.errors import PhotoRefInvalid, UsageInvalid
from inset.own_files import open_to_create
from inset.photo_ref import parse_photo_ref
from inset.temporary import temporary_folder
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.index.library import Library

_LOOKS_LIKE_A_FILE: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".html", ".htm", ".zip")

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Question:
    """Everything that is asked about, together.

    Attributes:
        parts: uint64 arrays of photo IDs, with repeats.
        facts: what is known of some photos.
        asked: the things that were named, in order.
        without_accounts: datasets that could not be asked about an account.
        accounts: the accounts whose photos these are.
        offered: accounts of single photos, about which the person may ask next.
        unclear: for a name that several accounts have, all of them; nothing is asked about it then.
    """

    parts: list[NDArray[np.uint64]] = field(default_factory=list)
    facts: dict[int, PhotoFacts] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    without_accounts: dict[str, None] = field(default_factory=dict)
    accounts: list[Candidate] = field(default_factory=list)
    offered: list[Candidate] = field(default_factory=list)
    unclear: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    @property
    def photo_ids(self) -> NDArray[np.uint64]:
        """Uint64, with repeats."""
        return np.concatenate(self.parts) if self.parts else np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How lists are read, and which account is meant by a name that several have (counted from 1)."""

    reader: str | None = None
    column: str | None = None
    which: int | None = None


def read_question(library: Library, words: Sequence[str], wishes: Wishes, on_progress: Progress) -> Question:
    """Turn a person's words into photos. Reads files, and the details of datasets for accounts.

    Raises:
        UsageInvalid: a word names nothing.
        ManifestInvalid: a file holds no photo, or cannot be read.
        IndexMissing, IndexCorrupt: no dataset can be asked about an account.
    """
    question = Question()
    paths = [Path(word) for word in words if word != "-" and _is_there(Path(word))]
    exports = [path for path in paths if is_export(path)]
    if exports:
        export = read_export(exports, on_progress)
        question.parts.append(export.photo_ids)
        question.facts.update(export.facts)
        more = f" and {len(exports) - 1} more" if len(exports) > 1 else ""
        question.asked.append(export.asked(f"{exports[0].name or exports[0]}{more}"))
    for word in words:
        if word == "-":
            _add_stdin(question, wishes)
        elif Path(word) in paths:
            if Path(word) not in exports:
                _add_list(question, Path(word), word, wishes)
        else:
            _add_word(question, library, word, wishes)
    return question


def looks_like_a_file(word: str) -> bool:
    """Whether a word is the path of a file that should be there."""
    return word.lower().endswith(_LOOKS_LIKE_A_FILE) or (word.startswith((".", "/", "~")) and "://" not in word)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return False


def _add_stdin(question: Question, wishes: Wishes) -> None:
    with temporary_folder() as folder:
        path = folder / "stdin"
        with open_to_create(path) as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        _add_list(question, path, STDIN, wishes)


def _add_list(question: Question, path: Path, name: str, wishes: Wishes) -> None:
    from inset_build.photo_list import read_photo_list

    found = read_photo_list(path, name=name, reader=wishes.reader, column=wishes.column)
    question.parts.append(found.photo_ids)
    for photo_id, licence in found.licences.items():
        question.facts.setdefault(photo_id, PhotoFacts(licence=licence))
    question.asked.append(found.asked(name))


def _add_word(question: Question, library: Library, word: str, wishes: Wishes) -> None:
    photo_id = None
    try:
        photo_id = parse_photo_ref(word)
    except PhotoRefInvalid:
        if looks_like_a_file(word):
            raise UsageInvalid(sentence("error_asked_file", repr(word))) from None
    if photo_id is not None:
        question.parts.append(np.array([photo_id], dtype=np.uint64))
        question.asked.append(Asked("photo", word, 1))
        if word.isdigit():
            return
    _add_account(question, library, word, wishes, offered=photo_id is not None)


def _add_account(question: Question, library: Library, word: str, wishes: Wishes, *, offered: bool) -> None:
    """The account's photos; with a photo's address only say how to ask about its account."""
    found = find_candidates(library, word)
    question.without_accounts.update(dict.fromkeys(found.without_accounts))
    if offered:
        question.offered.extend(found.candidates)
        return
    candidates = found.candidates
    if wishes.which is not None:
        if not 1 <= wishes.which <= len(candidates):
            raise UsageInvalid(sentence("error_asked_which", str(len(candidates)), repr(word)))
        candidates = (candidates[wishes.which - 1],)
    # One that was named by its NSID or address is meant; of those that only bear the name, nobody can tell.
    sure = [each for each in candidates if each.because == "account"]
    chosen = sure or candidates
    if len(chosen) > 1:
        question.unclear[word] = found.candidates
        question.asked.append(Asked("account", word, 0, gaps=(_several(found.candidates),)))
        return
    for candidate in chosen:
        photo_ids, asked = ask_account(library, word, candidate)
        question.parts.append(photo_ids)
        question.accounts.append(candidate)
        question.asked.append(asked)
    if not chosen:
        question.asked.append(unknown_account(word))


def _several(candidates: Sequence[Candidate]) -> Gap:
    return Gap("name_not_unique", "accounts that this may mean, so that none was checked", len(candidates))
