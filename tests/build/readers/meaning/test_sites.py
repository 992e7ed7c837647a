"""Where a column or key names the site of each photo, only the numbers of Flickr's rows are read."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.manifests import find_manifests
from inset_build.readers.detect import detect
from inset_build.readers.meaning.sites import SITE_NAMES, say_flickr, says_another, says_flickr
from support.lists.manifests import FIRST_ID, assert_refused, image, page, read, write
from support.lists.spreadsheets import Cell, workbook

Rows = Sequence[dict[str, object]]

OURS = sorted(Random(4).sample(range(53_208_345_264, 53_214_425_724), 40))
"""Photos of Flickr's."""

THEIRS = sorted(Random(5).sample(range(100_000_000, 3_000_000_000), 40))
"""Other sites' photos, which could be Flickr's by their numbers."""

THEIRS_LIKE_OURS = sorted(Random(6).sample(range(53_208_345_264, 53_214_425_724), 40))
"""Other sites' photos, of which nothing but a name tells that they are not Flickr's."""


def _table(folder: Path, rows: Rows, delimiter: str) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return write(folder, text.getvalue())


def _parquet(folder: Path, rows: Rows) -> Path:
    path = folder / "manifest.parquet"
    pl.DataFrame(rows).write_parquet(path, row_group_size=100)
    return path


def _sqlite(folder: Path, rows: Rows) -> Path:
    path = folder / "manifest.db"
    names = list(rows[0])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"CREATE TABLE photos ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        database.executemany(f"INSERT INTO photos VALUES ({marks})", [tuple(row.values()) for row in rows])
    return path


FORMATS: dict[str, Callable[[Path, Rows], Path]] = {
    "CSV": lambda folder, rows: _table(folder, rows, ","),
    "semicolons": lambda folder, rows: _table(folder, rows, ";"),
    "TSV": lambda folder, rows: _table(folder, rows, "\t"),
    "JSON": lambda folder, rows: write(folder, json.dumps(rows)),
    "JSON under a key": lambda folder, rows: write(folder, json.dumps({"data": {"rows": rows}, "n": 2})),
    "JSON, keyed": lambda folder, rows: write(folder, json.dumps({f"p{n}": row for n, row in enumerate(rows)})),
    "JSON, parallel lists": lambda folder, rows: write(
        folder, json.dumps({name: [row[name] for row in rows] for name in rows[0]})
    ),
    "JSON Lines": lambda folder, rows: write(folder, "".join(json.dumps(row) + "\n" for row in rows)),
    "Parquet": _parquet,
    "SQLite": _sqlite,
}


def mixed(site: str = "source", photo: str = "photo_id", ours: str = "flickr", theirs: str = "500px") -> Rows:
    """Eighty records of two sites by turns."""
    both = zip(OURS, THEIRS, strict=True)
    return [row for a, b in both for row in ({site: theirs, photo: b, "w": "x"}, {site: ours, photo: a, "w": "x"})]


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_only_rows_that_say_flickr_are_read(tmp_path: Path, form: Callable[[Path, Rows], Path]) -> None:
    reading = read(form(tmp_path, mixed()))
    assert reading.photo_ids == OURS
    assert (reading.rows, reading.rejected) == (80, 40)
    assert "another site's: it does not say that it is Flickr's" in {line.reason.words for line in reading.examples}
    assert any('"source"' in sentence and "Flickr's" in sentence for sentence in reading.explanation)


@pytest.mark.parametrize("name", ["site", "Platform", "provider", "host", "website", "origin", "photo_source", "Web"])
@pytest.mark.parametrize(
    "ours", ["flickr", "Flickr", "FLICKR", "www.flickr.com", "flickr.com", "https://www.flickr.com/"]
)
def test_names_and_values(tmp_path: Path, name: str, ours: str) -> None:
    for form in ("CSV", "JSON Lines"):
        assert read(FORMATS[form](tmp_path, mixed(name, ours=ours, theirs="unsplash.com"))).photo_ids == OURS


