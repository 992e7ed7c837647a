"""Made-up manifests of each family, and how the bare engine and the standard library read them."""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import polars as pl

IMAGE = r"^https?://(?:live|farm[0-9]+)\.static\.?flickr\.com/[0-9]+/([1-9][0-9]{0,11})_[0-9a-f]{10}(?:_[a-z])?\.jpg$"
PAGE = r"^https?://www\.flickr\.com/photos/[0-9A-Za-z@_-]+/([1-9][0-9]{0,11})/?$"
_IMAGE = re.compile(IMAGE)
_TEXT = "Made+up+title+of+some+length", "Words+that+somebody+wrote+about+a+photo%2C+with+a+place+and+a+date+in+it"
_LICENCE = "http://creativecommons.org/licenses/by-nc-sa/2.0/"


@dataclass(frozen=True)
class Family:
    """`write` makes a file of so many rows; `bare` gives its photo IDs, and `standard` sums up the distinct ones.

    The standard library reads a file of `standard_rows` only.
    """

    title: str
    rows: int
    standard_rows: int
    write: Callable[[Path, int], Path]
    bare: Callable[[Path], pl.Series]
    standard: Callable[[Path], int] | None


class Metadata(msgspec.Struct):
    photo_url: str


class Item(msgspec.Struct):
    metadata: Metadata


def _random(rows: int, *, flickr: float = 1.0) -> pl.DataFrame:
    """Photo IDs, secrets, servers and accounts; `foreign` marks rows of other hosts."""
    random = np.random.default_rng(3)
    # Older IDs are rarer than in an even spread, by which a build sees that a bare list is none of Flickr's.
    return pl.DataFrame(
        {
            "photo": random.integers(4_000_000_000, 54_000_000_000, rows, dtype=np.uint64),
            "secret": random.integers(0x10_0000_0000, 0xFF_FFFF_FFFF, rows, dtype=np.uint64),
            "server": random.integers(1, 9999, rows, dtype=np.uint16),
            "account": random.integers(10_000_000, 99_999_999, rows, dtype=np.uint64),
            "foreign": random.random(rows) >= flickr,
            "row": np.arange(rows, dtype=np.uint64),
        }
    )


def _image(frame: pl.DataFrame) -> pl.Series:
    # Ten hexadecimal digits: the decimal ones of a number are some.
    secret = pl.format("{}", pl.col("secret") % 9_000_000_000 + 1_000_000_000)
    url = pl.format("https://live.staticflickr.com/{}/{}_{}_b.jpg", "server", "photo", secret)
    other = pl.format("https://photos.example/{}/{}/picture-of-something-{}.jpg", "server", "secret", "row")
    return frame.select(pl.when("foreign").then(other).otherwise(url).alias("url")).to_series()


def _page(frame: pl.DataFrame) -> pl.Series:
    return frame.select(pl.format("https://www.flickr.com/photos/{}@N00/{}/", "account", "photo")).to_series()


def _path(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    return folder / name


def _write_csv(folder: Path, rows: int) -> Path:
    frame = _random(rows)
    path = _path(folder, "urls.csv")
    table = frame.select("row", url=_image(frame), width=pl.lit(1024), height=pl.lit(768), label=pl.col("server"))
    table.write_csv(path)
    return path


def _write_csv_of_lines(folder: Path, rows: int) -> Path:
    frame = _random(rows)
    path = _path(folder, "lines.csv")
    text = pl.format('A title, "{}"\nand a second line about the photo', "row")
    frame.select("row", title=text, url=_image(frame), label=pl.col("server")).write_csv(path)
    return path


def _bare_csv(path: Path) -> pl.Series:
    found = pl.scan_csv(path).select(pl.col("url").str.extract(IMAGE, 1).cast(pl.UInt64))
    return found.collect(engine="streaming").to_series()


def _standard_csv(path: Path) -> int:
    with path.open(newline="") as file:
        return _sum_of(_IMAGE.match(row["url"]) for row in csv.DictReader(file))


def _yfcc(rows: int) -> pl.DataFrame:
    frame = _random(rows)
    text = pl.format("{}{}", pl.lit(_TEXT[1] * 2), pl.col("secret"))
    return frame.select(
        pl.col("photo"),
        nsid=pl.format("{}@N00", "account"),
        nick=pl.format("user{}", "account"),
        taken=pl.lit("2010-01-01 00:00:00.0"),
        uploaded=pl.col("row") + 1_262_300_000,
        device=pl.lit("Canon+EOS+5D"),
        title=pl.format("{}{}", pl.lit(_TEXT[0]), "row"),
        description=text,
        tags=pl.lit("some,tags,that,somebody,gave"),
        machine=pl.lit(""),
        longitude=pl.lit("-1.5"),
        latitude=pl.lit("50.1"),
        accuracy=pl.lit("16"),
        page=_page(frame),
        image=_image(frame),
        licence=pl.lit("Attribution-NonCommercial-ShareAlike License"),
        url=pl.lit(_LICENCE),
        server=pl.col("server"),
        farm=pl.lit("6"),
        secret=pl.col("secret"),
        original=pl.col("secret"),
        extension=pl.lit("jpg"),
        marker=pl.lit("0"),
    )


def _write_yfcc(folder: Path, rows: int) -> Path:
    path = _path(folder, "yfcc.tsv")
    _yfcc(rows).write_csv(path, include_header=False, separator="\t", quote_style="never")
    return path


def _write_yfcc_gzip(folder: Path, rows: int) -> Path:
    plain = _write_yfcc(folder, rows)
    path = plain.with_name("yfcc.tsv.gz")
    with plain.open("rb") as source, gzip.open(path, "wb", compresslevel=1) as target:
        shutil.copyfileobj(source, target, 1 << 20)
    plain.unlink()
    return path


def _bare_tsv(path: Path) -> pl.Series:
    schema = {"photo": pl.String}
    frame = pl.scan_csv(path, has_header=False, separator="\t", quote_char=None, schema=schema, extra_columns="ignore")
    return frame.select(pl.col("photo").cast(pl.UInt64)).collect(engine="streaming").to_series()


def _standard_tsv(path: Path) -> int:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(newline="") as file:
        return sum({int(row[0]) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)})


