"""In which language a page answers: the one that the person chose on it, else the first that their browser asks for."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from inset.words.choice import accepted_languages, best_language

COOKIE: Final = "inset-language"
"""Set by the page's own script (page/shared/language.js); it names a language and nothing else."""


def language_of(request: web.Request) -> str:
    """Return one of the languages that there are messages in."""
    return best_language(
        [request.cookies.get(COOKIE, ""), *accepted_languages(request.headers.get("Accept-Language", ""))]
    )