@pytest.mark.parametrize("theirs", ["500px", "", "a museum", "https://unsplash.com/", "Flickr or Instagram"])
def test_whatever_else_is_said_is_not_flickrs(tmp_path: Path, theirs: str) -> None:
    assert read(FORMATS["CSV"](tmp_path, mixed(theirs=theirs))).photo_ids == OURS


@pytest.mark.parametrize("photo", ["photo_id", "id", "image_id", "foreign_identifier"])
@pytest.mark.parametrize("form", ["CSV", "JSON Lines", "Parquet", "SQLite"])
def test_names_of_the_number(tmp_path: Path, photo: str, form: str) -> None:
    assert read(FORMATS[form](tmp_path, mixed(photo=photo))).photo_ids == OURS


def test_a_site_without_a_name_of_its_column(tmp_path: Path) -> None:
    lines = [f"{row['source']},{row['photo_id']}\n" for row in mixed()]
    assert read(write(tmp_path, "".join(lines))).photo_ids == OURS
    assert read(write(tmp_path, "".join(line.replace(",", " ") for line in lines))).photo_ids == OURS


def test_names_of_files(tmp_path: Path) -> None:
    for name in ("file_name", "file", "picture"):
        rows = [{"site": row["source"], name: f"{row['photo_id']}.jpg"} for row in mixed()]
        assert read(FORMATS["CSV"](tmp_path, rows)).photo_ids == OURS


def test_a_key_within_a_key(tmp_path: Path) -> None:
    rows: Rows = [{"meta": {"source": row["source"]}, "photo": {"photo_id": row["photo_id"]}} for row in mixed()]
    assert read(FORMATS["JSON Lines"](tmp_path, rows)).photo_ids == OURS
    assert read(FORMATS["Parquet"](tmp_path, rows)).photo_ids == OURS


def test_lists_of_numbers(tmp_path: Path) -> None:
    rows: Rows = [{"site": "500px", "photo_ids": THEIRS}, {"site": "flickr", "photo_ids": OURS}]
    assert read(FORMATS["JSON Lines"](tmp_path, rows)).photo_ids == OURS


@pytest.mark.parametrize("form", ["CSV", "JSON Lines", "Parquet", "SQLite"])
def test_rows_sorted_by_site(tmp_path: Path, form: str) -> None:
    """The beginning of a long list may be of one site only."""
    numbers = Random(6)
    theirs = [{"source": "500px", "photo_id": numbers.randint(10**8, 10**9), "w": "x" * 9} for _ in range(30_000)]
    ours = [{"source": "flickr", "photo_id": numbers.randint(40 * 10**9, 54 * 10**9), "w": "x"} for _ in range(1300)]
    for rows in ([*theirs, *ours], [*ours, *theirs]):
        assert read(FORMATS[form](tmp_path, rows)).photo_ids == [row["photo_id"] for row in ours]
        (tmp_path / "manifest.db").unlink(missing_ok=True)


def test_a_url_says_itself_whose_it_is(tmp_path: Path) -> None:
    rows: Rows = [{"source": "500px", "url": image(FIRST_ID + n)} for n in range(9)]
    assert (
        len(read(FORMATS["CSV"](tmp_path, [*rows, {"source": "flickr", "url": image(FIRST_ID + 9)}])).photo_ids) == 10
    )


def test_a_column_that_is_called_flickrs_needs_no_site(tmp_path: Path) -> None:
    rows: Rows = [{"source": "wikimedia" if n % 2 else "flickr", "flickr_id": photo} for n, photo in enumerate(OURS)]
    assert read(FORMATS["CSV"](tmp_path, rows)).photo_ids == OURS


