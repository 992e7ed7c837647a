"""Exports a published list to a file that other programs read, in batches, so that it may be larger than memory.

    parquet   photo_id INT64, ascending; where the run has details also owner STRING, licence STRING, licence_id UINT8;
              where it knows names of accounts, owner_names STRING behind owner
    sqlite    table photos (photo_id INTEGER PRIMARY KEY), with the same further columns as TEXT and INTEGER
    csv       the same columns; a text that a spreadsheet would take for a formula gets an apostrophe in front
    jsonl     one object a line with the same keys, `photo_id` as text like everywhere in Inset's JSON
    txt       one photo ID a line, ascending
    pybloom   a filter that pybloom_live's own BloomFilter.fromfile opens (`inset.index.filter.stock_filter`)

`owner_names` is what the manifest calls the account, one name a line. `licence` is the name as Flickr writes it, or the
manifest's own words; `licence_id` is Flickr's number where it is one of Flickr's. The file is written under another
name and renamed when it is complete, so that it is never there in part.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from polars.io.plugins import register_io_source

from inset.account.report_files import harmless
from inset.errors import ExportFailed, UsageInvalid
from inset.flickr import LICENCES
from inset.index.compare import store_of
from inset.index.dataset_index import DatasetIndex
from inset.index.filter.stock_filter import write_stock_filter
from inset.own_files import sync_folder
from inset.words.sentences import sentence
from inset_build.target import check_target

BATCH_IDS: Final = 1 << 18
ROW_GROUP: Final = 1 << 20

PYBLOOM_ERROR_RATE: Final = 1e-6
"""No ID store confirms the filter's hits, so its rate is low: see `FILTER_ONLY_ERROR_RATE`."""

FORMATS: Final = ("parquet", "sqlite", "csv", "jsonl", "txt", "pybloom")

