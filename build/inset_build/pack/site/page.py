"""The page's own files: where the built ones lie, and its words in all languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from inset.errors import UsageInvalid
from inset.words.messages import languages, messages_in, topic
from inset.words.sentences import sentence

FILES: Final = ("page.js", "page.css", "palette.css", "look.css", "icon.svg")
"""What lies in the folder `site/`, beside the words and the datasets."""
HTML: Final = "index.html"

SHARED: Final = (
    "and_either", "and_possibly", "and_probably", "and_unknown", "answer_either_listed", "answer_listed",
    "answer_not_listed", "answer_possibly_listed", "answer_probably_listed", "answer_unknown",
    "ask_choose_files", "ask_drop", "ask_more", "cancel", "dataset_census", "likely", "listed_of", "one_in",
    "one_in_a_billion", "photos", "quoted", "report_nobody", "report_none", "report_not_listed",
    "report_not_listed_part", "report_public_text", "report_thing", "zip_broken", "zip_encrypted", "zip_hostile",
    "zip_method",
)  # fmt: skip
"""Messages of the local page that say the same here."""

_HERE = Path(__file__).parent


def find_page() -> Path:
    """The folder of the built page.

    Raises:
        UsageInvalid: this Inset was installed from a clone in which it was never built.
    """
    for folder in (_HERE / "built", _HERE.parents[3] / "extension" / "dist-site"):
        if (folder / HTML).is_file():
            return folder
    raise UsageInvalid(sentence("error_site_page"))


def page_words() -> str:
    """The script that holds the page's words in every language."""
    words = {language: _words_in(language) for language in languages()}
    return f"globalThis.insetWords = {json.dumps(words, indent=1, sort_keys=True)};\n"


def _words_in(language: str) -> dict[str, str]:
    shared = messages_in(language).for_page
    wanted = {*SHARED, *(f"{name}_{form}" for name in SHARED for form in ("one", "few", "many", "other"))}
    return {name: said for name, said in shared.items() if name in wanted} | topic(language, "site.json")
