"""Which reader reads a manifest: by looking at its beginning, never at its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from inset.errors import ManifestInvalid, UsageInvalid
from inset_build.readers.delimited import CSV, TSV
from inset_build.readers.protocol import Match, Reader, Refusal, Wish
from inset_build.readers.sample import SEPARATED_TEXT, look_at
from inset_build.readers.text_lines import IdList, UrlList

READERS: Final[tuple[Reader, ...]] = (IdList(), TSV, CSV, UrlList())
"""In the order in which they are asked: a table of URLs is also a list of lines with URLs."""


def find_reader(path: Path, *, reader: str | None = None, column: str | None = None) -> tuple[Reader, Match]:
    """The first reader that can read a manifest.

    Args:
        path: the manifest.
        reader: ask only this one.
        column: the name, or the number counted from 1, of the column that gives the photo.

    Raises:
        UsageInvalid: there is no reader of that name.
        ManifestInvalid: no reader can read it.
    """
    asked = READERS if reader is None else tuple(each for each in READERS if each.name == reader)
    if not asked:
        raise UsageInvalid(f"Choose a reader among {', '.join(each.name for each in READERS)}: there is no {reader!r}.")
    sample = look_at(path)
    wish = Wish(forced=reader is not None, column=column)
    refusals: list[Refusal] = []
    for each in asked:
        answer = each.sniff(sample, wish)
        if isinstance(answer, Match):
            return each, answer
        refusals.append(answer)
    refusal = next((each for each in refusals if each.near), refusals[0] if len(refusals) == 1 else _UNKNOWN)
    raise ManifestInvalid(
        f"{path.name} cannot be read. {refusal.reason}", hint=refusal.hint or _UNKNOWN.hint, path=path
    )


_UNKNOWN: Final = Refusal("No photo IDs or Flickr URLs were found in its beginning.", SEPARATED_TEXT)
