"""Is a browser paired?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.errors import InsetError
from inset.health.check import Check, Subject, bad_because
from inset.words.sentences import sentence


def check_pairings(subject: Subject) -> Iterator[Check]:
    """One line."""
    try:
        paired = subject.pairings()
    except InsetError as error:
        yield bad_because("pairings", error)
        return
    if paired:
        yield Check("pairings", "good", sentence("doctor_paired", str(paired)))
    else:
        yield Check(
            "pairings",
            "warning",
            sentence("doctor_unpaired"),
            sentence("doctor_connect"),
        )
