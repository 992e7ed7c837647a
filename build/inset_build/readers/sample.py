"""The first look at a manifest: is it lines of text at all? Whatever is not gets one clear message, with the remedy."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from inset.errors import ManifestInvalid
from inset_build.readers.blocks import read_start
from inset_build.readers.protocol import Sample

SAMPLE_BYTES: Final = 1 << 18
"""256 KiB, decompressed."""

SEPARATED_TEXT: Final = "Export the photo IDs or URLs as text, one photo a line, or as CSV."

_UNPACK: Final = "Unpack it first."

_SIGNATURES: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"BZh", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ\0", "an xz file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", _UNPACK),
    (b"PK\x03\x04", "a zip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"PAR1", "a Parquet file", SEPARATED_TEXT),
    (b"SQLite format 3\0", "an SQLite database", SEPARATED_TEXT),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file", SEPARATED_TEXT),
    (b"\x89HDF", "an HDF5 file", SEPARATED_TEXT),
    (b"\x93NUMPY", "a NumPy file", SEPARATED_TEXT),
    (b"\x80\x02", "a Python pickle", SEPARATED_TEXT),
    (b"%PDF", "a PDF", SEPARATED_TEXT),
    (b"\x89PNG", "a picture", SEPARATED_TEXT),
    (b"\xff\xd8\xff", "a picture", SEPARATED_TEXT),
    (b"GIF8", "a picture", SEPARATED_TEXT),
)

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_TAR_AT: Final = slice(257, 262)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def look_at(path: Path) -> Sample:
    """A sample of a manifest's lines.

    Raises:
        ManifestInvalid: there is no such file, it cannot be read, or it holds no lines of text.
    """
    _check_file(path)
    start = read_start(path, SAMPLE_BYTES + 1)
    whole = len(start) <= SAMPLE_BYTES
    start = start[:SAMPLE_BYTES]
    if not start.strip():
        raise ManifestInvalid(f"Give a manifest that lists photos: {path.name} is empty.", path=path)
    _check_text(path, start)
    if not whole:
        start = start[: start.rfind(b"\n") + 1]
        if not start:
            raise ManifestInvalid(
                f"Give a manifest with one photo a line: the first line of {path.name} is longer than "
                f"{SAMPLE_BYTES >> 10} kB.",
                path=path,
                line=1,
            )
    lines = [line.rstrip("\r") for line in start.decode("utf-8", "replace").split("\n")]
    if not lines[-1]:
        lines.pop()
    skipped = 0
    while skipped < len(lines) and (not lines[skipped].strip() or lines[skipped].startswith("#")):
        skipped += 1
    if skipped == len(lines):
        raise ManifestInvalid(f"Give a manifest that lists photos: {path.name} starts with comments only.", path=path)
    comments = tuple(line for line in lines[:skipped] if line.strip())
    return Sample(path, tuple(lines[skipped:]), comments, skipped, whole)


def _check_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise ManifestInvalid(
            f"Check the manifest's name: there is no file {path}.", hint="Spelling, folder, capital letters?", path=path
        ) from error
    except (OSError, ValueError) as error:
        raise ManifestInvalid(f"Check that {path} can be read: {error}.", path=path) from error
    if stat.S_ISDIR(mode):
        raise ManifestInvalid(
            f"Name the manifest's file: {path} is a folder.",
            hint="Several files can be named, one after another.",
            path=path,
        )
    if not stat.S_ISREG(mode):
        raise ManifestInvalid(f"Name a file: {path} is a device or a pipe.", path=path)


def _check_text(path: Path, start: bytes) -> None:
    for signature, kind, remedy in _SIGNATURES:
        if start.startswith(signature):
            raise ManifestInvalid(f"{path.name} is {kind}, which cannot be read as it is.", hint=remedy, path=path)
    if start[_TAR_AT] == b"ustar":
        raise ManifestInvalid(f"{path.name} is a tar archive, which cannot be read as it is.", hint=_UNPACK, path=path)
    if start.startswith(_UTF_16) or _is_utf_16(start):
        raise ManifestInvalid(
            f"Save {path.name} as UTF-8: it is UTF-16 text.",
            hint=f"For example: iconv -f UTF-16 -t UTF-8 {path.name} > utf-8-{path.name}",
            path=path,
        )
    controls = len(start) - len(start.translate(None, _CONTROLS))
    if start.count(b"\0") > 1 or controls > len(start) // 50:
        raise ManifestInvalid(f"{path.name} is no text: it holds binary data.", hint=SEPARATED_TEXT, path=path)
    text = start.lstrip()
    if text[:1] in (b"{", b"["):
        raise ManifestInvalid(f"{path.name} is JSON, which cannot be read as it is.", hint=SEPARATED_TEXT, path=path)
    if text[:1] == b"<":
        raise ManifestInvalid(
            f"{path.name} is XML or a web page, which cannot be read as it is.", hint=SEPARATED_TEXT, path=path
        )
    if b"\n" not in start and start.count(b"\r") > 1:
        raise ManifestInvalid(
            f"Save {path.name} with today's line ends: its lines end as on old Macs.",
            hint=f"For example: tr '\\r' '\\n' < {path.name} > lines-{path.name}",
            path=path,
        )


def _is_utf_16(start: bytes) -> bool:
    """Text of mostly ASCII characters without a mark: one of every two bytes is NUL, the other hardly ever."""
    nuls = sorted((start[::2].count(0), start[1::2].count(0)))
    return nuls[1] > 0.4 * len(start) / 2 and nuls[0] < 0.1 * len(start) / 2
