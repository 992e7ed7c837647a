"""The row that a reader names, read by plain means in the person's own file, names the photo; so does what is shown."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest
import yaml

from inset.index.library import Library
from inset.index.rows import Base
from inset_build.manifests import find_manifests
from inset_build.pipeline import build_dataset
from inset_build.raw_rows import Wanted, raw_rows
from support.lists.mat_files import mat_file
from support.lists.spreadsheets import MAIN, Cell, open_document, workbook

FIRST = 990_000_000_001
DRAWN = 1_000
SHOWN = 30
"""So many of them are also looked up as `inset evidence --manifest` does."""

Find = Callable[[Path, str, int], str]
"""The text of a row: of a file, of its part or member of this name, and the row's number."""


@dataclass(frozen=True, slots=True)
class Place:
    """A photo and where it is said to stand."""

    photo_id: int
    source: str
    member: str
    part: str
    reader: str
    base: Base
    row: int


def photo(number: int) -> int:
    """A photo's ID; in no order."""
    return FIRST + number * 7_919 % 100_003


def url(photo_id: int) -> str:
    return f"https://live.staticflickr.com/65535/{photo_id}_5a3c7e9b10_b.jpg"


def places(path: Path) -> list[Place]:
    found = find_manifests([path])
    return [
        Place(
            photo_id,
            each.source.name,
            each.source.name.removeprefix(each.source.file).removeprefix("/"),
            batch.part,
            each.reader_name,
            batch.base,
            row,
        )
        for each in found.detected
        for batch in each.batches()
        for photo_id, row in batch.frame.select("photo_id", "row").rows()
    ]


def check(path: Path, base: Base, find: Find, *, photos: int, seed: int = 1) -> None:
    """Every photo is there, the named rows of many drawn at random hold them, and a build keeps these rows."""
    found = places(path)
    assert {place.photo_id for place in found} == {photo(number) for number in range(photos)}
    assert {place.base for place in found} == {base}
    drawn = random.Random(seed).sample(found, min(DRAWN, len(found)))
    for place in drawn:
        text = find(path, place.part or place.source, place.row)
        assert names(place.photo_id, text), (place, text)
    build_dataset(path.parent / "datasets", "made-up", [path])
    dataset = Library(path.parent / "datasets").datasets["made-up"]
    for place in drawn:
        kept = [(at.stretch.name, at.stretch.part, at.stretch.base, at.row) for at in dataset.places_of(place.photo_id)]
        assert (place.source, place.part, place.base, place.row) in kept
    wanted: dict[Wanted, set[int]] = {}
    for place in drawn[:SHOWN]:
        wanted.setdefault(Wanted(place.member, place.part, place.reader, place.base), set()).add(place.row)
    shown = raw_rows(path, wanted)
    for place in drawn[:SHOWN]:
        text = shown[Wanted(place.member, place.part, place.reader, place.base)][place.row]
        assert names(place.photo_id, text), (place, text)


def names(photo_id: int, text: str) -> bool:
    return re.search(rf"(?<![0-9]){photo_id}(?![0-9])", text) is not None


def by_lines(read: Callable[[Path], str]) -> Find:
    """Rows by line numbers, as `sed -n 17p` and an editor count them."""
    known: dict[Path, list[str]] = {}

    def find(path: Path, _: str, row: int) -> str:
        lines = known.setdefault(path, read(path).split("\n"))
        return lines[row - 1]

    return find


LINES = by_lines(lambda path: path.read_text("utf-8"))


def test_a_list_of_ids_with_a_header_blank_lines_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    lines = [f"{photo(number)}" + "\n" * (number % 5 == 0) for number in range(3_000)]
    path.write_text("# made up\n\nphoto_id\n" + "\n".join(lines) + "\nnonsense\n")
    check(path, "line", LINES, photos=3_000)


