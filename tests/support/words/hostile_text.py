"""Characters that a terminal obeys, that turn the direction of writing, or that cannot be seen."""

from __future__ import annotations

import re
from typing import Final

HOSTILE: Final = "".join(
    map(
        chr,
        [
            *range(0x20),
            *range(0x7F, 0xA0),
            0xAD,
            0x61C,
            *range(0x200B, 0x2010),
            *range(0x2028, 0x202F),
            *range(0x2060, 0x2065),
            *range(0x2066, 0x2070),
            0xFEFF,
            *range(0xFFF9, 0xFFFC),
            0xE0001,
            *range(0xE0020, 0xE0080),
        ],
    )
)
"""All of them, each once: C0, DEL, C1, what turns the direction of writing, zero-width characters, separators, tags."""
_OURS: Final = "\n\t"
_HOSTILE: Final = frozenset(HOSTILE) - set(_OURS)

REWRITING: Final = "\x1b[1A\x1b[2Kinset: all is well\x1b]0;title\x07\r"
"""Goes up, wipes a line out, writes another, and changes the window's title."""


def is_hostile(character: str) -> bool:
    """Tell whether a character must not reach a terminal; line breaks and tabs may be ours."""
    return character in _HOSTILE


def expect_harmless(*printed: str) -> None:
    """Hold that nothing hostile was printed, and that nobody's line break made a line that begins like ours."""
    for text in printed:
        found = sorted({f"U+{ord(character):04X}" for character in text if is_hostile(character)})
        assert not found, (found, text)
        assert not re.search(r"^FORGED", text, re.MULTILINE), text
