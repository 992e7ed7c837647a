"""The static page's folder: what it says, what it holds, and that it is the same for the same runs."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import structs

from inset.errors import RunDamaged, UsageInvalid
from inset.index.about import About
from inset.index.descriptor import read_descriptor
from inset.index.filter.photo_filter import HEADER
from inset.words.messages import languages
from inset_build.pack.site import data as data_module
from inset_build.pack.site import writing
from inset_build.pack.site.page import FILES, SHARED, page_words
from inset_build.pack.site.writing import remove_site, write_site
from support.datasets.runs import publish_ids, rewrite_descriptor
from support.publishing.independent_site import read_ranges, unpack_ids

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
EXTENSION = Path(__file__).parents[4] / "extension"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the built page: these tests need no Node."""
    folder = tmp_path / "built"
    folder.mkdir()
    for name in ("index.html", *FILES):
        (folder / name).write_text(f"made-up {name}", encoding="utf-8")
    monkeypatch.setattr(writing, "find_page", lambda: folder)
    return folder


def said_in(folder: Path) -> dict[str, Any]:
    script = (folder / "site" / "datasets.js").read_text("ascii")
    assert script.startswith("globalThis.insetSite = ")
    assert script.endswith(";\n")
    facts: dict[str, Any] = json.loads(script.removeprefix("globalThis.insetSite = ").removesuffix(";\n"))
    return facts


