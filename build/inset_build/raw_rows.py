"""Shows rows of a manifest as they stand there, for the evidence: found again by what a build noted of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inset.errors import ManifestInvalid
from inset.index.rows import Base
from inset_build.readers.detect import READERS
from inset_build.readers.second_look import LOOKED_AT
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.rewritten import texts_anew
from inset_build.readers.sources.source import Source


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list of a manifest, as a build noted it.

    Attributes:
        member: in the file, the member of an archive, the sheet or the table; empty for the file itself.
        part: the list in it.
        reader: what read it.
        base: what its numbers count.
    """

    member: str
    part: str
    reader: str
    base: Base


def raw_rows(path: Path, wanted: Mapping[Wanted, Collection[int]]) -> dict[Wanted, dict[int, str]]:
    """The texts of rows.

    Args:
        path: the manifest's file.
        wanted: for each list the numbers of the rows, from 1.

    Returns:
        For each list the texts by number; a row that is not there is left out.

    Raises:
        ManifestInvalid: the file cannot be read.
    """
    members: dict[str, Source] = {}
    for source in expand([path]):
        members.setdefault(source.name.removeprefix(source.file).removeprefix("/"), source)
    return {
        each: _rows(members[each.member], each, numbers) if each.member in members else {}
        for each, numbers in wanted.items()
    }


def _rows(source: Source, wanted: Wanted, numbers: Collection[int]) -> dict[int, str]:
    """The rows of one list, which was perhaps read from what the source was written anew as."""
    reader = next((each for each in READERS if each.name == wanted.reader), None)
    if reader is None:
        return {}
    if wanted.base == "line" and source.numbering is not None and source.numbering.lines is not None:
        return _unfolded(source, source.numbering.lines, numbers)
    if wanted.base == "line":
        # Also of a page, whose addresses were read as a list of their own: their lines are the page's.
        return reader.raw_rows(source, wanted.part, numbers)
    trouble: ManifestInvalid | None = None
    for each in _forms(source, wanted):
        before = each.numbering.before if each.numbering is not None else 0
        try:
            found = reader.raw_rows(each, wanted.part, {number + before for number in numbers})
        except ManifestInvalid as error:
            trouble = trouble or error
            continue
        if found:
            return {number - before: text for number, text in found.items()}
    if trouble is not None:
        raise trouble
    return {}


def _unfolded(source: Source, begun: Sequence[int], numbers: Collection[int]) -> dict[int, str]:
    """The long lines that begin in some lines of a file whose lines are folded.

    Args:
        source: the text with whole lines.
        begun: for each of them, the line in which it begins, as far as it was read.
        numbers: the lines wanted.
    """
    found: dict[int, str] = {}
    with source.open() as file:
        for index, line in enumerate(file):
            if begun[index] in numbers:
                found[begun[index]] = line.decode("utf-8", "replace").rstrip("\r\n")
    return found


def _forms(source: Source, wanted: Wanted) -> Iterator[Source]:
    """The source itself, and what a text that is no JSON was read as."""
    is_text = source.numbering is None and wanted.reader in ("json", "jsonl")
    if wanted.reader != "jsonl" or not is_text:  # in JSON Lines as they are, lines are counted and not records
        yield source
    if is_text:
        yield from texts_anew(source, source.read_start(LOOKED_AT), damaged=True)
