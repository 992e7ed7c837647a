"""A question as it arrives, line by line: what is kept of it is only what the report needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from inset.account.asked_account import ask_account, unknown_account
from inset.account.check import PhotoFacts, check_photos
from inset.account.export.files import ExportFile, NotReadable, inflate
from inset.account.export.gathering import Gathered
from inset.account.export.reading import Export, finish_export
from inset.account.names import Candidate, Candidates, find_candidates
from inset.account.pictures import Picture, find_pictures, note_pictures, picture_of
from inset.account.report import listed_photos, make_report
from inset.account.report_shape import Asked, Gap, ListedPhoto, NotInLibrary, Report
from inset.account.watch import Watch, watched_photos
from inset.errors import PhotoRefInvalid, TooLarge
from inset.index.library import Library
from inset.photo_ref import parse_photo_ref
from inset.server.checks.lines import MOST_OTHERS, MOST_PHOTOS, Line, packed_content, read_line
from inset.server.checks.lists import ReadList

_EXAMPLES: Final = 5
_EXAMPLE_LENGTH: Final = 120


class Reply(NamedTuple):
    """What came of a question.

    Attributes:
        photos: those that were found; pictures: of these, those whose addresses the question held, by photo ID.
        asked_ids: all that were asked about (uint64, distinct, ascending).
    """

    report: Report
    photos: list[ListedPhoto]
    asked_ids: NDArray[np.uint64]
    pictures: dict[int, Picture]


class Question:
    """What has arrived of one question. Used by one thread at a time."""

    def __init__(self) -> None:
        self.uploads: list[str] = []
        self.watches: list[str] = []
        self._accounts: dict[tuple[str, str | None], None] = {}
        self._photos: set[int] = set()
        self._pictures: dict[int, Picture] = {}
        self._refused: list[str] = []
        self._refusals = 0
        self._export: Gathered | None = None

    def take(self, lines: Iterable[bytes]) -> None:
        """Take lines; empty ones are passed over.

        Raises:
            BadRequest: one is not of the form that is described.
            TooLarge: the question has more photos than a check may have.
        """
        for line in lines:
            if line.strip():
                read = read_line(line)
                if isinstance(read, str):
                    self._take_reference(read)
                else:
                    self._take(read)
        gathered = self._export
        exported = 0 if gathered is None else len(gathered.facts) + len(gathered.media) + len(gathered.doubtful)
        others = len(self._accounts) + len(self.uploads) + len(self.watches)
        if len(self._photos) + exported > MOST_PHOTOS or others > MOST_OTHERS:
            raise TooLarge(
                f"Ask about at most {MOST_PHOTOS:,} photos at once, and {MOST_OTHERS:,} accounts, lists and watches."
            )

    def _take_reference(self, text: str) -> None:
        try:
            self._photos.add(parse_photo_ref(text))
            note_pictures(self._pictures, find_pictures(text), MOST_PHOTOS)
        except PhotoRefInvalid:
            self._refusals += 1
            if len(self._refused) < _EXAMPLES:
                self._refused.append(text[:_EXAMPLE_LENGTH])

    def _take(self, line: Line) -> None:
        if line.account is not None:
            self._accounts[line.account, None] = None
        elif line.name is not None:
            self._accounts[line.name, line.dataset] = None
        elif line.upload is not None:
            self.uploads.append(line.upload)
        elif line.watch is not None:
            self.watches.append(line.watch)
        elif line.file is not None:
            if self._export is None:
                self._export = Gathered()
            self._export.take(_file_of(line))

    def answer(
        self,
        library: Library,
        lists: Sequence[ReadList] = (),
        not_in_library: Iterable[NotInLibrary] = (),
        watches: Sequence[Watch] = (),
    ) -> Reply:
        """Ask every dataset. Reads files.

        Args:
            library: what is published; not_in_library: see `make_report`.
            lists: what the question's uploads gave; watches: those that it names.

        Returns:
            The report, and what the helper remembers beside it.

        Raises:
            UsageInvalid: an account is none.
            IndexMissing, IndexCorrupt: see `check_photos`.
        """
        asked: list[Asked] = []
        ids: list[NDArray[np.uint64]] = []
        facts: dict[int, PhotoFacts] = {}
        nameless: dict[str, None] = {}
        for words, dataset in self._accounts:
            candidates = find_candidates(library, words)
            nameless.update(dict.fromkeys(candidates.without_accounts))
            for account in _meant(candidates, dataset):
                photos, said = ask_account(library, words, account)
                ids.append(photos)
                asked.append(said)
            if not any(_meant(candidates, dataset)):
                asked.append(unknown_account(words))
        for read in lists:
            ids.append(np.array(read.photo_ids, dtype=np.uint64))
            facts |= {photo_id: PhotoFacts(licence=licence) for photo_id, licence in read.licences.items()}
            asked.append(read.asked)
        for watch in watches:
            ids.append(watched_photos(library, watch))
            asked.append(Asked(watch.kind, watch.name, len(np.unique(ids[-1])), account=watch.account))
        if self._photos or self._refusals:
            ids.append(np.fromiter(self._photos, dtype=np.uint64, count=len(self._photos)))
            asked.append(self._asked_one_by_one())
        if self._export is not None:
            export = finish_export(self._export)
            ids.append(export.photo_ids)
            # What the person's own export says of a photo is surer than what a list says.
            facts |= export.facts
            asked.append(export.asked(_export_name(export)))
        found = check_photos(library, np.concatenate([np.empty(0, dtype=np.uint64), *ids]), facts)
        report = make_report(found, asked, not_in_library=not_in_library, without_accounts=nameless)
        listed = list(listed_photos(found))
        known = [self._pictures, *(read.pictures for read in lists)]
        return Reply(report, listed, found.photo_ids, _pictures_of(listed, known, facts))

    def _asked_one_by_one(self) -> Asked:
        gap = Gap("not_understood", "lines that name no single photo", self._refusals, tuple(self._refused))
        photos = len(self._photos)
        only = next(iter(self._photos)) if photos == 1 else None
        return Asked(
            kind="list" if only is None else "photo",
            name="photos given one by one" if only is None else str(only),
            photos=photos,
            gaps=(gap,) if self._refusals else (),
        )


def _meant(found: Candidates, dataset: str | None) -> Iterator[Candidate]:
    """The account itself; with a dataset, what this one calls by the name without telling the account."""
    for each in found.candidates:
        if dataset is None:
            if each.because == "account":
                yield each
        elif each.account is None and dataset in {part.dataset for part in (*each.datasets, *each.censuses)}:
            yield each


def _pictures_of(
    listed: Iterable[ListedPhoto], known: Sequence[Mapping[int, Picture]], facts: Mapping[int, PhotoFacts]
) -> dict[int, Picture]:
    """The best picture of each photo of which one is known."""
    pictures = {}
    for photo_id in (int(photo.photo_id) for photo in listed):
        picture = picture_of(photo_id, known, facts[photo_id].picture if photo_id in facts else None)
        if picture is not None:
            pictures[photo_id] = picture
    return pictures


def _export_name(export: Export) -> str:
    profile = export.profile
    return "your data export" if profile is None else profile.name or profile.nsid or "your data export"


def _file_of(line: Line) -> ExportFile:
    name = line.file or ""

    def read(limit: int) -> bytes:
        if line.text is not None:
            content = line.text.encode()
        elif line.deflated is not None and line.bytes is not None:
            if line.bytes > limit:
                raise NotReadable("is larger than Flickr makes such files")
            content = inflate(packed_content(line), line.bytes, line.crc32 or 0)
        else:
            raise NotReadable("was named without its content")
        if len(content) > limit:
            raise NotReadable("is larger than Flickr makes such files")
        return content

    return ExportFile(name, name, line.archive or "", read)
