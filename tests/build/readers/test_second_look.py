"""What no reader takes as it is: YAML, and texts in which addresses stand anywhere. Never what was cut off."""

from __future__ import annotations

import json
import zipfile
from html import escape
from pathlib import Path

import pytest

from inset.errors import ManifestInvalid
from inset_build.manifests import find_manifests
from support.lists.manifests import FIRST_ID, image, page, write

IDS = [FIRST_ID + n for n in range(20)]


def photos(path: Path) -> list[int]:
    found = find_manifests([path]).detected
    every = (photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"])
    return list(dict.fromkeys(every))


LINKS = "\n".join(f'<p><a href="{page(photo)}"><img src="{image(photo)}"></a>' for photo in IDS)
MARKUP = {
    "page": f"<!DOCTYPE html><html><head><title>x</title></head><body>{LINKS}</body></html>",
    "page in one line": f"<html><body>{LINKS}</body></html>".replace("\n", ""),
    "fragment": LINKS,
    "bookmarks": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
    + "".join(f'  <DT><A HREF="{page(photo)}" ADD_DATE="1">t</A>\n' for photo in IDS),
    "KML": '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    + "".join(f"<Placemark><description><![CDATA[<a href='{page(p)}'>x</a>]]></description></Placemark>" for p in IDS)
    + "</Document></kml>",
    "KML, escaped": '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    + "".join(
        f"<Placemark><description>{escape(f'<a href={chr(34)}{page(p)}{chr(34)}>')}</description></Placemark>"
        for p in IDS
    )
    + "</Document></kml>",
    "saved from Flickr": '<html><head><link rel="canonical" href="https://www.flickr.com/photos/sample-user/"></head>'
    + "".join(f'<a href="/photos/sample-user/{photo}/">x</a>' for photo in IDS)
    + "</html>",
    "background images": "<html>"
    + "".join(f'<div style="background-image:url({image(photo)})"></div>' for photo in IDS)
    + "</html>",
    "a script in a page": f"<html><script>var x={json.dumps([page(p) for p in IDS])}</script></html>".replace(
        "/", "\\/"
    ),
}


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
def test_addresses_in_markup(tmp_path: Path, text: str) -> None:
    assert photos(write(tmp_path, text, "page.html")) == IDS


PROSE = {
    "Markdown": "# Photos\n\n" + "".join(f"- A photo\n  by somebody: [title]({page(photo)})\n" for photo in IDS),
    "TeX": "".join(f"\\section{{A}}\nText.\n\\url{{{page(photo)}}}\n\nMore.\n" for photo in IDS),
    "wiki": "".join(f"== A ==\nText and text.\n* [{page(photo)} title]\nMore text.\n" for photo in IDS),
    "shortcut": f"[InternetShortcut]\nIDList=\nHotKey=0\nURL={page(IDS[0])}\n",
}


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_addresses_in_prose(tmp_path: Path, text: str) -> None:
    assert photos(write(tmp_path, text)) == (IDS if len(text) > 200 else IDS[:1])


YAML = {
    "list": "photos:\n" + "".join(f"  - url: {page(photo)}\n    n: {n}\n" for n, photo in enumerate(IDS)),
    "documents": "".join(f"---\nurl: '{page(photo)}'\n" for photo in IDS),
    "anchors": "a: &x {licence: 4}\nphotos:\n" + "".join(f"- {{url: '{page(p)}', <<: *x, more: *x}}\n" for p in IDS),
    "Python's literal": str([{"url": page(photo), "n": None} for photo in IDS]),
    "Python's list": str([page(photo) for photo in IDS]),
    "JavaScript's literal": "[" + "".join(f"{{url: '{page(photo)}', n: 1}},\n" for photo in IDS) + "]",
    "a script's literal": "var x = [" + "".join(f"{{url: '{page(photo)}', n: 1}},\n" for photo in IDS) + "];",
}


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_yaml_and_literals(tmp_path: Path, text: str) -> None:
    assert photos(write(tmp_path, text)) == IDS


def test_aliases_are_not_expanded(tmp_path: Path) -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    text = f"l0: &l0 [x]\n{levels}photos:\n" + "".join(f"- url: {page(photo)}\n" for photo in IDS)
    assert photos(write(tmp_path, text)) == IDS


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"url": page(photo)} for photo in IDS])[:-20],
        f"<?xml version='1.0'?><rsp>{''.join(f'<photo url={chr(34)}{page(photo)}{chr(34)}/>' for photo in IDS)}",
        json.dumps({"a": [page(photo) for photo in IDS]})[:-1],
    ],
    ids=["JSON", "XML", "JSON of lists"],
)
def test_what_was_cut_off_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ManifestInvalid, match=r"again|XML"):
        photos(write(tmp_path, text))


def test_a_readme_in_an_archive_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.md", f"# A\n\nText.\n\nAs in {page(1)} one may see.\n\nMore of it.\n")
        archive.writestr("note.txt", f"The cover is {page(2)} by somebody.\n")
        archive.writestr("about.html", f"<html>{page(3)}</html>")
        archive.writestr("urls.txt", "".join(f"{page(photo)}\n" for photo in IDS))
    assert photos(path) == IDS


DRAWN = {
    "Markdown": "| n | flickr_id |\n|---|:---:|\n" + "".join(f"| {n} | {photo} |\n" for n, photo in enumerate(IDS)),
    "psql": " n | flickr_id \n---+-----------\n"
    + "".join(f" {n} | {photo}\n" for n, photo in enumerate(IDS))
    + "(20 rows)\n",
    "MySQL": "+---+----+\n| n | flickr_id |\n+---+----+\n"
    + "".join(f"| {n} | {photo} |\n" for n, photo in enumerate(IDS))
    + "+---+----+\n20 rows in set (0.00 sec)\n",
}


@pytest.mark.parametrize("text", DRAWN.values(), ids=DRAWN)
def test_drawn_tables(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    assert photos(path) == IDS
    (found,) = find_manifests([path]).detected
    assert sum(batch.rejected for batch in found.batches()) == 0
