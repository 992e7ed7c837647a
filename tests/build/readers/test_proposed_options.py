"""What a refusal proposes works when it is pasted, and `--column` reaches every value that a file has."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from inset.errors import ManifestInvalid
from inset_build.manifests import find_manifests
from support.lists.manifests import FIRST_ID, SECRET, image, page, write

IDS = [FIRST_ID + 977 * n * n for n in range(40)]
OPTION = re.compile(r"--(?:column|reader) (?:'[^']*'|\S+)")


def photos(path: Path, reader: str | None = None, column: str | None = None) -> list[int]:
    found = find_manifests([path], reader=reader, column=column).detected
    return [photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]]


REFUSED: dict[str, str] = {
    "a column by its name": "n,number of it\n" + "".join(f"{n},{photo}\n" for n, photo in enumerate(IDS)),
    "a column by its number": "".join(f"x,{photo},y\n" for photo in IDS),
    "a column of tabs": "n\tnumber\n" + "".join(f"a\t{photo}\n" for photo in IDS),
    "a key": "".join(json.dumps({"number": photo, "w": "x"}) + "\n" for photo in IDS),
    "a key in a document": json.dumps({"data": {"rows": [{"number": photo, "w": "x"} for photo in IDS]}}),
    "a key that others have too": json.dumps(
        {"users": [{"number": n, "w": "x"} for n in range(9)], "rows": [{"number": photo, "w": "x"} for photo in IDS]}
    ),
    "an element": "<list>" + "".join(f"<p><number>{photo}</number><w>x</w></p>" for photo in IDS) + "</list>",
    "numbers among other lines": "".join(f"{photo}\n" for photo in IDS) + "no photo\n" * 9,
    "files": "".join(f"{photo}.jpg\n" for photo in IDS),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_a_refusal_proposes_works_when_pasted(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ManifestInvalid) as refused:
        photos(path)
    (option,) = OPTION.findall(refused.value.hint)
    name, value = shlex.split(option)
    assert photos(path, **{name.removeprefix("--"): value}) == IDS


POINTED_AT: dict[str, tuple[object, str]] = {
    "a key in a list": ([{"link": [{"href": page(photo)}]} for photo in IDS], "link[].href"),
    "the same without the marks": ([{"link": [{"href": page(photo)}]} for photo in IDS], "link.href"),
    "a list without a key": ([page(photo) for photo in IDS], "[]"),
    "a list under a key": ({"urls": [page(photo) for photo in IDS], "n": [1, 2]}, "urls"),
    "records in lists": ([{"photos": {"photo": [{"number": p} for p in IDS]}}], "photos.photo[].number"),
    "records two keys below": ({"a": {"b": [{"number": p} for p in IDS]}}, "a.b.number"),
    "the same with the marks": ({"a": {"b": [{"number": p} for p in IDS]}}, "a.b[].number"),
}


@pytest.mark.parametrize(("document", "column"), POINTED_AT.values(), ids=POINTED_AT)
def test_columns_that_can_be_pointed_at(tmp_path: Path, document: object, column: str) -> None:
    assert photos(write(tmp_path, json.dumps(document)), column=column) == IDS


def test_links_of_a_feed_can_be_pointed_at(tmp_path: Path) -> None:
    entries = "".join(f'<entry><link rel="a" href="{page(p)}"/><link rel="b" href="x"/></entry>' for p in IDS)
    path = write(tmp_path, f"<feed><title>x</title>{entries}</feed>")
    assert photos(path, column="link.href") == photos(path, column="link[].href") == photos(path) == IDS


def test_what_is_left_out_is_reported(tmp_path: Path) -> None:
    text = "url,cover\n" + "".join(f"{image(photo)},{image(FIRST_ID - 1)}\n" for photo in IDS)
    passed_over = find_manifests([write(tmp_path, text)]).passed_over.as_dict()
    assert passed_over["count"] == 1
    (reason,) = passed_over["reasons"]
    assert reason["names"] == ["manifest (a part)"]
    assert "40 rows" in reason["reason"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"X\n\0\0\0\3\0\4\2\1", "readRDS"),
        (b"RDX3\nX\n\0\0\0\3", "load("),
        (b"\x80\x04\x95\x10\0\0\0\0\0\0\0", "pickle"),
        (b"\x89HDF\r\n\x1a\n" + bytes(40), "HDF5"),
        (b"FEA1" + bytes(40), "Feather"),
        (f"{SECRET} {SECRET}\n".encode() * 9, "Nothing in its beginning"),
    ],
)
def test_what_is_not_read_is_named_with_the_step_that_helps(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(ManifestInvalid) as refused:
        photos(write(tmp_path, data))
    assert said in f"{refused.value.message} {refused.value.hint}"
    assert refused.value.hint