def test_a_list_of_ids_alone_in_several_blocks(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_text("".join(f"{photo(number)}\n" for number in range(90_000)) * 2)
    found = places(path)
    assert [place.row for place in found] == list(range(1, 180_001))
    check(path, "line", LINES, photos=90_000)


def test_a_list_of_addresses_with_words(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    lines = []
    for number in range(0, 3_000, 2):
        lines += [f"n{number}\t{url(photo(number))} {url(photo(number + 1))}", "http://example.com/1.jpg", ""]
    path.write_text("\n".join(lines))
    check(path, "line", LINES, photos=3_000)


def test_a_list_of_files(tmp_path: Path) -> None:
    path = tmp_path / "files.txt"
    path.write_text("".join(f"train/{photo(number)}_5a3c7e9b10.jpg\n" + "\n" * (number % 3) for number in range(3_000)))
    check(path, "line", LINES, photos=3_000)


def test_words_divided_by_blanks(tmp_path: Path) -> None:
    path = tmp_path / "all_data.txt"
    path.write_text("".join(f"{photo(number)}_5a3c7e9b10.jpg 12 34 56\n" for number in range(3_000)))
    check(path, "line", LINES, photos=3_000)


@pytest.mark.parametrize(("mark", "name"), [(",", "a.csv"), ("\t", "a.tsv"), (";", "b.csv")])
def test_a_table_with_a_header(tmp_path: Path, mark: str, name: str) -> None:
    path = tmp_path / name
    rows = [mark.join(["title", "url"]), *(mark.join([f"t{number}", url(photo(number))]) for number in range(3_000))]
    path.write_text("\n".join(rows) + "\n")
    found = places(path)
    assert [(place.photo_id, place.row) for place in found[:2]] == [(photo(0), 2), (photo(1), 3)]
    check(path, "line", LINES, photos=3_000)
    read = list(csv.reader(path.read_text().splitlines(), delimiter=mark))  # lines and rows agree
    assert all(str(place.photo_id) in read[place.row - 1][1] for place in found)


def test_a_table_with_line_breaks_in_quotes_blank_lines_and_odd_marks(tmp_path: Path) -> None:
    """The line is the one in which the row begins; this one has its photo there."""
    path = tmp_path / "a.csv"
    rows = ["url,title,note"]
    for number in range(3_000):
        title = ('"one\ntwo"', "plain", '5" disk', '"un""even"')[number % 4]
        rows += [f"{url(photo(number))},{title},x", *[""] * (number % 7 == 0)]
    path.write_text("\n".join(rows) + "\n")
    check(path, "line", LINES, photos=3_000)


def test_a_table_that_is_not_utf_8_and_one_with_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    rows = ["title,url", *(f"é{number},{url(photo(number))}{chr(10) * (number % 2)}" for number in range(3_000))]
    path.write_bytes("\n".join(rows).encode("latin-1"))
    check(path, "line", by_lines(lambda file: file.read_text("latin-1")), photos=3_000)


def test_utf_16_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,url\n" + "".join(f"ü,{url(photo(number))}\n" for number in range(3_000)), "utf-16")
    check(path, "line", by_lines(lambda file: file.read_text("utf-16")), photos=3_000)


def test_old_macs_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("".join(f"{url(photo(number))}\r" for number in range(3_000)).encode())
    check(path, "line", by_lines(lambda file: file.read_bytes().decode().replace("\r", "\n")), photos=3_000)


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"title": number, "url": url(photo(number))}) for number in range(3_000)]
    path.write_text("\n\n".join(lines[:50]) + "\nno json\n" + "\n".join(lines[50:]))
    check(path, "line", LINES, photos=3_000)