def test_addresses_of_several_sites_beside_numbers(tmp_path: Path) -> None:
    """A number beside another site's address is that site's, even where others are confirmed by Flickr's addresses."""
    rows: Rows = [
        {"photo_id": row["photo_id"], "page": f"https://{host}/{row['photo_id']}"}
        for row in mixed()
        for host in ("500px.com/photo" if row["source"] == "500px" else "www.flickr.com/photos/sample-user",)
    ]
    for form in ("CSV", "JSON Lines", "Parquet", "SQLite"):
        assert read(FORMATS[form](tmp_path, rows)).photo_ids == OURS


@pytest.mark.parametrize("form", ["CSV", "semicolons", "JSON Lines", "Parquet", "SQLite"])
@pytest.mark.parametrize("photo", ["photo_id", "image_id"])
def test_plausible_numbers_beside_another_sites_addresses_are_its_own(tmp_path: Path, form: str, photo: str) -> None:
    rows: Rows = [{photo: p, "url": f"https://www.instagram.com/p/C{p:x}/"} for p in OURS]
    reading = read(FORMATS[form](tmp_path, rows))
    assert (reading.photo_ids, reading.rejected) == ([], len(rows))


@pytest.mark.parametrize("form", ["CSV", "JSON Lines", "Parquet", "SQLite"])
def test_addresses_of_two_sites_in_columns_of_their_own(tmp_path: Path, form: str) -> None:
    rows: Rows = [
        row
        for a, b in zip(OURS[::2], OURS[1::2], strict=True)
        for row in (
            {"photo_id": a, "flickr_url": page(a), "px_url": ""},
            {"photo_id": b, "flickr_url": "", "px_url": f"https://500px.com/photo/{b}"},
        )
    ]
    assert read(FORMATS[form](tmp_path, rows)).photo_ids == OURS[::2]


@pytest.mark.parametrize("form", ["CSV", "JSON Lines", "Parquet", "SQLite"])
def test_where_some_addresses_are_flickrs_numbers_beside_the_others_are_not(tmp_path: Path, form: str) -> None:
    rows: Rows = [
        {"url": page(p) if n % 2 else f"https://photos.example.org/{p}", "photo_id": p} for n, p in enumerate(OURS)
    ]
    assert read(FORMATS[form](tmp_path, rows)).photo_ids == OURS[1::2]


@pytest.mark.parametrize("beside", ["https://en.wikipedia.org/wiki/Tern", "https://cdn.example.org/1.jpg", "unknown"])
def test_addresses_of_what_photos_show_or_of_copies_say_nothing(tmp_path: Path, beside: str) -> None:
    rows: Rows = [{"photo_id": p, "url": beside} for p in OURS]
    assert read(FORMATS["CSV"](tmp_path, rows)).photo_ids == OURS


def test_beside_accounts_of_flickrs_another_sites_address_is_a_copys(tmp_path: Path) -> None:
    rows: Rows = [{"photo_id": p, "owner": "12345678@N00", "url": f"https://i.imgur.com/{p:x}.jpg"} for p in OURS]
    assert read(FORMATS["CSV"](tmp_path, rows)).photo_ids == OURS


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("True", "False"), ("yes", "no")])
def test_a_column_says_yes_or_no_to_flickr(tmp_path: Path, yes: str, no: str) -> None:
    for form in ("CSV", "TSV", "JSON Lines", "Parquet", "SQLite"):
        rows = mixed("is_flickr", ours=yes, theirs=no)
        assert read(FORMATS[form](tmp_path, rows)).photo_ids == OURS
    assert read(FORMATS["CSV"](tmp_path, mixed("flickr", ours=yes, theirs=no))).photo_ids == OURS


def test_a_key_that_names_another_site(tmp_path: Path) -> None:
    rows: Rows = [{("instagram" if n % 2 else "flickr"): {"photo_id": p}} for n, p in enumerate(OURS)]
    assert read(FORMATS["JSON Lines"](tmp_path, rows)).photo_ids == OURS[::2]
    assert_refused(FORMATS["JSON Lines"](tmp_path, [{"500px": {"photo_id": p}} for p in OURS]), "--column")


