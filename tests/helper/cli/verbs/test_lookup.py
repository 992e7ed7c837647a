"""`inset lookup` of accounts, of files in any form, and as newline-delimited JSON."""

from __future__ import annotations

import json

import pytest

from support.command_line.commands import Inset
from support.datasets.origins import SIGNED, UNSIGNED, came_as_pack

FIRST = 900_000_000_001
ANNA, OTHER = "12345678@N00", "87654321@N07"


@pytest.fixture
def faces(inset: Inset) -> Inset:
    """`faces` lists photos 1 to 3 of one account, and photo 4 of another."""
    rows = "".join(f"{FIRST + at},{OTHER if at == 3 else ANNA}\n" for at in range(4))
    (inset.folder / "faces.csv").write_text(f"photo_id,owner_nsid\n{rows}")
    assert inset("build", "faces", "faces.csv").status == 0
    return inset


@pytest.mark.parametrize("account", [ANNA, f"https://www.flickr.com/photos/{ANNA}/", f"flickr.com/people/{ANNA}"])
def test_an_account(faces: Inset, account: str) -> None:
    asked = faces("lookup", account, "--json").json
    assert [(result["photo_id"], result["answer"]) for result in asked["results"]] == [
        (str(FIRST + at), "listed") for at in range(3)
    ]
    assert {result["of"] for result in asked["results"]} == {account}
    assert {gap["what"] for gap in asked["gaps"]} == {"only_named"}
    assert "cannot be known" in faces("lookup", account).err


def test_an_account_that_no_list_knows_is_not_told_as_not_listed(faces: Inset) -> None:
    asked = faces("lookup", "11111111@N01")
    assert (asked.status, asked.out) == (0, "")
    assert "none of your datasets knows this account; give its photos as a list" in asked.err


def test_a_file_of_addresses_in_any_form(faces: Inset) -> None:
    (faces.folder / "mine.txt").write_text(
        f"https://www.flickr.com/photos/anna/{FIRST}/in/dateposted\n"
        f"see https://live.staticflickr.com/65535/{FIRST + 9}_0123456789_b.jpg, taken in 2014\n"
        "no photo here\n"
    )
    asked = faces("lookup", "mine.txt", FIRST + 3)
    assert asked.out.splitlines()[0] == f"{FIRST}: listed in faces"
    assert f"{FIRST + 9}: not listed" in asked.out
    assert f"{FIRST + 3}: listed in faces" in asked.out
    assert "mine.txt: lines that name no photo: 1" in asked.err


def test_lines_of_json(faces: Inset) -> None:
    asked = faces("lookup", FIRST, "Zoë", "--ndjson")
    results = [json.loads(line) for line in asked.out.splitlines()]
    assert [(result["ref"], result["answer"]) for result in results] == [(str(FIRST), "listed"), ("Zoë", "invalid")]


def test_stdin_is_utf_8_and_names_no_files(faces: Inset) -> None:
    asked = faces("lookup", "-", "--json", stdin=f"\ufefffaces.csv\n{FIRST}\nZoë\n{ANNA}\n").json
    assert [result["ref"] for result in asked["results"]] == [
        "faces.csv", str(FIRST), "Zoë", *(str(FIRST + at) for at in range(3)),
    ]  # fmt: skip


def test_a_file_that_is_not_there_is_told(faces: Inset) -> None:
    asked = faces("lookup", "nowhere.csv")
    assert asked.status == 2
    assert asked.err.startswith("inset: Check the path: there is no file 'nowhere.csv'.")


def test_where_a_dataset_came_from_is_said_once(faces: Inset) -> None:
    datasets = faces.home / "data" / "datasets"
    came_as_pack(datasets, "faces", SIGNED)
    asked = faces("lookup", FIRST, FIRST + 1)
    assert asked.err.count("came as a pack") == 1
    assert "signed with the key RWQ0123456789ABC" in asked.err
    assert "pack" not in asked.out
    facts = faces("datasets", "faces", "--json").json
    whose = {"faces": {**facts["origin"], "built_at": facts["built_at"]}}
    assert faces("lookup", FIRST, "--json").json["origins"] == whose
    assert faces("lookup", FIRST + 99, "--json").json["origins"] == {}
    assert "pack" not in faces("lookup", FIRST + 99).err
    came_as_pack(datasets, "faces", UNSIGNED)
    assert "nobody vouches for it" in faces("lookup", FIRST).err
    assert "nobody vouches for it" in faces("datasets").out
    assert "nobody vouches for it" in faces("datasets", "faces").out
    assert faces("datasets", "faces", "--json").json["origin"]["signed_by"] is None
