"""What no reader can read: one clear message each that says what to do, and no number is taken for a photo."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from inset.errors import ExitStatus, ManifestInvalid, UsageInvalid
from inset_build.manifests import find_manifests
from inset_build.readers.detect import detect
from support.lists.manifests import FIRST_ID, image, write

# Content, and what the message or its hint says.
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b"\n  \r\n\n", "is empty"),
    "comments only": (b"# a\n# b\n", "comments only"),
    "nothing but NULs": (b"\0" * 5000, "binary"),
    "binary junk": (bytes(range(256)) * 40, "binary"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "a zip archive that is none": (b"PK\x03\x04" + bytes(100), "Download"),
    "bzip2 that is none": (b"BZh91AY&SY" + bytes(100), "Download"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "Unpack"),
    "Parquet": (b"PAR1" + bytes(100), "Parquet"),
    "ORC": (b"ORC\x0a\x03" + bytes(100), "ORC"),
    "Stata": (b"<stata_dta><header><release>118</release><byteorder>LSF" + bytes(100), "Write its IDs or URLs as text"),
    "LZMA without a header of its own": (b"\x5d\0\0\x80\0" + bytes(100), "Unpack"),
    "numbers in one row": (
        b"SELECT * FROM photos WHERE photo_id IN (53208249252, 31702288417, 8417702288, 2124494179, 40218830011);\n",
        "one photo a line",
    ),
    "SQLite": (b"SQLite format 3\0" + bytes(100), "SQLite"),
    "a tar archive that is none": (b"name.txt".ljust(257, b"\0") + b"ustar\0" + bytes(249), "tar"),
    "gzip of binary junk": (gzip.compress(bytes(range(256)) * 40), "binary"),
    "truncated gzip": (gzip.compress(b"990000000001\n" * 9000)[:100], "Download"),
    "gzip header alone": (b"\x1f\x8b", "Download"),
    "damaged gzip": (gzip.compress(b"990000000001\n", mtime=0)[:12] + b"\xff" * 40, "Download"),
    "a web page": (b"<html>\n<a href='https://www.flickr.com/photos/sample-user/990000000001/'>x</a>\n", "web page"),
    "row numbers": (b"".join(b"%d\n" % n for n in range(1, 400)), "--reader id-list"),
    "image indices in another order": (b"48999\n17\n50000\n3\n", "--reader id-list"),
    "dates": (b"20130502\n20130503\n", "--reader id-list"),
    "albums": (b"72157600000000001\n72177720300000001\n", "albums"),
    "hashes": (b"d41d8cd98f00b204e9800998ecf8427e\n0cc175b9c0f1b6a831c399e269772661\n", "hashes"),
    "digits of another script": (("\u0669" * 12 + "\n").encode() * 2, "Nothing in its beginning"),
    "numbers with leading zeros": (b"000000397133\n000000037777\n", "too small"),
    "words": (b"These are a few\nlines of prose.\n", "Nothing in its beginning"),
    "a number column that nothing says is an ID": (b"image_id,w\n990000000001,1\n990000000002,2\n", "--column"),
    "a column called id": (b"id,w\n990000000001,1\n990000000002,2\n", "--column"),
    "numbers in a table without a header": (b"990000000001\t1\n990000000002\t2\n", "--column"),
    "hashes in a table": (
        b"hash,w\nd41d8cd98f00b204e9800998ecf8427e,a\n0cc175b9c0f1b6a831c399e269772661,b\n",
        "hashes",
    ),
    "file names that are numbers": (b"file,w\n000000397133.jpg,1\n000000037777.jpg,2\n", "No column"),
    "file names that are small numbers": (b"file,w\n1.jpg,1\n2.jpg,2\n", "No column"),
    "what Git LFS leaves instead of a file": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0a1b" * 16 + b"\nsize 123456\n",
        "Run `git lfs pull` and try again: it is needed to read list.txt.",
    ),
    "what git-annex leaves instead of a file": (b"/annex/objects/MD5E-s9--0a1b.csv\n", "Run `git annex get .`"),
    "an ID column of words": (b"photo_id,w\nabc,1\ndef,2\n", "No column"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    content, remedy = REFUSED[name]
    path = write(tmp_path, content, "list.txt")
    with pytest.raises(ManifestInvalid) as caught:
        detect(path)
    assert caught.value.exit_status == ExitStatus.MANIFEST_INVALID
    assert caught.value.path == path
    assert remedy in f"{caught.value.message} {caught.value.hint}"
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("ending", [b'{"url": "https://live.sta', b'{"n": [1, 2', b'{"n": 1, "u": "a'])
def test_records_of_which_the_last_was_not_fetched(tmp_path: Path, ending: bytes) -> None:
    lines = b"".join(json.dumps({"n": n, "url": image(FIRST_ID + n)}).encode() + b"\n" for n in range(9))
    whole = write(tmp_path, lines + b'{"n": 9}', "whole.jsonl")
    assert sum(batch.rows for batch in detect(whole).batches()) == 10
    with pytest.raises(ManifestInvalid, match=r"^Download cut\.jsonl again: it ends in the middle of its JSON\.$"):
        list(detect(write(tmp_path, lines + ending, "cut.jsonl")).batches())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[{"url": "https://live.staticflickr.com/', "it ends in the middle of its JSON"),
        (b"PAR1" + bytes(100), "it is no whole Parquet"),
        (b"SQLite format 3\0" + bytes(100), "its SQLite database is damaged"),
    ],
)
def test_what_is_damaged_stops_a_build_and_leads_with_its_remedy(tmp_path: Path, content: bytes, message: str) -> None:
    damaged = write(tmp_path, content, "list.bin")
    write(tmp_path, image(FIRST_ID), "whole.txt")
    for named in (damaged, tmp_path):
        with pytest.raises(ManifestInvalid, match=rf"^Download \S*list\.bin again: {message}"):
            find_manifests([named])


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match="there is no file"):
        detect(tmp_path / "missing.csv")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match="is a folder"):
        detect(tmp_path)


def test_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(ManifestInvalid, match="a pipe"):
        detect(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = write(tmp_path, f"{FIRST_ID}\n")
    path.chmod(0)
    with pytest.raises(ManifestInvalid, match="can be read"):
        detect(path)


def test_a_first_line_of_100_mb(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x" * (1 << 20))
    with pytest.raises(ManifestInvalid, match=r"first line .* longer than 256 kB") as caught:
        detect(path)
    assert caught.value.line == 1


@pytest.mark.parametrize("ending", [b"", b"\n990000000002\n"], ids=["unended", "ended"])
def test_a_later_line_of_100_mb(tmp_path: Path, ending: bytes) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.write(b"990000000001\n" * 30_000)
        for _ in range(100):
            file.write(b"1" * (1 << 20))
        file.write(ending)
    with pytest.raises(ManifestInvalid, match=r"line 30,001 .* longer than 4 MB") as caught:
        list(detect(path).batches())
    assert caught.value.line == 30_001


@pytest.mark.parametrize("cut", [0.5, 0.999])
def test_gzip_that_ends_too_early_after_the_sample(tmp_path: Path, cut: float) -> None:
    packed = gzip.compress(b"".join(b"%d\n" % (FIRST_ID + n * 7919 % 10_000_019) for n in range(200_000)))
    detected = detect(write(tmp_path, packed[: int(cut * len(packed))]))
    with pytest.raises(ManifestInvalid, match="ends in the middle of its gzip data"):
        list(detected.batches())


def test_an_unknown_reader(tmp_path: Path) -> None:
    with pytest.raises(UsageInvalid, match="jsonl, json, parquet, sqlite, matlab, xml, id-list, tsv, csv"):
        detect(write(tmp_path, f"{FIRST_ID}\n"), reader="pickle")


def test_a_reader_that_does_not_fit(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match="not bare photo IDs"):
        detect(write(tmp_path, f"{image(FIRST_ID)}\n"), reader="id-list")


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("photo", "There is no column 'photo'"),
        ("4", "There is no column '4'"),
        ("0", "There is no column '0'"),
        ("w", "gives no photo ID: it holds 'wide'"),
    ],
)
def test_a_column_that_does_not_fit(tmp_path: Path, column: str, message: str) -> None:
    path = write(tmp_path, f"n,w,url\n1,wide,{image(FIRST_ID)}\n2,wide,{image(FIRST_ID)}\n")
    with pytest.raises(ManifestInvalid) as caught:
        detect(path, column=column)
    assert message in caught.value.message
    assert caught.value.hint


def test_a_column_of_a_list(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid):
        detect(write(tmp_path, f"{FIRST_ID}\n"), column="photo_id")