_DETAILS: Final[dict[str, pl.DataType]] = {
    "owner": pl.String(),
    "owner_names": pl.String(),
    "licence": pl.String(),
    "licence_id": pl.UInt8(),
}
_SQL_TYPES: Final = {"owner": "TEXT", "owner_names": "TEXT", "licence": "TEXT", "licence_id": "INTEGER"}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export did. `columns`: of each photo; `error_rate`: of a pybloom filter, else None."""

    dataset: str
    run: str
    format: str
    file: str
    photos: int
    columns: list[str]
    error_rate: float | None
    bytes: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)


def export_run(
    run: DatasetIndex,
    to: str,
    output: Path,
    *,
    force: bool = False,
    error_rate: float | None = None,
    on_progress: Callable[[int], None] = lambda _: None,
) -> ExportReport:
    """Write a run's list to a file.

    Args:
        run: opened; its files may be removed meanwhile, where the system lets mapped files be.
        to: one of `FORMATS`.
        output: the file to write.
        force: replace a file that is there already.
        error_rate: of a pybloom filter; None for `PYBLOOM_ERROR_RATE`.
        on_progress: called after every batch with the number of photos read so far.

    Raises:
        UsageInvalid: no such format, an error rate that does not fit, or a file that may not be written there.
        NoList: it is a filter-only run.
        ExportFailed: the disk is full, or another error of the system.
    """
    started = time.monotonic()
    if to not in FORMATS:
        raise UsageInvalid(sentence("error_export_format", ", ".join(FORMATS), repr(to)))
    rate = _rate_for(to, error_rate)
    store_of(run)
    target = output.resolve()  # if it is a link, replace the file that it leads to, and keep the link
    check_target(target, force=force)
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    export = _Export(run, on_progress)
    # Remove twice: an interrupt of Polars also interrupts Python, and that one may come while the first removal runs.
    with _removed(aside), _removed(aside), _told_as_failed():
        if to == "pybloom":
            write_stock_filter(aside, export.ids(), photos=run.descriptor.counts.photos, error_rate=rate or 0.0)
        else:
            {
                "parquet": export.to_parquet,
                "sqlite": export.to_sqlite,
                "csv": export.to_csv,
                "jsonl": export.to_jsonl,
                "txt": export.to_txt,
            }[to](aside)
            _flush(aside)
        check_target(target, force=force)  # again, because writing may have taken minutes
        aside.replace(target)
        sync_folder(target.parent)
    return ExportReport(
        dataset=run.name,
        run=run.descriptor.run,
        format=to,
        file=str(output),
        photos=export.photos,
        columns=["photo_id"] if to in ("txt", "pybloom") else export.columns,
        error_rate=rate,
        bytes=target.stat().st_size,
        seconds=round(time.monotonic() - started, 3),
    )


def _rate_for(to: str, error_rate: float | None) -> float | None:
    if to != "pybloom":
        if error_rate is not None:
            raise UsageInvalid(sentence("error_export_rate", to))
        return None
    if error_rate is not None and not 1e-9 <= error_rate <= 0.1:
        raise UsageInvalid(sentence("build_rate", error_rate))
    return PYBLOOM_ERROR_RATE if error_rate is None else error_rate


@contextmanager
def _removed(aside: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


@contextmanager
def _told_as_failed() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, pl.exceptions.PolarsError) as error:
        raise ExportFailed(sentence("error_export_failed", error)) from error


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


class _Export:
    """Reads one run in batches, and counts its photos."""

    def __init__(self, run: DatasetIndex, on_progress: Callable[[int], None]) -> None:
        self.photos = 0
        self._store = store_of(run)
        self._details = run.details
        self._on_progress = on_progress
        further = () if self._details is None else _DETAILS
        named = self._details is not None and self._details.knows_names()
        self.columns = ["photo_id", *(each for each in further if named or each != "owner_names")]

    def ids(self) -> Iterator[NDArray[np.uint64]]:
        self._on_progress(0)
        for chunk in self._store.chunks(BATCH_IDS):
            yield chunk
            self.photos += len(chunk)
            self._on_progress(self.photos)

    def frames(self) -> Iterator[pl.DataFrame]:
        for chunk in self.ids():
            photos = pl.DataFrame({"photo_id": chunk.astype(np.int64)})
            if self._details is None:
                yield photos
                continue
            known = pl.DataFrame(
                self._details.between(int(chunk[0]), int(chunk[-1])),
                schema={
                    "photo_id": pl.Int64,
                    "owner": pl.String,
                    "owner_names": pl.String,
                    "licence_id": pl.UInt8,
                    "licence": pl.String,
                },
                orient="row",
            ).with_columns(licence=pl.coalesce(_name("licence_id"), "licence"))
            yield photos.join(known, on="photo_id", how="left", maintain_order="left").select(self.columns)

    def to_txt(self, path: Path) -> None:
        with path.open("xb") as file:
            for chunk in self.ids():
                pl.DataFrame({"photo_id": chunk}).write_csv(file, include_header=False)

    def to_csv(self, path: Path) -> None:
        with path.open("xb") as file:
            pl.DataFrame(schema=self.columns).write_csv(file)
            for frame in self.frames():
                _harmless(frame).write_csv(file, include_header=False)

    def to_jsonl(self, path: Path) -> None:
        with path.open("xb") as file:
            for frame in self.frames():
                frame.with_columns(pl.col("photo_id").cast(pl.String)).write_ndjson(file)

    def to_parquet(self, path: Path) -> None:
        def source(
            with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
        ) -> Iterator[pl.DataFrame]:
            del with_columns, predicate, n_rows, batch_size  # the whole frame is always wanted
            return self.frames()

        schema = {name: _DETAILS.get(name, pl.Int64()) for name in self.columns}
        # Give Polars the opened file: with a path it could create the file even after an interrupt.
        with path.open("xb") as file:
            register_io_source(source, schema=schema).sink_parquet(file, row_group_size=ROW_GROUP)

    def to_sqlite(self, path: Path) -> None:
        further = "".join(f", {name} {_SQL_TYPES[name]}" for name in self.columns[1:])
        places = ", ".join("?" * len(self.columns))
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            # An unfinished file is removed anyway, so it need not survive a crash.
            for setting in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
                database.execute(f"PRAGMA {setting}")
            database.execute(f"CREATE TABLE photos (photo_id INTEGER PRIMARY KEY{further})")
            database.execute("BEGIN")
            for frame in self.frames():
                database.executemany(f"INSERT INTO photos VALUES ({places})", frame.iter_rows())  # noqa: S608 - our own
            database.execute("COMMIT")


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The same photos, with texts of which no spreadsheet takes one for a formula."""
    for column in (name for name, kind in frame.schema.items() if kind == pl.String):
        changed = {text: harmless(text) for text in frame[column].drop_nulls().unique() if harmless(text) != text}
        frame = frame.with_columns(pl.col(column).replace(changed)) if changed else frame
    return frame


def _name(number: str) -> pl.Expr:
    """The name of Flickr's licence of that number; null where there is none."""
    names = {licence.id: licence.name for licence in LICENCES}
    return pl.col(number).replace_strict(names, default=None, return_dtype=pl.String)
