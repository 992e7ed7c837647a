"""From a manifest to an answer, as a person does it."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from support.command_line.commands import Inset

LISTED = 990000000201
ABSENT = 990000000999


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "photos.txt"
    path.write_text("".join(f"{photo_id}\n" for photo_id in [*range(LISTED, LISTED + 500), LISTED]))
    return path


def test_build_then_lookup(inset: Inset, manifest: Path) -> None:
    built = inset("build", "made-up", manifest, "--json")
    assert built.status == 0
    facts = built.json
    assert {key: facts[key] for key in ("dataset", "rows", "photos", "rejected", "duplicates", "exact")} == {
        "dataset": "made-up",
        "rows": 501,
        "photos": 500,
        "rejected": 0,
        "duplicates": 1,
        "exact": True,
    }
    assert facts["seconds"] > 0
    url = f"https://www.flickr.com/photos/made-up/{LISTED}/"
    image = f"https://live.staticflickr.com/65535/{ABSENT}_0123abcdef_c.jpg"
    asked = inset(
        "lookup", str(LISTED), url, image, "https://www.flickr.com/photos/made-up/albums/72157640592797285", "--json"
    )
    assert asked.status == 0
    found = {"dataset": "made-up", "answer": "listed", "owner": None, "licence": None}
    assert asked.json["results"] == [
        {"ref": str(LISTED), "photo_id": str(LISTED), "answer": "listed", "datasets": [found], "censuses": []},
        {"ref": url, "photo_id": str(LISTED), "answer": "listed", "datasets": [found], "censuses": []},
        {"ref": image, "photo_id": str(ABSENT), "answer": "not_listed", "datasets": [], "censuses": []},
        {
            "ref": "https://www.flickr.com/photos/made-up/albums/72157640592797285",
            "photo_id": None,
            "answer": "invalid",
            "datasets": [],
            "censuses": [],
        },
    ]


def test_people_get_sentences(inset: Inset, manifest: Path) -> None:
    assert (
        "made-up is on this computer: 500 photos from 501 rows, 1 repeat, 0 rejected"
        in inset("build", "made-up", manifest).out
    )
    asked = inset("lookup", LISTED, ABSENT, "no/sense")
    assert asked.out.splitlines() == [
        f"{LISTED}: listed in made-up",
        f"{ABSENT}: not listed",
        "no/sense: names no photo (give an ID, or a URL of one photo)",
    ]


def test_a_data_export_is_told_as_what_it_is(inset: Inset, tmp_path: Path, manifest: Path) -> None:
    """A dataset made of it calls all of somebody's own photos listed."""
    parts = tmp_path / "export.zip"
    with zipfile.ZipFile(parts, "w") as archive:
        for photo in (990000000211, 990000000254):
            image = f"https://live.staticflickr.com/1/{photo}_0123456789_o.jpg"
            archive.writestr(f"photo_{photo}.json", json.dumps({"id": str(photo), "name": "t", "original": image}))
        archive.writestr("account_profile.json", json.dumps({"nsid": "12345678@N00"}))
    for said in (inset("build", "mine", parts).out, inset("build", "--explain", parts).out):
        assert "looks like a Flickr data export" in said
        assert "`inset check`" in said
    assert "data export" not in inset("build", "made-up", manifest).out


def test_refs_come_from_stdin_too(inset: Inset, manifest: Path) -> None:
    inset("build", "made-up", manifest)
    asked = inset("lookup", "-", "--json", stdin=f"{LISTED}\n\n  {ABSENT}\n")
    assert [result["answer"] for result in asked.json["results"]] == ["listed", "not_listed"]


def test_a_filter_only_run_answers_with_a_chance_and_keeps_no_list(inset: Inset, manifest: Path) -> None:
    built = inset("build", "made-up", manifest, "--filter-only")
    assert "no exact list" in built.out
    assert not list(inset.home.rglob("photos.ids"))
    result = inset("lookup", LISTED, "--json").json["results"][0]
    assert result["answer"] == "probably_listed"
    assert 0 < result["datasets"][0]["chance"] < 1
    assert "the chance that this is true is" in inset("lookup", LISTED).out


def test_the_error_rate_is_the_persons_choice(inset: Inset, manifest: Path) -> None:
    assert inset("build", "made-up", manifest, "--error-rate", "1e-3", "--json").json["error_rate"] == 1e-3
    refused = inset("build", "made-up", manifest, "--error-rate", "2")
    assert refused.status == 2
    assert refused.err.startswith("inset: Choose an error rate")


def test_several_manifests_make_one_dataset(inset: Inset, tmp_path: Path, manifest: Path) -> None:
    other = tmp_path / "more.csv.gz"
    with gzip.open(other, "wt") as file:
        file.write(f"photo_url\nhttps://live.staticflickr.com/1/{ABSENT}_0123abcdef.jpg\n")
    built = inset("build", "made-up", manifest, other, "--json").json
    assert (built["rows"], built["photos"]) == (502, 501)
    assert [source["name"] for source in built["sources"]] == ["photos.txt", "more.csv.gz"]


