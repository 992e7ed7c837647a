"""The sample's pages and drawings."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from inset.flickr import PHOTOS_GIVEN_OUT
from inset.photo_ref import parse_photo_ref
from inset.server.sample.photos import PHOTOS, SIZES, drawing
from support.api.html_page import page, policy
from support.api.served import Served, code_of

MANIFEST = Path(__file__).parents[3] / "build" / "inset_build" / "sample" / "inset-sample.csv"
PAGES = ["/sample", *(photo.page for photo in PHOTOS.values())]


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_stands_alone_and_is_well_made(served: Served, path: str) -> None:
    made = await page(served, path)
    assert made.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert len(made.all("h1")) == len(made.all("title")) == len(made.all("main")) == 1
    assert all("alt" in image for image in made.all("img"))
    # The policy forbids inline script and style; there must be none to forbid.
    assert not made.all("script") + made.all("style") + made.all("base") + made.all("form") + made.all("iframe")
    assert not [name for _, attributes in made.elements for name in attributes if name == "style" or name[:2] == "on"]
    linked = [link["href"] for link in made.all("link")] + [image["src"] for image in made.all("img")]
    linked += [anchor["href"] for anchor in made.all("a")]
    for target in {str(target) for target in linked}:
        if target.startswith("#"):
            assert target[1:] in [attributes.get("id") for _, attributes in made.elements]
        else:
            assert target.startswith("/"), "a page of ours asks nothing of anybody else"
            assert (await served.get(target)).status == 200, target


@pytest.mark.parametrize("path", PAGES)
async def test_the_policy_lets_nothing_else_in(served: Served, path: str) -> None:
    answer = await served.get(path)
    assert policy(answer.headers["Content-Security-Policy"]) == {
        "default-src": "'none'",
        "img-src": "'self'",
        "style-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


async def test_every_page_carries_the_mark(served: Served) -> None:
    for path in PAGES:
        marks = [
            meta["content"] for meta in (await page(served, path)).all("meta") if meta.get("name") == "inset-sample"
        ]
        assert marks == ["1"]


async def test_the_gallery_has_flickrs_shape(served: Served) -> None:
    text = await (await served.get("/sample")).text()
    tiles = re.findall(
        r'<div class="tile"><a href="/sample/photos/inset-sample/(\d+)/">'
        r'<img src="/sample/static/65535/(\d+)_([0-9a-f]{10})_z\.svg"[^>]* alt="[^"]+"></a>',
        text,
    )
    assert [int(of_link) for of_link, _, _ in tiles] == list(PHOTOS)
    assert all(of_link == of_image for of_link, of_image, _ in tiles)
    assert tiles[0][2] == "5a3c7e9b10"


def test_read_as_flickrs_its_addresses_name_its_photos() -> None:
    for photo_id, photo in PHOTOS.items():
        assert parse_photo_ref("https://www.flickr.com" + photo.page.removeprefix("/sample")) == photo_id
        for size in SIZES:
            image = photo.image(size).removeprefix("/sample/static").replace(".svg", ".jpg")
            assert parse_photo_ref("https://live.staticflickr.com" + image) == photo_id


def test_the_bundled_manifest_lists_the_odd_ones() -> None:
    with MANIFEST.open(newline="", encoding="utf-8") as file:
        listed = {parse_photo_ref(row["photo_url"]) for row in csv.DictReader(file)}
    assert {photo_id for photo_id in PHOTOS if photo_id in listed} == {p.photo_id for p in PHOTOS.values() if p.listed}
    assert [photo.listed for photo in PHOTOS.values()] == [True, False] * 6
    assert len(listed) > 24
    assert min(listed | set(PHOTOS)) > PHOTOS_GIVEN_OUT


@pytest.mark.parametrize("photo", PHOTOS.values(), ids=lambda photo: photo.title)
async def test_a_photo_has_a_page_and_two_drawings(served: Served, photo: object) -> None:
    photo = PHOTOS[getattr(photo, "photo_id")]  # noqa: B009 - pytest gives it as an object
    made = await page(served, photo.page)
    (image,) = [image for image in made.all("img") if "static" in str(image["src"])]
    assert (image["src"], image["alt"]) == (photo.image("b"), photo.alt)
    for size, (width, height) in SIZES.items():
        answer = await served.get(photo.image(size))
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        svg = await answer.read()
        assert len(svg) < 300_000
        root = ET.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert (root.get("width"), root.get("height")) == (str(width), str(height))
        # Every size shows the whole drawing.
        assert root.get("viewBox") == "0 0 640 427"
        assert b"script" not in svg
        assert b"href" not in svg
        assert re.findall(rb"https?://[^\"]+", svg) == [b"http://www.w3.org/2000/svg"]


def test_every_drawing_belongs_to_one_photo() -> None:
    drawings = files("inset.server.sample").joinpath("drawings")
    assert sorted(each.name for each in drawings.iterdir()) == sorted(f"{p.picture}.svg" for p in PHOTOS.values())


def test_no_two_photos_are_alike() -> None:
    for of in (lambda p: p.title, lambda p: p.alt, lambda p: p.secret, lambda p: drawing(p.file("z"))):
        assert len({of(photo) for photo in PHOTOS.values()}) == len(PHOTOS) == 12


@pytest.mark.parametrize(
    "path",
    [
        "/sample/photos/inset-sample/990000000013/",
        "/sample/photos/inset-sample/990000000000/",
        "/sample/photos/inset-sample/0990000000001/",
        "/sample/photos/inset-sample/x/",
        "/sample/photos/inset-sample/990000000001",
        "/sample/photos/somebody/990000000001/",
        "/sample/static/65535/990000000001_5a3c7e9b11_z.svg",
        "/sample/static/65535/990000000001_5a3c7e9b10_o.svg",
        "/sample/static/65535/990000000001_5a3c7e9b10_z.jpg",
        "/sample/static/1/990000000001_5a3c7e9b10_z.svg",
        "/sample/static/65535/..%2f..%2fphotos.py",
        "/web/layout.html",
        "/web/..%2fapp.py",
        "/web/%2e%2e%2fapp.py",
        "/web/%00",
    ],
)
async def test_what_is_not_there(served: Served, path: str) -> None:
    answer = await served.get(path)
    assert (answer.status, await code_of(answer)) == (404, "not_found")


async def test_head_is_get_without_the_body(served: Served) -> None:
    got, head = await served.get("/sample"), await served.client.head("/sample")
    assert head.status == 200
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert await head.read() == b""
