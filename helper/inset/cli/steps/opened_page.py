"""Opening an address that holds a ticket in the person's browser, without a word of it in the list of processes.

Every person on a computer can read the list of processes, with the arguments of the browser. So the browser is given a
file instead, mode 0600, that leads on to the address. The file is written anew each time; the ticket in an old one is
worth nothing, because it works once and within a minute.

A browser from Snap or Flatpak cannot read that file and gets the address itself.
"""

from __future__ import annotations

import html
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from inset.cli.fault_words import told
from inset.cli.showing.words import words
from inset.errors import InsetError
from inset.paths import Paths
from inset.private_files import write_private

_PAGE: Final = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Inset</title>
{head}</head>
<body style="font-family: sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em">
{body}
</body>
</html>
"""
_CONFINED: Final = (
    Path("/var/lib/snapd/desktop/applications"),
    Path("/var/lib/flatpak/exports/share/applications"),
    Path("~/.local/share/flatpak/exports/share/applications"),
)
"""Where Snap and Flatpak put the menu entries of their programs."""


def open_address(paths: Paths, url: str) -> bool:
    """Open `url` in the person's browser, and return whether one was found."""
    if _is_confined():
        return _browse(url)
    address = html.escape(url)
    refresh = f'<meta http-equiv="refresh" content="0;url={address}">\n'
    return _browse_file(paths, refresh, f'<p><a href="{address}">Inset</a></p>')


def open_trouble(paths: Paths, error: InsetError) -> None:
    """Show in the browser why Inset's page cannot be opened."""
    title = html.escape(words().text("cli_does_not_start"))
    hint = f"<p>{html.escape(error.hint)}</p>" if error.hint else ""
    _browse_file(paths, "", f"<h1>{title}</h1><p>{html.escape(told(error))}</p>{hint}")


def _browse_file(paths: Paths, head: str, body: str) -> bool:
    language = words().language.replace("_", "-")
    write_private(paths.opened_page, _PAGE.format(language=language, head=head, body=body).encode())
    return _browse(paths.opened_page.as_uri())


def _browse(address: str) -> bool:
    import webbrowser

    return webbrowser.open(address)


def _is_confined() -> bool:
    """Tell whether the person's browser comes from Snap or Flatpak."""
    if not sys.platform.startswith("linux") or "BROWSER" in os.environ:
        return False
    try:
        entry = subprocess.run(
            ["xdg-settings", "get", "default-web-browser"],  # noqa: S607 - the person's own
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(entry) and any((folder.expanduser() / entry).exists() for folder in _CONFINED)
