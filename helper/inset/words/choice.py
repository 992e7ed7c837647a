"""Which of the languages that Inset speaks a person gets: a browser's list of languages, or the system's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from inset.words.messages import ENGLISH, languages


def best_language(wanted: Iterable[str]) -> str:
    """Return the first wanted language that there are messages in, else English.

    Args:
        wanted: language tags, best first: `de-AT`, `pt_BR`, `zh-Hant-TW` …
    """
    for tag in wanted:
        found = _language_of(tag)
        if found is not None:
            return found
    return ENGLISH


def accepted_languages(header: str) -> list[str]:
    """Return the tags of an Accept-Language header (RFC 9110, 12.5.4), best first; what is malformed is passed over."""
    weighed = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag and quality > 0:
            weighed.append((-quality, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda each: each[0])]


def system_languages(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the languages of this person's system, best first, from `INSET_LANGUAGE` or as gettext does."""
    chosen = environ.get("INSET_LANGUAGE")
    if chosen:
        return [chosen]
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    if not locale:
        return [_windows_language()] if sys.platform == "win32" else []
    # A person who asked for the plain C locale gets English, whatever LANGUAGE says: gettext's rule.
    plain = locale.split(".", 1)[0]
    if plain in ("C", "POSIX"):
        return []
    return [*environ.get("LANGUAGE", "").split(":"), plain]


def _language_of(tag: str) -> str | None:
    parts = tag.split(".", 1)[0].split("@", 1)[0].replace("-", "_").lower().split("_")
    if parts[0] == "zh":
        traditional = {"tw", "hk", "mo", "hant"} & set(parts[1:])
        return _known("zh_TW" if traditional else "zh_CN")
    return _known(parts[0])


def _known(language: str) -> str | None:
    return language if language in languages() else None


if sys.platform == "win32":

    def _windows_language() -> str:
        """The language in which Windows speaks to this person: `de-AT`."""
        import ctypes

        longest = 85  # LOCALE_NAME_MAX_LENGTH
        name = ctypes.create_unicode_buffer(longest)
        found = ctypes.windll.kernel32.LCIDToLocaleName(
            ctypes.windll.kernel32.GetUserDefaultUILanguage(), name, longest, 0
        )
        return name.value if found else ""

else:

    def _windows_language() -> str:
        return ""
