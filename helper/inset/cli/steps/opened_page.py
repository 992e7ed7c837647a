"""Opening an address that holds a ticket in the person's browser, without a word of it in the list of processes.

Every person on a computer can read the list of processes, with the arguments of the browser. So the browser is given a
file instead, mode 0600, that leads on to the address. The file is written anew each time; the ticket in an old one is
worth nothing, because it works once and within a minute.

A browser from Snap or Flatpak cannot read that file and gets the address itself. Where the person's own folder cannot
be written (a full disk, a home that belongs to somebody else), the file is one of the session's or of the system's
folder for passing files.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from inset.cli.fault_words import hint_told, told
from inset.cli.showing.words import words
from inset.cli.steps.desktop_words import tell_on_desktop
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
_XDG_OPEN_SECONDS: Final = 2.0
"""In which `xdg-open` says that there is no browser; one that it found it may wait for as long as that runs."""


def open_address(paths: Paths, url: str) -> bool:
    """Open `url` in the person's browser, and return whether one was found."""
    if _is_confined():
        return _browse(url)
    address = html.escape(url)
    refresh = f'<meta http-equiv="refresh" content="0;url={address}">\n'
    return _browse_file(paths, refresh, f'<p><a href="{address}">Inset</a></p>')


def open_trouble(paths: Paths, error: InsetError) -> None:
    """Show in the browser, or else in a dialog of the desktop, why Inset's page cannot be opened."""
    title, sentence, hint = words().text("cli_does_not_start"), told(error), hint_told(error)
    body = f"<h1>{html.escape(title)}</h1><p>{html.escape(sentence)}</p>"
    if not _browse_file(paths, "", body + (f"<p>{html.escape(hint)}</p>" if hint else "")):
        tell_on_desktop(title, f"{sentence} {hint}".strip())


def tell_of_no_browser() -> None:
    """Say to who clicked the menu entry that there is nothing to open Inset's page with."""
    tell_on_desktop("Inset", words().text("cli_no_browser"))


def _browse_file(paths: Paths, head: str, body: str) -> bool:
    language = words().language.replace("_", "-")
    return _browse(_written(paths, _PAGE.format(language=language, head=head, body=body).encode()).as_uri())


def _written(paths: Paths, page: bytes) -> Path:
    """Write the page for this person alone, and return where it is."""
    files, session = [paths.opened_page], os.environ.get("XDG_RUNTIME_DIR", "")
    if session:
        files.append(Path(session) / "inset-open.html")
    for file in files:
        try:
            write_private(file, page)
        except (OSError, InsetError):
            continue
        return file
    number, name = mkstemp(prefix="inset-open-", suffix=".html")  # its mode is 0600
    with os.fdopen(number, "wb") as opened:
        opened.write(page)
    return Path(name)


def _browse(address: str) -> bool:
    if sys.platform.startswith("linux") and "BROWSER" not in os.environ:
        opener = shutil.which("xdg-open")
        if opener is not None:
            return _handed_over(opener, address)
    import webbrowser

    return webbrowser.open(address)


def _handed_over(opener: str, address: str) -> bool:
    """Open the address with the desktop's own program, which tells by its status that there is no browser."""
    opening = subprocess.Popen(  # noqa: S603 - the desktop's own
        [opener, address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return opening.wait(_XDG_OPEN_SECONDS) == 0
    except subprocess.TimeoutExpired:
        opening.returncode = 0  # it waits for the browser, and nobody waits for it
        return True


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
