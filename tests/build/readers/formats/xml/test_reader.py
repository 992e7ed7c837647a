"""XML: thousands of annotations of single photos, answers of Flickr's API, and documents made to do harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from inset.errors import ManifestInvalid
from inset_build.pipeline import build_dataset
from inset_build.readers.detect import detect
from support.lists.manifests import SECRET, image, page, read, write
from support.lists.records import NSID, A, B, C, details


def voc(photo: object, owner: str = "Sample User") -> str:
    return (
        "<annotation><folder>VOC2007</folder><filename>000005.jpg</filename>"
        "<source><database>The VOC2007 Database</database><annotation>PASCAL VOC2007</annotation><image>flickr</image>"
        f"<flickrid>{photo}</flickrid></source><owner><flickrid>{owner}</flickrid><name>?</name></owner>"
        "<size><width>500</width></size><object><name>chair</name><bndbox><xmin>263</xmin></bndbox></object>"
        "<object><name>chair</name><bndbox><xmin>165</xmin></bndbox></object></annotation>"
    )


def api(*photo_ids: int) -> str:
    photos = "".join(
        f'<photo id="{i}" owner="{NSID}" secret="{SECRET}" server="65535" farm="66" title="a &amp; b" license="4"/>\n'
        for i in photo_ids
    )
    return f'<?xml version="1.0" encoding="utf-8" ?>\n<rsp stat="ok">\n<photos page="1">\n{photos}</photos>\n</rsp>\n'


def test_voc(tmp_path: Path) -> None:
    reading = read(write(tmp_path, voc(A)))
    assert (reading.reader, reading.photo_ids, reading.rows, reading.rejected) == ("xml", [A], 1, 0)


def test_the_account_in_voc_is_no_photo(tmp_path: Path) -> None:
    reading = read(write(tmp_path, voc("NULL", str(B))))
    assert (reading.photo_ids, reading.rejected) == ([], 1)
    assert reading.examples[0].text == "source.flickrid: NULL"
    assert read(write(tmp_path, voc(2933))).photo_ids == [2933]


def test_a_folder_and_an_archive_of_thousands(tmp_path: Path) -> None:
    folder = tmp_path / "Annotations"
    folder.mkdir()
    with zipfile.ZipFile(tmp_path / "annotations.zip", "w") as archive:
        for n in range(1500):
            text = voc("NULL" if n % 10 == 0 else A + n)
            (folder / f"{n:06}.xml").write_text(text)
            archive.writestr(f"Annotations/{n:06}.xml", text)
    for number, given in enumerate((folder, tmp_path / "annotations.zip")):
        report = build_dataset(tmp_path / "datasets", f"voc-{number}", [given])
        assert (report.rows, report.photos, report.rejected) == (1500, 1350, 150)


def test_answers_of_the_api(tmp_path: Path) -> None:
    path = write(tmp_path, api(A, B))
    assert read(path).photo_ids == [A, B]
    assert details(path) == [(A, NSID, "4"), (B, NSID, "4")]
    assert read(write(tmp_path, api(A))).photo_ids == [A]


def test_a_long_answer_is_read_element_by_element(tmp_path: Path) -> None:
    path = write(tmp_path, api(*range(A, A + 30_000)), packed=True)
    reading = read(path)
    assert reading.photo_ids == list(range(A, A + 30_000))
    assert reading.rows == 30_000


def test_urls_under_any_name(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>x</title><see>{url}</see></item>" for url in (image(A), page(B), "https://x.example/")
    )
    reading = read(write(tmp_path, f"<list><link>https://www.flickr.com/people/u/</link>{items}</list>"))
    assert (reading.photo_ids, reading.rejected) == ([A, B], 1)
    assert read(write(tmp_path, f"<l><p id='{A}' u='1'/><p id='{C}' u='2'/></l>"), column="p.id").photo_ids == [A, C]


def test_what_is_held_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inset_build.readers.formats.xml.tree.MAX_HELD_BYTES", 1 << 20)
    start = api(*range(A, A + 9000)).replace("</photos>\n</rsp>\n", "")
    assert len(start) > 1 << 20
    assert len(read(write(tmp_path, start + "</photos></rsp>")).photo_ids) == 9000
    for more in ("x" * (3 << 20), "<y>z</y>" * 40_000, f"<photo id='{'1' * (3 << 20)}'/>"):
        path = write(tmp_path, f"{start}{more}</photos></rsp>")
        with pytest.raises(ManifestInvalid, match="in one piece"):
            list(detect(path).batches())


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><annotation>&b;</annotation>'
FILE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><annotation>&a;</annotation>'

REFUSED = {
    "entities in entities": (LAUGHS, "entities"),
    "a file as an entity": (FILE, "entities"),
    "an entity nobody declared": ("<a><b>&c;</b></a>", "no well-formed XML"),
    "cut off": (voc(A)[:-5], "no well-formed XML"),
    "cut off in a tag": (voc(A)[:100], "no well-formed XML"),
    "too deep": ("<a>" * 5000, "nested too deeply"),
    "two documents": (voc(A) * 2, "no well-formed XML"),
    "a web page": (f"<!DOCTYPE html>\n<html><a href='{page(A)}'>x</a></html>", "web page"),
    "no photo": ("<list><item><title>x</title></item></list>", "No element"),
    "numbers": (f"<list><item><id>{A}</id></item><item><id>{B}</id></item></list>", "--column"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    content, message = REFUSED[name]
    with pytest.raises(ManifestInvalid) as caught:
        list(detect(write(tmp_path, content)).batches())
    assert message in f"{caught.value.message} {caught.value.hint}"
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("end", "message"),
    [("", "no well-formed XML"), ("</x>", "no well-formed XML"), ("<a>" * 5000, "nested too deeply")],
)
def test_refused_after_the_sample(tmp_path: Path, end: str, message: str) -> None:
    whole = api(*range(A, A + 9000))
    with pytest.raises(ManifestInvalid, match=message):
        list(detect(write(tmp_path, whole[: whole.index("</photos>")] + end)).batches())
