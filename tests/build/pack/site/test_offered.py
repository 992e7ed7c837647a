"""The page beside a repository, by the command itself: it offers what the repository does, and leaves with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inset.cli.main import main
from inset.errors import UsageInvalid
from inset.words.sentences import sentence
from inset_build.pack.site import offered, writing
from inset_build.pack.site.page import FILES
from support.datasets.runs import publish_ids

pytest.importorskip("tuf")


def said_in(folder: Path) -> dict[str, Any]:
    script = (folder / "site" / "datasets.js").read_text("ascii")
    facts: dict[str, Any] = json.loads(script.removeprefix("globalThis.insetSite = ").removesuffix(";\n"))
    return facts


def test_the_page_follows_what_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built = tmp_path / "built"
    built.mkdir()
    for name in ("index.html", *FILES):
        (built / name).write_text("made-up")
    for module in (writing, offered):
        monkeypatch.setattr(module, "find_page", lambda: built)
    monkeypatch.setenv("INSET_HOME", str(tmp_path / "home"))
    datasets = tmp_path / "home" / "data" / "datasets"
    for name in ("tidewatch", "floodmark"):
        publish_ids(datasets, name, range(1, 9000, 3))
    folder = tmp_path / "out"
    assert main(["publish", str(folder), "tidewatch", "--title", "Made-up people", "--json"]) == 0
    assert not (folder / "index.html").exists()
    capsys.readouterr()
    assert main(["publish", str(folder), "floodmark", "--filter-only", "--site", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["site"]["page"] == str(folder / "index.html")
    facts = said_in(folder)
    # What was published as a filter alone is one on the page, too.
    assert {each["name"]: each["form"] for each in facts["datasets"]} == {"floodmark": "filter", "tidewatch": "list"}
    assert facts["title"] == "Made-up people"
    assert len(facts["root_key"]) == 64
    assert facts["expires"] > facts["published"]
    # At the rate that the publisher chose, on the page as in the pack.
    assert main(["publish", str(folder), "floodmark", "--filter-only", "--error-rate", "1e-3", "--json"]) == 0
    (pack,) = (each for each in json.loads(capsys.readouterr().out)["packs"] if each["dataset"] == "floodmark")
    assert pack["error_rate"] == 1e-3
    assert main(["publish", str(folder), "--refresh"]) == 0
    (rate,) = (each["false_positive_rate"] for each in said_in(folder)["datasets"] if each["name"] == "floodmark")
    assert 5e-4 < rate < 2e-3
    # Withdrawn without a word about the page, it leaves the page all the same.
    assert main(["publish", str(folder), "--withdraw", "tidewatch", "--json"]) == 0
    assert [each["name"] for each in said_in(folder)["datasets"]] == ["floodmark"]
    assert not list((folder / "site" / "data").glob("tidewatch*"))
    assert main(["publish", str(folder), "--withdraw", "floodmark", "--json"]) == 0
    assert not (folder / "index.html").exists()
    assert not (folder / "site").exists()
    assert (folder / "root.json").exists()


def test_nothing_is_packed_where_the_page_was_never_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def find_page() -> Path:
        raise UsageInvalid(sentence("error_site_page"))

    monkeypatch.setattr(offered, "find_page", find_page)
    monkeypatch.setenv("INSET_HOME", str(tmp_path / "home"))
    publish_ids(tmp_path / "home" / "data" / "datasets", "tidewatch", range(1, 9000, 3))
    folder = tmp_path / "out"
    assert main(["publish", str(folder), "tidewatch", "--site"]) != 0
    assert "make extension" in capsys.readouterr().err
    assert not folder.exists()
