"""`inset check` as a person uses it: any WHAT, the counts, the files that it writes, and what it cannot know."""

from __future__ import annotations

import csv
import io
import json
import stat
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from inset.account import report_files
from inset.cli.main import make_parser
from inset.cli.verbs import check
from support.accounts.flickr_exports import FIRST_OWN, NSID, add_media, as_zips, make_export
from support.command_line.commands import Inset
from support.datasets.runs import publish_ids
from support.lists.manifests import page

A, B, C, D = range(900_000_000_001, 900_000_000_005)
ANNA, OTHER_ANNA = "90000001@N00", "90000005@N00"


@pytest.fixture
def datasets(inset: Inset) -> Path:
    folder = inset.home / "data" / "datasets"
    publish_ids(folder, "faces", [A, B], details={A: (ANNA, 4), B: (OTHER_ANNA, 0)})
    publish_ids(folder, "scenes", [B, C], details={C: (ANNA, 1)})
    publish_ids(folder, "unnamed", [A, C])
    publish_ids(folder, "filtered", [C, D], exact=False, error_rate=1e-6)
    publish_ids(folder, "all-public", [A, B, C, D], kind="census", details={D: (ANNA, None)})
    return folder


def counts(document: dict[str, Any]) -> tuple[int, int, int]:
    return document["checked"], document["listed"], document["probably_listed"]


