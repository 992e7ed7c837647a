"""The first bytes by which kinds of files are told."""

from __future__ import annotations

from typing import Final

from inset.words.sentences import Sentence, sentence

SEPARATED_TEXT: Final = "Export the photo IDs or URLs as text, one photo a line, or as CSV."

UNPACK: Final = "Unpack it first."

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""Text in UTF-8 may begin with it, as some programs on Windows write it; it is not part of the text."""

PARQUET: Final = b"PAR1"
ARROW: Final = b"ARROW1"
SQLITE: Final = b"SQLite format 3\0"
MATLAB: Final = b"MATLAB 5.0 MAT-file"
STATA: Final = b"<stata_dta>"
"""No markup, though it begins like it."""

_PICTURE: Final = "It is a picture."
_FILM: Final = "It is a picture or a film."

_PICTURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG\r\n", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"RIFF", _FILM),
)

IN_R: Final = "In R: write.csv(readRDS('FILE'), 'photos.csv', row.names = FALSE); then name photos.csv."
IN_R_LOADED: Final = "In R: write.csv(get(load('FILE')[1]), 'photos.csv', row.names = FALSE); then name photos.csv."
IN_PYTHON: Final = "Write its IDs or URLs as text with the program that made it, one a line, and name that file."

FOREIGN: Final[tuple[tuple[bytes, Sentence, str], ...]] = (
    (b"BZh", sentence("list_what_a_file", "bzip2"), UNPACK),
    (b"\xfd7zXZ\0", sentence("list_what_an_file", "xz"), UNPACK),
    (b"\x28\xb5\x2f\xfd", sentence("list_what_a_file", "Zstandard"), UNPACK),
    (b"\x5d\0\0", sentence("list_what_an_file", "LZMA"), UNPACK),
    (b"\x04\x22\x4d\x18", sentence("list_what_an_file", "LZ4"), UNPACK),
    (b"\x1f\x9d", sentence("list_what_compress"), UNPACK),
    (b"PK\x03\x04", sentence("list_what_archive", "zip"), UNPACK),
    (b"7z\xbc\xaf\x27\x1c", sentence("list_what_archive", "7-Zip"), UNPACK),
    (b"Rar!", sentence("list_what_archive", "RAR"), UNPACK),
    (PARQUET, sentence("list_what_a_file", "Parquet"), SEPARATED_TEXT),
    (SQLITE, sentence("list_what_sqlite"), SEPARATED_TEXT),
    (MATLAB, sentence("list_what_a_file", "MATLAB"), SEPARATED_TEXT),
    (b"\x89HDF", sentence("list_what_an_file", "HDF5"), IN_PYTHON),
    (b"\x93NUMPY", sentence("list_what_a_file", "NumPy"), SEPARATED_TEXT),
    *((bytes((0x80, protocol)), sentence("list_what_pickle"), IN_PYTHON) for protocol in range(2, 6)),
    (b"RDX2\n", sentence("list_what_r"), IN_R_LOADED),
    (b"RDX3\n", sentence("list_what_r"), IN_R_LOADED),
    (b"X\n\0\0\0", sentence("list_what_rds"), IN_R),
    (b"ORC", sentence("list_what_an_file", "ORC"), IN_PYTHON),
    (b"$FL2@(#)", sentence("list_what_an_file", "SPSS"), IN_PYTHON),
    (b"Obj\x01", sentence("list_what_an_file", "Avro"), IN_PYTHON),
    (b"FEA1", sentence("list_what_feather"), "Save it as Parquet, or as Feather of version 2."),
    (b"{\\rtf", sentence("list_what_rtf"), "Save it as plain text."),
    (b"%PDF", sentence("list_what_pdf"), SEPARATED_TEXT),
    *(
        (signature, sentence("list_what_film" if words == _FILM else "list_what_picture"), SEPARATED_TEXT)
        for signature, words in _PICTURES
    ),
)

POINTERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"version https://git-lfs.github.com/spec/", "git lfs pull"),
    (b"/annex/objects/", "git annex get ."),
)
"""What stands in a checkout instead of a large file, and the command that puts the file itself there."""


def find_picture(start: bytes) -> str | None:
    """That a file which begins with these bytes is a picture or a film, as a sentence; None where it is neither."""
    if start[4:8] == b"ftyp":
        return _FILM
    return next((words for signature, words in _PICTURES if start.startswith(signature)), None)
