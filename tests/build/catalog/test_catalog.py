"""The bundled catalog has a source for each fact, and errors in a catalog name the entry and the field."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from inset.errors import CatalogInvalid, ManifestByHand, ManifestNotPublic, NotInCatalog
from inset_build.catalog.documents import bundled_about, catalog_document
from inset_build.catalog.entries import BUNDLED, Catalog, CatalogEntry, load_catalog
from inset_build.catalog.manifest_files import DownloadSize
from inset_build.readers.detect import READERS

ENTRY = """
[[dataset]]
name = "made-up"
title = "Made Up"
publisher = "Nobody"
purpose = "tests"
page = "https://example.org/"
access = "free"
flickr = "all"
obtain = "Ask."
sources = ["https://example.org/"]
"""
HEAD = "format = 1\nchecked = 2026-01-02\n"


@pytest.fixture(scope="module")
def bundled() -> Catalog:
    return load_catalog()


def load(tmp_path: Path, text: str) -> Catalog:
    path = tmp_path / "other.toml"
    path.write_text(text, encoding="utf-8")
    return load_catalog(path)


def every(value: Any) -> list[Any]:
    """All values in a document."""
    if isinstance(value, Mapping):
        return [inner for item in value.values() for inner in every(item)]
    if isinstance(value, (list, tuple)):
        return [inner for item in value for inner in every(item)]
    return [value]


def test_the_bundled_catalog_knows_the_datasets_that_people_ask_about(bundled: Catalog) -> None:
    assert len(bundled.entries) >= 60
    assert {"ffhq", "ibm-dif", "megaface", "pipa", "yfcc100m", "coco", "open-images", "laion-5b"} <= set(
        bundled.entries
    )
    assert {entry.access for entry in bundled.entries.values()} == {"free", "agreement", "not_public"}
    assert sum(entry.fetchable for entry in bundled.entries.values()) >= 35
    assert sum(entry.opt_out is not None for entry in bundled.entries.values()) >= 15


def test_every_group_of_facts_has_sources_that_can_be_looked_up(bundled: Catalog) -> None:
    for entry in bundled.entries.values():
        opt_out = [] if entry.opt_out is None else [entry.opt_out.sources]
        contact = [] if entry.contact is None else [entry.contact.sources]
        status = [] if entry.status is None else [entry.status.sources]
        manifests = [manifest.sources for manifest in entry.manifests]
        for sources in (entry.sources, *manifests, *opt_out, *contact, *status):
            assert sources, entry.name
            for source in sources:
                is_url = source.startswith(("https://", "http://"))
                is_file = source.count(":") == 1 and source.partition(":")[0].count("/") == 1
                assert is_url or is_file or source.startswith("counted on "), (entry.name, source)


def test_an_opt_out_says_where(bundled: Catalog) -> None:
    for entry in bundled.entries.values():
        if entry.opt_out is not None:
            assert entry.opt_out.page or entry.opt_out.mail, entry.name
    ffhq = bundled.find("ffhq").opt_out
    assert ffhq is not None
    assert "no_cv" in ffhq.how
    assert (ffhq.way, ffhq.tag, ffhq.asks_for) == ("mail", "no_cv", ("user_name",))


def test_the_facts_that_a_letter_needs(bundled: Catalog) -> None:
    ways = {entry.name: entry.opt_out.way for entry in bundled.entries.values() if entry.opt_out is not None}
    assert {name for name, way in ways.items() if way == "discussion"} == {
        "megalith-10m",
        "commonpool",
        "datacomp-1b",
        "bigdata-flickr",
    }
    assert ways["coco"] == "host"
    laion = bundled.find("laion-5b").opt_out
    assert laion is not None
    assert (laion.way, laion.asks_for, laion.accepts) == ("form", ("links", "text"), ("shown",))
    pass_ = bundled.find("pass")
    assert pass_.opt_out is None
    assert pass_.contact is not None
    assert pass_.contact.mail == "vgg-webmasters@robots.ox.ac.uk"


def test_the_tag_and_way_that_are_named_stand_in_the_words_too(bundled: Catalog) -> None:
    for entry in bundled.entries.values():
        if entry.opt_out is not None and entry.opt_out.tag is not None:
            assert entry.opt_out.tag in entry.opt_out.how, entry.name
        if entry.opt_out is not None and entry.opt_out.way == "discussion":
            assert "public" in entry.opt_out.how, entry.name


def test_saving_the_links_comes_before_any_word_of_deleting(bundled: Catalog) -> None:
    """Once a photo is deleted, nobody can name it any more: no card and no page may say "delete" first."""
    told = {
        entry.name: entry.opt_out.how
        for entry in bundled.entries.values()
        if entry.opt_out is not None and "delet" in entry.opt_out.how
    }
    assert {"ffhq", "fdf", "cc12m"} <= set(told)
    for name, how in told.items():
        assert how.startswith("First save the links to your photos."), name


def test_who_offers_models_is_a_publisher_of_the_catalog(bundled: Catalog) -> None:
    publishers = {entry.publisher for entry in bundled.entries.values()}
    assert bundled.model_providers
    assert bundled.model_providers <= publishers
    about = {name: bundled_about(name) for name in ("ibm-dif", "diveface")}
    assert {name: known is not None and known.model_provider for name, known in about.items()} == {
        "ibm-dif": True,
        "diveface": False,
    }


def test_only_what_says_so_is_a_census(bundled: Catalog, tmp_path: Path) -> None:
    assert {entry.name for entry in bundled.entries.values() if entry.kind == "census"} == {
        "bigdata-flickr",
        "flickr-license-1",
    }
    assert load(tmp_path, HEAD + ENTRY).find("made-up").kind == "training"
    assert load(tmp_path, HEAD + ENTRY + 'kind = "census"\n').find("made-up").kind == "census"


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        (["bytes = 10", "bytes = 7"], DownloadSize(2, 17, exact=True, complete=True)),
        (["bytes = 10", "about_bytes = 7"], DownloadSize(2, 17, exact=False, complete=True)),
        (["bytes = 10", ""], DownloadSize(2, 10, exact=True, complete=False)),
        ([""], DownloadSize(1, 0, exact=True, complete=False)),
        ([], DownloadSize(0, 0, exact=True, complete=True)),
    ],
)
def test_the_size_of_a_download_is_told_as_far_as_it_is_known(
    tmp_path: Path, sizes: list[str], told: DownloadSize
) -> None:
    manifests = [
        f"[[dataset.manifest]]\nurl = 'https://example.org/{n}'\n{size}\nsources = ['x']\n"
        for n, size in enumerate(sizes)
    ]
    assert load(tmp_path, HEAD + ENTRY + "".join(manifests)).find("made-up").download == told


def test_readers_are_real(bundled: Catalog) -> None:
    known = {reader.name for reader in READERS}
    for entry in bundled.entries.values():
        assert entry.reader is None or entry.reader in known, entry.name


def test_words_are_tidy(bundled: Catalog) -> None:
    for entry in bundled.entries.values():
        for value in every(asdict(entry)):
            assert not isinstance(value, str) or (value and value == value.strip() and "\n" not in value), entry.name
        for text in (entry.obtain, None if entry.opt_out is None else entry.opt_out.how):
            assert text is None or text.endswith("."), (entry.name, text)


def test_nothing_leads_to_this_computer(bundled: Catalog) -> None:
    for entry in bundled.entries.values():
        for value in every(asdict(entry)):
            if isinstance(value, str) and value.startswith("http"):
                host = urlsplit(value).hostname or ""
                assert "." in host, value
                assert not host.replace(".", "").isdigit(), value


def test_what_is_not_known_is_absent(bundled: Catalog) -> None:
    words = ("unknown", "n/a", "todo", "tba", "?")
    for entry in bundled.entries.values():
        for value in every(asdict(entry)):
            assert str(value).strip().casefold() not in words, entry.name


def test_a_dataset_that_nobody_can_fetch_says_what_to_do(bundled: Catalog) -> None:
    for entry in bundled.entries.values():
        if entry.fetchable:
            continue
        error = entry.why_not_fetchable()
        by_hand = entry.access == "free" and entry.names_photos
        assert isinstance(error, ManifestByHand if by_hand else ManifestNotPublic)
        assert entry.obtain is not None
        assert entry.obtain in error.message
        assert (f"inset build {entry.name}" in error.hint) == entry.names_photos
    assert ManifestNotPublic("").code == "manifest_not_public"
    assert ManifestNotPublic("").exit_status == 1


def test_of_a_dataset_that_names_no_photo_nobody_is_told_to_build_it(bundled: Catalog) -> None:
    fairface = bundled.find("fairface")
    assert (fairface.fetchable, fairface.names_photos, fairface.build_command) == (False, False, None)
    assert fairface.why_not_fetchable().message.startswith("Leave FairFace out: ")
    assert fairface.why_not_fetchable().hint == ""
    assert "build" not in catalog_document(fairface)


def test_the_build_command_carries_what_looking_does_not_tell(bundled: Catalog) -> None:
    assert bundled.find("yfcc100m-clip").build_command == "inset build yfcc100m-clip FILE… --reader tsv --column 2"
    assert bundled.find("coco").build_command == "inset build coco FILE…"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("cocoo", "coco"), ("COCO", "coco"), ("yfcc", "yfcc100m"), ("openimages", "open-images"), ("IBM DiF", "ibm-dif")],
)
def test_a_name_that_is_a_little_off_is_guessed(bundled: Catalog, asked: str, meant: str) -> None:
    with pytest.raises(NotInCatalog, match=f"Did you mean .*{meant}") as unknown:
        bundled.find(asked)
    assert unknown.value.exit_status == 2


def test_a_name_that_is_far_off_is_not_guessed(bundled: Catalog) -> None:
    with pytest.raises(NotInCatalog) as unknown:
        bundled.find("zzzzzz")
    assert "Did you mean" not in unknown.value.message


def test_another_catalog_can_be_read(tmp_path: Path) -> None:
    catalog = load(
        tmp_path,
        f"""{HEAD}{ENTRY}
