"""Everything that names photos is read, or the build says what it does not read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest

from inset.errors import ManifestInvalid
from inset_build.manifests import find_manifests
from support.lists.manifests import FIRST_ID, SECRET, image, page, read, write

A, B, C, D = range(FIRST_ID, FIRST_ID + 4)
MANY = list(range(FIRST_ID, FIRST_ID + 40))
NSID = "12345678@N00"


def photos(path: Path, column: str | None = None) -> list[int]:
    found = find_manifests([path], column=column).detected
    every = {photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]}
    return sorted(every)


def name(photo: int) -> str:
    return f"{photo}_{SECRET}.jpg"


def api(ids: Sequence[int]) -> list[dict[str, object]]:
    return [{"id": str(photo), "owner": NSID, "secret": SECRET, "server": "65535", "farm": 66} for photo in ids]


def info(photo: int) -> dict[str, object]:
    urls = {"url": [{"type": "photopage", "_content": page(photo)}]}
    return {"photo": {"id": str(photo), "secret": SECRET, "server": "5", "owner": {"nsid": NSID}, "urls": urls}}


HALF, REST = MANY[:15], MANY[15:]
DOCUMENTS: dict[str, object] = {
    "lists of URLs by city": {"paris": [image(p) for p in HALF], "rome": [page(p) for p in REST]},
    "lists of records by city": {"paris": api(HALF), "rome": api(REST)},
    "nodes and edges": {
        "nodes": [{"id": name(p)} for p in MANY],
        "edges": [{"source": name(p), "target": name(q)} for p, q in zip(HALF, REST, strict=False)] * 9,
    },
    "records of different kinds": {
        "train": [{"url": image(p)} for p in HALF],
        "test": [{"page": page(p)} for p in REST],
    },
    "a cover beside a list": {"cover": {"url": image(A)}, "items": [{"url": image(p)} for p in MANY[1:]]},
    "pages of an API in a list": [
        {"photos": {"page": 1, "photo": api(HALF)}},
        {"photos": {"page": 2, "photo": api(REST)}},
    ],
    "two images in a record": [
        {"left": image(p), "right": image(q)} for p, q in zip(MANY[::2], MANY[1::2], strict=True)
    ],
    "a list of images in a record": [
        {"n": n, "images": [image(p) for p in MANY[n : n + 10]]} for n in range(0, 40, 10)
    ],
    "records in lists in records": [
        {"url": "https://example.com/", "image_info": [{"raw_url": image(p), "n": 1} for p in MANY[n : n + 8]]}
        for n in range(0, 40, 8)
    ],
    "links in a list": [
        {"title": "x", "link": [{"rel": "self", "href": "https://e.example"}, {"href": page(p)}]} for p in MANY
    ],
    "lists in a list": [[n, image(p)] for n, p in enumerate(MANY)],
    "a bare list of IDs": MANY,
    "a list of IDs under a key": {"ids": MANY},
    "lists of IDs in records": [{"class": n, "photo_ids": MANY[n : n + 10]} for n in range(0, 40, 10)],
    "IDs beside accounts": {"photos": {"photo": [{"id": str(p), "owner": NSID} for p in MANY]}},
    "places with IDs": {
        "type": "FeatureCollection",
        "features": [{"geometry": {"coordinates": [1, 2]}, "properties": {"id": p, "owner": NSID}} for p in MANY],
    },
    "fractions of nothing": [{"photo_id": f"{p}.0"} for p in MANY],
    "pages of an API by name": {"page1": {"photos": {"page": 1, "photo": api(MANY)}}},
    "lists of an API's photos": [api(HALF), api(REST)],
    "lists of files' names": [{"class": n, "files": [name(p) for p in MANY[n : n + 10]]} for n in range(0, 40, 10)],
    "Karpathy's splits": {"images": [{"filename": f"{p}.jpg", "imgid": n, "split": "x"} for n, p in enumerate(MANY)]},
    "lists of IDs of parts": {"train_ids": HALF, "val_ids": REST},
    "lists of IDs in parts": {"train": {"ids": HALF}, "test": {"ids": REST}},
    "files' names as keys": {name(p): {"label": 1} for p in MANY},
    "files' names as keys of single values": {name(p): "x" for p in MANY},
    "files' names as keys of lists": {f"images/{name(p)}": ["x", "y"] for p in MANY},
    "addresses as keys": {"photos": {page(p): {"label": 1} for p in MANY}},
    "IDs as keys beside accounts": {str(p): {"owner": NSID} for p in MANY},
    "more lists than a record has fields": {f"account {n}": [image(MANY[n % 40])] for n in range(400)},
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents(tmp_path: Path, document: object) -> None:
    assert photos(write(tmp_path, json.dumps(document))) == MANY
    assert photos(write(tmp_path, json.dumps(document, indent=1))) == MANY


LINES: dict[str, list[object]] = {
    "pages of an API": [{"photos": {"page": n, "photo": api(MANY[n : n + 10])}} for n in range(0, 40, 10)],
    "answers about one photo each": [info(photo) for photo in MANY],
    "lists": [[n, "a caption", image(p)] for n, p in enumerate(MANY)],
    "lists of an API's photos": [api(MANY[n : n + 10]) for n in range(0, 40, 10)],
    "lists of images": [{"images": [image(p) for p in MANY[n : n + 10]] + [None]} for n in range(0, 40, 10)],
    "records in lists": [{"text": "x", "image_info": [{"raw_url": image(p)}]} for p in MANY],
    "texts with addresses": [{"html": f'<a href="{page(p)}"><img src="{image(p)}"></a>'} for p in MANY],
    "two kinds by turns": [{"a": image(p)} if p % 2 else {"b": page(p)} for p in MANY],
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_lines_of_json(tmp_path: Path, lines: list[object]) -> None:
    assert photos(write(tmp_path, "".join(json.dumps(line) + "\n" for line in lines))) == MANY


TABLES: dict[str, str] = {
    "two photos a row": "left,right\n"
    + "".join(f"{image(p)},{page(q)}\n" for p, q in zip(MANY[::2], MANY[1::2], strict=True)),
    "columns filled by turns": "a,b\n" + "".join(f"{image(p)},\n" if p % 2 else f",{page(p)}\n" for p in MANY),
    "three pairs, one of them rare": "a,b,c\n"
    + "".join(f"{image(p)},,\n" for p in MANY[:20])
    + "".join(f",{page(p)},\n" for p in MANY[20:39])
    + f",,{image(MANY[39])}\n",
    "a list in a cell": "n,images\n"
    + "".join(f"{n},\"['{image(n + A)}', '{page(n + B)}']\"\n" for n in range(0, 40, 2)),
    "IDs in a cell": "n,photo_ids\n" + "".join(f"{n},{n + A};{n + B}\n" for n in range(0, 40, 2)),
    "HTML in a cell": "n,html\n" + "".join(f'{n},"<a href=""{page(p)}"">x</a>"\n' for n, p in enumerate(MANY)),
    "redirects": "n,link\n"
    + "".join(f"{n},https://e.example/r?u={page(p).replace('/', '%2F')}\n" for n, p in enumerate(MANY)),
    "HTML's escapes": "n,link\n" + "".join(f"{n},{page(p).replace('/', '&#x2F;')}\n" for n, p in enumerate(MANY)),
    "copies of the web archive": "n,link\n"
    + "".join(f"{n},https://web.archive.org/web/2015/{page(p)}\n" for n, p in enumerate(MANY)),
    "no header, an account beside": "".join(f"{p},{NSID},48.85,2.35\n" for p in MANY),
    "blanks between, an account beside": "".join(f"{p} {NSID} 48.85 2.35\n" for p in MANY),
    "an API's table": "id,owner,secret,server\n" + "".join(f"{p},{NSID},{SECRET},65535\n" for p in MANY),
    "an ID beside a hash": "".join(f"{p}\t{p:032x}\n" for p in MANY[::-1]),
    "names with an index": "".join(f"images/{n}_{p}_{SECRET}_m.jpg 0 1\n" for n, p in enumerate(MANY)),
    "names with words and an index": "".join(f"face.{n}.{p}_{SECRET}_o.jpg\n" for n, p in enumerate(MANY)),
    "Adience's paths": "".join(
        f"{NSID}/coarse_tilt_aligned_face.{n}.{p}_{SECRET}_o.jpg 3\n" for n, p in enumerate(MANY)
    ),
    "a title above the header": "Photos of the survey,,\n,,\nn,photo_id,t\n"
    + "".join(f"{n},{p},x\n" for n, p in enumerate(MANY)),
    "a table of MySQL from Windows": "+---+---+\r\n| flickr_id | n |\r\n+---+---+\r\n"
    + "".join(f"| {p} | 1 |\r\n" for p in MANY),
    "a dump with a mark in front": "\ufeffCREATE TABLE p (n INT, flickr_id BIGINT);\n"
    + "".join(f"INSERT INTO p VALUES ({n},{p});\n" for n, p in enumerate(MANY)),
    "a numbered list": "".join(f"{n}. {p}\n" for n, p in enumerate(MANY, 1)),
    "an API's answers, a call a line": "".join(
        f"jsonFlickrApi({json.dumps({'photos': {'photo': api(MANY[n : n + 10])}})});\n" for n in range(0, 40, 10)
    ),
    "an API's columns without the account": "farm\tserver\tid\tsecret\ttitle\n"
    + "".join(f"66\t65535\t{p}\t{SECRET}\tx\n" for p in MANY),
    "encoded lines": "".join(f"{quote(page(p), safe='')}\n" for p in MANY),
    "lines that are encoded twice": "".join(f"see {quote(quote(image(p), safe=''), safe='')} there\n" for p in MANY),
    "cells that are encoded twice": "n,link\n"
    + "".join(f"1,{quote(quote(page(p), safe=''), safe='')}\n" for p in MANY),
    "proxies of addresses without a scheme": "".join(f"https://e.example/?url={image(p)[8:]}&w=100\n" for p in MANY),
    "sentences": "".join(f"I saw {image(p)}. And you?\n" for p in MANY),
    "cells with a full stop": "n,link\n" + "".join(f"1,{page(p)}.\n" for p in MANY),
    "links of Markdown": "".join(f"[a photo]({page(p)})\n" for p in MANY),
    "a table of Markdown below words": "# Photos\n\nOur list.\n\nPhoto ID | Title\n--- | ---\n"
    + "".join(f"{p} | x\n" for p in MANY),
    "a table of MySQL with a mark in front": "\ufeff+---+---+\n| flickr_id | n |\n+---+---+\n"
    + "".join(f"| {p} | 1 |\n" for p in MANY),
    "PIPA's pictures": "".join(f"train/72157600000000001_{p}.jpg\n" for p in MANY),
    "PIPA's splits between commas": "".join(f"72157600000000001,{p},186,135,323,433,4,3,0\n" for p in MANY),
    "pairs of IDs": "left_flickr_id,right_flickr_id,same\n"
    + "".join(f"{p},{q},1\n" for p, q in zip(MANY[::2], MANY[1::2], strict=True)),
    "files called by an ID under a name that says so": "flickr30k_id,sentence\n"
    + "".join(f"{p}.jpg,x\n" for p in MANY),
    "numbers on one line": ", ".join(map(str, MANY)),
    "numbers on one line between blanks": " ".join(map(str, MANY)) + "\n",
    "numbers on four lines": "".join(",".join(map(str, MANY[n : n + 10])) + ",\n" for n in range(0, 40, 10)),
    "quoted numbers on one line": ";".join(f'"{p}"' for p in MANY),
    "IDs above ragged tags": "flickr_id,tags\n" + "".join(f"{p}{',x' * (p % 6)}\n" for p in MANY),
    "blanks between, a header": "n flickr_id label\n" + "".join(f"{n} {p} x\n" for n, p in enumerate(MANY)),
    "PIPA's splits": "".join(f"72157600000000001 {p} 186 135 323 433 4 3 0\n" for p in MANY),
    "what is missing": "photo_id,t\n" + "".join(f"{p},x\nNA,x\n" for p in MANY),
    "what is negative": "photo_id,t\n" + "".join(f"{p},x\n-{p},x\n" for p in MANY),
    "apostrophes": "photo_id,t\n" + "".join(f"'{p},x\n" for p in MANY),
    "formulas": "photo_id,t\n" + "".join(f'"=""{p}""",x\n' for p in MANY),
    "thousands": "photo_id;t\n" + "".join(f"{p:,};x\n".replace(",", ".") for p in MANY),
    "zeros in front": "photo_id,t\n" + "".join(f"{p:015d},x\n" for p in MANY),
    "quoted lines": "".join(f'"{p}"\n' for p in MANY),
    "commas behind": "".join(f"{p},\n" for p in MANY),
    "an answer to a question, ragged": "a,photo_url,b\n" + "".join(f"x,{page(p)}\n" for p in MANY),
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_tables(tmp_path: Path, text: str) -> None:
    assert photos(write(tmp_path, text)) == MANY


