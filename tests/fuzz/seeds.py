"""A small manifest of every format, made up."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from support.lists.manifests import SECRET, image, page
from support.lists.mat_files import mat_file
from support.lists.packing import PACK, tar, zipped
from support.lists.spreadsheets import Cell, open_document, workbook

PHOTOS: Final = [53_200_000_017 + 1_234_567 * n + n * n % 977 for n in range(24)]
NSID: Final = "12345678@N00"


def _lines(form: Callable[[int], str], header: str = "") -> bytes:
    return (header + "".join(form(photo) + "\n" for photo in PHOTOS)).encode()


def _records() -> list[dict[str, object]]:
    return [{"n": n, "photo_id": photo, "url": image(photo), "who": {"nsid": NSID}} for n, photo in enumerate(PHOTOS)]


def _api() -> list[dict[str, object]]:
    return [{"id": str(p), "owner": NSID, "secret": SECRET, "server": "65535", "farm": 66} for p in PHOTOS]


TEXTS: Final[dict[str, bytes]] = {
    "IDs": _lines(str),
    "URLs": _lines(page),
    "names": _lines(lambda p: f"images/{p}_{SECRET}_b.jpg"),
    "names in front of words": _lines(lambda p: f"face.2.{p}_{SECRET}_o.jpg 3"),
    "CSV": _lines(lambda p: f'{p},"a, ""b""",{image(p)}', "photo_id,title,url\n"),
    "CSV with lines in cells": _lines(lambda p: f'"a\nb",{page(p)},4', "title,url,n\n"),
    "CSV of two photos": _lines(lambda p: f"{image(p)},{page(p + 1)}", "left,right\n"),
    "CSV of messy numbers": _lines(lambda p: f"'{p}.0;x", "flickr_id;x\n"),
    "TSV": _lines(lambda p: f"{p}\t{NSID}\ta\t{image(p)}"),
    "blanks": _lines(lambda p: f"{p} {NSID} 48.5 2.25"),
    "PIPA": _lines(lambda p: f"72157600000000001 {p} 186 135 323 433 4 3 0"),
    "numbers on a line": ", ".join(map(str, PHOTOS)).encode(),
    "JSON": json.dumps(_records()).encode(),
    "JSON of lists": json.dumps({"a": list(map(image, PHOTOS[:9])), "b": list(map(page, PHOTOS[9:]))}).encode(),
    "JSON of keys": json.dumps({f"{p}_{SECRET}.jpg": {"label": 1} for p in PHOTOS}).encode(),
    "JSON of an API": json.dumps({"photos": {"page": 1, "photo": _api()}}, indent=1).encode(),
    "JSON in a script": b"jsonFlickrApi(" + json.dumps({"photos": {"photo": _api()}}).encode() + b")",
    "JSON Lines": "".join(json.dumps(record) + "\n" for record in _records()).encode(),
    "JSON Lines of lists": "".join(json.dumps({"images": [{"u": image(p)}]}) + "\n" for p in PHOTOS).encode(),
    "XML": b"<rsp><photos>" + _lines(lambda p: f'<photo url="{page(p)}"><t>x</t></photo>') + b"</photos></rsp>",
    "web page": b"<html><body>" + _lines(lambda p: f'<a href="{page(p)}">x</a>') + b"</body></html>",
    "YAML": _lines(lambda p: f"- url: {page(p)}\n  label: x"),
    "SQL": b"CREATE TABLE p (n INT, flickr_id BIGINT);\n" + _lines(lambda p: f"INSERT INTO p VALUES (1,{p});"),
    "drawn table": _lines(lambda p: f"| {p} | x |", "| flickr_id | t |\n| --- | --- |\n"),
    "words": _lines(lambda p: f"I saw [this]({page(p)}) there"),
}
"""Text in UTF-8, in which each photo stands as it is read."""


def _database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photos"
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE photos (n, url)")
        database.executemany("INSERT INTO photos VALUES (?, ?)", [(n, page(p)) for n, p in enumerate(PHOTOS)])
        database.commit()
        database.close()
        return path.read_bytes()


def _frame(write: Callable[[pl.DataFrame, io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    frame = pl.DataFrame({"n": range(len(PHOTOS)), "url": list(map(image, PHOTOS)), "flickr_id": PHOTOS})
    write(frame.with_columns(lists=pl.concat_list("url", "url")), file)
    return file.getvalue()


def _arrays(save: Callable[..., None]) -> bytes:
    file = io.BytesIO()
    save(file, np.array(PHOTOS))
    return file.getvalue()


_TABLE: Final[list[list[Cell]]] = [["n", "url"]]
_TABLE.extend([n, page(p)] for n, p in enumerate(PHOTOS))

BINARY: Final[dict[str, bytes]] = {
    "Parquet": _frame(pl.DataFrame.write_parquet),
    "Arrow": _frame(pl.DataFrame.write_ipc),
    "Arrow stream": _frame(pl.DataFrame.write_ipc_stream),
    "SQLite": _database(),
    "MATLAB": mat_file({"names": [f"farm1_286_{p}_{SECRET}_b.jpg" for p in PHOTOS]}),
    "NumPy": _arrays(np.save),
    "NumPy archive": _arrays(np.savez_compressed),
    "XLSX": workbook({"photos": _TABLE}, {"photos": {"A2": page(PHOTOS[0])}}),
    "ODS": open_document(_TABLE),
    "UTF-16": TEXTS["CSV"].decode().encode("utf-16"),
    "zip": zipped([("a.csv", TEXTS["CSV"]), ("b.json", TEXTS["JSON"]), ("README", b"see us")]),
    "tar": tar([("a.txt", TEXTS["URLs"]), ("b.jsonl", TEXTS["JSON Lines"])]),
    **{name: pack(TEXTS["TSV"]) for name, pack in PACK.items()},
}
