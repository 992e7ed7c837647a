"""Lists of every family of formats, with owners, names and licences where the format has them, and many repeats."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from support.lists.mat_files import mat_file
from support.lists.spreadsheets import Cell, workbook

FIRST = 990_000_000_001
ROWS = 120


def photo(number: int) -> int:
    """A photo's ID: in no order, and the same for many numbers."""
    return FIRST + number * 7_919 % 1_009


def image(number: int) -> str:
    return f"https://live.staticflickr.com/65535/{photo(number)}_5a3c7e9b10_b.jpg"


def owner(number: int) -> str:
    return f"{10_000_000 + number % 17}@N0{number % 7}"


def record(number: int) -> dict[str, object]:
    return {"url": image(number), "owner": owner(number), "license": number % 8, "title": f"t{number}"}


def _table(numbers: range, mark: str) -> str:
    header = mark.join(("url", "owner", "license"))
    return "\n".join([header, *(mark.join((image(n), owner(n), str(n % 8))) for n in numbers), f"none{mark}x{mark}1\n"])


def _zip(path: Path, numbers: range) -> None:
    half = len(numbers) // 2
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("b/one.csv"), _table(numbers[:half], ","))
        archive.writestr(zipfile.ZipInfo("two.jsonl"), "".join(f"{json.dumps(record(n))}\n" for n in numbers[half:]))


def _sqlite(path: Path, numbers: range) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE photos (url TEXT, owner TEXT, license INTEGER)")
        database.executemany("INSERT INTO photos VALUES (?, ?, ?)", [(image(n), owner(n), n % 8) for n in numbers])
        database.commit()


def _xml(numbers: range) -> str:
    photos = "".join(
        f'<photo id="{photo(n)}" owner="{owner(n)}" ownername="Anna {n % 5}" license="{n % 8}" secret="5a3c7e9b10"/>'
        for n in numbers
    )
    return f'<?xml version="1.0"?><rsp stat="ok"><photos page="1">{photos}</photos></rsp>'


def _sheet(numbers: range) -> bytes:
    rows: list[list[Cell]] = [["title", "url"]]
    rows += [[f"t{n}", image(n)] for n in numbers]
    return workbook({"one": rows, "two": rows[:20]})


FAMILIES: dict[str, Callable[[Path, range], object]] = {
    "ids.txt": lambda path, numbers: path.write_text("photo_id\n" + "".join(f"{photo(n)}\n" for n in numbers)),
    "urls.txt": lambda path, numbers: path.write_text("".join(f"{image(n)}\n\n" for n in numbers) + "nothing\n"),
    "files.txt": lambda path, numbers: path.write_text("".join(f"a/{photo(n)}_5a3c7e9b10.jpg\n" for n in numbers)),
    "spaces.txt": lambda path, numbers: path.write_text("".join(f"{photo(n)}_5a3c7e9b10.jpg 1 2\n" for n in numbers)),
    "table.csv": lambda path, numbers: path.write_text(_table(numbers, ",")),
    "table.tsv": lambda path, numbers: path.write_text(_table(numbers, "\t")),
    "packed.csv.gz": lambda path, numbers: path.write_bytes(gzip.compress(_table(numbers, ",").encode(), mtime=0)),
    "records.jsonl": lambda path, numbers: path.write_text("".join(f"{json.dumps(record(n))}\n" for n in numbers)),
    "records.json": lambda path, numbers: path.write_text(
        json.dumps({"train": [record(n) for n in numbers[:50]], "val": [record(n) for n in numbers[50:]]})
    ),
    "table.parquet": lambda path, numbers: pl.DataFrame([record(n) for n in numbers]).write_parquet(
        path, row_group_size=50
    ),
    "table.arrow": lambda path, numbers: pl.DataFrame([record(n) for n in numbers]).write_ipc(path),
    "table.db": _sqlite,
    "names.mat": lambda path, numbers: path.write_bytes(
        mat_file({"trainNameList": [f"{photo(n)}_5a3c7e9b10.jpg" for n in numbers]})
    ),
    "photos.xml": lambda path, numbers: path.write_text(_xml(numbers)),
    "book.xlsx": lambda path, numbers: path.write_bytes(_sheet(numbers)),
    "photo_ids.npy": lambda path, numbers: np.save(path, np.array([photo(n) for n in numbers])),
    "records.yaml": lambda path, numbers: path.write_text(yaml.safe_dump({"images": [record(n) for n in numbers]})),
    "meta.zip": _zip,
}


def write_every_family(folder: Path) -> list[Path]:
    """Write two lists of each family, each as a file that is named, and one folder with three more; return all."""
    written: list[Path] = []
    for at, (name, write) in enumerate(FAMILIES.items()):
        for part in range(2):
            path = folder / f"{part}-{name}"
            first = (2 * at + part) * 61
            write(path, range(first, first + ROWS))
            written.append(path)
    (folder / "inside").mkdir()
    for name in ("table.csv", "records.jsonl", "photos.xml"):
        FAMILIES[name](folder / "inside" / name, range(5_000, 5_000 + ROWS))
    (folder / "inside" / "notes.md").write_text("# nothing here\n\nwords alone\n")
    return [*written, folder / "inside"]