def test_json_lines_with_records_inside(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    with path.open("w") as file:
        for page in range(30):
            some = [{"id": str(photo(page * 100 + at)), "url_o": url(photo(page * 100 + at))} for at in range(100)]
            print(json.dumps({"page": page, "photos": some if page % 2 else {"x": 1}, "photo": some}), file=file)
    check(path, "line", LINES, photos=3_000)


def _records(value: object) -> list[object]:
    assert isinstance(value, (list, dict))
    return list(value.values()) if isinstance(value, dict) else value


def from_json(path: Path, part: str, row: int) -> str:
    value = json.loads(path.read_text())
    for key in re.sub(r"\[\]$|\.?\*$", "", part).split("."):
        value = value[key] if key and isinstance(value, dict) and key in value else value
    return json.dumps(_records(value)[row - 1])


def test_json_documents_of_all_shapes(tmp_path: Path) -> None:
    some = [{"title": number, "url": url(photo(number))} for number in range(600)]
    for name, document in {
        "list": some,
        "keyed": {f"n{number}": record for number, record in enumerate(some)},
        "below": {"info": {"a": 1}, "images": some},
        "three": {"train": some[:200], "val": some[200:300], "test": some[300:]},
        "pages": [{"n": at, "photos": some[at : at + 10]} for at in range(0, 600, 10)],
        "parallel": {"urls": [record["url"] for record in some], "titles": [record["title"] for record in some]},
    }.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(document))
        check(path, "record", from_json, photos=600)


