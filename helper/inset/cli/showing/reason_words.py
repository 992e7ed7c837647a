"""Why rows gave no photo and files were passed over, in the person's language; in English where there is no message.

The page says the same by the same messages (`add/reasons.js`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inset.cli.showing.words import words
from inset.words.messages import ENGLISH, name_of
from inset.words.sentences import Sentence, sentence, spoken


def row_reason(example: Mapping[str, Any]) -> str:
    """Return why a row gave no photo.

    Args:
        example: one of a build's `rejected_examples`.
    """
    reason: str = example["reason"]
    return reason if words().language == ENGLISH else words().text_or(f"rejected_{example['code']}", reason)


def file_reason(reason: str) -> str:
    """Return why a file, or a part of one, was passed over; a hint of an error is told by it, too."""
    return spoken(_with_known_parts(reason), words().language)


def _with_known_parts(said: str) -> str:
    """What is said, with every part of it that is a message by its own words put into the person's language."""
    if isinstance(said, Sentence):
        return sentence(
            said.name, *(_with_known_parts(part) if isinstance(part, str) else part for part in said.values)
        )
    return words().text_or(name_of("passed_over", said), words().text_or(name_of("hint", said), said))
