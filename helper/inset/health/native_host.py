"""Can the extension start the helper, and open its page, by native messaging?"""

from __future__ import annotations

import os
from collections.abc import Iterator

from inset.health.check import Check, Subject
from inset.service.native_manifest import installed_manifests
from inset.service.native_places import boxed_browsers

_NAME = "native messaging"


def check_native_host(_: Subject) -> Iterator[Check]:
    """One line. It is fine not to have it: the menu entry does the same."""
    found = list(installed_manifests())
    broken = [file for _, file, program in found if program is None or not os.access(program, os.X_OK)]
    boxed = boxed_browsers()
    not_with = f" Not with {', '.join(boxed)}: those start no program." if boxed else ""
    if broken:
        yield Check(
            _NAME,
            "warning",
            f"{broken[0]} names no program that can be started, so the extension cannot start the helper.",
            "Run `inset service install` again.",
        )
    elif found:
        browsers = ", ".join(dict.fromkeys(browser for browser, _, _ in found))
        yield Check(_NAME, "good", f"The extension may start the helper in {browsers}.{not_with}")
    else:
        yield Check(
            _NAME,
            "good",
            f"Not installed; the menu entry starts the helper (`inset service install` adds it).{not_with}",
        )
