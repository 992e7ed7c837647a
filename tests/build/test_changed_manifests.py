"""A manifest that changes during a build: refused before it is hashed, or published with the hash of what was read."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import polars as pl
import pytest

from inset.errors import ManifestInvalid
from inset.index.library import Library
from inset_build.pipeline import build_dataset
from inset_build.readers.sources import meter
from inset_build.readers.sources.expand import expand
from inset_build.report import Progress
from support.lists.manifests import FIRST_ID, image

OLD = 990_000_000_000
LISTED = [FIRST_ID + n for n in range(1, 3001)]
OTHERS = [FIRST_ID + 5000 + n for n in range(1, 3001)]


def _lines(photos: list[int]) -> bytes:
    return "".join(f"{photo}\n" for photo in photos).encode()


def _table(photos: list[int]) -> bytes:
    return ("n,url\n" + "".join(f"{n},{image(photo)}\n" for n, photo in enumerate(photos))).encode()


def _zip(photos: list[int]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("1.txt", _lines(photos[:2000]))
        archive.writestr("2.csv", _table(photos[2000:]))
    return packed.getvalue()


def _parquet(photos: list[int]) -> bytes:
    written = BytesIO()
    pl.DataFrame({"url": list(map(image, photos))}).write_parquet(written)
    return written.getvalue()


def _sqlite(photos: list[int]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE photos (url TEXT)")
        database.executemany("INSERT INTO photos VALUES (?)", [(image(photo),) for photo in photos])
        database.commit()
        return database.serialize()


FORMATS: dict[str, Callable[[list[int]], bytes]] = {
    "lines": _lines,
    "table": _table,
    "gzip": lambda photos: gzip.compress(_table(photos), mtime=0),
    "zip": _zip,
    "JSON": lambda photos: json.dumps([{"url": image(photo)} for photo in photos]).encode(),
    "two lists": lambda photos: json.dumps(
        {"a": [{"url": image(photo)} for photo in photos[:2000]], "b": [{"u": image(p)} for p in photos[2000:]]}
    ).encode(),
    "parallel lists": lambda photos: json.dumps({"u": list(map(image, photos)), "owner": ["x"] * len(photos)}).encode(),
    "JSON Lines": lambda photos: "".join(json.dumps({"url": image(photo)}) + "\n" for photo in photos).encode(),
    "XML": lambda photos: b"<l>" + "".join(f"<p><url>{image(photo)}</url></p>" for photo in photos).encode() + b"</l>",
    "Parquet": _parquet,
    "SQLite": _sqlite,
}


def _replaced(path: Path, content: bytes) -> None:
    other = path.with_name("other")
    other.write_bytes(content)
    other.replace(path)


def _forged(path: Path, content: bytes) -> None:
    """Written in place, as many bytes, and with its time set back."""
    stat = path.stat()
    with path.open("r+b") as file:
        file.write(content[: stat.st_size].ljust(stat.st_size))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _swapped_back(path: Path, content: bytes) -> None:
    """Another file was there for a moment."""
    kept = path.with_name("kept")
    path.rename(kept)
    path.write_bytes(content)
    kept.replace(path)


CHANGES: dict[str, Callable[[Path, bytes], object]] = {
    "replaced": _replaced,
    "grown": lambda path, _: path.write_bytes(path.read_bytes() + b"\n"),
    "cut off": lambda path, _: os.truncate(path, path.stat().st_size // 2),
    "written in place": _forged,
    "swapped and swapped back": _swapped_back,
    "removed": lambda path, _: path.unlink(),
}

MOMENTS: dict[str, Callable[[Progress], bool]] = {
    "before it is read": lambda progress: progress.phase == "reading" and not progress.rows,
    "before it is hashed": lambda progress: progress.phase == "reading" and progress.rows > 0,
}


def _build(folder: Path, manifest: Path, at: Callable[[Progress], bool], change: Callable[[], object]) -> None:
    """A build during which something happens once."""
    waiting = [change]

    def listen(progress: Progress) -> None:
        if waiting and at(progress):
            waiting.pop()()

    try:
        build_dataset(folder / "datasets", "made-up", [manifest], on_progress=listen)
    finally:
        assert not waiting


def _old_run(folder: Path) -> None:
    (folder / "old.txt").write_bytes(_lines([OLD]))
    build_dataset(folder / "datasets", "made-up", [folder / "old.txt"])


# What is read forwards, in pieces and by a path in every way; the others in one.
CASES = [
    (form, change)
    for form in FORMATS
    for change in CHANGES
    if form in ("table", "zip", "Parquet") or change in ("replaced", "written in place")
]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("form", "change"), CASES)
def test_it_is_refused_and_the_old_run_stays(tmp_path: Path, form: str, change: str, moment: str) -> None:
    _old_run(tmp_path)
    manifest = tmp_path / "new.list"
    manifest.write_bytes(FORMATS[form](LISTED))
    other = FORMATS[form](OTHERS)
    with pytest.raises(
        ManifestInvalid, match=r"Build again when nothing writes to new\.list any more|there is no file"
    ):
        _build(tmp_path, manifest, MOMENTS[moment], lambda: CHANGES[change](manifest, other))
    assert Library(tmp_path / "datasets").lookup([OLD, *LISTED, *OTHERS]).keys() == {OLD}


@pytest.mark.parametrize(
    ("form", "phase"),
    [*((form, "writing") for form in FORMATS), ("table", "verifying"), ("Parquet", "verifying"), ("zip", "publishing")],
)
def test_once_it_is_hashed_a_change_does_not_matter(tmp_path: Path, form: str, phase: str) -> None:
    """The run says of which bytes it is, and those were read to their end."""
    manifest = tmp_path / "new.list"
    content = FORMATS[form](LISTED)
    manifest.write_bytes(content)
    _build(tmp_path, manifest, lambda at: at.phase == phase, lambda: _replaced(manifest, FORMATS[form](OTHERS)))
    library = Library(tmp_path / "datasets")
    (source,) = library.datasets["made-up"].descriptor.sources
    assert (source.bytes, source.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert library.lookup([*LISTED, *OTHERS]).keys() == set(LISTED)


@pytest.mark.parametrize("count", [1, 100_000, 1_100_000])
def test_a_file_that_is_read_forwards_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Nothing is left to be read again for the hash: of no blocks, of one and of several."""
    manifest = tmp_path / "new.list"
    content = _lines([FIRST_ID + n for n in range(count)])
    manifest.write_bytes(content)
    left: list[int] = []
    finish = meter.Meter.finish

    def noted(one: meter.Meter, path: Path) -> None:
        left.append(len(content) - (one._hashed or 0))
        finish(one, path)

    monkeypatch.setattr(meter.Meter, "finish", noted)
    build_dataset(tmp_path / "datasets", "made-up", [manifest])
    (source,) = Library(tmp_path / "datasets").datasets["made-up"].descriptor.sources
    assert (source.bytes, source.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert left == [0]


def test_the_hash_is_of_the_bytes_that_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where nothing shows that the file was written to: a clock too coarse, or a system without such a time."""
    monkeypatch.setattr(meter, "_state_of", lambda _: ())
    path = tmp_path / "list"
    before, after = Random(1).randbytes(3_000_000), Random(2).randbytes(3_000_000)
    path.write_bytes(before)
    (source,) = expand([path])
    source.meter.begin()
    with source.open(1 << 16) as file:
        read = file.read(1_000_000)
        path.write_bytes(after)
        read += file.read()
    source.meter.finish(path)
    assert read[:900_000] == before[:900_000]
    assert read[-900_000:] == after[-900_000:]
    assert (source.meter.size, source.meter.sha256) == (len(read), hashlib.sha256(read).hexdigest())


def test_reading_here_and_there_and_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "list"
    content = Random(3).randbytes(500_000)
    path.write_bytes(content)
    (source,) = expand([path])
    source.meter.begin()
    random = Random(4)
    with source.open(1000) as one, source.open(1 << 14) as two:
        for _ in range(300):
            file = random.choice((one, two))
            file.seek(random.randrange(len(content)))
            file.read(random.randrange(1, 9000))
        one.seek(0)
        assert one.read() == content
    source.meter.finish(path)
    assert (source.meter.size, source.meter.sha256) == (len(content), hashlib.sha256(content).hexdigest())
