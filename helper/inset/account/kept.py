"""Answered checks, and those that the person chose to keep: two files each, which only they can read (mode 0600).

    <id>.ndjson    the photos that were found, one `ListedPhoto` a line, ascending by ID
    <id>.json      the report, as `report_json` gives it; a check is kept once this file is there

The question itself is not kept: neither the photos that no list holds nor the files that were asked with.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from inset.account.report_shape import ListedPhoto, Report
from inset.own_files import read_own
from inset.private_files import write_private

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ID: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)
_LOG: Final = logging.getLogger("inset.account.kept")
_report_decoder: Final = msgspec.json.Decoder(Report)
_photo_decoder: Final = msgspec.json.Decoder(ListedPhoto)
_encoder: Final = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Answered:
    """A check with its answer.

    Attributes:
        photos: those that were found, ascending by ID.
        kept: whether it is on the disk.
        asked_ids: uint64, all that were asked about; None where the check was read from the disk.
    """

    id: str
    report: Report
    photos: Sequence[ListedPhoto]
    kept: bool
    asked_ids: NDArray[np.uint64] | None = None


class KeptChecks:
    """The kept checks of one folder. All of it reads or writes the disk.

    Args:
        folder: `<state>/checks`; made with the first check that is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, check: Answered) -> None:
        """Write a check to the disk."""
        write_private(self._folder / f"{check.id}.ndjson", _encoder.encode_lines(check.photos))
        write_private(self._folder / f"{check.id}.json", _encoder.encode(check.report))

    def load(self, check_id: str) -> Answered | None:
        """Return a kept check; None where there is none of that ID, or its files are damaged."""
        report = self._report(check_id)
        if report is None:
            return None
        try:
            lines = read_own(self._folder / f"{check_id}.ndjson")
            return Answered(check_id, report, _photo_decoder.decode_lines(lines), kept=True)
        except (OSError, msgspec.DecodeError):
            _LOG.error("kept check cannot be read")
            return None

    def reports(self) -> Iterator[tuple[str, Report]]:
        """Every kept check's ID and report, without the photos; those that are damaged are left out."""
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []:
            report = self._report(path.stem)
            if report is not None:
                yield path.stem, report

    def forget(self, check_id: str) -> bool:
        """Remove a check's files, and tell whether there were any."""
        if not _ID.fullmatch(check_id):
            return False
        found = False
        for ending in (".json", ".ndjson"):
            path = self._folder / f"{check_id}{ending}"
            found = path.exists() or found
            path.unlink(missing_ok=True)
        return found

    def _report(self, check_id: str) -> Report | None:
        if not _ID.fullmatch(check_id):
            return None
        try:
            return _report_decoder.decode(read_own(self._folder / f"{check_id}.json"))
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError):
            _LOG.error("kept check cannot be read")
            return None
