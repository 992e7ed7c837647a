"""Is the browser extension here to be loaded?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.extension_folder import find_extension
from inset.health.check import Check, Subject
from inset.words.sentences import sentence


def check_extension(_: Subject) -> Iterator[Check]:
    """One line."""
    folder = find_extension()
    if folder is None:
        yield Check(
            "extension",
            "warning",
            sentence("doctor_no_extension"),
            sentence("doctor_get_extension"),
        )
    else:
        yield Check("extension", "good", sentence("doctor_extension", folder))