def test_rejected_rows_are_counted_and_the_first_shown(inset: Inset, tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    good = [f"https://live.staticflickr.com/1/{LISTED + n}_0123abcdef.jpg" for n in range(20)]
    bad = [f"https://example.org/{n}.jpg" for n in range(8)]
    path.write_text("\n".join([*good, *bad]) + "\n")
    built = inset("build", "made-up", path, "--json").json
    assert (built["rows"], built["photos"], built["rejected"]) == (28, 20, 8)
    assert [example["line"] for example in built["rejected_examples"]] == [21, 22, 23, 24, 25]
    assert "urls.txt:21:" in inset("build", "made-up", path).out


def test_datasets_tells_what_is_published(inset: Inset, manifest: Path) -> None:
    empty = inset("datasets")
    assert empty.status == 0
    assert "No dataset is on this computer yet" in empty.out
    inset("build", "made-up", manifest)
    (entry,) = inset("datasets", "--json").json["datasets"]
    assert (entry["name"], entry["photos"], entry["exact"]) == ("made-up", 500, True)
    assert entry["sources"][0]["name"] == "photos.txt"
    assert "made-up" in inset("datasets").out
    assert "SHA-256" in inset("datasets", "made-up").out
    unknown = inset("datasets", "other")
    assert unknown.status == 3
    assert inset("remove", "made-up").status == 0
    assert inset("datasets", "--json").json["datasets"] == []


def test_the_bundled_sample_builds_and_is_outside_what_flickr_has_given_out(inset: Inset) -> None:
    assert inset("build", "--sample", "--json").json["photos"] == 42
    refs = [str(990000000000 + n) for n in range(1, 13)]
    answers = [result["answer"] for result in inset("lookup", *refs, "--json").json["results"]]
    assert answers == ["listed", "not_listed"] * 6


def test_a_failed_build_leaves_the_old_run_answering(inset: Inset, manifest: Path, tmp_path: Path) -> None:
    inset("build", "made-up", manifest)
    bad = tmp_path / "bad.bin"
    bad.write_bytes(bytes(range(256)) * 50)
    failed = inset("build", "made-up", bad, "--json")
    assert failed.status == 6
    assert failed.json["error"]["code"] == "manifest_invalid"
    assert inset("lookup", LISTED, "--json").json["results"][0]["answer"] == "listed"


def test_a_corrupt_dataset_is_told_and_never_answered_for(inset: Inset, manifest: Path) -> None:
    inset("build", "whole", manifest)
    inset("build", "broken", manifest)
    (store,) = (inset.home / "data" / "datasets" / "broken").rglob("photos.ids")
    store.write_bytes(store.read_bytes()[:-1])
    asked = inset("lookup", LISTED, "--json")
    assert asked.status == 3
    assert list(asked.json["unavailable"]) == ["broken"]
    assert asked.json["results"][0]["datasets"][0]["dataset"] == "whole"
    assert "Build broken again" in asked.err
    assert inset("datasets").status == 3


def test_a_census_is_told_apart_from_what_was_chosen_for_training(inset: Inset, tmp_path: Path) -> None:
    (tmp_path / "all.txt").write_text(f"{LISTED}\n{ABSENT}\n")
    (tmp_path / "few.txt").write_text(f"{LISTED}\n")
    assert inset("build", "everything", tmp_path / "all.txt", "--kind", "census").status == 0
    alone = inset("lookup", ABSENT, "--json").json
    assert (alone["results"][0]["answer"], alone["asked"], alone["censuses"]) == ("unknown", [], ["everything"])
    assert "no training set could be asked" in inset("lookup", ABSENT).out
    assert inset("build", "chosen", tmp_path / "few.txt").status == 0
    asked = inset("lookup", LISTED, ABSENT, "--json").json
    assert [result["answer"] for result in asked["results"]] == ["listed", "not_listed"]
    assert [[each["dataset"] for each in result["datasets"]] for result in asked["results"]] == [["chosen"], []]
    assert [[each["dataset"] for each in result["censuses"]] for result in asked["results"]] == [["everything"]] * 2
    said = inset("lookup", ABSENT).out
    assert said.startswith(f"{ABSENT}: not listed\n  was public: so says the census everything")
    listed = inset("datasets").out
    assert listed.index("chosen") < listed.index("Censuses: lists of nearly all photos that were public")
    assert listed.index("Censuses") < listed.index("everything")
    assert "a census" in inset("datasets", "everything").out
    assert {each["name"]: each["kind"] for each in inset("datasets", "--json").json["datasets"]} == {
        "chosen": "training",
        "everything": "census",
    }
