"""Answered checks, and those that the person chose to keep: three files each, which only they can read (mode 0600).

    <id>.ndjson    the photos that were found, one `ListedPhoto` a line, ascending by ID
    <id>.asked     the IDs of all photos that were asked about, listed or not, ascending: `[900000000001, …]`
    <id>.json      the report, as `report_json` gives it; a check is kept once this file is there

With the IDs a kept check can still be watched later. The files that were asked with are never kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from inset.account.pictures import Picture
from inset.account.report_shape import ListedPhoto, Report
from inset.flickr import MAX_PHOTO_ID
from inset.number_words import is_unlikely
from inset.own_files import read_own
from inset.private_files import remove_private, write_private

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ID: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)
_LOG: Final = logging.getLogger("inset.account.kept")
_report_decoder: Final = msgspec.json.Decoder(Report)
_photo_decoder: Final = msgspec.json.Decoder(ListedPhoto)
_asked_decoder: Final = msgspec.json.Decoder(list[Annotated[int, msgspec.Meta(ge=1, le=MAX_PHOTO_ID)]])
_encoder: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Answered:
    """A check with its answer.

    Attributes:
        photos: those that were found, ascending by ID.
        kept: whether it is on the disk.
        pictures: of photos that were found, where what was asked with holds their addresses; never on the disk.
        asked_ids: uint64, distinct, all that were asked about; None where the file of a kept check cannot be read.
    """

    id: str
    report: Report
    photos: Sequence[ListedPhoto]
    kept: bool
    asked_ids: NDArray[np.uint64] | None = None
    pictures: Mapping[int, Picture] = field(default_factory=dict)


class KeptChecks:
    """The kept checks of one folder. All of it reads or writes the disk.

    Args:
        folder: `<state>/checks`; made with the first check that is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, check: Answered) -> None:
        """Write a check to the disk; its report last, so that a check without a report is none."""
        if check.asked_ids is not None:
            write_private(self._folder / f"{check.id}.asked", _encoder.encode(check.asked_ids.tolist()))
        write_private(self._folder / f"{check.id}.ndjson", _encoder.encode_lines(check.photos))
        write_private(self._folder / f"{check.id}.json", _encoder.encode(check.report))

    def load(self, check_id: str) -> Answered | None:
        """Return a kept check; None where there is none of that ID, or its files are damaged."""
        report = self._report(check_id)
        if report is None:
            return None
        try:
            lines = read_own(self._folder / f"{check_id}.ndjson")
            photos = _photo_decoder.decode_lines(lines)
        except (OSError, msgspec.DecodeError):
            _LOG.error("kept check cannot be read")
            return None
        return Answered(check_id, report, photos, kept=True, asked_ids=self._asked_ids(check_id))

    def reports(self) -> Iterator[tuple[str, Report]]:
        """Every kept check's ID and report, without the photos; those that are damaged are left out."""
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []:
            report = self._report(path.stem)
            if report is not None:
                yield path.stem, report

    def forget(self, check_id: str) -> bool:
        """Remove a check's files, and tell whether there were any.

        The report goes first, so that nothing is half a check; `inset doctor` names what a kill leaves of the others.
        """
        if not _ID.fullmatch(check_id):
            return False
        return remove_private(*(self._folder / f"{check_id}{ending}" for ending in (".json", ".ndjson", ".asked")))

    def _asked_ids(self, check_id: str) -> NDArray[np.uint64] | None:
        """The photos that were asked about; None where their file is missing or damaged."""
        try:
            asked = _asked_decoder.decode(read_own(self._folder / f"{check_id}.asked"))
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError):
            _LOG.error("photos of a kept check cannot be read")
            return None
        import numpy as np

        return np.array(asked, dtype=np.uint64)

    def _report(self, check_id: str) -> Report | None:
        if not _ID.fullmatch(check_id):
            return None
        try:
            return _counted(_report_decoder.decode(read_own(self._folder / f"{check_id}.json")))
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError):
            _LOG.error("kept check cannot be read")
            return None


def _counted(report: Report) -> Report:
    """A report of an older Inset does not say how many of its photos are more likely in no list: then all may be."""
    if report.unlikely is not None:
        return report
    doubtful = any(is_unlikely(each.chance) for each in report.datasets if each.probably_listed)
    return msgspec.structs.replace(report, unlikely=report.probably_listed if doubtful else 0)
