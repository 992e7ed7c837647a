"""Examples of rejected lines: the first few of a manifest that gave no photo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from inset_build.readers.protocol import EXAMPLE_LENGTH, EXAMPLES_KEPT, RejectedLine
from inset_build.readers.row_reasons import NO_PHOTO_ID, NOT_SURELY, OF_ANOTHER_SITE, RowReason

_PERHAPS_A_PHOTO: Final = re.compile(r"(?<![0-9])[1-9][0-9]{6,10}(?![0-9])")
"""A number that Flickr may have given out. Of 2007, for one, the IDs are the same as times in seconds."""


def reason_for(reason: RowReason, text: str) -> RowReason:
    """Why a line gave no photo. Of a number that may be a photo's nobody says that it is none."""
    return NOT_SURELY if reason == NO_PHOTO_ID and _PERHAPS_A_PHOTO.search(text) else reason


class RejectedExamples:
    """Collects examples over all batches of one manifest, and stops once there are enough.

    Args:
        reason: why most lines of this manifest are rejected.
    """

    def __init__(self, reason: RowReason) -> None:
        self._reason = reason
        self._missing = EXAMPLES_KEPT

    def of(
        self,
        rows: pl.Series,
        data: bytes,
        first_line: int,
        starts: Sequence[int] | None = None,
        elsewhere: pl.Series | None = None,
    ) -> tuple[RejectedLine, ...]:
        """Examples from one block.

        Args:
            rows: indices of the rejected rows, ascending.
            data: the block as it came in.
            first_line: number of its first line.
            starts: for each row the index of its line in `data`; every line that is not blank is a row without it.
            elsewhere: Boolean, for each row whether it is rejected because it names another site.
        """
        wanted = rows.head(self._missing).to_list()
        if not wanted:
            return ()
        self._missing -= len(wanted)
        lines = data.split(b"\n")
        if starts is None:
            starts = [index for index, line in enumerate(lines) if line.strip(b" \r")]
        reasons = [OF_ANOTHER_SITE if elsewhere is not None and elsewhere[row] else self._reason for row in wanted]
        texts = [_shown(lines[starts[row]]) for row in wanted]
        return tuple(
            RejectedLine(first_line + starts[row], text, reason_for(reason, text))
            for row, text, reason in zip(wanted, texts, reasons, strict=True)
        )


def _shown(line: bytes) -> str:
    text = line[: 4 * EXAMPLE_LENGTH + 4].decode("utf-8", "replace").rstrip("\r")
    return text if len(text) <= EXAMPLE_LENGTH else text[: EXAMPLE_LENGTH - 1] + "…"
