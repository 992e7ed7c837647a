"""`inset letter` as a person runs it: letters, mails, the log, and clear words where something is missing."""

from __future__ import annotations

import stat
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.datasets.runs import rewrite_descriptor

FIRST = 900_000_000_000
ONE, TWO, OTHER = FIRST + 1, FIRST + 2, FIRST + 9
NSID = "12345678@N00"


@pytest.fixture
def with_datasets(inset: Inset) -> Inset:
    """`ffhq`, which names the account of photo 1; `laion-5b`, a filter only; `all-public`, a census."""
    manifest = inset.folder / "faces.csv"
    manifest.write_text(f"photo_id,owner_nsid\n{ONE},{NSID}\n{TWO},87654321@N07\n")
    ids = inset.folder / "ids.txt"
    ids.write_text(f"{ONE}\n{TWO}\n")
    assert inset("build", "ffhq", manifest).status == 0
    assert inset("build", "laion-5b", ids, "--filter-only").status == 0
    assert inset("build", "all-public", ids, "--kind", "census").status == 0
    return inset


def test_letters_are_printed_with_what_to_know(with_datasets: Inset) -> None:
    ran = with_datasets("letter", ONE, OTHER, "--role", "author", "--account", NSID, "--name", "Maren Ebb")
    assert ran.status == 0
    assert ran.out.count("Dear Sir or Madam") == 2
    assert "To: NVIDIA\nresearchinquiries@nvidia.com" in ran.out
    assert "Article 17" in ran.out
    assert "I do not claim that a law obliges you" in ran.out
    assert ran.out.index("Save the links first") < ran.out.index("or delete it; then write to NVIDIA")
    assert ran.out.rstrip().endswith("Inset sends nothing.")
    assert "all-public" not in ran.out
    assert ran.err == "inset: in none of the datasets asked: 1 photo\n"
    assert not (with_datasets.home / "data" / "letters.json").exists()


def test_json_is_for_programs(with_datasets: Inset) -> None:
    ran = with_datasets("letter", ONE, TWO, OTHER, "--role", "shown", "--dataset", "ffhq", "--json")
    (letter,) = ran.json["letters"]
    assert letter["datasets"] == {"ffhq": [str(ONE), str(TWO)]}
    assert (letter["way"], letter["basis"], letter["language"], letter["logged"]) == ("mail", "data", "en", None)
    assert letter["blanks"] == ["[your name]", "[for example: second from the left]"]
    assert ran.json["not_listed"] == [str(OTHER)]
    assert ran.json["unavailable"] == {}


def test_files_are_private_and_never_replaced(with_datasets: Inset) -> None:
    words = (
        "letter",
        f"https://www.flickr.com/photos/{NSID}/{ONE}/",
        "--role",
        "author",
        "-o",
        "out",
        "--format",
        "eml",
    )
    assert with_datasets(*words).status == 0
    out = with_datasets.folder / "out"
    assert sorted(path.name for path in out.iterdir()) == ["letter-LAION-laion-5b.eml", "letter-NVIDIA-ffhq.eml"]
    mail = message_from_bytes((out / "letter-NVIDIA-ffhq.eml").read_bytes(), policy=policy.default)
    assert (mail["To"], mail["X-Unsent"]) == ("researchinquiries@nvidia.com", "1")
    if sys.platform != "win32":
        assert stat.S_IMODE((out / "letter-NVIDIA-ffhq.eml").stat().st_mode) == 0o600
    again = with_datasets(*words)
    assert again.status == 2
    assert again.err.startswith("inset: Choose another folder with -o, or move this file")


def test_one_mail_may_be_printed(with_datasets: Inset) -> None:
    ran = with_datasets("letter", ONE, "--role", "shown", "--dataset", "ffhq", "--format", "eml")
    assert message_from_bytes(ran.out.encode(), policy=policy.default)["To"] == "researchinquiries@nvidia.com"
    two = with_datasets("letter", ONE, "--role", "shown", "--format", "eml")
    assert (two.status, two.err) == (
        2,
        "inset: Give a folder with -o: there are 2 letters, and a mail file holds one.\n",
    )


def test_a_public_place_gets_a_text_of_its_own(inset: Inset) -> None:
    (inset.folder / "ids.txt").write_text(f"{ONE}\n")
    inset("build", "megalith-10m", "ids.txt")
    assert inset("letter", ONE, "--role", "author", "-o", "out").status == 0
    (post,) = (inset.folder / "out").glob("*-post.txt")
    assert str(ONE) not in post.read_text(encoding="utf-8")


