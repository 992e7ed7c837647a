"""Made-up records in the layouts of datasets that publish JSON, tables or databases."""

from __future__ import annotations

from typing import Any

from inset_build.readers.detect import detect
from support.lists.manifests import FIRST_ID, SECRET, image

A, B, C = FIRST_ID, FIRST_ID + 1, FIRST_ID + 2
NSID = "12345678@N00"
BY = "https://creativecommons.org/licenses/by/2.0/"
ALBUM = 72157600000000001

COCO_LICENCES = [
    {
        "url": "http://creativecommons.org/licenses/by-nc-sa/2.0/",
        "id": 1,
        "name": "Attribution-NonCommercial-ShareAlike",
    },
    {"url": "http://creativecommons.org/licenses/by/2.0/", "id": 4, "name": "Attribution License"},
]


def account_page(photo_id: int) -> str:
    return f"https://www.flickr.com/photos/{NSID}/{photo_id}/"


def ffhq(photo_id: int) -> dict[str, Any]:
    return {
        "category": "training",
        "metadata": {
            "photo_url": account_page(photo_id),
            "photo_title": 'A "title", {with} [brackets]\u00e9',
            "author": "Sample User",
            "country": "",
            "license": "Attribution License",
            "license_url": BY,
            "date_uploaded": "2012-11-01",
            "date_crawled": "2018-10-10",
        },
        "image": {"file_url": "https://drive.example/1", "file_md5": "d41d8cd98f00b204e9800998ecf8427e"},
        "in_the_wild": {"face_landmarks": [[562.5, 697.5], [1.5, 2.5]], "file_size": 3991569},
    }


def fdf(photo_id: int) -> dict[str, Any]:
    return {
        "author": "Sample User",
        "bounding_box": [0, 1, 2, 3],
        "date_crawled": "2019-3-6",
        "license": "Attribution License",
        "license_url": BY,
        "photo_url": account_page(photo_id),
        "yfcc100m_line_idx": "0",
    }


def lpff(photo_id: int) -> dict[str, Any]:
    return {
        "image_info": {
            "photo_id": str(photo_id),
            "user_id": NSID,
            "photo_url": image(photo_id),
            "secret": SECRET,
            "license": {"name": "Attribution License", "url": BY},
        },
        "face_info": {"bbox": [1, 2, 3, 4]},
    }


def coco_image(number: int, photo_id: int) -> dict[str, Any]:
    return {
        "license": 4,
        "file_name": f"{number:012}.jpg",
        "coco_url": f"http://images.example/{number:012}.jpg",
        "height": 427,
        "flickr_url": image(photo_id),
        "id": number,
    }


def coco(*photo_ids: int) -> dict[str, Any]:
    return {
        "info": {"description": "made up", "url": "http://coco.example", "year": 2017},
        "licenses": COCO_LICENCES,
        "images": [coco_image(number, photo_id) for number, photo_id in enumerate(photo_ids, 397_133)],
        "annotations": [{"image_id": 900_000_000_000 + n, "id": n, "caption": 'A "dog", ]}'} for n in range(9)],
    }


def lvis(*photo_ids: int) -> dict[str, Any]:
    whole = coco(*photo_ids)
    outlines = [{"segmentation": [[1.5, 2.5]], "image_id": 7, "bbox": [1.0], "id": n} for n in range(9)]
    return {"categories": [{"name": "acorn"}], "annotations": outlines} | {
        key: whole[key] for key in ("info", "licenses", "images")
    }


def vist_image(photo_id: int, url: str | None) -> dict[str, Any]:
    record = {
        "datetaken": "2010-01-01 00:00:00",
        "license": "2",
        "title": "a title",
        "album_id": "44277",
        "secret": SECRET,
        "id": str(photo_id),
        "tags": "a b",
    }
    return record if url is None else record | {"url_o": url}


def api_photo(photo_id: int, account: object) -> dict[str, Any]:
    return {"id": str(photo_id), "owner": account, "secret": SECRET, "server": "65535", "farm": 66, "license": "4"}


def narrative(dataset: str, image_id: str) -> dict[str, Any]:
    return {
        "dataset_id": dataset,
        "image_id": image_id,
        "annotator_id": 93,
        "caption": "a dog",
        "timed_caption": [],
        "traces": [],
        "voice_recording": "x.ogg",
    }


def details(path: Any, column: str | None = None) -> list[tuple[object, ...]]:
    """Photo ID, account and licence of everything in a manifest; None where it gives none."""
    found: list[tuple[object, ...]] = []
    for batch in detect(path, column=column).batches():
        told = [
            batch.frame[name].to_list() if name in batch.frame.columns else [None] * batch.frame.height
            for name in ("photo_id", "account", "licence")
        ]
        found.extend(zip(*told, strict=True))
    return found


COMMON_CATALOG: dict[str, list[Any]] = {
    "photoid": [A, B, -1, 0, 72157600000000001],
    "uid": [NSID, "87654321@N01", NSID, NSID, NSID],
    "unickname": ["a", "b", "c", "d", "e"],
    "licensename": ["Attribution License"] * 5,
    "licenseurl": [BY] * 5,
}
FEW_BAD = {key: [*values, *values[:1] * 40] for key, values in COMMON_CATALOG.items()}
