"""`inset extension`: where the browser extension is, and how to load it."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus, InsetError
from inset.extension_folder import find_extension
from inset.words.sentences import sentence

CHROME_PAGE: Final = "chrome://extensions"
FIREFOX_PAGE: Final = "about:debugging#/runtime/this-firefox"

# For programs, in English; people are told the same in their language.
CHROME_STEPS: Final = (
    f"open {CHROME_PAGE}",
    'switch on "Developer mode" (top right)',
    'press "Load unpacked" and choose the folder',
)
FIREFOX_STEPS: Final = (
    f"open {FIREFOX_PAGE}",
    'press "Load Temporary Add-on…" and choose manifest.json in the folder (Firefox forgets it when it closes)',
)


def _run(_: Namespace, context: Context) -> int:
    folder = find_extension()
    if folder is None:
        raise InsetError(
            sentence("error_no_extension"),
        )
    say = words().text
    chrome = (say("cli_extension_open", CHROME_PAGE), say("cli_chrome_mode"), say("cli_chrome_load"))
    firefox = (say("cli_extension_open", FIREFOX_PAGE), say("cli_firefox_load"))
    context.output.answer(
        {"folder": str(folder), "chrome": CHROME_STEPS, "firefox": FIREFOX_STEPS},
        say("cli_extension_in", folder),
        "",
        "Chrome, Chromium, Edge, Brave:",
        *(f"  {number}. {step}" for number, step in enumerate(chrome, 1)),
        "Firefox:",
        *(f"  {number}. {step}" for number, step in enumerate(firefox, 1)),
        "",
        say("cli_extension_then"),
    )
    return ExitStatus.OK


VERB = Verb("extension", "show where the browser extension is and how to load it", no_arguments, _run)