def read_data(folder: Path, dataset: dict[str, Any]) -> tuple[str, list[tuple[int, int, bytes]]]:
    """The form and the ranges; every file is of the size and the checksum that are said of it."""
    contents = []
    for file in (dataset["index"], *dataset["files"]):
        content = (folder / "site" / "data" / file["file"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        contents.append(content)
    return read_ranges(contents[0], b"".join(contents[1:]))


def test_a_dataset_with_its_list_is_written_as_that_list(tmp_path: Path, built: Path) -> None:
    ids = [*range(7, 60_000_000, 4999), 999_999_999_999]
    run = publish_ids(tmp_path / "datasets", "tidewatch", ids)
    site = write_site(tmp_path / "out", [run], now=NOW, title="Made-up people", root_key="ab" * 32)
    facts = said_in(tmp_path / "out")
    [dataset] = facts.pop("datasets")
    assert facts == {
        "format": 1, "title": "Made-up people", "root_key": "ab" * 32, "published": "2026-11-28T12:00:00Z",
        "expires": None,
    }  # fmt: skip
    assert (dataset["name"], dataset["title"], dataset["kind"], dataset["photos"], dataset["built"]) == (
        "tidewatch", "tidewatch", "training", len(ids), "2026-01-02",
    )  # fmt: skip
    form, ranges = read_data(tmp_path / "out", dataset)
    assert (form, dataset["form"], dataset["false_positive_rate"]) == ("list", "list", None)
    assert [photo for start, held, content in ranges for photo in unpack_ids(content, start, held)] == ids
    files = [each for each in (tmp_path / "out").rglob("*") if each.is_file()]
    assert (site.files, site.bytes) == (len(files), sum(each.stat().st_size for each in files))


def test_a_list_that_is_kept_back_is_written_as_filters_at_the_rate_that_is_wanted(tmp_path: Path, built: Path) -> None:
    ids = range(7, 60_000_000, 4999)
    run = publish_ids(tmp_path / "datasets", "tidewatch", ids)
    write_site(tmp_path / "out", [run], now=NOW, kept_back={"tidewatch": 1e-4})
    [dataset] = said_in(tmp_path / "out")["datasets"]
    form, ranges = read_data(tmp_path / "out", dataset)
    assert form == dataset["form"] == "filter"
    # Of the filter of the run, which the store confirms, nothing is published: it errs at another rate.
    assert {HEADER.unpack_from(content)[6] for _, _, content in ranges} == {1e-4}
    assert 5e-5 < dataset["false_positive_rate"] < 3e-4
    listed = np.array(ids, dtype="<u8").tobytes()
    everything = b"".join(content for _, _, content in ranges)
    assert listed[:16] not in everything


def test_a_run_without_a_list_is_written_as_its_own_filter(tmp_path: Path, built: Path) -> None:
    run = publish_ids(tmp_path / "datasets", "floodmark", range(1, 9000, 3), exact=False, error_rate=1e-5)
    write_site(tmp_path / "out", [run], now=NOW)
    [dataset] = said_in(tmp_path / "out")["datasets"]
    form, [(start, held, content)] = read_data(tmp_path / "out", dataset)
    assert (form, start, held) == ("filter", 0, 3000)
    assert content == (run / "photos.bloom").read_bytes()
    assert dataset["false_positive_rate"] == read_descriptor(run).filter.false_positive_rate


def test_the_same_runs_give_the_same_bytes_and_others_take_the_old_ones_place(tmp_path: Path, built: Path) -> None:
    first = publish_ids(tmp_path / "datasets", "tidewatch", range(1, 9000))
    second = publish_ids(tmp_path / "datasets", "floodmark", range(1, 900), exact=False, kind="census")
    folder = tmp_path / "out"

    def content() -> dict[str, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    write_site(folder, [first, second], now=NOW, expires=NOW + timedelta(days=7))
    before = content()
    assert [each["kind"] for each in said_in(folder)["datasets"]] == ["training", "census"]
    write_site(folder, [first, second], now=NOW, expires=NOW + timedelta(days=7))
    assert content() == before
    damaged = next((folder / "site" / "data").glob("tidewatch-000-*.bin"))
    damaged.write_bytes(bytes(damaged.stat().st_size))
    write_site(folder, [first, second], now=NOW, expires=NOW + timedelta(days=7))
    assert content() == before
    (folder / "root.json").write_text("the repository's own")
    write_site(folder, [second], now=NOW)
    assert not list((folder / "site" / "data").glob("tidewatch*"))
    remove_site(folder)
    assert content() == {"root.json": b"the repository's own"}


def test_data_are_cut_into_files_and_large_ones_are_no_scripts(
    tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = publish_ids(tmp_path / "datasets", "tidewatch", range(1, 60_000_000, 1999))
    small = tmp_path / "small"
    write_site(small, [run], now=NOW)
    [dataset] = said_in(small)["datasets"]
    assert dataset["scripts"]
    for file in (dataset["index"], *dataset["files"]):
        script = (small / "site" / "data" / f"{file['file']}.js").read_text("ascii")
        said = re.fullmatch(r'\(globalThis\.insetData \?\?= \{\}\)\["([^"]+)"\] = "([^"]+)";\n', script)
        assert said is not None
        assert said[1] == file["file"]
        assert b64decode(said[2], validate=True) == (small / "site" / "data" / file["file"]).read_bytes()
    monkeypatch.setattr(data_module, "FILE_BYTES", 10_000)
    monkeypatch.setattr(data_module, "SCRIPT_BYTES", 10_000)
    write_site(tmp_path / "large", [run], now=NOW)
    [cut] = said_in(tmp_path / "large")["datasets"]
    assert len(cut["files"]) > 3
    assert [each["bytes"] for each in cut["files"][:-1]] == [10_000] * (len(cut["files"]) - 1)
    assert not cut["scripts"]
    assert not list((tmp_path / "large").rglob("*.bin.js"))
    assert read_data(tmp_path / "large", cut) == read_data(small, dataset)


def test_words_of_others_stay_words(tmp_path: Path, built: Path) -> None:
    run = publish_ids(tmp_path / "datasets", "tidewatch", range(1, 900))
    hostile = '</script><img src=x onerror=alert(1)>\u202e\u2028";//'
    about = About(hostile, hostile, "p", 2020, None, None, None, None, None, None, "2026-01-01")
    rewrite_descriptor(run, structs.replace(read_descriptor(run), about=about).to_bytes())
    write_site(tmp_path / "out", [run], now=NOW, title=hostile)
    facts = said_in(tmp_path / "out")
    assert (facts["title"], facts["datasets"][0]["title"], facts["datasets"][0]["publisher"]) == (hostile,) * 3
    assert (tmp_path / "out" / "index.html").read_text() == "made-up index.html"


def test_a_damaged_run_is_not_published_and_what_was_there_stays(tmp_path: Path, built: Path) -> None:
    run = publish_ids(tmp_path / "datasets", "tidewatch", range(1, 900_000, 7))
    write_site(tmp_path / "out", [run], now=NOW)
    before = (tmp_path / "out" / "site" / "datasets.js").read_bytes()
    store = run / "photos.ids"
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 1
    store.unlink()
    store.write_bytes(content)
    with pytest.raises(RunDamaged):
        write_site(tmp_path / "out", [run], now=NOW)
    assert (tmp_path / "out" / "site" / "datasets.js").read_bytes() == before


def test_what_cannot_be_published_is_refused(tmp_path: Path, built: Path) -> None:
    run = publish_ids(tmp_path / "datasets", "tidewatch", [1])
    for runs in ([], [run, run]):
        with pytest.raises(UsageInvalid, match="each once"):
            write_site(tmp_path / "out", runs, now=NOW)
    with pytest.raises(UsageInvalid, match="Shorten the title"):
        write_site(tmp_path / "out", [run], now=NOW, title="x" * 201)
    with pytest.raises(UsageInvalid, match="hexadecimal"):
        write_site(tmp_path / "out", [run], now=NOW, root_key="<b>")
    assert not (tmp_path / "out").exists()


def test_the_page_has_all_its_words_in_all_languages_and_no_others() -> None:
    script = page_words()
    words = json.loads(script.removeprefix("globalThis.insetWords = ").removesuffix(";\n"))
    assert tuple(words) == languages()
    files = [*EXTENSION.glob("site/*.ts"), *EXTENSION.glob("site/*.html")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for name in words["en"]:
        plain = re.sub(r"_(one|other)$", "", name)
        composed = name.startswith(("answer_", "site_trouble_", "zip_"))
        assert composed or f'"{name}"' in code or f'"{plain}"' in code, name
    called = re.findall(r'(?:text|countText)\("([a-z_]+)"|data-text="([a-z_]+)"|FileError\("([a-z_]+)"', code)
    for name in {"".join(each) for each in called}:
        assert name in words["en"] or f"{name}_other" in words["en"], name
    assert {name for name in SHARED if name not in words["en"] and f"{name}_other" not in words["en"]} == set()
