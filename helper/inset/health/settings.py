"""Can the settings be read?"""

from __future__ import annotations

from collections.abc import Iterator

from inset.health.check import Check, Subject, bad_because


def check_settings(subject: Subject) -> Iterator[Check]:
    """One line."""
    if subject.trouble is not None:
        yield bad_because("settings", subject.trouble)
        return
    file = subject.paths.config_file
    where = f"from {file}" if file.is_file() else "the defaults"
    settings = subject.settings
    message = (
        f"Port {settings.port}, log level {settings.log_level} ({where}, unless a flag or variable says otherwise)."
    )
    if settings.log_level == "debug":
        yield Check(
            "settings",
            "warning",
            f"{message} At this level the log holds photo IDs, which are browsing history.",
            "Set log_level to info again when you have seen enough.",
        )
        return
    yield Check("settings", "good", message)
