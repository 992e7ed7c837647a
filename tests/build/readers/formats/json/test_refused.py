"""JSON that gives no photos: one clear message each, and no other site's number is taken for a photo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inset.errors import ExitStatus, ManifestInvalid
from inset_build.readers.detect import detect
from support.lists.manifests import image, write
from support.lists.records import ALBUM, NSID, A, B, api_photo, coco, narrative, vist_image

HASH = "d41d8cd98f00b204e9800998ecf8427e"


def dumped(document: Any) -> bytes:
    return json.dumps(document).encode()


# Content, and what the message or its hint says.
REFUSED: dict[str, tuple[bytes, str]] = {
    "numbers called id": (dumped([{"id": A, "w": 1}, {"id": B, "w": 2}]), "--column"),
    "numbers called image_id": (dumped({"annotations": [{"image_id": A}, {"image_id": B}]}), "--column"),
    "COCO's annotations alone": (dumped({"annotations": coco(A)["annotations"]}), 'key "image_id"'),
    "albums": (dumped([{"photo_id": ALBUM}, {"photo_id": ALBUM + 1}]), "No key"),
    "VIST's albums": (dumped({"albums": [{"id": "44277", "photos": "27"}] * 3}), "No key"),
    "records like an API's, but not Flickr's": (
        dumped([api_photo(A + n, "someone") | {"secret": "password"} for n in range(3)]),
        "--column",
    ),
    "Reddit's numbers": (dumped({"annotations": [{"image_id": "abc12", "author": "x"}] * 3}), "No key"),
    "hashes": (dumped([{"hash": HASH}, {"hash": HASH[::-1]}]), "hashes"),
    "PASS as JSON": (dumped([{"hash": HASH, "unickname": "x", "datetaken": "2010"}] * 3), "YFCC100M"),
    "Unsplash as JSON": (dumped([{"photo_id": "aB", "photo_url": "u", "photo_image_url": "v"}] * 3), "Unsplash"),
    "Localized Narratives on COCO": (
        b"".join(dumped(narrative("mscoco_val2017", "139")) + b"\n" for _ in range(3)),
        "inset add coco",
    ),
    "Localized Narratives on Open Images": (
        b"".join(dumped(narrative("open_images_val", "0001eeaf4aed83f9")) + b"\n" for _ in range(3)),
        "inset add open-images",
    ),
    "an empty list": (b"[]", "No key"),
    "an empty object": (b"{}", "No key"),
    "cut off early": (dumped([{"u": image(A)}, {"u": image(B)}])[:-30], "ends in the middle"),
    "cut off in a string": (b'{"a": ["' + image(A).encode(), "ends in the middle"),
    "several documents": (dumped({"u": image(A)}) + dumped({"u": image(B)}), "one a line"),
    "several indented documents": (b'{\n "u": 1\n}\n{\n "u": 2\n}\n', "jq"),
    "no JSON behind a bracket": (b"[Section]\nkey = value\n", "Nothing in its beginning"),
    "a comma too many": (b'[{"u": "' + image(A).encode() + b'"},]', "no valid JSON"),
    "brackets alone": (b"[" * 200_000, "ends in the middle"),
    "closed brackets alone": (b"[" + b"]" * 200_000, "follows"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    content, remedy = REFUSED[name]
    path = write(tmp_path, content, "list.json")
    with pytest.raises(ManifestInvalid) as caught:
        list(detect(path).batches())
    assert caught.value.exit_status == ExitStatus.MANIFEST_INVALID
    assert caught.value.path == path
    assert remedy in f"{caught.value.message} {caught.value.hint}"
    assert "\n" not in caught.value.message


def test_an_id_beside_the_url_of_another_photo_is_none(tmp_path: Path) -> None:
    images = [vist_image(A + n, image(B + 50 + n)) for n in range(9)]
    batches = list(detect(write(tmp_path, dumped({"images": images}))).batches())
    assert batches[0].frame["photo_id"].to_list() == [B + 50 + n for n in range(9)]


def long_document(*, at_end: bytes = b"]}") -> bytes:
    """A document that is longer than the sample."""
    records = b",".join(b'{"u": "%s", "n": 1}' % image(A + n).encode() for n in range(9000))
    return b'{"images": [' + records + at_end


AFTER_THE_SAMPLE: dict[str, tuple[bytes, str]] = {
    "cut off": (b"", "ends in the middle"),
    "cut off behind the records": (b'], "x": [1', "ends in the middle"),
    "another document": (b"]}{}", "follows"),
    "words": (b"]} and so on", "follows"),
    "broken": (b', {"u" 5}, {"u": 6}]}', "no valid JSON"),
    "bytes that are no text": (b', {"u": "\xff\xfe"}, \0\0]}', "no valid JSON"),
}


@pytest.mark.parametrize("name", AFTER_THE_SAMPLE)
def test_refused_after_the_sample(tmp_path: Path, name: str) -> None:
    at_end, message = AFTER_THE_SAMPLE[name]
    with pytest.raises(ManifestInvalid, match=message):
        list(detect(write(tmp_path, long_document(at_end=at_end))).batches())


def test_a_long_document_that_is_whole(tmp_path: Path) -> None:
    batches = list(detect(write(tmp_path, long_document())).batches())
    assert sum(batch.rows for batch in batches) == 9000
    assert [photo_id for batch in batches for photo_id in batch.frame["photo_id"]] == list(range(A, A + 9000))


def test_text_that_is_not_utf_8_keeps_its_photos(tmp_path: Path) -> None:
    content = long_document(at_end=b', {"u": "%s", "t": "Ger\xe4t"}]}' % image(B + 9000).encode())
    batches = list(detect(write(tmp_path, content)).batches())
    assert batches[-1].frame["photo_id"][-1] == B + 9000


def test_lists_of_different_length(tmp_path: Path) -> None:
    path = write(tmp_path, dumped({"image_urls": [image(A), image(B)], "user_ids": [NSID]}))
    with pytest.raises(ManifestInvalid, match="not the same length") as caught:
        list(detect(path).batches())
    assert "--column image_urls" in caught.value.hint


@pytest.mark.parametrize(
    ("column", "message"),
    [("photo", 'no key "?.?photo'), ("images.w", "gives no photo ID: it holds 'wide'"), ("3", "no key")],
)
def test_a_key_that_does_not_fit(tmp_path: Path, column: str, message: str) -> None:
    path = write(tmp_path, dumped({"images": [{"u": image(A), "w": "wide"}, {"u": image(B), "w": "wide"}]}))
    with pytest.raises(ManifestInvalid, match=message) as caught:
        detect(path, column=column)
    assert caught.value.hint


def test_a_person_may_insist_on_lines(tmp_path: Path) -> None:
    assert detect(write(tmp_path, dumped({"u": image(A)})), reader="jsonl").reader_name == "jsonl"
    with pytest.raises(ManifestInvalid, match="no JSON Lines"):
        detect(write(tmp_path, dumped([{"u": image(A)}]).replace(b"[", b"[\n")), reader="jsonl")
