"""A check's report, and evidence, of a dataset that came as a pack: whose word it is, and what is not proven here."""

from __future__ import annotations

import csv

import pytest

from inset.index.about import About
from support.command_line.commands import Inset
from support.datasets.origins import SIGNED, UNSIGNED, came_as_pack

FIRST = 990_000_000_001
ABOUT = About(
    title="All is well",
    publisher="Inset",
    purpose="face recognition",
    year=2026,
    page=None,
    paper=None,
    opt_out=None,
    withdrawn=None,
    withdrawn_when=None,
    note=None,
    checked="2026-11-22",
)


@pytest.fixture
def faces(inset: Inset) -> Inset:
    """`faces`, whose one photo is listed; it came as an unsigned pack."""
    (inset.folder / "faces.csv").write_text(f"photo_id\n{FIRST}\n")
    assert inset("build", "faces", "faces.csv").status == 0
    came_as_pack(inset.home / "data" / "datasets", "faces", UNSIGNED, ABOUT)
    return inset


def test_a_report_says_where_it_came_from_and_quotes_its_words(faces: Inset) -> None:
    (faces.folder / "mine.txt").write_text(f"{FIRST}\n")
    asked = faces("check", "mine.txt").out
    assert "faces (“All is well”, “Inset”, 2026)" in asked
    assert "What it is for, says whoever made it: “face recognition”" in asked
    assert "nobody vouches for it" in asked
    (dataset,) = faces("check", "mine.txt", "--json").json["datasets"]
    assert dataset["origin"]["unpacked_at"] == UNSIGNED.unpacked_at
    assert faces("check", "mine.txt", "-o", "photos.csv").status == 0
    (row,) = csv.DictReader((faces.folder / "photos.csv").read_text(encoding="utf-8-sig").splitlines())
    assert row["came_from"].startswith("faces was not made on this computer")
    assert "nobody vouches for it" in row["came_from"]
    assert faces("check", "mine.txt", "-o", "report.html").status == 0
    page = (faces.folder / "report.html").read_text(encoding="utf-8")
    assert "“face recognition”" in page
    assert "nobody vouches for it" in page


def test_evidence_says_whose_word_the_rows_are(faces: Inset) -> None:
    document = faces("evidence", FIRST, "--json").json
    assert document["datasets"][0]["origin"]["dataset"] == "faces-of-ours"
    assert any("is their word" in sentence for sentence in document["proves_not"])
    assert any("without a signature" in sentence for sentence in document["proves_not"])
    assert "nobody vouches for it" in faces("evidence", FIRST).out
    came_as_pack(faces.home / "data" / "datasets", "faces", SIGNED, ABOUT)
    signed = faces("evidence", FIRST, "--json").json
    assert not any("without a signature" in sentence for sentence in signed["proves_not"])
    assert faces("evidence", FIRST, "-o", "proof.html").status == 0
    page = (faces.folder / "proof.html").read_text(encoding="utf-8")
    assert "faces (“All is well”), “Inset”" in page
    assert "signed with the key RWQ0123456789ABC" in page


def test_a_pack_without_rows_proves_none(faces: Inset) -> None:
    inset = faces
    assert inset("build", "bare", "faces.csv", "--no-rows").status == 0
    came_as_pack(inset.home / "data" / "datasets", "bare", SIGNED)
    assert inset("remove", "faces").status == 0
    assert "no row can be named: its pack carries none" in inset("evidence", FIRST).out
    assert "origin" in inset("evidence", FIRST, "--json").json["datasets"][0]
