"""Which accounts a name may mean: never merged on a guess, counted by dataset, and shown by their photos."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import structs

from inset.account.names import MOST, NOTE, Candidate, find_candidates, photos_of
from inset.errors import IndexMissing, UsageInvalid
from inset.flickr import UPLOADED, upload_years
from inset.index.dataset_index import DETAILS_FILE
from inset.index.descriptor import SUMS_FILE, read_descriptor
from inset.index.library import Library
from inset.index.pieces import seal
from inset.photo_ref import parse_photo_ref
from inset_build.pipeline import build_dataset
from support.datasets.runs import Details, publish_ids, rewrite_descriptor

MANIFESTS = Path(os.environ.get("INSET_SHARED") or Path(__file__).parents[4] / "shared") / "manifests"
FIRST = 990_000_000_000
ANNA, ANNA_2, BERT = "12345678@N00", "87654321@N01", "11111111@N02"

DETAILS: Details = {
    # Three accounts that are called the same, one of them known by its name in addresses.
    FIRST + 1: (ANNA, 4, ("Anna B.",)),
    FIRST + 2: (ANNA, 0, ("Anna B.",)),
    FIRST + 3: (ANNA, 4, ("Änna  b.", "Anna Real")),
    FIRST + 4: (ANNA, None),
    FIRST + 5: (ANNA_2, 4, ("ANNA B.",)),
    FIRST + 6: ("anna-b", None, ("Anna B.",)),
    FIRST + 7: (BERT, 4, ("@bert",)),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("datasets")
    publish_ids(folder, "faces", DETAILS, details=DETAILS)
    # Only names here: whose photos they are nobody says.
    names = {
        FIRST + 20: (None, 4, ("Anna B.",)),
        FIRST + 2: (None, 4, ("Anna B.",)),
        FIRST + 22: (None, 4, ("anna b.",)),
    }
    publish_ids(folder, "authors", names, details=names)
    publish_ids(folder, "nsids", [FIRST + 2, FIRST + 30], details={FIRST + 2: (ANNA, 4), FIRST + 30: (ANNA, 4)})
    publish_ids(folder, "bare", [FIRST + 1])
    public = {FIRST + 1: (ANNA, 4, ("Later Name",)), FIRST + 40: (ANNA, 4, ("Later Name",))}
    publish_ids(folder, "everything", public, details=public, kind="census")
    return Library(folder)


def told(candidate: Candidate) -> tuple[str | None, str, dict[str, int], list[str]]:
    counts = {part.dataset: part.photos for part in candidate.datasets}
    return candidate.account, candidate.because, counts, [photo.photo_id[-2:] for photo in candidate.photos]


@pytest.mark.parametrize("text", ["Anna B.", "ANNA b.", "Ánna   B.", "@anna b."])
def test_a_name_that_several_accounts_share(library: Library, text: str) -> None:
    found = find_candidates(library, text)
    assert list(map(told, found.candidates)) == [
        (ANNA, "name", {"faces": 4, "nsids": 2}, ["01", "02", "03"]),
        (None, "name", {"authors": 2}, ["02", "20"]),
        (ANNA_2, "name", {"faces": 1}, ["05"]),
        ("anna-b", "name", {"faces": 1}, ["06"]),
        (None, "name", {"authors": 1}, ["22"]),
    ]
    anna = found.candidates[0]
    assert anna.names == ("Later Name", "Anna B.", "Änna  b.", "Anna Real")
    assert [(part.dataset, part.photos) for part in anna.censuses] == [("everything", 2)]
    assert [each.known_by for each in found.candidates] == ["nsid", "name", "nsid", "address_name", "name"]
    assert (found.note, found.left_out) == (NOTE, 0)
    assert found.without_accounts == ("authors", "bare")
    assert found.without_names == ("bare", "nsids")


def test_a_name_alone_is_never_merged_with_an_account_though_a_photo_is_the_same(library: Library) -> None:
    by_photo = find_candidates(library, f"https://live.staticflickr.com/65535/{FIRST + 2}_5a3c7e9b10_b.jpg")
    assert [told(each)[:3] for each in by_photo.candidates] == [
        (ANNA, "photo", {"faces": 4, "nsids": 2}),
        (None, "photo", {"authors": 2}),
    ]
    assert by_photo.note is None


def test_an_account_is_found_by_its_address_and_stands_first(library: Library) -> None:
    for text in (ANNA, f"https://www.flickr.com/photos/{ANNA}/albums/72157600000000001"):
        assert [told(each)[:3] for each in find_candidates(library, text).candidates] == [
            (ANNA, "account", {"faces": 4, "nsids": 2})
        ]
    found = find_candidates(library, f"https://www.flickr.com/photos/anna-b/{FIRST + 7}/")
    assert [told(each)[:2] for each in found.candidates] == [("anna-b", "account"), (BERT, "photo")]


def test_a_bare_word_is_a_name_though_some_account_has_it_in_its_addresses(library: Library, tmp_path: Path) -> None:
    """Of several people that are called so, the one with that address is not surer than the others."""
    details: Details = {FIRST + 1: ("karen", None), FIRST + 2: (BERT, None, ("Karen",)), FIRST + 3: (BERT, None)}
    publish_ids(tmp_path, "faces", details, details=details)
    assert [told(each)[:2] for each in find_candidates(Library(tmp_path), "Karen").candidates] == [
        (BERT, "name"),
        ("karen", "name"),
    ]
    address = find_candidates(Library(tmp_path), "https://www.flickr.com/people/karen/")
    assert [told(each)[:2] for each in address.candidates] == [("karen", "account"), (BERT, "name")]


def test_an_at_before_a_name_makes_no_difference(library: Library) -> None:
    for text in ("bert", "@Bert"):
        assert [told(each)[:2] for each in find_candidates(library, text).candidates] == [(BERT, "name")]


def test_every_link_leads_to_its_photo(library: Library) -> None:
    candidates = find_candidates(library, "Anna B.").candidates
    links = [(candidate.account, photo) for candidate in candidates for photo in candidate.photos]
    assert links
    for account, photo in links:
        assert str(parse_photo_ref(photo.url)) == photo.photo_id
        assert account is None or f"/{account}/" in photo.url


def test_the_photos_of_a_candidate(library: Library) -> None:
    numbers = [
        [photo_id - FIRST for photo_id in photos_of(library, candidate)]
        for candidate in find_candidates(library, "Anna B.").candidates
    ]
    assert numbers == [[1, 2, 3, 4, 30], [2, 20], [5], [6], [22]]


def test_of_an_account_in_censuses_alone_nothing_is_counted_as_training(tmp_path: Path) -> None:
    public = {FIRST + 1: (ANNA, 4, ("Anna",))}
    publish_ids(tmp_path, "everything", public, details=public, kind="census")
    (found,) = find_candidates(Library(tmp_path), "anna").candidates
    assert (found.datasets, [photo.photo_id for photo in found.photos]) == ((), [str(FIRST + 1)])
    assert list(photos_of(Library(tmp_path), found)) == []


def test_nobody_and_nothing_to_ask(library: Library, tmp_path: Path) -> None:
    nobody = find_candidates(library, "Nobody Known")
    assert (nobody.candidates, nobody.note) == ((), None)
    with pytest.raises(UsageInvalid):
        find_candidates(library, "@")
    with pytest.raises(IndexMissing):
        find_candidates(Library(tmp_path), "anna")


def test_a_name_of_very_many_accounts_is_cut_and_says_so(tmp_path: Path) -> None:
    many = {FIRST + n: (f"{10_000_000 + n // 2}@N00", None, ("John",)) for n in range(2 * MOST + 7)}
    publish_ids(tmp_path, "johns", many, details=many)
    found = find_candidates(Library(tmp_path), "john")
    assert (len(found.candidates), found.left_out) == (MOST, 4)
    assert {each.datasets[0].photos for each in found.candidates} == {2}


def test_a_run_from_before_there_were_names_is_asked_by_account_alone(tmp_path: Path) -> None:
    run = publish_ids(tmp_path, "old", [FIRST], details={FIRST: (ANNA, 4)})
    path = run / DETAILS_FILE
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            DROP TABLE name_keys; DROP INDEX owners_by_owner; ALTER TABLE owners DROP COLUMN names;
            PRAGMA user_version = 1; VACUUM;
            """
        )
    (run / SUMS_FILE).unlink()
    rewrite_descriptor(run, structs.replace(read_descriptor(run), files=seal(run)).to_bytes())
    library = Library(tmp_path)
    (found,) = find_candidates(library, ANNA).candidates
    assert told(found) == (ANNA, "account", {"old": 1}, ["00"])
    assert list(photos_of(library, found)) == [FIRST]
    by_name = find_candidates(library, "anna")
    assert (by_name.candidates, by_name.without_names, by_name.without_accounts) == ((), ("old",), ())


