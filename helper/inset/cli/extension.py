"""`inset extension`: where the browser extension is, and how to load it."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus, InsetError
from inset.extension_folder import find_extension

CHROME_STEPS: Final = (
    "open chrome://extensions",
    'switch on "Developer mode" (top right)',
    'press "Load unpacked" and choose the folder',
)
FIREFOX_STEPS: Final = (
    "open about:debugging#/runtime/this-firefox",
    'press "Load Temporary Add-on…" and choose manifest.json in the folder (Firefox forgets it when it closes)',
)


def _run(_: Namespace, context: Context) -> int:
    folder = find_extension()
    if folder is None:
        raise InsetError(
            "Run `make extension` in the clone (it brings Node.js along), or install Inset from a release wheel, "
            "which carries the extension: this Inset was installed without it.",
        )
    context.output.answer(
        {"folder": str(folder), "chrome": CHROME_STEPS, "firefox": FIREFOX_STEPS},
        f"The extension is in {folder}",
        "",
        "Chrome, Chromium, Edge, Brave:",
        *(f"  {number}. {step}" for number, step in enumerate(CHROME_STEPS, 1)),
        "Firefox:",
        *(f"  {number}. {step}" for number, step in enumerate(FIREFOX_STEPS, 1)),
        "",
        "Then press the Inset button in the toolbar, and Connect: Inset's page opens, where you approve it.",
    )
    return ExitStatus.OK


VERB = Verb("extension", "show where the browser extension is and how to load it", no_arguments, _run)
