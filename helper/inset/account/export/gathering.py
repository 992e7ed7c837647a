"""Gathers what the files of a data export give, and tells at the end which photos are the person's own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.account.check import PhotoFacts
from inset.account.export.files import ExportFile, NotReadable
from inset.account.export.names import (
    ALBUMS,
    MEDIA_ZIP,
    OTHERS,
    PROFILE,
    RECORD,
    certain_id,
    is_video,
    media_candidates,
)
from inset.account.export.records import Album, Profile, read_albums, read_profile, read_record

RECORD_LIMIT: Final = 16 << 20
ALBUMS_LIMIT: Final = 256 << 20
"""Bytes; a record with a thousand comments has less than one MB, albums of a million photos 16 MB."""

EXAMPLES_KEPT: Final = 5
"""How many of a kind are kept as examples."""


@dataclass(slots=True)
class Gathered:
    """What the files of an export give, taken in any order.

    Attributes:
        facts: of each photo that has a record, and once all is together of videos and photos in albums too.
        media: photos whose file is there and named without doubt, and whether it is a video's.
        doubtful: files with a number or two in their names that a record may prove to be a photo's: the numbers, the ID
            without a record, and the name.
        albums: by ID.
        profiles: one, unless several people's exports lie together.
        passed: how many files were passed over, and the first of them, by the reason.
        nameless: media files whose photo nobody can tell.
        others: files that name other people's photos, which are not read, by kind.
        without_record: photos that have a file only.
        unknown: files that no export is known to have.
    """

    facts: dict[int, PhotoFacts] = field(default_factory=dict)
    media: dict[int, bool] = field(default_factory=dict)
    doubtful: list[tuple[tuple[int, ...], int | None, str]] = field(default_factory=list)
    albums: dict[str, Album] = field(default_factory=dict)
    profiles: list[Profile] = field(default_factory=list)
    passed: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)
    without_record: list[int] = field(default_factory=list)

    def pass_over(self, where: str, why: str) -> None:
        """Note that a file was passed over, and why."""
        count, examples = self.passed.get(why, (0, []))
        if len(examples) < EXAMPLES_KEPT:
            examples.append(where)
        self.passed[why] = (count + 1, examples)

    def take(self, file: ExportFile) -> None:
        """Take what a file gives; one that cannot be read is passed over with its reason."""
        try:
            self._take(file)
        except (NotReadable, ValueError) as reason:
            self.pass_over(file.where, str(reason))

    def _take(self, file: ExportFile) -> None:
        if (match := RECORD.fullmatch(file.name)) is not None:
            self._take_record(int(match[1]), file)
        elif ALBUMS.fullmatch(file.name):
            for album in read_albums(file.read(ALBUMS_LIMIT)):
                key = album.id or f"{album.title} {len(self.albums)}"
                known = self.albums.get(key)
                self.albums[key] = album if known is None else _joined(known, album)
        elif PROFILE.fullmatch(file.name):
            self.profiles.append(read_profile(file.read(RECORD_LIMIT)))
        elif (other := OTHERS.fullmatch(file.name)) is not None:
            self.others[other[1].lower()] += 1
        elif file.name.lower().endswith(".zip"):
            raise NotReadable("is a zip inside a zip: unpack it, and name it too")
        else:
            self._take_media(file)

    def _take_record(self, named: int, file: ExportFile) -> None:
        photo_id, facts = read_record(file.read(RECORD_LIMIT))
        if not named or photo_id not in (None, named):
            raise ValueError("has another ID inside than in its name")
        self.facts.setdefault(named, facts)

    def _take_media(self, file: ExportFile) -> None:
        candidates = media_candidates(file.name)
        if candidates is None:
            self.unknown.append(file.name)
            return
        certain = certain_id(file.name, candidates, in_media_zip=MEDIA_ZIP.fullmatch(file.archive) is not None)
        if certain is not None and len(candidates) == 1:
            self._note_media(certain, file.name)
        else:
            self.doubtful.append((candidates, certain, file.name))

    def _note_media(self, photo_id: int, name: str) -> None:
        self.media[photo_id] = self.media.get(photo_id, False) or is_video(name)

    def put_together(self) -> NDArray[np.uint64]:
        """Tell, once all files were taken, whose photo each file is; return the person's own, ascending (uint64, N)."""
        for candidates, certain, name in self.doubtful:
            photo_id = next((each for each in candidates if each in self.facts), certain)
            if photo_id is None:
                self.nameless.append(name)
            else:
                self._note_media(photo_id, name)
        self.doubtful.clear()
        self.without_record = [photo_id for photo_id in self.media if photo_id not in self.facts]
        own = self.facts.keys() | self.media.keys()
        self._note_albums(own)
        for photo_id, video in self.media.items():
            facts = self.facts.get(photo_id, PhotoFacts())
            if video and not facts.video:
                self.facts[photo_id] = msgspec.structs.replace(facts, video=True)
        return np.sort(np.fromiter(own, dtype=np.uint64, count=len(own)))

    def _note_albums(self, own: set[int]) -> None:
        """Say of each photo which albums it is in; albums of the same title are told apart by their IDs."""
        titles = Counter(album.title for album in self.albums.values())
        in_albums: dict[int, list[str]] = {}
        for album in self.albums.values():
            title = album.title if titles[album.title] == 1 else f"{album.title} ({album.id})"
            for photo_id in dict.fromkeys(album.photo_ids):
                in_albums.setdefault(photo_id, []).append(title)
        for photo_id in in_albums.keys() & own:
            facts = self.facts.get(photo_id, PhotoFacts())
            self.facts[photo_id] = msgspec.structs.replace(facts, albums=tuple(in_albums[photo_id]))


def _joined(first: Album, second: Album) -> Album:
    """An album of which two files tell, such as two copies of `albums.json`."""
    photo_ids = tuple(dict.fromkeys(first.photo_ids + second.photo_ids))
    return msgspec.structs.replace(first, photo_ids=photo_ids)
