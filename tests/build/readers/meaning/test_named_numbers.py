"""Numbers under a name that any site may use: believed where their figures speak for Flickr's, else one is told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from support.lists.foreign_numbers import KINDS
from support.lists.manifests import FIRST_ID, assert_refused, image, read, write

OF_TODAY = sorted(Random(4).sample(range(53_208_345_264, 53_214_425_724), 40))
FIRST_YEARS = [2_933_105, 25_093_333, 118_456_789, 412_345_671, 2_757_511_221]


def table(name: str, numbers: list[int]) -> str:
    return f"{name},label\n" + "".join(f"{number},3\n" for number in numbers)


def table_of(columns: dict[str, list[int]]) -> str:
    rows = (",".join(map(str, row)) for row in zip(*columns.values(), strict=True))
    return "\n".join([",".join(columns), *rows]) + "\n"


def records_of(columns: dict[str, list[int]]) -> str:
    return json.dumps([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)])


def lists_of(columns: dict[str, list[int]]) -> str:
    return json.dumps(columns)


@pytest.mark.parametrize("name", ["image_id", "ImageID", "img_id", "picture_id", "photo", "photo_id"])
def test_a_name_that_means_pictures_and_numbers_that_convince(tmp_path: Path, name: str) -> None:
    assert read(write(tmp_path, table(name, OF_TODAY))).photo_ids == OF_TODAY


@pytest.mark.parametrize(
    "name", ["id_flickr", "ID de Flickr", "photo_id_flickr", "Flickr-Foto-ID", "id_foto_flickr", "identifiant_flickr"]
)
def test_a_name_that_means_flickrs_in_other_orders_and_languages(tmp_path: Path, name: str) -> None:
    assert read(write(tmp_path, table(name, OF_TODAY))).photo_ids == OF_TODAY


@pytest.mark.parametrize("name", ["id_user_flickr", "flickr_owner_id", "flickr_album_id", "id_album_flickr"])
def test_a_name_that_means_something_else_of_flickrs(tmp_path: Path, name: str) -> None:
    assert_refused(write(tmp_path, table(name, OF_TODAY)), f"--column {name}")


@pytest.mark.parametrize("name", ["id", "number", "item", "image_index"])
def test_a_name_that_means_anything(tmp_path: Path, name: str) -> None:
    assert_refused(write(tmp_path, table(name, OF_TODAY)), f"--column {name}")


@pytest.mark.parametrize("name", ["timestamp", "created", "user_ids", "train", "data"])
@pytest.mark.parametrize("as_text", [table_of, records_of, lists_of])
def test_alone_in_a_file_numbers_are_what_their_name_says(
    tmp_path: Path, name: str, as_text: Callable[[dict[str, list[int]]], str]
) -> None:
    """A list under a key is a column of that name, however much its numbers are like photos'."""
    assert_refused(write(tmp_path, as_text({name: OF_TODAY})), f"--column {name}")


def test_a_list_alone_under_a_key_that_says_photos(tmp_path: Path) -> None:
    for name in ("photos", "ids", "train_ids", "image_id", "photo_ids"):
        assert read(write(tmp_path, lists_of({name: OF_TODAY}))).photo_ids == OF_TODAY


@pytest.mark.parametrize("kind", KINDS)
def test_under_image_id_no_other_numbers_are_believed(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, table("image_id", KINDS[kind](Random(1), 40)))
    assert_refused(path, "")


def test_two_columns_that_may_be_meant(tmp_path: Path) -> None:
    text = "id,image_id\n" + "".join(f"{photo + 7},{photo}\n" for photo in OF_TODAY)
    assert_refused(write(tmp_path, text), "--column")


@pytest.mark.parametrize("name", ["ids", "photo_ids", "image_id", "id"])
@pytest.mark.parametrize("as_text", [table_of, records_of, lists_of])
def test_what_is_called_flickrs_comes_before_other_numbers(
    tmp_path: Path, name: str, as_text: Callable[[dict[str, list[int]]], str]
) -> None:
    own = [FIRST_ID + 1000 + n for n in range(len(OF_TODAY))]
    assert read(write(tmp_path, as_text({name: own, "flickr_id": OF_TODAY}))).photo_ids == OF_TODAY


def test_beside_photos_that_are_named_otherwise_image_id_is_the_datasets_own(tmp_path: Path) -> None:
    """COCO's annotations name their pictures by numbers of COCO's, and its list of pictures their URLs."""
    pictures = [{"id": own, "flickr_url": image(FIRST_ID + n)} for n, own in enumerate(OF_TODAY)]
    boxes = [{"image_id": own, "box": n} for own in OF_TODAY for n in range(3)]
    expected = [FIRST_ID + n for n in range(len(OF_TODAY))]
    for document in ({"images": pictures, "annotations": boxes}, {"annotations": boxes, "images": pictures}):
        assert read(write(tmp_path, json.dumps(document))).photo_ids == expected
    database = tmp_path / "manifest.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE images (id, flickr_url)")
        connection.execute("CREATE TABLE annotations (image_id, box)")
        connection.executemany("INSERT INTO images VALUES (?, ?)", [tuple(each.values()) for each in pictures])
        connection.executemany("INSERT INTO annotations VALUES (?, ?)", [tuple(each.values()) for each in boxes])
    assert read(database).photo_ids == expected


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_few_photos_of_the_first_years_are_told_plainly(tmp_path: Path, count: int) -> None:
    path = write(tmp_path, table("photo_id", FIRST_YEARS[-count:]))
    assert_refused(path, "may be Flickr photo IDs of its first years or another site's")
    assert_refused(path, "If they are Flickr photo IDs, say so: --column photo_id")
    assert read(path, column="photo_id").photo_ids == FIRST_YEARS[-count:]