def test_a_census_is_written_about_only_if_it_is_named(with_datasets: Inset) -> None:
    ran = with_datasets("letter", ONE, "--role", "author", "--dataset", "all-public", "--json")
    assert [letter["datasets"] for letter in ran.json["letters"]] == [{"all-public": [str(ONE)]}]
    assert ran.json["letters"][0]["way"] == "unknown"


def test_photos_that_nobody_lists_need_no_letter(with_datasets: Inset) -> None:
    ran = with_datasets("letter", OTHER, "--role", "author", "--log")
    assert ran.status == 0
    assert "there is nobody to write to" in ran.out
    assert not (with_datasets.home / "data" / "letters.json").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((ONE,), "Say with --role whether you took the photos"),
        (("--role", "author"), "Say which photos you write about"),
        (("https://example.org/", "--role", "author"), "Give photos, an account, a list or an export: none of your"),
        (("no-such.csv", "--role", "author"), "Check the path: there is no file"),
        ((ONE, "--role", "author", "--dataset", "nothing"), "Choose a dataset that `inset datasets` lists: 'nothing'"),
        ((ONE, "--role", "author", "--account", "A. B."), "Give the account's NSID"),
        ((ONE, "--list"), "Leave the photos out"),
        (("--forget", 3), "Choose a request that `inset letter --list` shows"),
        ((ONE, "--role", "author", "-o", "file/out"), "Choose a folder that can be written to"),
    ],
)
def test_what_is_missing_is_said_with_its_remedy(with_datasets: Inset, words: tuple[object, ...], said: str) -> None:
    (with_datasets.folder / "file").write_text("no folder")
    ran = with_datasets("letter", *words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_dataset_that_cannot_be_opened_is_named(with_datasets: Inset) -> None:
    datasets = with_datasets.home / "data" / "datasets"
    (next(path for path in (datasets / "laion-5b").iterdir() if path.is_dir()) / "dataset.json").write_text("{}")
    ran = with_datasets("letter", ONE, "--role", "author")
    assert ran.status == 3
    assert "To: NVIDIA" in ran.out
    assert "inset: not asked:" in ran.err
    assert with_datasets("letter", ONE, "--role", "author", "--dataset", "laion-5b").status == 3


def test_the_log_tells_what_becomes_of_a_request(with_datasets: Inset) -> None:
    assert "Nothing was logged" in with_datasets("letter", "--list").out
    asked = with_datasets("letter", ONE, TWO, "--role", "shown", "--log")
    assert "Logged as 1, 2:" in asked.out
    told = with_datasets("letter", "--list").out
    assert "ffhq (2 photos): not built from another list since, so nothing can be said" in told
    assert "gone" not in told
    newer = with_datasets.folder / "newer.csv"
    newer.write_text(f"photo_id,owner_nsid\n{TWO},87654321@N07\n")
    with_datasets("build", "ffhq", newer)
    told = with_datasets("letter", "--list").out
    assert "1 of 2 photos is gone from ffhq (run " in told
    assert told.rstrip().endswith("A photo that is gone from a list may still be in copies that others made.")
    with_datasets("remove", "laion-5b")
    requests = with_datasets("letter", "--list", "--json").json["requests"]
    assert [[each["state"] for each in request["standing"]] for request in requests] == [
        ["built_since"],
        ["not_published"],
    ]
    assert requests[0]["standing"][0]["gone"] == 1
    assert requests[0]["datasets"][0]["photos"] == [str(ONE), str(TWO)]


def test_the_log_is_kept_and_forgotten_by_the_persons_word(with_datasets: Inset) -> None:
    with_datasets("letter", ONE, "--role", "shown", "--log", "--dataset", "ffhq")
    log = Path(with_datasets.home) / "data" / "letters.json"
    if sys.platform != "win32":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "was answered on" in with_datasets("letter", "--answered", 1).out
    assert "; answered on " in with_datasets("letter", "--list").out
    assert "Forgot request 1, to NVIDIA" in with_datasets("letter", "--forget", 1).out
    assert str(ONE) not in log.read_text()
    assert "Nothing was logged" in with_datasets("letter", "--list").out


def test_an_older_run_gets_what_the_catalog_knows_now(with_datasets: Inset) -> None:
    """A run from before there were letters knows how to opt out in words alone; the catalog knows the way."""
    import json

    datasets = with_datasets.home / "data" / "datasets"
    (file,) = datasets.glob("laion-5b/*/dataset.json")
    data = json.loads(file.read_bytes())
    data["about"] = {key: value for key, value in data["about"].items() if key not in ("contact", "model_provider")}
    data["about"]["opt_out"] = {key: data["about"]["opt_out"][key] for key in ("how", "url", "mail")}
    rewrite_descriptor(file.parent, json.dumps(data).encode())
    ran = with_datasets("letter", ONE, "--role", "shown", "--dataset", "laion-5b", "--json")
    (letter,) = ran.json["letters"]
    assert letter["way"] == "form"
    assert "[the text, word for word]" in letter["blanks"]


def test_an_account_is_asked_for_like_any_check(with_datasets: Inset) -> None:
    ran = with_datasets("letter", NSID, "--role", "author", "--json")
    letters = {letter["recipient"]: letter for letter in ran.json["letters"]}
    assert letters["NVIDIA"]["datasets"] == {"ffhq": [str(ONE)]}
    assert letters["NVIDIA"]["basis"] == "data"
    assert f"https://www.flickr.com/people/{NSID}/" in letters["LAION"]["body"]


def test_a_list_of_photos_is_read_and_rows_are_named(with_datasets: Inset) -> None:
    mine = with_datasets.folder / "mine.txt"
    mine.write_text(f"my photo https://www.flickr.com/photos/{NSID}/{ONE}/ in spring\nnothing here\n{TWO}\n")
    ran = with_datasets("letter", mine, "--role", "shown", "--dataset", "ffhq", "--json")
    (letter,) = ran.json["letters"]
    assert letter["datasets"] == {"ffhq": [str(ONE), str(TWO)]}
    assert f"/{ONE}/ (line 2)" in letter["body"]
    assert f"/{TWO}/ (line 3)" in letter["body"]
    assert "faces.csv (SHA-256 " in letter["body"]
    assert "lines that name no photo: 1" in ran.err
    assert with_datasets("letter", "-", "--role", "shown", "--json", stdin=f"{ONE}\n").json["letters"]


def test_a_name_that_several_accounts_have_must_be_chosen(inset: Inset) -> None:
    manifest = inset.folder / "named.csv"
    manifest.write_text(f"photo_id,owner_nsid,username\n{ONE},{NSID},Anna\n{TWO},87654321@N07,Anna\n")
    assert inset("build", "named", manifest).status == 0
    unclear = inset("letter", "Anna", "--role", "author")
    assert unclear.status == 2
    assert "Say with --which whose photos you mean: 'Anna' may be 1 " in unclear.err
    for which in (1, 2):
        ran = inset("letter", "Anna", "--role", "author", "--which", which, "--json")
        (letter,) = ran.json["letters"]
        assert len(letter["datasets"]["named"]) == 1


def test_a_kept_report_and_a_watch_are_written_about(with_datasets: Inset) -> None:
    kept = with_datasets("check", ONE, OTHER, "--keep", "--json").json["kept"]
    assert with_datasets("watch", "add", ONE, TWO, OTHER, "--name", "mine").status == 0
    of_kept = with_datasets("letter", "--kept", kept, "--role", "author", "--dataset", "ffhq", "--json").json
    assert of_kept["letters"][0]["datasets"] == {"ffhq": [str(ONE)]}
    of_watch = with_datasets("letter", "--watch", "mine", "--role", "author", "--dataset", "ffhq", "--json").json
    assert of_watch["letters"][0]["datasets"] == {"ffhq": [str(ONE), str(TWO)]}
    assert of_watch["not_listed"] == [str(OTHER)]


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("--kept", "0123456789abcdef"), "inset check --list-kept"),
        (("--watch", "none"), "inset watch list"),
        ((ONE, "--watch", "none"), "Say which photos"),
    ],
)
def test_what_is_not_kept_or_not_watched_is_told(with_datasets: Inset, words: tuple[object, ...], remedy: str) -> None:
    ran = with_datasets("letter", *words, "--role", "author")
    assert (ran.status, ran.out) == (2, "")
    assert remedy in ran.err


def test_a_watched_account_is_named_in_the_letter(with_datasets: Inset) -> None:
    assert with_datasets("watch", "add", NSID).status == 0
    ran = with_datasets("letter", "--watch", NSID, "--role", "author", "--dataset", "ffhq", "--json")
    (letter,) = ran.json["letters"]
    assert (letter["basis"], NSID in letter["body"]) == ("data", True)
