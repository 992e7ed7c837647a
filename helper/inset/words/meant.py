"""What somebody probably meant who mistyped a word."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The one of the known words that is most like it, if any is."""
    import difflib  # for mistakes alone, which no start of the helper need wait for

    return next(iter(difflib.get_close_matches(word, list(known), 1, 0.6)), None)
