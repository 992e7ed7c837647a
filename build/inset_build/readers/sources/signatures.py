"""The first bytes by which kinds of files are told."""

from __future__ import annotations

from typing import Final

SEPARATED_TEXT: Final = "Export the photo IDs or URLs as text, one photo a line, or as CSV."

UNPACK: Final = "Unpack it first."

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""Text in UTF-8 may begin with it, as some programs on Windows write it; it is not part of the text."""

PARQUET: Final = b"PAR1"
ARROW: Final = b"ARROW1"
SQLITE: Final = b"SQLite format 3\0"
MATLAB: Final = b"MATLAB 5.0 MAT-file"

PICTURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "a picture"),
    (b"\x89PNG\r\n", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"RIFF", "a picture or a film"),
)

IN_R: Final = "In R: write.csv(readRDS('FILE'), 'photos.csv', row.names = FALSE); then name photos.csv."
IN_PYTHON: Final = "Write its IDs or URLs as text with the program that made it, one a line, and name that file."

FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"BZh", "a bzip2 file", UNPACK),
    (b"\xfd7zXZ\0", "an xz file", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", UNPACK),
    (b"\x04\x22\x4d\x18", "an LZ4 file", UNPACK),
    (b"\x1f\x9d", "a file of compress", UNPACK),
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (PARQUET, "a Parquet file", SEPARATED_TEXT),
    (SQLITE, "an SQLite database", SEPARATED_TEXT),
    (MATLAB, "a MATLAB file", SEPARATED_TEXT),
    (b"\x89HDF", "an HDF5 file", IN_PYTHON),
    (b"\x93NUMPY", "a NumPy file", SEPARATED_TEXT),
    *(
        (bytes((0x80, protocol)), "a Python pickle, which may run a program when opened", IN_PYTHON)
        for protocol in range(2, 6)
    ),
    (b"RDX2\n", "an R data file", IN_R.replace("readRDS('FILE')", "get(load('FILE')[1])")),
    (b"RDX3\n", "an R data file", IN_R.replace("readRDS('FILE')", "get(load('FILE')[1])")),
    (b"X\n\0\0\0", "an R data file (.rds)", IN_R),
    (b"Obj\x01", "an Avro file", IN_PYTHON),
    (b"FEA1", "a Feather file of version 1", "Save it as Parquet, or as Feather of version 2."),
    (b"{\\rtf", "a rich text file", "Save it as plain text."),
    (b"%PDF", "a PDF", SEPARATED_TEXT),
    *((signature, kind, SEPARATED_TEXT) for signature, kind in PICTURES),
)


def find_picture(start: bytes) -> str | None:
    """Whether a file that begins with these bytes is a picture or a film, in words; None where it is neither."""
    if start[4:8] == b"ftyp":
        return "a picture or a film"
    return next((kind for signature, kind in PICTURES if start.startswith(signature)), None)