@pytest.mark.parametrize(
    "names",
    [
        ("flickr/ids.txt", "500px/ids.txt"),
        ("flickr/ids.txt", "insta/ids.txt"),
        ("flickr.csv", "instagram.csv"),
        ("photos.csv", "Instagram_photos_2.csv"),
        ("flickr/train.txt", "unsplash-train.txt"),
    ],
)
def test_files_that_are_called_by_another_site(tmp_path: Path, names: tuple[str, str]) -> None:
    for name, photos in zip(names, (OURS, THEIRS_LIKE_OURS), strict=True):
        path = tmp_path / "set" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        header = "photo_id\n" if name.endswith(".csv") else ""
        path.write_text(header + "".join(f"{photo}\n" for photo in photos), "utf-8")
    found = find_manifests([tmp_path / "set"]).detected
    assert [photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]] == OURS


def test_a_named_file_that_is_called_by_another_site_is_refused_with_that_reason(tmp_path: Path) -> None:
    path = tmp_path / "instagram_photos.csv"
    path.write_text("photo_id\n" + "".join(f"{p}\n" for p in OURS), "utf-8")
    assert_refused(path, "of another site")


def test_files_of_addresses_may_be_called_anything(tmp_path: Path) -> None:
    path = tmp_path / "instagram.csv"
    path.write_text("photo_id,url\n" + "".join(f"{p},{image(p)}\n" for p in OURS), "utf-8")
    assert read(path).photo_ids == OURS
    path.write_text("flickr_id\n" + "".join(f"{p}\n" for p in OURS), "utf-8")
    assert read(path).photo_ids == OURS
    path.write_text("photo_id\n" + "".join(f"{p}\n" for p in OURS), "utf-8")
    assert read(path, column="photo_id").photo_ids == OURS


def _row(photo: int) -> list[Cell]:
    return [photo]


def test_sheets_and_tables_that_are_called_by_another_site(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Cell]]] = {
        name: [["photo_id"], *map(_row, photos)] for name, photos in (("Instagram", THEIRS_LIKE_OURS), ("Flickr", OURS))
    }
    path = tmp_path / "set.xlsx"
    path.write_bytes(workbook(sheets))
    found = find_manifests([path]).detected
    assert [photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]] == OURS
    with closing(sqlite3.connect(tmp_path / "set.db")) as database, database:
        for name, photos in (("pexels", THEIRS_LIKE_OURS), ("flickr", OURS)):
            database.execute(f"CREATE TABLE {name} (photo_id INTEGER)")
            database.executemany(f"INSERT INTO {name} VALUES (?)", [(photo,) for photo in photos])
    assert read(tmp_path / "set.db").photo_ids == OURS


@pytest.mark.parametrize("form", ["CSV", "JSON Lines", "Parquet", "SQLite"])
def test_rows_of_other_sites_only_are_refused_with_that_reason(tmp_path: Path, form: str) -> None:
    rows: Rows = [{"site": "500px", "photo_id": photo} for photo in OURS]
    path = FORMATS[form](tmp_path, rows)
    assert_refused(path, "are of other sites")
    assert_refused(path, "'500px'")
    assert_refused(path, "--column photo_id")
    assert read(path, column="photo_id").photo_ids == OURS


def test_whom_the_person_points_at_is_read_by_site_too(tmp_path: Path) -> None:
    for form in ("CSV", "JSON Lines"):
        reading = read(FORMATS[form](tmp_path, mixed(photo="number")), column="number")
        assert reading.photo_ids == OURS
        assert any("Flickr's" in sentence for sentence in reading.explanation)


@pytest.mark.parametrize("said", ["train", "crawl 1", "", "unknown", "camera", "x"])
def test_words_that_name_no_site_mean_nothing(tmp_path: Path, said: str) -> None:
    rows: Rows = [{"source": said, "photo_id": photo, "w": "y"} for photo in OURS]
    for form in ("CSV", "JSON Lines", "Parquet", "SQLite"):
        assert read(FORMATS[form](tmp_path, rows)).photo_ids == OURS
        (tmp_path / "manifest.db").unlink(missing_ok=True)


