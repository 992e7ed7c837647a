"""A word to a person who clicked a menu entry and sees neither a terminal nor a browser: a dialog of the desktop.

Nothing in it is secret: every person on the computer can read the arguments of programs.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from typing import Final

_PROGRAMS: Final = (
    ("zenity", "--info", "--no-markup", "--title={title}", "--text={text}"),
    ("kdialog", "--title", "{title}", "--msgbox", "{text}"),
    ("notify-send", "--icon=inset", "{title}", "{text}"),
    ("xmessage", "-center", "-title", "{title}", "{text}"),
)
"""What desktops have for it: GNOME and its kin, KDE, whatever shows notifications, plain X11."""


def tell_on_desktop(title: str, text: str, programs: Sequence[Sequence[str]] = _PROGRAMS) -> bool:
    """Show it with the first program that is there, without waiting for the person; return whether one is."""
    for program, *arguments in programs:
        found = shutil.which(program)
        if found is not None:
            told = subprocess.Popen(  # noqa: S603 - the desktop's own
                [found, *(each.replace("{title}", title).replace("{text}", text) for each in arguments)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            told.returncode = 0  # it goes on without us, and nobody waits for it
            return True
    return False
