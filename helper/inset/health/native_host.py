"""Can the extension start the helper, and open its page, by native messaging?"""

from __future__ import annotations

import os
from collections.abc import Iterator

from inset.health.check import Check, Subject
from inset.service.native_manifest import installed_manifests
from inset.service.native_places import boxed_browsers
from inset.words.sentences import one_after_another, sentence, with_commas

_NAME = "native messaging"


def check_native_host(_: Subject) -> Iterator[Check]:
    """One line. It is fine not to have it: the menu entry does the same."""
    found = list(installed_manifests())
    broken = [file for _, file, program in found if program is None or not os.access(program, os.X_OK)]
    boxed = boxed_browsers()
    not_with = [sentence("doctor_native_not_with", with_commas(boxed))] if boxed else []
    if broken:
        yield Check(
            _NAME,
            "warning",
            sentence("doctor_native_broken", broken[0]),
            sentence("doctor_install_again"),
        )
    elif found:
        told = sentence("doctor_native", with_commas(dict.fromkeys(browser for browser, _, _ in found)))
        yield Check(_NAME, "good", one_after_another([told, *not_with]))
    else:
        yield Check(
            _NAME,
            "good",
            one_after_another([sentence("doctor_native_none"), *not_with]),
        )
