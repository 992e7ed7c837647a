"""Reads a person's own data export: their own photos, with what is known of each, and what the export lacks.

A photo is the person's own if the export has its record (`photo_<id>.json`) or its file. Whatever else names photos,
such as favourites, comments, galleries, descriptions and album covers, is never counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset.account.check import PhotoFacts
from inset.account.export.files import NotReadable, Walk, list_members
from inset.account.export.gaps import find_gaps
from inset.account.export.gathering import Gathered
from inset.account.export.names import MEDIA_ZIP, is_of_export, is_unpacked, media_candidates
from inset.account.export.records import Profile
from inset.account.report_shape import Asked, Gap
from inset.errors import ManifestInvalid
from inset.words.sentences import sentence

_LOOKED_AT: Final = 2000
"""Files of a folder that are looked at to tell whether it is an export."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an export gives.

    Attributes:
        photo_ids: uint64, the person's own photos and videos, distinct, ascending.
        facts: what is known of each that has a record or is a video.
        profile: the account, if the export has it.
        gaps: what it lacks, and what was not read.
    """

    photo_ids: NDArray[np.uint64]
    facts: dict[int, PhotoFacts]
    profile: Profile | None
    gaps: tuple[Gap, ...]

    def asked(self, name: str) -> Asked:
        """What the report says of it."""
        profile = self.profile
        return Asked(
            kind="export",
            name=name,
            photos=len(self.photo_ids),
            account=None if profile is None else profile.nsid or profile.name,
            photos_said=None if profile is None else profile.photos,
            gaps=self.gaps,
        )


def is_export(path: Path) -> bool:
    """Whether a zip or folder is a data export or a part of one, or a file out of one: by the names."""
    try:
        if path.is_dir():
            return _holds_export(path)
        if is_unpacked(path.name):
            return path.is_file()
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return False
            members = list_members(file)
    except (OSError, NotReadable):
        return False
    return _are_of_export([member.filename.rpartition("/")[2] for member in members]) or bool(
        MEDIA_ZIP.fullmatch(path.name)
    )


def read_export(
    paths: Sequence[Path], on_progress: Callable[[str, int, int], None] = lambda _name, _done, _total: None
) -> Export:
    """Read an export.

    Args:
        paths: its zips, in any order, folders with what was in them, single records, or all of them.
        on_progress: is told which zip or folder is read, how many of its files were gone through, and how many it has
            (0 where that is not known).

    Raises:
        ManifestInvalid: it holds no photo; the message says what was passed over and why.
    """
    gathered = Gathered()
    walk = Walk(gathered.pass_over, on_progress)
    for path in dict.fromkeys(path.resolve() for path in paths):
        for file in walk.files(path):
            gathered.take(file)
    export = finish_export(gathered)
    if not len(export.photo_ids):
        why = "; ".join(f"{example} {words}" for words, (_, each) in gathered.passed.items() for example in each)
        raise ManifestInvalid(
            sentence("error_export_none", ", ".join(path.name for path in paths)),
            hint=why[:500] or "The zips with `photo_….json` files in them are enough.",
            path=paths[0],
        )
    return export


def finish_export(gathered: Gathered) -> Export:
    """Tell, once all files were taken, which photos are the person's own, and what is lacking."""
    photo_ids = gathered.put_together()
    profile = gathered.profiles[0] if gathered.profiles else None
    return Export(photo_ids, gathered.facts, profile, tuple(find_gaps(gathered, set(photo_ids.tolist()))))


def _holds_export(folder: Path) -> bool:
    names: list[str] = []
    for file in Walk(lambda _where, _why: None).files(folder):
        names.append(file.name)
        if len(names) >= _LOOKED_AT:
            break
    return _are_of_export(names)


def _are_of_export(names: Sequence[str]) -> bool:
    # A part without a record of the person's own names other people's photos: as a list it would give those.
    if any(is_of_export(name) for name in names):
        return True
    stems = [name.rpartition(".")[0].lower() for name in names if media_candidates(name) is not None]
    return bool(stems) and 2 * sum(stem.endswith("_o") for stem in stems) > len(stems)
