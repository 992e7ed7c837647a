"""Names of accounts, in the layout of every dataset that has some; and what must never be taken for one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from support.lists.manifests import FIRST_ID, SECRET, image, page, read, write
from support.lists.published.photos import parquet

IDS = (FIRST_ID, FIRST_ID + 1_003, FIRST_ID + 77_777)
NSID = "12345678@N00"
CC = "http://creativecommons.org/licenses/by/2.0/"
HASH = "d41d8cd98f00b204e9800998ecf8427e"
NAMES = ["Jürgen M", "Anna B.", "C+D ☂"]
QUOTED = ["J%C3%BCrgen+M", "Anna+B.", "C%2BD+%E2%98%82"]


def yfcc(photo_id: int, name: str) -> list[str]:
    """The 23 columns of YFCC100M's first release."""
    return [
        *(str(photo_id), NSID, name, "2010-01-01 00:00:00.0", "1262300000", "Camera+X", "A+title", "text", "tag", ""),
        *("-1.5", "50.1", "16", page(photo_id), image(photo_id), "Attribution License", CC, "65535", "6"),
        *(SECRET, SECRET, "jpg", "0"),
    ]


def tabbed(*rows: list[str]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def records(key: str, values: list[str], **more: Any) -> str:
    return json.dumps(
        [{"photo_url": page(i), key: value, **more} for i, value in zip(IDS, values, strict=True)], ensure_ascii=False
    )


def nested(record: dict[str, Any], photo_id: int) -> dict[str, Any]:
    return {"id": str(photo_id), "secret": SECRET, "server": "65535", **record}


def voc(user: str, name: str) -> str:
    return (
        "<annotation><folder>VOC2007</folder><filename>000005.jpg</filename>"
        "<source><database>The VOC2007 Database</database><annotation>PASCAL VOC2007</annotation><image>flickr</image>"
        f"<flickrid>{IDS[0]}</flickrid></source><owner><flickrid>{user}</flickrid><name>{name}</name></owner>"
        "<size><width>500</width></size><object><name>chair</name></object></annotation>"
    )


LAYOUTS: dict[str, tuple[str, list[str | None]]] = {
    "YFCC100M, 23 columns, URL-encoded": (
        tabbed(*(yfcc(i, name) for i, name in zip(IDS, QUOTED, strict=True))),
        [*NAMES],
    ),
    "YFCC100M, 25 columns, URL-encoded": (
        tabbed(*([str(n), str(i), HASH, *yfcc(i, QUOTED[n])[1:]] for n, i in enumerate(IDS))),
        [*NAMES],
    ),
    "Open Images": (
        "ImageID,Subset,OriginalURL,OriginalLandingURL,License,AuthorProfileURL,Author,Title,OriginalSize\n"
        + "".join(
            f"0{i},train,{image(i)},{page(i)},{CC},https://www.flickr.com/people/sample-user/,{name},A title,3\n"
            for i, name in zip(IDS, NAMES, strict=True)
        ),
        [*NAMES],
    ),
    "FFHQ": (
        json.dumps(
            {
                str(n): {"metadata": {"photo_url": page(i), "photo_title": "T", "author": NAMES[n], "license_url": CC}}
                for n, i in enumerate(IDS)
            }
        ),
        [*NAMES],
    ),
    "FDF, a name and no account": (
        json.dumps([{"photo_url": image(i), "author": name} for i, name in zip(IDS, NAMES, strict=True)]),
        [*NAMES],
    ),
    "Flickr's API, user name, real name and alias": (
        json.dumps(
            [
                nested(
                    {"owner": {"nsid": NSID, "username": name, "realname": "Real", "path_alias": "a-b"}, "title": "T"},
                    i,
                )
                for i, name in zip(IDS, NAMES, strict=True)
            ]
        ),
        [f"{name}\nReal\na-b" for name in NAMES],
    ),
    "Flickr's API, flat": (
        json.dumps(
            [nested({"owner": NSID, "ownername": name}, i) for i, name in zip(IDS, NAMES, strict=True)],
        ),
        [*NAMES],
    ),
    "VOC2007, a user name that looks like a number": (
        voc("12345", "Anna B."),
        ["12345\nAnna B."],
    ),
    "VOC2007 without names": (
        voc("NULL", "?"),
        [None],
    ),
    "a CSV, a photographer here and there": (
        f"photo_url,photographer\n{page(IDS[0])},Anna B.\n{page(IDS[1])},\n{page(IDS[2])},null\n",
        ["Anna B.", None, None],
    ),
    "HTML entities, which are read when names are kept": (
        records("display_name", ["A &amp; B"] * 3),
        ["A &amp; B"] * 3,
    ),
    "a plus that is a plus": (records("nickname", ["a+b", "c d", "e"]), ["a+b", "c d", "e"]),
    "encoded, and said by no layout": (records("user_name", QUOTED), [*NAMES]),
    "no UTF-8 under the encoding": (records("user_name", ["J%FCrgen", "%41nna", "b"]), ["J%FCrgen", "Anna", "b"]),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_names_are_read(tmp_path: Path, name: str) -> None:
    content, names = LAYOUTS[name]
    reading = read(write(tmp_path, content))
    assert reading.names == names
    assert any("account's name" in sentence for sentence in reading.explanation)


@pytest.mark.parametrize("column", ["unickname", "nickname"])
def test_names_in_parquet_and_sqlite(tmp_path: Path, column: str) -> None:
    table = {"photoid": list(IDS), "uid": [NSID] * 3, column: QUOTED}
    assert read(write(tmp_path, parquet(table))).names == NAMES
    path = tmp_path / "yfcc.sql"
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"CREATE TABLE yfcc100m_dataset (photoid INTEGER, uid TEXT, {column} TEXT)")
        database.executemany("INSERT INTO yfcc100m_dataset VALUES (?, ?, ?)", zip(IDS, [NSID] * 3, QUOTED, strict=True))
        database.commit()
    assert read(path).names == NAMES


def test_a_name_alone_becomes_no_account(tmp_path: Path) -> None:
    reading = read(write(tmp_path, f"photo_id,author\n{IDS[0]},Anna\n{IDS[1]},Bert\n{IDS[2]},Carl\n"))
    assert reading.names == ["Anna", "Bert", "Carl"]
    assert reading.details == [(None, None)] * 3


@pytest.mark.parametrize(
    "header", ["title", "caption", "description", "camera", "artist", "name", "model", "alt_text", "annotator", "user"]
)
def test_other_texts_are_no_names(tmp_path: Path, header: str) -> None:
    rows = "".join(f"{page(i)},Anna B.\n" for i in IDS)
    assert read(write(tmp_path, f"photo_url,{header}\n{rows}")).names == [None] * 3


@pytest.mark.parametrize(
    "cells",
    [
        [NSID] * 3,
        ["https://www.flickr.com/people/sample-user/"] * 3,
        ["https://example.com/anna"] * 3,
        ["117", "118", "119"],
        [HASH] * 3,
        ["A sentence, much longer than the name of any account would be, which tells what is seen in this photo. " * 2]
        * 3,
    ],
)
def test_under_a_name_that_says_so_cells_must_look_like_names_too(tmp_path: Path, cells: list[str]) -> None:
    assert read(write(tmp_path, records("author", cells))).names == [None] * 3


def test_people_of_another_site_are_no_accounts_of_flickr(tmp_path: Path) -> None:
    """RedCaps' authors are Reddit's; and where other sites' pictures stand among Flickr's, so do their people."""
    reddit = {
        "annotations": [{"image_id": "x", "author": "redditor", "url": image(i), "subreddit": "pics"} for i in IDS]
    }
    assert read(write(tmp_path, json.dumps(reddit))).names == [None] * 3
    urls = [image(IDS[0]), image(IDS[1]), "https://i.redd.it/1.jpg", image(IDS[2])]
    mixed = "url,author\n" + "".join(f"{url},somebody\n" for url in urls)
    assert read(write(tmp_path, mixed)).names == [None] * 3


def test_people_beside_the_photo_are_no_accounts(tmp_path: Path) -> None:
    listed = [
        {
            "photo_url": page(i),
            "comment": {"author": "Somebody"},
            "exif": {"author": "Somebody"},
            "tags": [{"author": "Somebody", "tag": "dog"}],
        }
        for i in IDS
    ]
    assert read(write(tmp_path, json.dumps(listed))).names == [None] * 3
