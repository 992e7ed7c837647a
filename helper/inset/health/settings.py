"""Can the settings be read?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.health.check import Check, Subject, bad_because
from inset.words.sentences import sentence


def check_settings(subject: Subject) -> Iterator[Check]:
    """One line."""
    if subject.trouble is not None:
        yield bad_because("settings", subject.trouble)
        return
    file = subject.paths.config_file
    settings = subject.settings
    said = (str(settings.port), settings.log_level)
    message = (
        sentence("doctor_settings_file", *said, file) if file.is_file() else sentence("doctor_settings_defaults", *said)
    )
    if settings.log_level == "debug":
        yield Check(
            "settings",
            "warning",
            sentence("doctor_settings_debug", message),
            sentence("doctor_settings_info"),
        )
        return
    yield Check("settings", "good", message)
