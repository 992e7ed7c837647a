"""Is the browser extension here to be loaded?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.extension_folder import find_extension
from inset.health.check import Check, Subject


def check_extension(_: Subject) -> Iterator[Check]:
    """One line."""
    folder = find_extension()
    if folder is None:
        yield Check(
            "extension",
            "warning",
            "This Inset was installed without the browser extension.",
            "Install a release's wheel, which carries it, or run `make extension` in a clone.",
        )
    else:
        yield Check("extension", "good", f"To be loaded from {folder}.")
