"""`inset build --explain`, wherever it stands among the words, says how manifests would be read and builds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.lists.manifests import FIRST_ID, image

URL = image(FIRST_ID)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "photos.csv"
    path.write_text(f"n,photo_url\n1,{URL}\n2,{image(FIRST_ID + 1)}\n")
    return path


@pytest.mark.parametrize(
    "words",
    [
        ["--explain", "photos.csv"],
        ["photos.csv", "--explain"],
        ["made-up", "photos.csv", "--explain"],
        ["made-up", "--explain", "photos.csv"],
        ["--explain", "--json", "photos.csv"],
        ["--explain", "photos.csv", "--json"],
        ["--column", "photo_url", "--explain", "photos.csv"],
    ],
)
def test_explain(inset: Inset, manifest: Path, words: list[str]) -> None:
    explained = inset("build", *words)
    assert explained.status == 0
    if "--json" in words:
        (source,) = explained.json["sources"]
        assert (source["name"], source["reader"]) == ("photos.csv", "csv")
        assert source["rows"][0]["text"] == f"1,{URL}"
        assert source["rows"][0]["photo_ids"] == [str(FIRST_ID)]
        assert explained.json["passed_over"] == {"count": 0, "reasons": []}
    else:
        lines = explained.out.splitlines()
        assert lines[0] == "photos.csv: csv"
        assert any('"photo_url"' in line for line in lines)
        assert f"    {FIRST_ID}  ←  1,{URL}" in lines
    assert inset("datasets", "--json").json["datasets"] == []


def test_names_are_shown_as_they_would_be_kept(inset: Inset, tmp_path: Path) -> None:
    (tmp_path / "named.csv").write_text(f"photo_url,user_name,real_name\n{URL},A+%26+B%C3%A9,\n{URL},C,Real &amp; D\n")
    first, second = inset("build", "--explain", "--json", "named.csv").json["sources"][0]["rows"]
    assert (first["names"], second["names"]) == (["A & Bé"], ["C", "Real & D"])
    lines = inset("build", "--explain", "named.csv").out.splitlines()
    assert any(f"{FIRST_ID} · name C · name Real & D" in line for line in lines)


def test_several_files_without_a_name(inset: Inset, manifest: Path, tmp_path: Path) -> None:
    (tmp_path / "more.txt").write_text(f"{FIRST_ID}\n")
    for words in (["--explain", "photos.csv", "more.txt"], ["--explain", "--json", "photos.csv", "more.txt"]):
        explained = inset("build", *dict.fromkeys([*words, "--json"]))
        assert [source["name"] for source in explained.json["sources"]] == ["photos.csv", "more.txt"]


def test_a_folder_with_what_is_passed_over(inset: Inset, manifest: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    manifest.rename(folder / "photos.csv")
    (folder / "README").write_text("Read me.\n")
    explained = inset("build", "--explain", folder)
    assert explained.status == 0
    assert explained.out.splitlines()[-2:] == [
        "Passed over 1 file:",
        "  lists/README: Nothing in its beginning names a Flickr photo in a way that Inset knows.",
    ]
    assert "lists/README: Nothing in its beginning" in inset("build", "made-up", folder).out


def test_nothing_to_explain(inset: Inset) -> None:
    refused = inset("build", "--explain")
    assert refused.status == 2
    assert "Name at least one list to explain" in refused.err


def test_what_cannot_be_read_is_told(inset: Inset, tmp_path: Path) -> None:
    (tmp_path / "junk.bin").write_bytes(bytes(range(256)) * 40)
    refused = inset("build", "--explain", "junk.bin")
    assert refused.status == 6
    assert "binary data" in refused.err
