"""Changes every byte of a small run in turn, one bit after the other: it answers as before, or not at all."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions
from soak.figures import Budget, Figures
from support.datasets.changed_bytes import NAME, details, every_byte

MASKS: Final = (0x01, 0x80, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0xFF)
_EVERY: Final = 61
"""Of a file of more than 4 KiB (the details, which are pages of SQLite's), at first every so many bytes; then all."""


def changed(budget: Budget, folder: Path) -> Figures:
    """Both kinds of a run, a bit of each byte at a time, while time is left."""
    figures = Figures()
    logging.getLogger("inset.library").setLevel(logging.CRITICAL)  # each damage is logged
    manifest = folder / "photos.csv"
    lines = [f"{photo},{owner},{number}\n" for photo, (owner, number) in details()]
    manifest.write_text("photo_id,owner,license\n" + "".join(lines), encoding="ascii")
    kinds = {"exact": BuildOptions(), "filter-only": BuildOptions(filter_only=True)}
    for kind, options in kinds.items():
        build_dataset(folder / kind, NAME, [manifest], options)
    for every in (_EVERY, 1):
        for mask in MASKS:
            for kind in kinds:
                if (mask, every) != (MASKS[0], _EVERY) and not budget.is_left:
                    return figures
                outcome = every_byte(folder / kind, (mask,), every=every)
                figures.add(f"bytes changed ({kind})", outcome.changed)
                figures.add(f"after which the run did not answer, and said so ({kind})", outcome.refused)
                for name, at in outcome.wrong:
                    figures.faults.append(f"{kind}: with byte {at} of {name} changed by {mask:#x} it answers otherwise")
                for name, at in outcome.unnoticed:
                    figures.faults.append(f"{kind}: byte {at} of {name} changed by {mask:#x}, and no scrub notices")
    return figures