def by_dataset(document: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {each["dataset"]: (each["listed"], each["probably_listed"]) for each in document["datasets"]}


def gaps(document: dict[str, Any]) -> list[str]:
    return [gap["what"] for gap in document["limits"]["gaps"]]


def test_an_account_is_checked_in_every_dataset(inset: Inset, datasets: Path) -> None:
    document = inset("check", ANNA, "--json").json
    assert list(document)[:4] == ["checked", "listed", "probably_listed", "datasets"]
    # The census names D, so the filter could be asked about it.
    assert counts(document) == (3, 2, 1)
    assert by_dataset(document) == {"unnamed": (2, 0), "faces": (1, 0), "scenes": (1, 0), "filtered": (0, 2)}
    assert document["limits"]["without_accounts"] == ["filtered", "unnamed"]
    assert [each["photo_id"] for each in document["photos"]] == [str(A), str(C), str(D)]


@pytest.mark.parametrize(
    "word",
    ["{0}", "https://www.flickr.com/people/{0}/", "https://www.flickr.com/photos/{0}/",
     "https://www.flickr.com/photos/{0}/albums/72157600000000001", "flickr.com/photos/{0}"],
)  # fmt: skip
def test_every_form_of_an_account_is_understood(inset: Inset, datasets: Path, word: str) -> None:
    assert counts(inset("check", word.format(ANNA), "--json").json) == (3, 2, 1)


def test_a_photo_s_address_asks_for_it_and_offers_its_account(inset: Inset, datasets: Path) -> None:
    ran = inset("check", page(A))
    assert "1 photo checked: 1 listed for certain." in ran.out
    assert f"inset check {ANNA}" in ran.out
    assert counts(inset("check", str(A), "--json").json) == (1, 1, 0)


def test_an_account_that_nobody_names_is_no_clean_bill(inset: Inset, datasets: Path) -> None:
    ran = inset("check", "99999999@N00")
    assert ran.status == 0
    assert "No photo was checked." in ran.out
    assert "not listed" not in ran.out
    assert gaps(inset("check", "99999999@N00", "--json").json) == ["unknown_account"]


def test_a_name_of_three_accounts_is_never_merged(inset: Inset, datasets: Path) -> None:
    accounts = ["90000011@N00", "90000012@N00", "90000013@N00"]
    ids = [910_000_000_001 + n for n in range(6)]
    names = {photo_id: (accounts[n % 3], None, ("Ánna Sea",)) for n, photo_id in enumerate(ids)}
    publish_ids(datasets, "named", ids, details=names)
    ran = inset("check", "anna sea")
    assert ran.status == 0
    for account in accounts:
        assert f"{account} called Ánna Sea: 2 in named" in ran.out
    assert "Choose one with --which N" in ran.out
    assert "No photo was checked." in ran.out
    document = inset("check", "anna sea", "--json").json
    assert (counts(document), gaps(document)) == ((0, 0, 0), ["name_not_unique"])
    assert sorted(each["account"] for each in document["candidates"]["anna sea"]) == accounts
    chosen = inset("check", "anna sea", "--which", "2", "--json").json
    assert counts(chosen) == (2, 2, 0)
    assert gaps(chosen) == ["only_named", "by_name"]
    assert inset("check", "anna sea", "--which", "4").status == 2


def test_an_export_and_a_list_are_one_question(inset: Inset, datasets: Path, tmp_path: Path) -> None:
    made = make_export()
    add_media(made)
    zips = as_zips(tmp_path, made)
    (tmp_path / "more.txt").write_text(f"{page(D)}\n{page(999_999_999_999)}\n")
    document = inset("check", *zips, tmp_path / "more.txt", "--json").json
    assert counts(document) == (len(made.own | {D, 999_999_999_999}), 3, 1)
    assert [each["kind"] for each in document["asked"]] == ["export", "list"]
    assert document["asked"][0]["account"] == NSID
    assert document["asked"][0]["photos"] == len(made.own)
    assert {each["year"]: each["listed"] for each in document["by_year"] if each["listed"]} == {
        made.years[A]: 1, made.years[B]: 1, made.years[C]: 1
    }  # fmt: skip
    assert "albums_lack" in gaps(document)


def test_a_folder_of_zips_is_an_export(inset: Inset, datasets: Path, tmp_path: Path) -> None:
    made = make_export()
    as_zips(tmp_path, made)
    assert counts(inset("check", tmp_path, "--json").json)[0] == len(made.own)


def test_a_part_without_records_beside_the_others_gives_no_photo(inset: Inset, datasets: Path, tmp_path: Path) -> None:
    parts = [tmp_path / "part1.zip", tmp_path / "part2.zip"]
    made = make_export()
    with zipfile.ZipFile(parts[0], "w") as one, zipfile.ZipFile(parts[1], "w") as two:
        for name, content in made.files.items():
            (one if name.startswith(("photo_", "account_profile")) else two).writestr(name, content)
    publish_ids(datasets, "of-others", sorted(made.others))
    document = inset("check", *map(str, parts), "--json").json
    assert document["checked"] == len(made.own)
    assert by_dataset(document)["of-others"] == (0, 0)


def test_the_clipboard_is_read_from_stdin_and_numbers_beside_links_are_told(inset: Inset, datasets: Path) -> None:
    ran = inset("check", "-", stdin=f"mine: {page(A)} {B}\n")
    assert "1 photo checked: 1 listed for certain." in ran.out
    assert "Lines with numbers beside a link, which were not taken for photos: 1" in ran.out
    assert f"(line 1: mine: {page(A)} {B})" in ran.out


def test_a_chance_is_never_worded_as_certainty(inset: Inset, datasets: Path) -> None:
    ran = inset("check", str(D))
    assert "1 photo checked: 1 possibly listed." in ran.out
    assert "for certain" not in ran.out
    assert "for a photo met by chance the answer is true with" in ran.out
    assert "by mistake" in ran.out


def test_a_census_is_told_apart(inset: Inset, datasets: Path) -> None:
    ran = inset("check", str(D))
    assert "The census all-public lists 1: each was public, which says nothing of training." in ran.out


def test_a_census_without_its_list_is_a_chance_too(inset: Inset) -> None:
    folder = inset.home / "data" / "datasets"
    publish_ids(folder, "faces", [A])
    publish_ids(folder, "some-public", [B], kind="census", exact=False, error_rate=1e-6)
    said = inset("check", str(B)).out
    assert "The census some-public: 1 photo possibly listed. It may be wrong" in said
    assert "lists 1" not in said


def test_without_a_training_set_nothing_is_claimed(inset: Inset) -> None:
    publish_ids(inset.home / "data" / "datasets", "all-public", [A], kind="census")
    assert "nothing can be said of them: there is no training set to ask" in inset("check", str(B)).out
    (census,) = inset("check", str(A), "--json").json["censuses"]
    assert census["listed"] == 1


def test_a_dataset_that_cannot_be_asked_is_named_and_the_status_says_so(inset: Inset, datasets: Path) -> None:
    bad = publish_ids(datasets, "broken", [A])
    (bad / "photos.bloom").unlink()
    ran = inset("check", str(B), "--json")
    assert ran.status == 3
    assert [each["dataset"] for each in ran.json["limits"]["unavailable"]] == ["broken"]
    assert "not asked" in ran.err


def test_with_nothing_published_the_remedy_comes_first(inset: Inset) -> None:
    ran = inset("check", str(A))
    assert (ran.status, ran.out) == (3, "")
    assert "Build a dataset first" in ran.err


@pytest.mark.parametrize("word", ["nowhere.csv", "./nowhere", "/nowhere/at/all"])
def test_a_file_that_is_not_there_is_no_name(inset: Inset, datasets: Path, word: str) -> None:
    ran = inset("check", word)
    assert ran.status == 2
    assert "there is no file" in ran.err


def test_a_list_without_photos_is_refused(inset: Inset, datasets: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("nothing\n")
    assert inset("check", tmp_path / "empty.txt").status == 6


def test_datasets_of_the_catalog_that_are_not_here_are_told(inset: Inset, datasets: Path) -> None:
    missing = {each["dataset"] for each in inset("check", str(A), "--json").json["limits"]["not_in_library"]}
    assert "ffhq" in missing
    assert not missing & {"faces", "scenes"}


def test_since_a_run_new_and_gone_photos_are_told(inset: Inset, datasets: Path) -> None:
    before = publish_ids(datasets, "changing", [A, B], details={A: (ANNA, None), B: (ANNA, None)}).name
    publish_ids(datasets, "changing", [B, C], details={B: (ANNA, None), C: (ANNA, None)})
    for words in ((ANNA,), (str(A), str(B), str(C))):
        changes = inset("check", *words, "--since", before, "--json").json["since"]
        (change,) = [each for each in changes if each["dataset"] == "changing"]
        assert (change["new"], change["gone"], change["why_not"]) == ([str(C)], [str(A)], "")
    said = inset("check", ANNA, "--since", before).out
    assert "new among these photos: 1, gone: 1." in said
    assert inset("check", ANNA, "--since", "20200101-1").status == 3


def test_the_formats_are_those_that_the_files_have() -> None:
    assert check.FORMATS == report_files.FORMATS
    assert set(check.ENDINGS.values()) == set(check.FORMATS)


def test_csv_is_harmless_in_a_spreadsheet(inset: Inset, datasets: Path, tmp_path: Path) -> None:
    titles = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =x", "plain", 'say "hi", ok', "two\nlines"]
    folder = tmp_path / "export"
    folder.mkdir()
    for n, title in enumerate(titles):
        (folder / f"photo_{FIRST_OWN + n}.json").write_text(json.dumps({"id": str(FIRST_OWN + n), "name": f"x{title}"}))
    publish_ids(datasets, "mine", [FIRST_OWN + n for n in range(len(titles))])
    for n, title in enumerate(titles):
        (folder / f"photo_{FIRST_OWN + n}.json").write_text(json.dumps({"id": str(FIRST_OWN + n), "name": title}))
    ran = inset("check", folder, "-o", tmp_path / "photos.csv")
    assert ran.status == 0, ran.err
    text = (tmp_path / "photos.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["photo_id"] for row in rows] == [str(FIRST_OWN + n) for n in range(len(titles))]
    for row in rows:
        assert not row["title"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert [report_files.harmless(title) for title in titles] == [
        "'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "' =x", "plain", 'say "hi", ok', "two\nlines"
    ]  # fmt: skip
    again = inset("check", tmp_path / "photos.csv", "--json")
    assert again.json["checked"] == len(titles)


def test_ndjson_is_a_photo_a_line_and_json_is_all(inset: Inset, datasets: Path) -> None:
    lines = inset("check", ANNA, "--format", "ndjson").out.splitlines()
    assert [json.loads(line)["photo_id"] for line in lines] == [str(A), str(C), str(D)]
    document = json.loads(inset("check", ANNA, "--format", "json").out)
    assert counts(document) == (3, 2, 1)
    assert len(document["photos"]) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_report_is_readable_by_this_person_alone_and_replaces_nothing(
    inset: Inset, datasets: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.html"
    assert inset("check", ANNA, "-o", target).status == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = inset("check", ANNA, "-o", target)
    assert (again.status, "--force" in again.err) == (2, True)
    assert inset("check", ANNA, "-o", target, "--force").status == 0
    assert inset("check", ANNA, "-o", tmp_path / "report").status == 2
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".report")] == []


def test_a_report_is_kept_by_the_person_s_word_alone_and_forgotten(inset: Inset, datasets: Path) -> None:
    inset("check", ANNA)
    folder = inset.home / "state" / "checks"
    assert not folder.exists()
    assert inset("check", "--list-kept").out == "No report is kept.\n"
    kept = inset("check", ANNA, "--keep", "--json").json
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir()) or sys.platform == "win32"
    (entry,) = inset("check", "--list-kept", "--json").json["kept"]
    assert (entry["id"], entry["asked"], entry["checked"], entry["listed"]) == (kept["kept"], [ANNA], 3, 2)
    again = inset("check", "--kept", entry["id"], "--json").json
    assert {**again, "kept": kept["kept"]} == kept
    assert inset("check", "--kept", entry["id"]).out.startswith("3 photos checked: 2 listed for certain")
    assert len(inset("check", "--kept", entry["id"], "--format", "ndjson").out.splitlines()) == 3
    assert inset("check", "--forget", entry["id"], "--json").json == {"forgotten": entry["id"]}
    assert list(folder.iterdir()) == []
    assert inset("check", "--kept", entry["id"]).status == 2


@pytest.mark.parametrize("words", [(), ("x", "--list-kept"), ("--forget", "nothing"), ("--kept", "../../x")])
def test_wrong_words_get_a_remedy(inset: Inset, datasets: Path, words: tuple[str, ...]) -> None:
    ran = inset("check", *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("inset: ")


def test_help_needs_nothing_heavy() -> None:
    assert "check" in make_parser().format_help()


def test_where_and_when_a_list_was_obtained_stands_in_the_report(inset: Inset) -> None:
    ids = inset.folder / "ids.txt"
    ids.write_text("900000000001\n900000000002\n")
    told = "https://example.org/<list>.zip, 2026-11-22"
    assert inset("build", "faces", ids, "--obtained", told).status == 0
    report = inset("check", "900000000001", "--json").json
    assert report["datasets"][0]["obtained"] == [told]
    page = inset("check", "900000000001", "--format", "html").out
    assert "list obtained: https://example.org/&lt;list&gt;.zip, 2026-11-22" in page
