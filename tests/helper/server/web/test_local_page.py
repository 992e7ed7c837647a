"""The local page as it is sent: its markup, its policy, and the scripts and styles that belong to it."""

from __future__ import annotations

import html
import json
import posixpath
import re
from importlib.resources import files
from pathlib import Path

import pytest

from inset.words.messages import languages, messages_in
from inset_build.readers.detect import READERS
from support.api.html_page import page, policy
from support.api.served import Served, code_of

FOLDER = Path(str(files("inset.server").joinpath("web", "page")))
FILES = {
    path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(FOLDER.rglob("*"))
    if path.is_file()
}
SCRIPTS = [name for name in FILES if name.endswith(".js")]
STYLES = [name for name in FILES if name.endswith(".css")]
GENERATED = "reading/photo-ref.js"


def imported(script: str) -> set[str]:
    """The scripts that a script imports, each by its path in the page's folder."""
    room = posixpath.dirname(script)
    return {posixpath.normpath(posixpath.join(room, path)) for path in re.findall(r' from "(\.[^"]*)"', FILES[script])}


async def test_the_page_is_well_made(served: Served) -> None:
    made = await page(served, "/")
    assert made.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert len(made.all("title")) == len(made.all("main")) == 1
    assert all("alt" in image for image in made.all("img"))
    ids = made.values("id")
    assert len(set(ids)) == len(ids)
    named = [*made.values("for"), *made.values("aria-labelledby"), *made.values("aria-describedby")]
    assert set(" ".join(named).split()) <= set(ids)
    fields = [*made.all("input"), *made.all("select"), *made.all("textarea")]
    named_fields = {str(field.get("id")) for field in fields if field.get("id")}
    # What has no label of its own stands inside one.
    inside = {
        "check-files",
        "check-folder",
        "lookup-file",
        "manifest-file",
        "catalog-addable",
        "build-census",
        "address-census",
    }
    assert named_fields - inside <= set(made.values("for"))


async def test_nothing_is_inline_and_nothing_comes_from_elsewhere(served: Served) -> None:
    made = await page(served, "/")
    assert not made.all("style") + made.all("base") + made.all("iframe")
    assert not [name for _, attributes in made.elements for name in attributes if name == "style" or name[:2] == "on"]
    # The messages are data, which no browser runs.
    assert made.all("script") == [
        {"type": "application/json", "id": "words"},
        {"type": "module", "src": "/web/main.js"},
    ]
    for target in {*made.values("href"), *made.values("src")}:
        assert target.startswith(("/", "#"))
        if target.startswith("/"):
            assert (await served.get(target)).status == 200, target
    parts = {f"part-{target[1:]}" for target in made.values("href") if target.startswith("#")}
    assert parts == {f"part-{name}" for name in ("check", "datasets", "lookup", "add", "browsers", "health")}
    assert parts <= set(made.values("id"))


async def test_the_policy_lets_only_our_own_files_run(served: Served) -> None:
    assert policy((await served.get("/")).headers["Content-Security-Policy"]) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


async def test_only_the_page_of_pictures_may_ask_flickr_and_for_pictures_alone(served: Served) -> None:
    home = policy((await served.get("/")).headers["Content-Security-Policy"])
    pictures = policy((await served.get("/pictures")).headers["Content-Security-Policy"])
    assert pictures == {**home, "img-src": "'self' https://live.staticflickr.com"}
    made = await page(served, "/pictures")
    assert all(source.startswith("/web/") for source in made.values("src"))
    for each in ("/", "/connect", "/sample"):
        assert "flickr" not in (await served.get(each)).headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", [*SCRIPTS, *STYLES])
async def test_each_file_is_served(served: Served, name: str) -> None:
    answer = await served.get(f"/web/{name}")
    kind = "text/javascript" if name.endswith(".js") else "text/css"
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert await answer.text() == FILES[name]


@pytest.mark.parametrize(
    "name",
    [
        *(name for name in FILES if name not in (*SCRIPTS, *STYLES)),
        "page",
        "page/main.js",
        "check",
        "check/",
        "/main.js",
        "check//part.js",
        "check/part.js/main.js",
        "dom.js",
        "home.html",
    ],
)
async def test_what_is_not_for_browsers_is_not_served(served: Served, name: str) -> None:
    answer = await served.get(f"/web/{name}")
    assert (answer.status, await code_of(answer)) == (404, "not_found")