def _write_ids(folder: Path, rows: int) -> Path:
    path = _path(folder, "ids.txt")
    _random(rows).select("photo").write_csv(path, include_header=False)
    return path


def _bare_ids(path: Path) -> pl.Series:
    frame = pl.scan_csv(path, has_header=False, schema={"photo": pl.UInt64})
    return frame.collect(engine="streaming").to_series()


def _standard_ids(path: Path) -> int:
    with path.open() as file:
        return sum(set(map(int, file)))


def _write_json(folder: Path, rows: int) -> Path:
    path = _path(folder, "faces.json")
    frame = _random(rows)
    before = '": {"category": "training", "metadata": {"photo_url": "'
    between = '", "photo_title": "Made up", "author": "u'
    after = f'", "license": "Attribution License", "license_url": "{_LICENCE}", "date_uploaded": "2010-01-01"}}}}'
    parts = [pl.lit('"'), "row", pl.lit(before), pl.lit(_page(frame)), pl.lit(between), "account", pl.lit(after)]
    items = frame.select(pl.concat_str(parts))
    with path.open("w") as file:
        file.write("{")
        for chunk in range(0, rows, 100_000):
            file.write(",\n" if chunk else "")
            file.write(",\n".join(items.to_series()[chunk : chunk + 100_000]))
        file.write("}")
    return path


def _last_number(url: str) -> int:
    return int(url.rstrip("/").rpartition("/")[2])


def _bare_json(path: Path) -> pl.Series:
    items = msgspec.json.decode(path.read_bytes(), type=dict[str, Item])
    urls = pl.Series([item.metadata.photo_url for item in items.values()])
    return urls.to_frame("url").select(pl.col("url").str.extract(PAGE, 1).cast(pl.UInt64)).to_series()


def _standard_json(path: Path) -> int:
    with path.open() as file:
        items = json.load(file)
    return sum({_last_number(item["metadata"]["photo_url"]) for item in items.values()})


def _write_parquet(folder: Path, rows: int) -> Path:
    path = _path(folder, "pairs.parquet")
    frame = _random(rows, flickr=0.02)
    caption = pl.format("words about picture {} that somebody wrote in {}", "row", "server")
    table = frame.select(SAMPLE_ID="row", URL=_image(frame), TEXT=caption, LICENSE=pl.lit("?"), NSFW=pl.lit("UNLIKELY"))
    table.write_parquet(path, compression="snappy")
    return path


def _bare_parquet(path: Path) -> pl.Series:
    frame = pl.scan_parquet(path).filter(pl.col("URL").str.contains("flickr", literal=True))
    found = frame.select(pl.col("URL").str.extract(IMAGE, 1).cast(pl.UInt64))
    return found.collect(engine="streaming").to_series()


def _sum_of(matches: Iterable[re.Match[str] | None]) -> int:
    return sum({int(match[1]) for match in matches if match})


FAMILIES = (
    Family("CSV of URLs", 3_000_000, 500_000, _write_csv, _bare_csv, _standard_csv),
    Family("CSV with line breaks in cells", 1_500_000, 300_000, _write_csv_of_lines, _bare_csv, _standard_csv),
    Family("YFCC100M's TSV", 2_000_000, 300_000, _write_yfcc, _bare_tsv, _standard_tsv),
    Family("the same in gzip", 2_000_000, 300_000, _write_yfcc_gzip, _bare_tsv, _standard_tsv),
    Family("bare IDs", 5_000_000, 5_000_000, _write_ids, _bare_ids, _standard_ids),
    Family("FFHQ-like JSON", 2_000_000, 500_000, _write_json, _bare_json, _standard_json),
    Family("LAION-like Parquet, 2 % Flickr", 5_000_000, 0, _write_parquet, _bare_parquet, None),
)
