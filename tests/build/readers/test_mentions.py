"""What only mentions photos (descriptions, comments, programs) is no list beside what lists them, in whatever order."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from inset_build.manifests import find_manifests
from support.lists.manifests import SECRET, image, page, write
from support.lists.peoples_lists import OWNER, PHOTOS, lines, table

MENTIONED = sorted(Random(7).sample(range(2_100_000_000, 52_000_000_000), 40))
BOTH = list(zip(MENTIONED, PHOTOS, strict=True))


def photos(path: Path) -> list[int]:
    found = find_manifests([path]).detected
    return sorted({photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]})


def text(photo: int) -> str:
    return f"See {page(photo)} too"


@pytest.mark.parametrize("name", ["description", "comment", "notes", "extended", "summary"])
def test_a_text_in_front_of_the_photo_itself(tmp_path: Path, name: str) -> None:
    of_addresses = table(name, "url", rows=[(text(other), image(p)) for other, p in BOTH])
    assert photos(write(tmp_path, of_addresses)) == PHOTOS
    of_numbers = table(name, "flickr_id", rows=[(text(other), p) for other, p in BOTH])
    assert photos(write(tmp_path, of_numbers)) == PHOTOS
    records = [{name: text(other), "id": str(p), "owner": OWNER} for other, p in BOTH]
    assert photos(write(tmp_path, json.dumps(records))) == PHOTOS


def test_texts_of_a_few_rows_beside_anybodys_photo_id(tmp_path: Path) -> None:
    rows = [(text(other) if n % 9 == 0 else "", p) for n, (other, p) in enumerate(BOTH)]
    assert photos(write(tmp_path, table("description", "photo_id", rows=rows))) == PHOTOS


def test_a_text_in_every_row_says_more_than_anybodys_photo_id(tmp_path: Path) -> None:
    """It may be the credit, and the number another site's."""
    rows = [(other, f"By A. N. Other on Flickr: {page(p)}") for other, p in BOTH]
    assert photos(write(tmp_path, table("photo_id", "credit", rows=rows))) == PHOTOS


def test_comments_beside_anybodys_photo_id(tmp_path: Path) -> None:
    rows = [(p, text(other)) for other, p in BOTH]
    assert photos(write(tmp_path, table("photo_id", "comment", rows=rows))) == PHOTOS


def test_texts_alone_name_photos(tmp_path: Path) -> None:
    assert photos(write(tmp_path, table("n", "comment", rows=[(n, text(p)) for n, p in enumerate(PHOTOS)]))) == PHOTOS


def test_a_cover_in_front_of_the_photo_itself(tmp_path: Path) -> None:
    cover = image(MENTIONED[0])
    assert photos(write(tmp_path, table("cover", "url", rows=[(cover, page(p)) for p in PHOTOS]))) == PHOTOS
    assert photos(write(tmp_path, table("cover", "flickr_id", rows=[(cover, p) for p in PHOTOS]))) == PHOTOS


def test_a_sorted_column_is_no_cover(tmp_path: Path) -> None:
    rows = [(page(PHOTOS[n // 1200]), page(MENTIONED[n % 40])) for n in range(6000)]
    every = sorted(PHOTOS[:5] + MENTIONED)
    assert photos(write(tmp_path, table("query", "match", rows=rows))) == every
    assert photos(write(tmp_path, table("match", "query", rows=[row[::-1] for row in rows]))) == every


def test_comments_within_records(tmp_path: Path) -> None:
    records = [{"photo_id": str(p), "owner": OWNER, "comments": [{"text": text(other)}] * 3} for other, p in BOTH]
    assert photos(write(tmp_path, "".join(json.dumps(record) + "\n" for record in records))) == PHOTOS
    path = write(tmp_path, json.dumps({"photos": records}))
    assert photos(path) == PHOTOS
    (found,) = find_manifests([path]).detected
    assert 'Not read: key "text", for its texts only mention photos.' in found.explanation


def test_comments_and_a_description_of_one_photo(tmp_path: Path) -> None:
    """As in a file of what Flickr gives its members of their own photos."""
    (other, photo), (third, _), *_ = BOTH
    record = {
        "id": str(photo),
        "description": f"see {page(other)}",
        "photopage": page(photo),
        "comments": [{"id": "1-2", "user": OWNER, "comment": f"nice {page(third)}"}],
    }
    assert photos(write(tmp_path, json.dumps(record))) == [photo]


def test_what_happened_to_photos_in_flickrs_answer(tmp_path: Path) -> None:
    items = [
        {"id": str(p), "owner": OWNER, "secret": SECRET, "server": "2", "activity": {"event": [{"_content": text(o)}]}}
        for o, p in BOTH
    ]
    assert photos(write(tmp_path, json.dumps({"items": {"item": items}}))) == PHOTOS


def test_comments_in_a_table_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE photo (flickr_id INTEGER)")
        database.executemany("INSERT INTO photo VALUES (?)", [(p,) for p in PHOTOS])
        database.execute("CREATE TABLE comment (body TEXT)")
        database.executemany("INSERT INTO comment VALUES (?)", [(text(other),) for other in MENTIONED])
        database.commit()
    assert photos(path) == PHOTOS


def test_programs_and_papers_beside_a_list(tmp_path: Path) -> None:
    write(tmp_path, lines([page(p) for p in PHOTOS]), "photos.txt")
    write(tmp_path, f'import sys\nEXAMPLE = "{image(MENTIONED[0])}"\n', "get.py")
    write(tmp_path, f"// {page(MENTIONED[1])}\nconst a = 1;\n", "show.js")
    write(tmp_path, f"Pictures are by {page(MENTIONED[3])}\n", "LICENSE")
    write(tmp_path, f"@misc{{a,url={{{page(MENTIONED[2])}}}}}\n", "paper.bib")
    assert photos(tmp_path) == PHOTOS


def test_a_program_that_lists_photos(tmp_path: Path) -> None:
    write(tmp_path, lines([page(p) for p in PHOTOS[:20]]), "photos.txt")
    write(tmp_path, f"var more = {json.dumps([image(p) for p in PHOTOS[20:]])};\n", "more.js")
    assert photos(tmp_path) == PHOTOS
