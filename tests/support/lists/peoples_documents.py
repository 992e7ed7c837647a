"""Documents, feeds, spreadsheets and databases as people have them: made up, each with the photos expected of it."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import numpy as np
import polars as pl

from support.lists.manifests import SECRET, image, page
from support.lists.peoples_lists import (
    ALBUM,
    BIG,
    LIKE_PHOTOS,
    NEARLY_NONE,
    NOTHING,
    OWNER,
    PHOTOS,
    ROWS,
    SOME,
    Expected,
    numbers,
)
from support.lists.spreadsheets import Cell, workbook


def _dumped(document: object) -> str:
    return json.dumps(document)


def _lines(records: Sequence[object]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def _api(photos: Sequence[int]) -> list[dict[str, object]]:
    return [{"id": str(p), "owner": OWNER, "secret": SECRET, "server": "65535", "farm": 66} for p in photos]


def _info(photo: int) -> dict[str, object]:
    owner = {"nsid": OWNER, "username": "u", "iconserver": "1"}
    urls = {"url": [{"type": "photopage", "_content": page(photo)}]}
    return {"photo": {"id": str(photo), "secret": SECRET, "server": "65535", "owner": owner, "urls": urls}}


def _features(of: str) -> str:
    point = {"type": "Point", "coordinates": [1.5, 2.5]}
    each = [{"type": "Feature", "geometry": point, "properties": {of: p, "owner": OWNER}} for p in PHOTOS]
    return _dumped({"type": "FeatureCollection", "features": each})


def _parquet(values: Sequence[int | None], dtype: type[pl.DataType] = pl.Int64) -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"photo_id": pl.Series(values, dtype=pl.Int64).cast(dtype)}).write_parquet(written)
    return written.getvalue()


def _arrow() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"photo_id": PHOTOS}).write_ipc(written)
    return written.getvalue()


def _array(*, several: bool) -> bytes:
    written = io.BytesIO()
    array = np.array(PHOTOS, dtype=np.int64)
    if several:
        np.savez(written, ids=array)
    else:
        np.save(written, array)
    return written.getvalue()


def _database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE users (id INTEGER, name TEXT)")
        database.executemany("INSERT INTO users VALUES (?, 'x')", [(n,) for n in ROWS])
        database.execute("CREATE TABLE photos (url TEXT)")
        database.executemany("INSERT INTO photos VALUES (?)", [(image(p),) for p in PHOTOS])
        database.commit()
        return database.serialize()


_LINKS = "".join(f'<a href="{page(p)}"><img src="{image(p)}"></a>' for p in PHOTOS)
_SHORTENED = "".join(
    f'<p><a href="{page(p)}"><span class="invisible">https://www.</span><span class="ellipsis">'
    f'{page(p)[12:-6]}</span><span class="invisible">{page(p)[-6:]}</span></a></p>'
    for p in PHOTOS
)
"""Links as Mastodon shows them: shortened, with the rest behind what nobody sees."""
_QUOTED = "it's"
_NUMBERED: list[list[Cell]] = [["photo_id", "t"]]
_NUMBERED += [[p, "x"] for p in PHOTOS]
_VIEWS: list[list[Cell]] = [["n", "page"]]
_VIEWS += [[n, "view"] for n in range(40)]
_GRAPH = {
    "nodes": [{"id": n, "label": f"{p}_{SECRET}_o.jpg"} for n, p in enumerate(PHOTOS)],
    "edges": [{"source": n, "target": n + 1} for n in range(39)],
}

DOCUMENTS: dict[str, Expected] = {
    "escaped addresses": (_dumped([{"url": image(p)} for p in PHOTOS]).replace("/", r"\/"), PHOTOS),
    "Flickr's answer": (_dumped({"photos": {"page": 1, "photo": _api(PHOTOS)}}), PHOTOS),
    "Flickr's answer in a call": (f"jsonFlickrApi({_dumped({'photos': {'photo': _api(PHOTOS)}})})", PHOTOS),
    "Flickr's answer, IDs and accounts": (
        _dumped({"photos": {"photo": [{"id": str(p), "owner": OWNER} for p in PHOTOS]}}),
        PHOTOS,
    ),
    "Flickr's answer about an album": (
        _dumped({"photoset": {"id": str(ALBUM), "owner": OWNER, "photo": _api(PHOTOS)}}),
        PHOTOS,
    ),
    "Flickr's answer about albums": (
        _dumped({"photosets": {"photoset": [{"id": str(ALBUM + n), "owner": OWNER, "photos": 9} for n in range(40)]}}),
        NOTHING,
    ),
    "Flickr's answer about contacts": (
        _dumped(
            {"contacts": {"contact": [{"nsid": f"{n}@N00", "iconserver": "65535"} for n in numbers(10**7, 10**8, 40)]}}
        ),
        NOTHING,
    ),
    "Flickr's answer about one photo": (_dumped(_info(PHOTOS[0])), PHOTOS[:1]),
    "Flickr's answer about a photo's place": (
        _dumped({"photo": {"id": str(PHOTOS[0]), "location": {"woeid": str(PHOTOS[1])}}, "stat": "ok"}),
        PHOTOS[:1],
    ),
    "Flickr's answers line by line": (_lines([_info(p) for p in PHOTOS]), PHOTOS),
    "Flickr's pages line by line": (
        _lines([{"photos": {"page": n, "photo": _api(PHOTOS[n : n + 10])}} for n in range(0, 40, 10)]),
        PHOTOS,
    ),
    "Flickr's answer as XML": (
        '<?xml version="1.0"?><rsp stat="ok"><photos page="1">'
        + "".join(f'<photo id="{p}" owner="{OWNER}" secret="{SECRET}" server="65535" title="x"/>' for p in PHOTOS)
        + "</photos></rsp>",
        PHOTOS,
    ),
    "a search engine's hits": (
        _dumped(
            {
                "hits": [
                    {"_id": str(n), "_source": {"photo_id": p, "owner": OWNER}}
                    for n, p in zip(LIKE_PHOTOS, PHOTOS, strict=True)
                ]
            }
        ),
        PHOTOS,
    ),
    **{
        f"numbers of {others} beside accounts": (
            _dumped({others: [{"id": n, "nsid": OWNER, "n": 1} for n in LIKE_PHOTOS]}),
            NOTHING,
        )
        for others in ("users", "user", "comments", "albums")
    },
    "a dump of users": (
        "INSERT INTO `users` VALUES " + ",".join(f"({n},'{OWNER}',1)" for n in LIKE_PHOTOS) + ";\n",
        NOTHING,
    ),
    "values in a wrapping": (
        _dumped({"bindings": [{"item": {"value": "http://x.example/Q1"}, "flickrID": {"value": p}} for p in PHOTOS]}),
        PHOTOS,
    ),
    "numbers in MongoDB's wrapping": (_lines([{"photo_id": {"$numberLong": str(p)}} for p in PHOTOS]), PHOTOS),
    "rows under a list of columns, as pandas splits": (
        _dumped(
            {"columns": ["n", "photo_id"], "index": ROWS[:40], "data": list(zip(LIKE_PHOTOS, PHOTOS, strict=True))}
        ),
        PHOTOS,
    ),
    "rows beside a list of columns, as Datasette answers": (
        _dumped({"ok": True, "rows": [[p, "x"] for p in PHOTOS], "columns": ["photo_id", "t"], "truncated": False}),
        PHOTOS,
    ),
    "rows under a row of names": (_dumped([["n", "photo_id"], *zip(LIKE_PHOTOS, PHOTOS, strict=True)]), PHOTOS),
    "rows under a row of names, as Google Sheets answers": (
        _dumped({"range": "A1:B41", "values": [["photo_id", "t"], *[[str(p), "x"] for p in PHOTOS]]}),
        PHOTOS,
    ),
    "objects as Python prints them, one a line": (
        "".join(repr({"photo_id": p, "title": _QUOTED, "public": True, "owner": None}) + "\n" for p in PHOTOS),
        PHOTOS,
    ),
    "objects as MongoDB's shell prints them": (
        "".join(f'{{ "_id" : ObjectId("{n:024x}"), "photo_id" : NumberLong("{p}") }}\n' for n, p in enumerate(PHOTOS)),
        PHOTOS,
    ),
    "numbers in DynamoDB's wrapping": (
        _dumped(
            {
                "Items": [
                    {"photo_id": {"N": str(p)}, "t": {"S": "x"}, "n": {"N": str(n)}}
                    for p, n in zip(PHOTOS, LIKE_PHOTOS, strict=True)
                ]
            }
        ),
        PHOTOS,
    ),
    "GeoJSON with id": (_features("id"), PHOTOS),
    "GeoJSON with photo_id": (_features("photo_id"), PHOTOS),
    "keys in keys": (_lines([{"k": n, "meta": {"src": {"url": image(p)}}} for n, p in enumerate(PHOTOS)]), PHOTOS),
    "huge numbers beside": (_lines([{"photo_id": p, "n": 10**30, "f": 1e30} for p in PHOTOS]), PHOTOS),
    "huge numbers among": (_lines([{"photo_id": p or 10**30} for p in NEARLY_NONE]), SOME),
    "numbers with a point": (_lines([{"photo_id": float(p), "v": float("nan")} for p in PHOTOS]), PHOTOS),
    "rounded numbers": ('{"photo_id": 5.32e+10}\n' * 40, NOTHING),
    "NaN": (_lines([{"photo_id": p or float("nan"), "b": float("inf")} for p in NEARLY_NONE]), SOME),
    "null": (_lines([{"photo_id": p} for p in NEARLY_NONE]), SOME),
    "two sites": (
        _lines([{"source": s, "photo_id": p + 9 * (s != "flickr")} for p in PHOTOS for s in ("500px", "flickr")]),
        PHOTOS,
    ),
    "a feed": (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
        + "".join(f'<entry><link rel="alternate" href="{page(p)}"/></entry>' for p in PHOTOS)
        + "</feed>",
        PHOTOS,
    ),
    "an older feed": (
        '<?xml version="1.0"?><rss version="2.0"><channel><link>https://www.flickr.com/photos/</link>'
        + "".join(f"<item><link>{page(p)}</link></item>" for p in PHOTOS)
        + "</channel></rss>",
        PHOTOS,
    ),
    "a feed as JSON": (_dumped({"items": [{"link": page(p), "media": {"m": image(p)}} for p in PHOTOS]}), PHOTOS),
    "a page on one line": (f"<!DOCTYPE html><html><body>{_LINKS}</body></html>", PHOTOS),
    "a page that shows addresses shortened": (f"<!DOCTYPE html><html><body>{_SHORTENED}</body></html>", PHOTOS),
    "posts that show addresses shortened": (
        _dumped({"orderedItems": [{"object": {"content": _SHORTENED}} for _ in range(3)]}),
        PHOTOS,
    ),
    "a text of WordPad's": (
        "{\\rtf1\\ansi\n"
        + "".join(f'{{\\field{{\\*\\fldinst{{HYPERLINK "{page(p)}"}}}}}}\\par\n' for p in PHOTOS)
        + "}",
        PHOTOS,
    ),
    "bookmarks": (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p>\n"
        + "".join(f'<DT><A HREF="{page(p)}" ADD_DATE="1700000000">x</A>\n' for p in PHOTOS)
        + "</DL><p>\n",
        PHOTOS,
    ),
    "places on a map": (
        '<?xml version="1.0"?><kml><Document>'
        + "".join(
            f'<Placemark><description><![CDATA[<a href="{page(p)}">x</a>]]></description></Placemark>' for p in PHOTOS
        )
        + "</Document></kml>",
        PHOTOS,
    ),
    "a table in Markdown": (
        "| n | photo |\n|---|---|\n" + "".join(f"| 0 | [t]({page(p)}) |\n" for p in PHOTOS),
        PHOTOS,
    ),
    "a script": (f"var flickrData = {_features('photo_id')};\n", PHOTOS),
    "a list of Python's below a remark": (f"# Those of 2023\nIDS = {PHOTOS}\n", PHOTOS),
    "YAML": ("photos:\n" + "".join(f'  - id: {p}\n    owner: "{OWNER}"\n' for p in PHOTOS), PHOTOS),
    "a dump of numbers": (
        "CREATE TABLE `photos` (`n` int, `photo_id` bigint);\nINSERT INTO `photos` (`n`,`photo_id`) VALUES\n"
        + ",\n".join(f"({n},{p})" for n, p in enumerate(PHOTOS))
        + ";\n",
        PHOTOS,
    ),
    "a dump of SQL Server's": (
        "SET IDENTITY_INSERT [dbo].[photos] ON\nGO\n"
        + "".join(
            f"INSERT [dbo].[photos] ([n], [photo_id], [t]) VALUES ({n}, {p}, N'x')\n" for n, p in enumerate(PHOTOS)
        ),
        PHOTOS,
    ),
    "a dump of addresses": (
        "INSERT INTO `photos` VALUES\n" + ",\n".join(f"({n},'{image(p)}')" for n, p in enumerate(PHOTOS)) + ";\n",
        PHOTOS,
    ),
    "lists by city": (_dumped({"paris": _api(PHOTOS[:9]), "rome": _api(PHOTOS[9:])}), PHOTOS),
    "addresses by city": (
        _dumped({"paris": list(map(image, PHOTOS[:9])), "rome": list(map(image, PHOTOS[9:]))}),
        PHOTOS,
    ),
    "a list of addresses": (_dumped(list(map(image, PHOTOS))), PHOTOS),
    "a list of numbers": (_dumped(PHOTOS), PHOTOS),
    "a graph": (_dumped(_GRAPH), PHOTOS),
    "row numbers and a large one": (_dumped([{"photo_id": n, "x": 1} for n in (*ROWS, BIG)]), NOTHING),
    "an array": (_array(several=False), PHOTOS),
    "several arrays": (_array(several=True), PHOTOS),
    "Arrow": (_arrow(), PHOTOS),
    "Parquet, floats": (_parquet(PHOTOS, pl.Float64), PHOTOS),
    "Parquet, floats that are too short": (_parquet(PHOTOS, pl.Float32), NOTHING),
    "Parquet with gaps": (_parquet(NEARLY_NONE), SOME),
    "Parquet, floats with gaps": (_parquet(NEARLY_NONE, pl.Float64), SOME),
    "a database of two tables": (_database(), PHOTOS),
    "a spreadsheet of numbers": (workbook({"Sheet1": _NUMBERED}), PHOTOS),
    "a spreadsheet of links, of which a few rows have one": (
        workbook({"Sheet1": _VIEWS}, {"Sheet1": {f"B{n + 2}": page(PHOTOS[n]) for n in range(10)}}),
        PHOTOS[:10],
    ),
}
"""By what they are."""
