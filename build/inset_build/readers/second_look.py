"""A second look at a text that no reader takes: as YAML, or as a text in which addresses stand anywhere."""

from __future__ import annotations

from typing import Final

from inset_build.readers.detect import ask_readers
from inset_build.readers.meaning.record_fields import RecordMatch
from inset_build.readers.protocol import FEW, Match, Reader, Refusal
from inset_build.readers.sources.rewritten import texts_anew
from inset_build.readers.sources.rewritten.marked_lists import are_numbered_by_r
from inset_build.readers.sources.rewritten.number_lists import is_number_list
from inset_build.readers.sources.source import Source

LOOKED_AT: Final = 1 << 18


def names_no_photo(answer: tuple[Reader, Match] | Refusal) -> bool:
    """Whether a look at a manifest found no photo in it: it was refused, or no record seen gives one."""
    if isinstance(answer, Refusal):
        return True
    match = answer[1]
    return isinstance(match, RecordMatch) and match.fields is not None and not match.fields.found


def look_again(
    source: Source, answer: tuple[Reader, Match] | Refusal, *, reader: str | None = None, column: str | None = None
) -> tuple[Source, Reader, Match] | Refusal | None:
    """What a text is read as that no reader takes as it is, written anew.

    It is None where nothing in it names a photo, and a refusal where that says more than the first look's.

    Args:
        source: the text.
        answer: what the first look gave.
        reader, column: as for `ask_readers`.

    Raises:
        ManifestInvalid: its bytes cannot be had.
    """
    if source.unreadable is not None:
        return None
    start = source.read_start(LOOKED_AT)
    if start.count(b"\0") > 1:
        return None
    damaged = isinstance(answer, Refusal) and answer.damaged
    are_numbers = is_number_list(start) or are_numbered_by_r(start)
    for anew in texts_anew(source, start, damaged=damaged):
        answer = ask_readers(anew, reader=reader, column=column)
        if isinstance(answer, Refusal):
            if are_numbers and column is None:
                return answer
        elif source.named or lists_photos(anew, *answer):
            return anew, *answer
    return None


def lists_photos(source: Source, reader: Reader, match: Match) -> bool:
    """Whether a text names more than a few photos, so that it lists them and does not only mention some.

    Raises:
        ManifestInvalid: it cannot be read.
    """
    found: set[int] = set()
    for batch in reader.read(source, match):
        found.update(batch.frame["photo_id"].head(FEW * 10).to_list())
        if len(found) >= FEW:
            return True
    return False
