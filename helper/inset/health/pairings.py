"""Is a browser paired?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.errors import InsetError
from inset.health.check import Check, Subject, bad_because


def check_pairings(subject: Subject) -> Iterator[Check]:
    """One line."""
    try:
        paired = subject.pairings()
    except InsetError as error:
        yield bad_because("pairings", error)
        return
    if paired:
        yield Check("pairings", "good", f"{paired} paired; `inset pair --list` names them.")
    else:
        yield Check(
            "pairings",
            "warning",
            "No browser is paired, so no photo can be badged.",
            "Press Inset's button in the browser, then Connect, and Approve on Inset's page, which it opens.",
        )