def test_years_are_a_span_that_never_falls_and_none_where_nobody_knows() -> None:
    assert list(UPLOADED) == sorted(UPLOADED)
    assert [span[2] for span in UPLOADED] == sorted(span[2] for span in UPLOADED)
    assert upload_years(2_933, 9_731_335) == (2004, 2007)
    assert upload_years(4_449_999_999, 8_100_000_000) == (2009, 2013)
    assert upload_years(32_674_080_691, 32_674_080_691) == (2016, 2019)
    assert upload_years(1, FIRST) is None
    assert upload_years(2, 1) is None


def test_years_are_told(tmp_path: Path) -> None:
    details: Details = dict.fromkeys((4_100_000_000, 8_100_000_000), (ANNA, None, ("Anna",)))
    publish_ids(tmp_path, "old", details, details=details)
    (found,) = find_candidates(Library(tmp_path), "anna").candidates
    assert found.years is not None
    assert (found.years.first, found.years.last) == (2009, 2013)


@pytest.mark.skipif(not MANIFESTS.is_dir(), reason=f"no published manifests in {MANIFESTS}")
def test_a_published_list_that_names_people_is_counted_as_plain_tools_count_it(tmp_path: Path) -> None:
    """FSXL gives the author, the page and the day of upload of each photo; Inset has no part in the count."""
    path = MANIFESTS / "fsxl" / "fsxl-metadata.json"
    records = json.loads(path.read_bytes())
    build_dataset(tmp_path, "fsxl", [path])
    library = Library(tmp_path)
    in_address = [record["photo_url"].split("/")[4] for record in records]
    accounts = [text if "@" in text else text.lower() for text in in_address]
    counts = Counter(accounts)
    for author, account in {*zip((record["author"] for record in records), accounts, strict=True)}:
        found = {each.account: each for each in find_candidates(library, author).candidates}
        assert found[account].datasets[0].photos == counts[account]
        assert " ".join(author.split()) in found[account].names
    within = 0
    for record in records:
        photo_id = int(record["photo_url"].rstrip("/").split("/")[-1])
        years = upload_years(photo_id, photo_id)
        assert years is not None
        within += years[0] <= int(record["date_uploaded"][:4]) <= years[1]
    assert within >= 0.998 * len(records)
