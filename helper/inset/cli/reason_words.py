"""Why rows gave no photo and files were passed over, in the person's language; in English where there is no message.

The page says the same by the same messages (`reasons.js`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inset.cli.words import words
from inset.words.messages import ENGLISH, name_of
from inset.words.sentences import Sentence, spoken


def row_reason(example: Mapping[str, Any]) -> str:
    """Return why a row gave no photo.

    Args:
        example: one of a build's `rejected_examples`.
    """
    reason: str = example["reason"]
    return reason if words().language == ENGLISH else words().text_or(f"rejected_{example['code']}", reason)


def file_reason(reason: str) -> str:
    """Return why a file, or a part of one, was passed over."""
    if isinstance(reason, Sentence):
        return spoken(reason, words().language)
    return words().text_or(name_of("passed_over", reason), reason)