@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_script_makes_no_markup_of_text_and_knows_its_page(served: Served, script: str) -> None:
    text = FILES[script]
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text)
    assert not re.findall(r"setAttribute\(\"style|style\.cssText", text)
    assert len(text.splitlines()) <= 300
    made = await page(served, "/pictures" if script == "pictures/main.js" else "/")
    assert set(re.findall(r'byId\("([\w-]+)"', text)) <= set(made.values("id"))
    assert imported(script) <= set(SCRIPTS)
    if script != GENERATED:
        addresses = set(re.findall(r"https?://[\w.]+", text))
        assert addresses <= {"https://www.flickr.com", "http://www.w3.org"}


def test_every_script_is_used() -> None:
    used = {"main.js", "pictures/main.js"}
    for script in SCRIPTS:
        used |= imported(script)
    assert used == set(SCRIPTS)


async def test_it_offers_every_reader_and_no_other(served: Served) -> None:
    text = await (await served.get("/")).text()
    choice = text[text.index('id="build-reader"') :].split("</select>")[0]
    offered = re.findall(r'<option value="([\w-]+)">', choice)
    assert sorted(offered) == sorted(reader.name for reader in READERS)


async def test_it_is_the_same_for_everybody(served: Served) -> None:
    answers = [await served.client.get("/", headers=headers) for headers in ({}, served.owner, served.page)]
    assert len({await answer.read() for answer in answers}) == 1


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "en"),
        ({"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}, "de"),
        ({"Accept-Language": "en;q=0.4, sv, fr-CA;q=0.7"}, "fr"),
        ({"Accept-Language": "sv"}, "en"),
        ({"Accept-Language": "de", "Cookie": "inset-language=ja"}, "ja"),
        ({"Accept-Language": "de", "Cookie": "inset-language=../../etc"}, "de"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/sample", "/sample/photos/inset-sample/990000000001/"])
async def test_it_speaks_the_persons_language(
    served: Served, path: str, headers: dict[str, str], language: str
) -> None:
    answer = await served.client.get(path, headers=headers)
    text = await answer.text()
    assert f'<html lang="{language}" dir="ltr">' in text
    assert answer.headers["Vary"] == "Accept-Language, Cookie"
    heading = {"/": "home_title", "/sample": "sample_title"}.get(path)
    if heading is not None:
        assert f"<h1>{html.escape(messages_in(language).text(heading))}</h1>" in text


async def test_its_messages_come_with_it(served: Served) -> None:
    for language in languages():
        text = await (await served.client.get("/", headers={"Cookie": f"inset-language={language}"})).text()
        (sent,) = re.findall(r'<script type="application/json" id="words">([^<]*)</script>', text)
        assert json.loads(sent) == messages_in(language).for_page
        # Commands in backticks become elements, which an attribute cannot hold.
        assert not re.findall(r'="[^"<>]*<code>', text)


@pytest.mark.parametrize(
    "template", sorted(FOLDER.parent.rglob("*.html")), ids=lambda path: path.relative_to(FOLDER.parent).as_posix()
)
def test_no_template_speaks_english(template: Path) -> None:
    """Every word that a person sees or hears comes from the messages, but for names, commands and examples."""
    text = re.sub(r"<code>.*?</code>", "", template.read_text(encoding="utf-8"))
    spoken = [
        *re.findall(r">([^<>]*)<", text),
        *re.findall(r'(?:aria-label|alt|title|placeholder|data-title)="([^"]*)"', text),
    ]
    left = {re.sub(r"\$\w+", "", words).strip() for words in spoken}
    names = {"Inset", "CSV", "JSON", "NDJSON"}
    assert {words for words in left if re.search(r"[A-Za-z]{2}", words)} <= names | EXAMPLES


EXAMPLES = {
    "https://…",
    "https://www.flickr.com/photos/your-name/",
    "https://www.flickr.com/photos/…/53208249252/&#10;53208249252&#10;12345678@N00",
}
"""What a field shows as an example; addresses are the same in every language."""
