"""What is no list or document becomes one: other encodings, scripts, NumPy's arrays, Arrow streams, SQL dumps."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from inset.errors import ManifestInvalid
from inset_build.explain import explain
from inset_build.manifests import find_manifests
from support.lists.manifests import FIRST_ID, image, page, write

# As Flickr gave them out between 2009 and 2023: bare numbers must look like that.
PLAUSIBLE = sorted(random.Random(7).sample(range(4_000_000_000, 53_200_000_000), 60))
IDS = [FIRST_ID + 977 * n for n in range(30)]
OWNER = "12345678@N00"


def photos(path: Path, column: str | None = None) -> list[int]:
    found = find_manifests([path], column=column).detected
    return [photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]]


def rejected(path: Path) -> int:
    return sum(batch.rejected for each in find_manifests([path]).detected for batch in each.batches())


TABLE = "photo_url,owner\n" + "".join(f"{page(photo)},{OWNER}\n" for photo in IDS)
LINES = "".join(f'{{"photo_url": "{page(photo)}"}}\n' for photo in IDS)
XML = (
    '<?xml version="1.0" encoding="UTF-16"?><rsp><photos>'
    + "".join(f'<photo id="{photo}" secret="5a3c7e9b10" server="5"/>' for photo in IDS)
    + "</photos></rsp>"
)


@pytest.mark.parametrize("text", [TABLE, LINES, XML, TABLE.replace("\n", "\r\n")], ids=["CSV", "lines", "XML", "CRLF"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_any_unicode_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("be") else ""
    assert photos(write(tmp_path, (mark + text).encode(encoding))) == IDS


def test_lines_that_end_as_on_old_macs(tmp_path: Path) -> None:
    path = write(tmp_path, TABLE.replace("\n", "\r"))
    assert photos(path) == IDS
    assert rejected(path) == 0


RECORDS = json.dumps([{"url": image(photo)} for photo in IDS])
API = json.dumps({"photos": {"photo": [{"id": str(p), "secret": "5a3c7e9b10", "server": "5"} for p in IDS]}})


@pytest.mark.parametrize(
    "script",
    [
        f"jsonFlickrApi({API})",
        f"jsonFlickrApi({API});\n",
        f"jsonFlickrFeed({RECORDS})",
        f"/**/ typeof cb === 'function' && cb({RECORDS});",
        f"var photos = {RECORDS};",
        f"var photos={RECORDS}",
        f"// made by hand\n'use strict';\nexport const photos = {RECORDS};\n",
        f"/* two\n lines */ window.photos = {RECORDS};",
        f"window.YTD.photos.part0 = {RECORDS}",
        f'window["photos"] = {RECORDS};',
        f"export default {RECORDS};",
        f"module.exports = {RECORDS};",
        f")]}}'\n{RECORDS}",
        f"let data = {API};\n\n",
    ],
)
def test_json_in_a_script(tmp_path: Path, script: str) -> None:
    assert photos(write(tmp_path, script)) == IDS


def test_a_second_list_in_a_script_is_not_lost_in_silence(tmp_path: Path) -> None:
    path = write(tmp_path, f"var a = {RECORDS};\nvar b = {RECORDS};\n")
    with pytest.raises(ManifestInvalid, match="one JSON document"):
        photos(path)


@pytest.mark.parametrize(
    "array",
    [
        np.array(PLAUSIBLE),
        np.array(PLAUSIBLE, dtype=">u8"),
        np.array(PLAUSIBLE, dtype=np.float64),
        np.array([str(photo) for photo in PLAUSIBLE]),
        np.array([str(photo).encode() for photo in PLAUSIBLE]),
        np.array([[page(photo)] for photo in PLAUSIBLE]),
        np.array(list(zip(PLAUSIBLE, range(60), strict=True)), dtype=[("photo_id", "i8"), ("n", "i4")]),
    ],
    ids=["integers", "other byte order", "doubles", "text", "bytes", "URLs in a matrix", "records"],
)
def test_arrays_of_numpy(tmp_path: Path, array: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> None:
    single = tmp_path / "photo_ids.npy"
    np.save(single, array)
    assert photos(single) == PLAUSIBLE
    packed = tmp_path / "several.npz"
    np.savez_compressed(packed, photo_ids=array, sizes=np.arange(60))
    assert photos(packed) == PLAUSIBLE


def test_a_matrix_in_either_order(tmp_path: Path) -> None:
    matrix = np.array([np.arange(60), PLAUSIBLE]).T
    for order in "CF":
        path = tmp_path / f"{order}.npy"
        np.save(path, np.asarray(matrix, order=order))  # type: ignore[call-overload]
        assert photos(path, "2") == PLAUSIBLE


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.array(PLAUSIBLE, dtype=np.float32), "lost digits"),
        (np.array([{"photo_id": 1}], dtype=object), "np.savetxt"),
        (np.zeros((2, 3, 4)), "no list of photos"),
        (np.array([True]), "no photo can be"),
    ],
    ids=["floats", "objects", "pictures", "truths"],
)
def test_arrays_that_list_no_photos(tmp_path: Path, array: object, said: str) -> None:
    path = tmp_path / "array.npy"
    np.save(path, np.asarray(array), allow_pickle=True)
    with pytest.raises(ManifestInvalid) as raised:
        photos(path)
    assert said in f"{raised.value.message} {raised.value.hint}"


@pytest.mark.parametrize("cut", [5, 30, 90, 130, 300])
def test_an_array_that_was_cut(tmp_path: Path, cut: int) -> None:
    out = io.BytesIO()
    np.save(out, np.array(PLAUSIBLE))
    with pytest.raises(ManifestInvalid):
        photos(write(tmp_path, out.getvalue()[:cut], "a.npy"))


def test_an_arrow_stream_batch_by_batch(tmp_path: Path) -> None:
    frame = pl.DataFrame({"image": [b"\xff\xd8"] * 30, "url": [image(p) for p in IDS], "source": [["a"]] * 30})
    out = io.BytesIO()
    for start in (0, 10, 20):  # a schema before each: what follows the first is not another stream to a reader
        piece = io.BytesIO()
        frame.slice(start, 10).write_ipc_stream(piece)
        out.write(piece.getvalue()[:-8] if start < 20 else piece.getvalue())
    assert photos(write(tmp_path, out.getvalue(), "data.arrow")) == IDS
    with pytest.raises(ManifestInvalid):
        photos(write(tmp_path, out.getvalue()[:-100], "cut.arrow"))


DUMPS = {
    "MySQL": (
        "-- MySQL dump 10.13\nDROP TABLE IF EXISTS `photos`;\nCREATE TABLE `photos` (\n  `n` int NOT NULL,\n"
        "  `flickr_id` bigint DEFAULT NULL,\n  `title` varchar(20) DEFAULT 'a,b',\n  PRIMARY KEY (`n`)\n);\n"
        "INSERT INTO `photos` VALUES "
        + ",".join(f"({n},{photo},'it\\'s (one), ''two''')" for n, photo in enumerate(IDS))
        + ";\n"
    ),
    "SQLite": (
        "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE photos(n INTEGER, flickr_id INTEGER, t TEXT);\n"
        + "".join(f"INSERT INTO photos VALUES({n},{photo},'C:\\');\n" for n, photo in enumerate(IDS))
        + "COMMIT;\n"
    ),
    "PostgreSQL": (
        "--\n-- PostgreSQL database dump\n--\nSET client_encoding = 'UTF8';\n"
        "COPY public.photos (n, flickr_id, title) FROM stdin;\n"
        + "".join(f"{n}\t{photo}\t\\N\n" for n, photo in enumerate(IDS))
        + "\\.\n\nSELECT 1;\n"
    ),
    "with names": (
        "/* all */\ninsert into db.photos (id, flickr_id, made) values\n"
        + ",\n".join(f"  (NULL, '{photo}', NOW())" for photo in IDS)
        + ";"
    ),
}


@pytest.mark.parametrize("dump", DUMPS.values(), ids=DUMPS)
def test_an_sql_dump(tmp_path: Path, dump: str) -> None:
    path = write(tmp_path, dump, "dump.sql")
    assert photos(path) == IDS
    assert rejected(path) == 0


def test_each_table_of_a_dump_is_a_list_of_its_own(tmp_path: Path) -> None:
    users = "INSERT INTO users (id, name) VALUES (1,'a'),(2,'b');\n"
    path = write(tmp_path, DUMPS["with names"] + "\n" + users, "dump.sql")
    explanation = explain([path])
    assert [source.name for source in explanation.sources] == ["dump.sql/photos"]
    assert explanation.passed_over.count == 1


def test_a_large_dump_is_read_row_by_row(tmp_path: Path) -> None:
    rows = ",".join(f"({FIRST_ID + n},'{'x' * 40}')" for n in range(40_000))
    path = write(tmp_path, f"-- \nINSERT INTO `p` (flickr_id, t) VALUES {rows};\n", "dump.sql")
    assert photos(path) == [FIRST_ID + n for n in range(40_000)]


def test_members_of_an_archive_are_written_anew_too(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", TABLE.encode("utf-16"))
        archive.writestr("two.js", f"var x = {RECORDS};")
    assert sorted(photos(path)) == sorted(IDS * 2)