[[dataset.manifest]]
url = "http://example.org/a/photos.txt?x=1"
sources = ["here"]
[dataset.status]
withdrawn = true
when = "2020-01"
sources = ["there"]
""",
    )
    assert catalog.checked.isoformat() == "2026-01-02"
    entry = catalog.find("made-up")
    assert entry.manifests[0].file == "photos.txt"
    assert entry.status is not None
    assert (entry.status.withdrawn, entry.status.when, entry.year) == (True, "2020-01", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 2\nchecked = 2026-01-02\n", "format 1"),
        ("checked = 2026-01-02\n", "field format: it is missing"),
        (f"{HEAD}more = 1\n", "field more: there is no such field"),
        (f"{HEAD}dataset = 1\n", "field dataset"),
        (HEAD + ENTRY.replace('title = "Made Up"\n', ""), "made-up, field title: it is missing"),
        (HEAD + ENTRY.replace('"Made Up"', "7"), "made-up, field title: it must be of type str"),
        (HEAD + ENTRY.replace('"Made Up"', '" "'), "made-up, field title"),
        (HEAD + ENTRY.replace('"made-up"', '"Made/Up"'), "field name"),
        (HEAD + ENTRY + 'kind = "rumour"\n', "made-up, field kind: it must be training or census"),
        (HEAD + ENTRY.replace('"free"', '"maybe"'), "made-up, field access: free, agreement or not_public"),
        (HEAD + ENTRY.replace('"all"', '"none"'), "made-up, field flickr"),
        (HEAD + ENTRY.replace("https://example.org/", "ftp://example.org/", 1), "made-up, field page"),
        (HEAD + ENTRY.replace("https://example.org/", "https://me@example.org/", 1), "made-up, field page"),
        (HEAD + ENTRY.replace('page = "https://example.org/"\n', ""), "made-up, field page"),
        (HEAD + ENTRY.replace('obtain = "Ask."\n', ""), "made-up, field obtain"),
        (HEAD + ENTRY.replace('["https://example.org/"]', "[]"), "made-up, field sources"),
        (f"{HEAD}{ENTRY}photos = 0\n", "made-up, field photos"),
        (f"{HEAD}{ENTRY}photos = true\n", "made-up, field photos"),
        (f"{HEAD}{ENTRY}year = 1999\n", "made-up, field year"),
        (f"{HEAD}{ENTRY}colour = 'red'\n", "made-up, field colour: there is no such field"),
        (f"{HEAD}{ENTRY}{ENTRY}", "two datasets called made-up"),
        (f"{HEAD}{ENTRY}[[dataset.manifest]]\nsources = ['x']\n", "made-up, manifest 1, field url: it is missing"),
        (
            f"{HEAD}{ENTRY}[[dataset.manifest]]\nurl = 'https://example.org/'\nsources = ['x']\n",
            "manifest 1, field file",
        ),
        (
            f"{HEAD}{ENTRY}[[dataset.manifest]]\nurl = 'https://example.org/a'\nfile = '../a'\nsources = ['x']\n",
            "manifest 1, field file",
        ),
        (
            f"{HEAD}{ENTRY}[[dataset.manifest]]\nurl = 'https://example.org/a.csv.part'\nsources = ['x']\n",
            "manifest 1, field file",
        ),
        (
            f"{HEAD}{ENTRY}[[dataset.manifest]]\nurl = 'https://example.org/a'\nsha256 = 'ABC'\nsources = ['x']\n",
            "manifest 1, field sha256",
        ),
        (f"{HEAD}{ENTRY}[[dataset.manifest]]\nurl = 'https://example.org/a'\n", "manifest 1, field sources"),
        (
            HEAD + ENTRY + "[[dataset.manifest]]\nurl = 'https://example.org/a'\nsources = ['x']\n" * 2,
            "made-up, field manifest: two files have one name",
        ),
        (
            HEAD
            + ENTRY.replace("free", "agreement")
            + "[[dataset.manifest]]\nurl = 'https://example.org/a'\nsources = ['x']\n",
            "made-up, field manifest: only a free one",
        ),
        (f"{HEAD}{ENTRY}[dataset.opt_out]\nhow = 'so'\n", "made-up, opt_out, field sources"),
        (f"{HEAD}{ENTRY}[dataset.opt_out]\nhow = 'so'\nmail = 'nobody'\nsources = ['x']\n", "opt_out, field mail"),
        (
            f"{HEAD}{ENTRY}[dataset.opt_out]\nhow = 'so'\nmail = 'a@b.example'\nway = 'x'\nsources = ['x']\n",
            "opt_out, field way: it must be form, mail, host or discussion",
        ),
        (
            f"{HEAD}{ENTRY}[dataset.opt_out]\nhow = 'so'\npage = 'https://x.example'\nway = 'mail'\nsources = ['x']\n",
            "opt_out, field way: say where",
        ),
        (
            f"{HEAD}{ENTRY}[dataset.opt_out]\nhow = 'so'\nmail = 'a@b.example'\nasks_for = 'links'\nsources = ['x']\n",
            "opt_out, field asks_for",
        ),
        (
            f"{HEAD}{ENTRY}[dataset.opt_out]\nhow = 'so'\nmail = 'a@b.example'\naccepts = ['heir']\nsources = ['x']\n",
            "opt_out, field accepts",
        ),
        (f"{HEAD}{ENTRY}[dataset.contact]\nsources = ['x']\n", "contact, field mail: give a mail address or a page"),
        (f"{HEAD}{ENTRY}[[model_provider]]\npublishers = ['x']\n", "model_provider number 1, field sources"),
        (f"{HEAD}{ENTRY}[dataset.status]\nwithdrawn = true\nwhen = 'once'\nsources = ['x']\n", "status, field when"),
        ("format = ", "Choose a readable catalog"),
    ],
)
def test_a_broken_catalog_is_told_by_entry_and_field(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogInvalid) as broken:
        load(tmp_path, text)
    assert said in broken.value.message, broken.value.message
    assert broken.value.exit_status == 2


def test_a_catalog_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogInvalid, match="nowhere"):
        load_catalog(tmp_path / "nowhere.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(bytes(range(256)))
    with pytest.raises(CatalogInvalid):
        load_catalog(binary)
    with pytest.raises(CatalogInvalid):
        load_catalog(tmp_path)


def test_reading_it_is_light() -> None:
    code = """
