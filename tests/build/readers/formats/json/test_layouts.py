"""JSON in the layouts that datasets use gives the right reader, photos, accounts and licences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inset_build.readers.protocol import RejectedLine
from inset_build.readers.row_reasons import NO_PHOTO, NOTHING_THERE
from support.lists.manifests import FIRST_ID, image, page, read, write
from support.lists.records import (
    ALBUM,
    BY,
    COCO_LICENCES,
    NSID,
    A,
    B,
    C,
    account_page,
    api_photo,
    coco,
    details,
    fdf,
    ffhq,
    lpff,
    lvis,
    narrative,
    vist_image,
)

BY_HTTP = str(COCO_LICENCES[1]["url"])

# Document, then for each photo: ID, account, licence; rejected records.
LAYOUTS: dict[str, tuple[Any, list[tuple[int, str | None, str | None]], int]] = {
    "FSXL: a list": ([fdf(A), fdf(B)], [(A, account_page(A), BY), (B, account_page(B), BY)], 0),
    "FFHQ: an object keyed by number": (
        {"0": ffhq(A), "1": ffhq(B), "2": ffhq(C)},
        [(photo_id, account_page(photo_id), BY) for photo_id in (A, B, C)],
        0,
    ),
    "FFHQ with a single record": ({"0": ffhq(A)}, [(A, account_page(A), BY)], 0),
    "FDF": ({"0": fdf(A), "1": fdf(A), "2": fdf(B)}, [(i, account_page(i), BY) for i in (A, A, B)], 0),
    "LPFF": (
        {f"{NSID}_{A}_01": lpff(A), f"{NSID}_{B}_00": lpff(B)},
        [(A, NSID, BY), (B, NSID, BY)],
        0,
    ),
    "COCO": (coco(A, B), [(A, None, BY_HTTP), (B, None, BY_HTTP)], 0),
    "COCO without a table of licences": (
        {"images": coco(A, B)["images"]},
        [(A, None, None), (B, None, None)],
        0,
    ),
    "LVIS: images last": (lvis(A, B), [(A, None, BY_HTTP), (B, None, BY_HTTP)], 0),
    "SBU: parallel lists": (
        {"image_urls": [image(A), image(B)], "user_ids": [NSID, "87654321@N01"], "captions": ["a", "b"]},
        [(A, NSID, None), (B, "87654321@N01", None)],
        0,
    ),
    "a table as pandas writes it": (
        {"url": {"0": image(A), "1": image(B)}, "license": {"0": BY, "1": BY}, "n": {"0": 1, "1": 2}},
        [(A, None, BY), (B, None, BY)],
        0,
    ),
    "VIST": (
        {
            "albums": [{"id": "44277", "photos": "27", "farm": 1}],
            "images": [vist_image(A, image(A)), vist_image(B, image(B)), vist_image(C, None)],
            "annotations": [[{"photo_flickr_id": str(A), "album_id": "44277"}]],
        },
        [(A, None, "2"), (B, None, "2"), (C, None, "2")],
        0,
    ),
    "Visual Genome": (
        [
            {"image_id": 1, "url": "https://vg.example/1.jpg", "coco_id": None, "flickr_id": None},
            {"image_id": 2, "url": "https://vg.example/2.jpg", "coco_id": 7, "flickr_id": A},
            {"image_id": 3, "url": "https://vg.example/3.jpg", "coco_id": 8, "flickr_id": B},
        ],
        [(A, None, None), (B, None, None)],
        1,
    ),
    "TextVQA": (
        {
            "dataset_type": "train",
            "data": [
                {"image_id": "0054c91397f2fe05", "flickr_original_url": image(A), "flickr_300k_url": image(A)},
                {"image_id": "0054c91397f2fe06", "flickr_original_url": "", "flickr_300k_url": image(B)},
            ],
        },
        [(A, None, None), (B, None, None)],
        0,
    ),
    "MegaFace": (
        {"path": [f"375/{NSID}/{A}_0.jpg", f"1/{NSID}/{B}_1.jpg"]},
        [(A, NSID, None), (B, NSID, None)],
        0,
    ),
    "RedCaps": (
        {
            "info": {"start_date": "2020-01-01"},
            "annotations": [
                {"image_id": "990001", "author": "reddit-user", "url": "https://i.example/1.jpg", "score": 5},
                {"image_id": "990002", "author": "reddit-user", "url": image(A), "score": 5},
            ],
        },
        [(A, None, None)],
        1,
    ),
    "Flickr's API, a search": (
        {"photos": {"page": 1, "photo": [api_photo(A, NSID), api_photo(B, NSID)]}, "stat": "ok"},
        [(A, NSID, "4"), (B, NSID, "4")],
        0,
    ),
    "Flickr's API, one photo": (
        {"photo": api_photo(A, {"nsid": NSID, "username": "Sample"}), "stat": "ok"},
        [(A, NSID, "4")],
        0,
    ),
    "a list of URLs": ([image(A), page(B), "https://photos.example/1.jpg"], [(A, None, None), (B, None, None)], 1),
    "an object of URLs": ({"1": image(A), "2": image(B)}, [(A, None, None), (B, None, None)], 0),
    "lists for training and testing": (
        {"train": [fdf(A), fdf(B)], "test": [fdf(C)]},
        [(i, account_page(i), BY) for i in (A, B, C)],
        0,
    ),
    "records two keys below": (
        {"data": {"records": [{"u": image(A)}, {"u": None}, {"u": image(B)}]}},
        [(A, None, None), (B, None, None)],
        1,
    ),
    "an object of records beside one about them": (
        {"info": {"year": 2014}, "images": {str(n): {"w": 1, "h": 2, "u": image(A + n)} for n in range(3)}},
        [(A, None, None), (B, None, None), (C, None, None)],
        0,
    ),
    "numbers of other lists beside the URL": (
        [{"id": 990_000_009_000 + n, "album_id": ALBUM, "u": image(A + n)} for n in range(3)],
        [(A, None, None), (B, None, None), (C, None, None)],
        0,
    ),
    "not a number": (
        [{"u": image(A), "score": float("nan")}, {"u": image(B), "score": float("inf")}],
        [(A, None, None), (B, None, None)],
        0,
    ),
    "records of another shape among them": (
        [{"m": {"u": image(A)}}, {"m": None}, {"m": "x"}, {"m": [1]}, None, 7, *({"m": {"u": image(B)}},) * 30],
        [(A, None, None), *[(B, None, None)] * 30],
        5,
    ),
    "quotation marks, backslashes and brackets in texts": (
        [{"t": '"]}, {"', "u": image(A)}, {"t": "\\", "u": image(B)}, {"t": '\\"[', "u": image(C)}],
        [(A, None, None), (B, None, None), (C, None, None)],
        0,
    ),
}


@pytest.mark.parametrize("indent", [None, 2], ids=["compact", "indented"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(tmp_path: Path, layout: str, indent: int | None) -> None:
    document, photos, rejected = LAYOUTS[layout]
    path = write(tmp_path, json.dumps(document, indent=indent), "list.txt")
    reading = read(path)
    assert (reading.reader, reading.rejected) == ("json", rejected)
    assert reading.photo_ids == [photo[0] for photo in photos]
    assert reading.rows == len(photos) + rejected
    assert details(path) == photos


LINES: dict[str, tuple[list[Any], list[tuple[int, str | None, str | None]], int]] = {
    "YFCC15M": (
        [{"url": image(A), "caption": "a"}, {"url": "https://s3.example/ab.jpg", "caption": "b"}, {"url": image(B)}],
        [(A, None, None), (B, None, None)],
        1,
    ),
    "Localized Narratives on Flickr30k": (
        [narrative("Flickr30k_train", str(A)), narrative("Flickr30k_train", str(B))],
        [(A, None, None), (B, None, None)],
        0,
    ),
    "nested records": ([ffhq(A), ffhq(B)], [(A, account_page(A), BY), (B, account_page(B), BY)], 0),
    "a number under a name that means it": (
        [{"flickr_id": A, "id": 7}, {"flickr_id": B, "id": 8}],
        [(A, None, None), (B, None, None)],
        0,
    ),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"], ids=["lines", "windows", "blank lines"])
@pytest.mark.parametrize("layout", LINES)
def test_lines(tmp_path: Path, layout: str, ending: str) -> None:
    records, photos, rejected = LINES[layout]
    path = write(tmp_path, "".join(json.dumps(record) + ending for record in records), "list.json", packed=True)
    reading = read(path)
    assert (reading.reader, reading.rows, reading.rejected) == ("jsonl", len(records), rejected)
    assert details(path) == photos


def test_a_comment_in_front_of_lines(tmp_path: Path) -> None:
    path = write(tmp_path, f'# made up\n{{"u": "{image(A)}"}}\n{{"u": "{image(B)}"}}\n')
    assert (read(path).reader, read(path).photo_ids) == ("jsonl", [A, B])


def test_a_line_that_is_no_json_is_rejected(tmp_path: Path) -> None:
    good = [json.dumps({"u": image(A + n)}) for n in range(20)]
    path = write(tmp_path, "\n".join([*good[:5], '{"u": "https://', *good[5:], '{"u": ', ""]))
    reading = read(path)
    assert (reading.rows, reading.rejected, len(reading.photo_ids)) == (22, 2, 20)
    assert reading.examples[0] == RejectedLine(6, "u: null", NOTHING_THERE)


def test_rejected_records_are_shown_with_their_number_text_and_reason(tmp_path: Path) -> None:
    records = [{"u": image(A)}, {"u": "https://photos.example/1.jpg"}, {"v": 1}, *[{"u": image(B)}] * 9]
    records += [{"u": "x" * 500}, {"u": None}, {"u": ""}, {"u": 5}]
    reading = read(write(tmp_path, json.dumps(records)))
    assert reading.examples == [
        RejectedLine(2, "u: https://photos.example/1.jpg", NO_PHOTO),
        RejectedLine(3, "u: null", NOTHING_THERE),
        RejectedLine(13, "u: " + "x" * 196 + "…", NO_PHOTO),
        RejectedLine(14, "u: null", NOTHING_THERE),
        RejectedLine(15, "u: ", NO_PHOTO),
    ]
    assert reading.rejected == 6


@pytest.mark.parametrize("column", ["metadata.photo_url", "METADATA.photo_url"])
def test_the_person_may_point_at_a_key(tmp_path: Path, column: str) -> None:
    other = {"metadata": {"photo_url": image(A), "related": image(C)}}
    path = write(tmp_path, json.dumps({"0": other, "1": other}))
    assert read(path, column=column).photo_ids == [A, A]
    assert read(path, column="metadata.related").photo_ids == [C, C]


@pytest.mark.parametrize("column", ["id", "images.id"])
def test_the_person_may_point_at_numbers(tmp_path: Path, column: str) -> None:
    path = write(tmp_path, json.dumps({"images": [{"id": 2933}, {"id": A}]}))
    reading = read(path, column=column)
    assert reading.photo_ids == [2933, A]
    assert "as you said" in " ".join(reading.explanation)


def test_the_person_may_point_at_one_of_parallel_lists(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({"image_urls": [image(A), image(B)], "user_ids": [NSID]}))
    assert read(path, column="image_urls").photo_ids == [A, B]


def test_keys_that_json_writes_with_a_backslash(tmp_path: Path) -> None:
    records = [{'the "photo"\\\n': image(FIRST_ID + n), "\ud800": 1} for n in range(3)]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    for text in (json.dumps(records), lines, json.dumps({"a": {"b": records}})):
        assert read(write(tmp_path, text)).photo_ids == [FIRST_ID, FIRST_ID + 1, FIRST_ID + 2]