def test_lists_that_are_called_by_their_sites(tmp_path: Path) -> None:
    records = {
        site: [{"photo_id": photo} for photo in photos] for site, photos in (("500px", THEIRS), ("flickr", OURS))
    }
    assert read(write(tmp_path, json.dumps(records))).photo_ids == OURS
    assert read(write(tmp_path, json.dumps(dict(reversed(records.items()))))).photo_ids == OURS


def test_lists_within_records_of_several_sites(tmp_path: Path) -> None:
    rows: Rows = [
        {"site": "500px", "photos": [{"photo_id": photo} for photo in THEIRS]},
        {"site": "flickr", "photos": [{"photo_id": photo} for photo in OURS]},
    ]
    assert read(FORMATS["JSON Lines"](tmp_path, rows)).photo_ids == OURS
    assert read(FORMATS["JSON"](tmp_path, rows)).photo_ids == OURS
    deeper = [{"site": row["site"], "sets": [{"photos": row["photos"]}]} for row in rows]
    assert read(FORMATS["JSON Lines"](tmp_path, deeper)).photo_ids == OURS


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 39)), min_size=10, max_size=60),
    st.sampled_from(SITE_NAMES),
    st.sampled_from(["CSV", "TSV", "JSON", "JSON Lines"]),
)
def test_no_number_of_another_site_is_ever_read(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[bool, int]], name: str, form: str
) -> None:
    rows: Rows = [
        {name: "flickr" if ours else "500px", "photo_id": OURS[n] if ours else THEIRS[n], "w": "x"} for ours, n in drawn
    ]
    path = FORMATS[form](tmp_path_factory.mktemp("drawn"), rows)
    try:
        found = [photo for batch in detect(path).batches() for photo in batch.frame["photo_id"]]
    except ManifestInvalid:
        return
    assert found == [OURS[n] for ours, n in drawn if ours]


@given(
    st.one_of(st.text(max_size=30), st.sampled_from(["flickr", "Flickr.com", "https://live.staticflickr.com/1/2.jpg"]))
)
def test_one_cell_and_whole_columns_are_judged_alike(cell: str) -> None:
    assert pl.select(say_flickr(pl.lit(cell))).item() == says_flickr(cell)


@pytest.mark.parametrize(
    ("cell", "flickr", "another"),
    [
        ("flickr (CC BY 2.0)", True, False),
        ("Flickr API", True, False),
        ("farm5.static.flickr.com", True, False),
        ("https://web.archive.org/web/2013/http://www.flickr.com/photos/x/1/", True, False),
        ("YFCC100M", True, False),
        ("Yahoo! Flickr", True, False),
        ("from flickr", True, False),
        ("from 500px", False, True),
        ("Bing", False, True),
        ("notflickr.com", False, False),
        ("https://example.org/www.flickr.com/", False, False),
        ("flickr, instagram", False, False),
        ("flickr30k_images", False, False),
        ("https://images.unsplash.com/photo-1", False, True),
        ("Wikimedia Commons", False, True),
        ("scontent.cdninstagram.com", False, True),
        ("train", False, False),
        ("", False, False),
    ],
)
def test_what_cells_say(cell: str, flickr: bool, another: bool) -> None:
    assert (says_flickr(cell), says_another(cell)) == (flickr, another)


@pytest.mark.parametrize("name", ["users.csv", "contacts.csv"])
def test_what_is_flickrs_of_users(tmp_path: Path, name: str) -> None:
    """A user's `flickr_id` is the user's; a user's `flickr_photo_id` is a photo's."""
    rows = "".join(f"{number},{photo}\n" for number, photo in enumerate(OURS))
    assert_refused(write(tmp_path, f"id,flickr_id\n{rows}", name), "--column flickr_id")
    assert read(write(tmp_path, f"id,flickr_photo_id\n{rows}", name)).photo_ids == OURS
