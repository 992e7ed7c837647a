"""The first look at a manifest: is it lines of text? If not, one clear reason and a remedy."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from inset_build.readers.protocol import Refusal, Sample
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK, FOREIGN, SEPARATED_TEXT, UNPACK
from inset_build.readers.sources.source import Source

SAMPLE_BYTES: Final = 1 << 18
"""256 KiB, decompressed."""

_SECTION: Final = re.compile(rb"\[[A-Za-z][\w .:-]{0,80}\]\s*\n[^\n=]{1,80}=")
_TAR_AT: Final = slice(257, 262)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def look_at(source: Source) -> Sample:
    """A sample of a manifest.

    Raises:
        ManifestInvalid: it cannot be read.
    """
    start = source.read_start(SAMPLE_BYTES + 1)
    sample = Sample(source, start[:SAMPLE_BYTES], whole=len(start) <= SAMPLE_BYTES)
    refusal = why_no_lines(sample.start)
    return with_lines(sample) if refusal is None else replace(sample, no_lines=refusal)


def with_lines(sample: Sample) -> Sample:
    """The sample with its lines, or with why there are none."""
    start = sample.start
    if not sample.whole:
        start = start[: start.rfind(b"\n") + 1]
        if not start:
            reason = f"Give a manifest with one photo a line: its first line is longer than {SAMPLE_BYTES >> 10} kB."
            return replace(sample, no_lines=Refusal(reason, line=1))
    lines = [line.rstrip("\r") for line in start.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "replace").split("\n")]
    if not lines[-1]:
        lines.pop()
    skipped = 0
    while skipped < len(lines) and (not lines[skipped].strip() or lines[skipped].startswith("#")):
        skipped += 1
    if skipped == len(lines):
        return replace(sample, no_lines=Refusal("Give a manifest that lists photos: it starts with comments only."))
    comments = tuple(line for line in lines[:skipped] if line.strip())
    return replace(sample, lines=tuple(lines[skipped:]), comments=comments, skipped=skipped)


def is_settings_file(start: bytes) -> bool:
    """Whether a text begins with a section's name in brackets, as `.ini` and `.url` files do, and so is no JSON."""
    return _SECTION.match(start) is not None


def why_no_lines(start: bytes) -> Refusal | None:
    """Why bytes are no lines of text, and what can be done; None if they may be."""
    text = start.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not text:
        return Refusal("Give a manifest that lists photos: it is empty.")
    for signature, kind, remedy in FOREIGN:
        if start.startswith(signature):
            return Refusal(f"It is {kind}, which cannot be read as it is.", remedy)
    if start[_TAR_AT] == b"ustar":
        return Refusal("It is a tar archive, which cannot be read as it is.", UNPACK)
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if start.count(b"\0") > 1 or controls > len(start) // 50:
        return Refusal("It is no text: it holds binary data.", SEPARATED_TEXT)
    if text[:1] in (b"{", b"[") and not is_settings_file(text):
        return Refusal("It is JSON, which cannot be read as it is.", SEPARATED_TEXT)
    if text[:1] == b"<":
        return Refusal("It is XML or a web page, which cannot be read as it is.", SEPARATED_TEXT)
    return None