def test_a_large_json_document(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    some = [{"title": "x" * 90, "url": url(photo(number)), "size": [1, 2]} for number in range(30_000)]
    path.write_text(json.dumps({"images": some}))
    document = some
    check(path, "record", lambda *at: json.dumps(document[at[2] - 1]), photos=30_000)


def test_a_script_is_json(tmp_path: Path) -> None:
    path = tmp_path / "photos.js"
    some = [{"title": number, "url": url(photo(number))} for number in range(600)]
    path.write_text("/* made\nup */\nvar photos = " + json.dumps(some) + ";\n")
    check(path, "record", lambda *at: json.dumps(some[at[2] - 1]), photos=600)


def test_parquet_and_arrow(tmp_path: Path) -> None:
    urls = [url(photo(number // 2)) if number % 2 else "http://example.com/1.jpg" for number in range(6_000)]
    frame = pl.DataFrame({"title": [f"t{n}" for n in range(6_000)], "url": urls})
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=700)
    frame.write_ipc(tmp_path / "a.arrow")
    frame.write_ipc_stream(tmp_path / "stream.arrow")
    for name in ("a.parquet", "a.arrow", "stream.arrow"):
        check(tmp_path / name, "record", lambda *at: urls[at[2] - 1], photos=3_000)


def test_numbers_in_parquet(tmp_path: Path) -> None:
    ids = [None if number % 3 == 0 else photo(number // 3 * 2 + number % 3 - 1) for number in range(3_000)]
    pl.DataFrame({"photo_id": ids}).write_parquet(tmp_path / "a.parquet")
    check(tmp_path / "a.parquet", "record", lambda *at: str(ids[at[2] - 1]), photos=2_000)


def from_sqlite(path: Path, part: str, row: int) -> str:
    with closing(sqlite3.connect(path)) as database:
        statement = f'SELECT * FROM "{part}" NOT INDEXED LIMIT 1 OFFSET {row - 1}'
        return str(database.execute(statement).fetchone())


def test_sqlite_with_an_index_gaps_and_two_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as database:
        for table in ("train", "val"):
            database.execute(f"CREATE TABLE {table} (title TEXT, url TEXT)")
            database.execute(f"CREATE INDEX {table}_by_url ON {table} (url)")
        for number in range(4_000):
            table = "train" if number < 2_500 else "val"
            database.execute(f"INSERT INTO {table} VALUES (?, ?)", (f"t{number}", url(photo(number))))
        database.execute("DELETE FROM train WHERE rowid <= 500")
        for number in range(500):
            database.execute("INSERT INTO val VALUES (?, ?)", (f"t{number}", url(photo(number))))
        database.commit()
    check(path, "record", from_sqlite, photos=4_000)


def test_matlab(tmp_path: Path) -> None:
    names = [f"{photo(number)}_5a3c7e9b10.jpg" for number in range(3_000)]
    path = tmp_path / "a.mat"
    path.write_bytes(mat_file({"trainNameList": names}))
    check(path, "record", lambda *at: names[at[2] - 1], photos=3_000)
    assert {place.part for place in places(path)} == {"trainNameList"}


def test_xml(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    photos = "".join(
        f'<photo id="{photo(number)}" owner="12345678@N00" secret="5a3c7e9b10"/>' for number in range(9_000)
    )
    path.write_text(f'<?xml version="1.0"?><rsp stat="ok"><photos page="1">{photos}</photos></rsp>')
    root = ET.parse(path).getroot()
    elements = root.findall("photos/photo")
    check(path, "record", lambda *at: ET.tostring(elements[at[2] - 1], "unicode"), photos=9_000)
    assert {place.part for place in places(path)} == {"photos/photo"}


def test_many_small_annotations_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "voc.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(300):
            document = (
                f"<annotation><source><image>flickr</image><flickrid>{photo(number)}</flickrid></source></annotation>"
            )
            archive.writestr(f"Annotations/{number:06}.xml", document)

    def find(_: Path, member: str, row: int) -> str:
        assert row == 1
        with zipfile.ZipFile(path) as archive:
            return archive.read(member.removeprefix("voc.zip/")).decode()

    check(path, "record", find, photos=300)


def test_tables_in_a_packed_archive(tmp_path: Path) -> None:
    path = tmp_path / "meta.zip"
    parts = [range(at, at + 1_000) for at in range(0, 3_000, 1_000)]
    texts = ["title,url\n" + "".join(f"t,{url(photo(number))}\n" for number in part) for part in parts]
    with zipfile.ZipFile(path, "w") as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"part-{number}.csv.gz", gzip.compress(text.encode()))

    def find(_: Path, member: str, row: int) -> str:
        number = int(re.findall(r"part-(\d)", member)[0])
        return texts[number].split("\n")[row - 1]

    check(path, "line", find, photos=3_000)


def from_sheet(path: Path, source: str, row: int) -> str:
    """The texts of a row by the number that the file itself gives it, which every program shows."""
    number = {"one": 1, "two": 2}[source.rpartition("/")[2]]
    with zipfile.ZipFile(path) as archive:
        sheet = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    (found,) = (each for each in sheet.iter(f"{{{MAIN}}}row") if each.get("r") == str(row))
    return " ".join(found.itertext())


def test_a_spreadsheet_with_empty_rows_and_two_sheets(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheets: dict[str, list[list[Cell]]] = {"one": [[], [], ["title", "url"]], "two": [["title", "url"]]}
    for number in range(300):
        sheets["one" if number % 3 else "two"] += [[f"t\n{number}", url(photo(number))], *[[]] * (number % 4 == 0)]
    path.write_bytes(workbook(sheets, first_row=3))
    check(path, "row", from_sheet, photos=300)


def test_an_open_document_sheet_that_begins_with_empty_rows(tmp_path: Path) -> None:
    path = tmp_path / "sheet.ods"
    rows: list[list[Cell]] = [["", ""], ["", ""], ["title", "url"], ["", ""]]
    rows += [[f"t{number}", url(photo(number))] for number in range(50)]
    path.write_bytes(open_document(rows))
    check(path, "row", lambda *at: str(rows[at[2] - 1]), photos=50)


def test_numpy(tmp_path: Path) -> None:
    ids = np.array([photo(number) for number in range(3_000)])
    np.save(tmp_path / "photo_ids.npy", ids)
    urls = np.array([["words", url(photo(number))] for number in range(3_000)])
    np.save(tmp_path / "matrix.npy", np.asfortranarray(urls))
    np.save(
        tmp_path / "named.npy", np.array([(1, photo_id) for photo_id in ids], dtype=[("n", "i8"), ("photo_id", "i8")])
    )
    for name in ("photo_ids.npy", "matrix.npy", "named.npy"):
        array = np.load(tmp_path / name)
        check(tmp_path / name, "record", lambda *at, array=array: str(array[at[2] - 1].tolist()), photos=3_000)


def test_yaml(tmp_path: Path) -> None:
    some = [{"title": f"t{number}", "url": url(photo(number))} for number in range(600)]
    path = tmp_path / "a.yaml"
    path.write_text(yaml.safe_dump({"images": some}))
    check(path, "record", lambda *at: str(some[at[2] - 1]), photos=600)
    path.write_text(yaml.safe_dump_all(some))
    check(path, "record", lambda *at: str(some[at[2] - 1]), photos=600)


def test_a_drawn_table(tmp_path: Path) -> None:
    path = tmp_path / "psql.txt"
    rows = [f" {number} | {url(photo(number))} |" for number in range(600)]
    path.write_text("\n".join([" n | url |", "---+-----+", *rows, "(600 rows)", ""]))
    check(path, "line", LINES, photos=600)


def _dump(columns: str) -> Iterator[str]:
    yield "-- made up\nCREATE TABLE other (a int);\nINSERT INTO other VALUES (1);\n"
    for at in range(0, 600, 5):
        values = ",".join(f"({number}, 'it''s', '{url(photo(number))}')" for number in range(at, at + 5))
        yield f"INSERT INTO photos {columns} VALUES {values};\nINSERT INTO other VALUES (1);\n"


@pytest.mark.parametrize("columns", ["(n, title, url)", ""])
def test_an_sql_dump(tmp_path: Path, columns: str) -> None:
    path = tmp_path / "dump.sql"
    path.write_text("".join(_dump(columns)))
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE photos (n int, title text, url text)")
        database.executescript(path.read_text())
        rows = database.execute("SELECT url FROM photos").fetchall()
    check(path, "record", lambda *at: str(rows[at[2] - 1]), photos=600)


def test_addresses_in_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    head = '<html><head><link rel="canonical" href="https://www.flickr.com/photos/somebody/"></head><body>\n'
    body = io.StringIO()
    for number in range(3_000):
        end = ("\n", " ", "\n\n", " &#10; ")[number % 4]
        link = f"/photos/somebody/{photo(number)}/" if number % 3 else url(photo(number))
        body.write(f'<p><a href="{link}">it &amp; that</a>{end}')
    path.write_text(head + body.getvalue())
    check(path, "line", LINES, photos=3_000)


def test_cards_with_folded_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    notes = ("NOTE:a\n", "NOTE:a long\n note\n", "NOTE:a very\n long\n note\n")
    cards = [f"BEGIN:VCARD\n{notes[number % 3]}URL:{url(photo(number))}\nEND:VCARD\n" for number in range(600)]
    path.write_text("".join(cards))
    check(path, "line", LINES, photos=600)


def test_json_whose_columns_are_named_once(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    rows = [[number, photo(number)] for number in range(600)]
    path.write_text(json.dumps({"columns": ["n", "flickr_id"], "data": rows}))
    check(path, "record", lambda *at: str(rows[at[2] - 1]), photos=600)


def test_objects_as_python_prints_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("".join(f"{ ({'flickr_id': photo(number), 'public': True}) }\n" for number in range(600)))
    check(path, "line", LINES, photos=600)


def test_a_card_with_very_many_folds(tmp_path: Path) -> None:
    """Joined line by line, each would be copied with all that are in front of it."""
    path = tmp_path / "a.vcf"
    note = "NOTE:a" + "\n b" * 100_000
    cards = [f"BEGIN:VCARD\n{note}\nURL:{url(photo(number))}\nEND:VCARD\n" for number in range(6)]
    path.write_text("".join(cards))
    check(path, "line", LINES, photos=6)