def test_lists_in_tables_of_parquet_and_arrow(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "images": [[image(p), None] for p in MANY[:20]] + [[]],
            "info": [[{"url": page(p), "n": 1}] for p in MANY[20:]] + [None],
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_ipc(tmp_path / "a.arrow")
    assert photos(tmp_path / "a.parquet") == photos(tmp_path / "a.arrow") == MANY


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    text = "left,right\n" + f"{image(A)},{image(B)}\n{image(C)},\n,{image(D)}\nx,y\n,\n"
    reading = read(write(tmp_path, text * 1))
    assert (reading.photo_ids, reading.rows, reading.rejected) == ([A, B, C, D], 5, 2)


def test_one_photo_over_and_over_is_no_list_and_said(tmp_path: Path) -> None:
    text = "url,cover\n" + "".join(f"{image(p)},{image(MANY[-1] + 9)}\n" for p in MANY)
    path = write(tmp_path, text)
    assert photos(path) == MANY
    assert "Not read: column 2" in " ".join(read(path).explanation)


def test_a_number_that_an_address_contradicts_is_no_photo(tmp_path: Path) -> None:
    text = "photo_id,url\n" + "".join(f"{p + 777},{page(p)}\n" for p in MANY)
    assert photos(write(tmp_path, text)) == MANY


def test_an_id_under_a_weaker_name_is_not_read_beside_flickrs(tmp_path: Path) -> None:
    text = "photo_id,flickr_id\n" + "".join(f"{p + 100},{p}\n" for p in MANY)
    assert photos(write(tmp_path, text)) == MANY


def test_an_account_that_is_called_an_id_is_no_photo(tmp_path: Path) -> None:
    text = "owner_flickr_id,flickr_id\n" + "".join(f"{p + 100},{p}\n" for p in MANY)
    assert photos(write(tmp_path, text)) == MANY


@pytest.mark.parametrize(
    "lines",
    [
        "\n".join(f"{n},{p},{p % 7}" for n, p in enumerate(MANY)),
        "\n".join(",".join(str(n * k % 97) for k in range(1, 12)) for n in range(40)),
    ],
    ids=["a table of three columns", "features"],
)
def test_tables_of_numbers_are_no_lists_of_photos(tmp_path: Path, lines: str) -> None:
    with pytest.raises(ManifestInvalid):
        photos(write(tmp_path, lines))


def test_addresses_on_one_line(tmp_path: Path) -> None:
    many = [FIRST_ID + n for n in range(3_000)]
    assert photos(write(tmp_path, ",".join(map(image, many)))) == many


@pytest.mark.parametrize("number", ["5.3e10", "1e400", "9" * 30, "1" * 400, "-5", "NaN", "12.5"])
def test_what_is_no_id_among_numbers_of_json(tmp_path: Path, number: str) -> None:
    assert photos(write(tmp_path, f'{{"ids":[{",".join(map(str, MANY))},{number}]}}')) == MANY
    lines = "".join(f'{{"photo_id":{p}}}\n' for p in (*MANY, number))
    assert photos(write(tmp_path, lines)) == MANY


def test_a_text_in_a_folder_that_lists_addresses_among_words(tmp_path: Path) -> None:
    (tmp_path / "photos.toml").write_text("".join(f'[[photo]]\nn = {p}\nurl = "{page(p)}"\n' for p in MANY))
    (tmp_path / "README").write_text(f"The list of our survey.\nAn example is {page(A - 1)} by somebody.\nCite us.\n")
    assert photos(tmp_path) == MANY


@pytest.mark.parametrize("listed", ["{}", "\"['{}', '{}']\""], ids=["one a cell", "two a cell"])
def test_another_sites_file_names_are_none_of_flickrs(tmp_path: Path, listed: str) -> None:
    names = [f"{10_150_000_000 + n}_{(n * 0x9E3779B97F) % 16**10:010x}_n.jpg" for n in range(80)]
    cells = [listed.format(one, other) for one, other in zip(names[::2], names[1::2], strict=True)]
    with pytest.raises(ManifestInvalid):
        photos(write(tmp_path, "filename,label\n" + "".join(f"{cell},1\n" for cell in cells)))