import sys
from inset_build.catalog.documents import bundled_about
from inset_build.catalog.entries import load_catalog
load_catalog()
print([module for module in ("polars", "numpy", "aiohttp") if module in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"


def test_the_page_about_it_lists_it_as_it_is(bundled: Catalog) -> None:
    page = (Path(__file__).parents[3] / "docs" / "CATALOG.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| `") and line.count("|") == 7]
    ways = {"free": "free, by hand", "agreement": "on agreement", "not_public": "not public"}
    assert [[cell.strip() for cell in row] for row in rows] == [
        [
            f"`{entry.name}`",
            entry.title,
            entry.purpose,
            "" if entry.photos is None else f"{entry.photos:,}",
            "`inset add`" if entry.fetchable else ways[entry.access],
            "yes" if entry.opt_out else "",
        ]
        for entry in bundled.entries.values()
    ]


def test_the_example_on_that_page_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "CATALOG.md").read_text(encoding="utf-8")
    assert load(tmp_path, page.split("```toml\n")[1].split("```")[0]).find("my-dataset").fetchable


def test_it_lies_beside_the_code_that_reads_it() -> None:
    assert BUNDLED.is_file()
    assert BUNDLED.parent.name == "catalog"
    assert isinstance(next(iter(load_catalog().entries.values())), CatalogEntry)
