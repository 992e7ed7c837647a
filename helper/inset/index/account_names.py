"""Names of accounts: kept as the lists give them, and compared without regard to case, accents and blanks.

A name is no key to a person. Names are not unique, and change: two accounts with one name stay two.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

LONGEST: Final = 200
"""Characters that are kept of a name."""

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def tidy_name(text: str) -> str | None:
    """A name as people see it, in one line; None where there is nothing to see.

    HTML's entities are read (`A &amp; B`), blanks of any kind and number become one, and what is invisible goes.
    """
    read = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    visible = "".join(letter for letter in read if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cs"))
    return " ".join(visible.split())[:LONGEST].rstrip() or None


def name_key(name: str) -> str:
    """What of a name is compared: small letters without accents, one blank for several; digits and signs stay.

    Unicode's caseless comparison (The Unicode Standard, 3.13, definition 145), after which marks that stand over or
    under a letter and invisible characters are left out. Vowels that a script writes as marks of their own stay.
    """
    key = name
    # Leaving a mark out, or folding, can bring what the other would change again; twice is enough.
    for _ in range(2):
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", key).casefold())
        key = " ".join("".join(filter(_is_compared, folded)).split())
    # A name of marks alone, such as an acute accent without a letter, is compared by them.
    return key or unicodedata.normalize("NFKD", name)


def _is_compared(letter: str) -> bool:
    if unicodedata.combining(letter) or "\ufe00" <= letter <= "\ufe0f":  # accents; what chooses a drawing of an emoji
        return False
    return letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf")
