"""What the command line says to a person, in their system's language; English where the terminal cannot show that.

Programs read `--json`, which is the same in every language, and so are the sentences of errors: they are looked up by
their words.
"""

from __future__ import annotations

import functools
import re
import sys

from inset.words.choice import best_language, system_languages
from inset.words.messages import ENGLISH, Messages, messages_in


@functools.cache
def words() -> Messages:
    """Return the messages of this person's language. `INSET_LANGUAGE` chooses another than the system's."""
    messages = messages_in(best_language(system_languages()))
    return messages if _can_show(messages) else messages_in(ENGLISH)


def _can_show(messages: Messages) -> bool:
    try:
        messages.text("language_name").encode(sys.stdout.encoding or "ascii")
        messages.text("cli_not_listed").encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def purpose_said(purpose: str) -> str:
    """What a dataset was made for: the catalog's purposes have messages, others stand in the list's own words."""
    return words().text_or(f"purpose_{re.sub('[^a-z0-9]+', '_', purpose.lower()).strip('_')}", purpose)
