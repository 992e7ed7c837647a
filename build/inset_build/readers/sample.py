"""The first look at a manifest: is it lines of text? If not, one clear reason and a remedy."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.protocol import Refusal, Sample
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK, FOREIGN, PARQUET, POINTERS, SEPARATED_TEXT, UNPACK
from inset_build.readers.sources.source import Source

SAMPLE_BYTES: Final = 1 << 18
"""256 KiB, decompressed."""

PLACES: Final = 64
PLACE_BYTES: Final = 1 << 13
PACKED_SEEN: Final = 1 << 26
"""64 MiB: so much of what is packed is unpacked to see what comes later."""

_SECTION: Final = re.compile(rb"\[[A-Za-z][\w .:-]{0,80}\]\s*\n[^\n=]{1,80}=")
_WORDS: Final = re.compile(
    rb"\{(?:[{|]|\\rtf)"
    rb"|\[(?:\^|[0-9]{1,4}(?:[./-][0-9]{1,2}[./-][0-9]|:[0-9]{2}|\](?::|[ \t]+[^\s,\[{])))"
    rb"|\[\[?(?:[^\[\]\n]{0,200}\]\(|(?!(?:null|true|false|NaN|None|Infinity|True|False|undefined)\b)[ \t]*[A-Za-z])"
)
_TAR_AT: Final = slice(257, 262)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def look_at(source: Source) -> Sample:
    """A sample of a manifest.

    Raises:
        ManifestInvalid: it cannot be read.
    """
    if source.seeks and not source.plain and (start := source.read_start(len(PARQUET))) == PARQUET:
        return Sample(source, start, whole=False, no_lines=why_no_lines(start))  # its reader asks for what it needs
    start = source.read_start(SAMPLE_BYTES + 1)
    whole = len(start) <= SAMPLE_BYTES
    all_over = partial(_lines_of, start) if whole else cache(partial(_all_over, source))
    sample = Sample(source, start[:SAMPLE_BYTES], whole, all_over=all_over)
    refusal = _why_pointer(sample) or why_no_lines(sample.start)
    return with_lines(sample) if refusal is None else replace(sample, no_lines=refusal)


def _all_over(source: Source) -> tuple[str, ...]:
    """Whole lines from places at equal distances: of what is packed, as far as it is read for that."""
    pieces: list[bytes] = []
    with source.open(PLACE_BYTES) as file, suppress(ManifestInvalid):  # whoever reads all of it will say what is wrong
        size = source.path.stat().st_size if source.seeks else PACKED_SEEN
        distance = max(size // PLACES, PLACE_BYTES)
        for number in range(PLACES):
            if source.seeks:
                file.seek(number * distance)
            piece = file.read(PLACE_BYTES)
            pieces.append(piece if number == 0 else piece[piece.find(b"\n") + 1 :])
            if len(piece) < PLACE_BYTES:
                break
            pieces[-1] = pieces[-1][: pieces[-1].rfind(b"\n") + 1]
            if not source.seeks:
                file.read(distance - PLACE_BYTES)
    return tuple(line for piece in pieces for line in _lines_of(piece))


def _lines_of(data: bytes) -> tuple[str, ...]:
    return tuple([line for line in _split(data) if line.strip() and line[0] != "#"])


def _split(data: bytes) -> list[str]:
    """All lines of a text without their ends, Windows' or Unix'; empty ones too."""
    text = data.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "replace")
    lines = text.split("\n")
    return [line.rstrip("\r") for line in lines] if "\r" in text else lines


def with_lines(sample: Sample) -> Sample:
    """The sample with its lines, or with why there are none."""
    start = sample.start
    if not sample.whole:
        start = start[: start.rfind(b"\n") + 1]
        if not start:
            return replace(sample, no_lines=Refusal(sentence("list_long_first", SAMPLE_BYTES >> 10), line=1))
    lines = _split(start)
    if not lines[-1]:
        lines.pop()
    skipped = 0
    while skipped < len(lines) and (not lines[skipped].strip() or lines[skipped].startswith("#")):
        skipped += 1
    if skipped == len(lines):
        return replace(sample, no_lines=Refusal("Give a list of photos: it starts with comments only."))
    comments = tuple(line for line in lines[:skipped] if line.strip())
    return replace(sample, lines=tuple(lines[skipped:]), comments=comments, skipped=skipped)


def is_no_json(start: bytes) -> bool:
    """Whether a text's first bracket is no JSON's: a section's (`.ini`), a link's, a time's, RTF's, or among words."""
    return _SECTION.match(start) is not None or _WORDS.match(start) is not None


def _why_pointer(sample: Sample) -> Refusal | None:
    """That a file only points at the one that is meant, and how to get that; None where it does not."""
    command = next((command for start, command in POINTERS if sample.start.startswith(start)), "")
    needed = sentence("list_remote_extra", command, sample.source.name)
    return Refusal(needed, near=True, leads=True) if command and sample.whole else None


def why_no_lines(start: bytes) -> Refusal | None:
    """Why bytes are no lines of text, and what can be done; None if they may be."""
    text = start.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not text:
        return Refusal("Give a list of photos: it is empty.")
    for signature, kind, remedy in FOREIGN:
        if start.startswith(signature):
            return Refusal(sentence("list_is_unread", kind), remedy)
    if start[_TAR_AT] == b"ustar":
        return Refusal(sentence("list_is_unread", sentence("list_what_archive", "tar")), UNPACK)
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if start.count(b"\0") > 1 or controls > len(start) // 50:
        return Refusal("It is no text: it holds binary data.", SEPARATED_TEXT)
    if text[:1] in (b"{", b"[") and not is_no_json(text):
        return Refusal(sentence("list_is_unread", "JSON"), SEPARATED_TEXT)
    if text[:1] == b"<":
        return Refusal(sentence("list_is_unread", sentence("list_what_markup")), SEPARATED_TEXT)
    return None
