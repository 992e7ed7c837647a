"""`inset evidence` as a person uses it: the rows that it names, the file at hand, the page, the package, the stamp."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inset.index.dataset_index import ROWS_FILE
from support.command_line.commands import Inset
from support.datasets.runs import publish_ids
from support.servers.time_stamps import time_stamps

FIRST = 990_000_000_001


def line(number: int) -> str:
    return f"t{number},https://live.staticflickr.com/65535/{FIRST + number}_5a3c7e9b10_b.jpg"


@pytest.fixture
def manifest(inset: Inset) -> Path:
    """A list of 40 photos, of which the first is in two rows; built."""
    path = inset.folder / "list.csv"
    rows = ["title,url", *(line(number) for number in range(40)), line(0)]
    path.write_text("\n".join(rows) + "\n")
    assert inset("build", "made-up", path, "--obtained", "from a friend, 2026-11-22").status == 0
    return path


def test_the_form_for_scripts(inset: Inset, manifest: Path) -> None:
    document = inset("evidence", FIRST, "--json").json
    (listing,) = document["datasets"]
    assert document["photo_id"] == str(FIRST)
    assert listing["rows"] == [2, 42]  # the header is row 1
    data = manifest.read_bytes()
    assert (listing["dataset"], listing["source"], listing["bytes"]) == ("made-up", "list.csv", len(data))
    assert listing["sha256"] == hashlib.sha256(data).hexdigest()
    assert (listing["counts"], listing["reader"], listing["column"]) == ("line", "csv", 'column 2 ("url")')
    assert (listing["answer"], listing["obtained"]) == ("listed", "from a friend, 2026-11-22")
    assert re.fullmatch(r"\d{8}-1", listing["run"])
    assert (document["asked"], document["unavailable"]) == (["made-up"], {})
    assert any("genuine" in sentence for sentence in document["proves_not"])
    assert any("trained" in sentence for sentence in document["proves_not"])
    assert "raw" not in listing


def test_several_photos_each_once_by_any_reference(inset: Inset, manifest: Path) -> None:
    url = f"https://www.flickr.com/photos/somebody/{FIRST + 3}/"
    document = inset("evidence", FIRST, url, FIRST, FIRST + 1_000, "--json").json
    assert [each["photo_id"] for each in document["photos"]] == [str(FIRST), str(FIRST + 3), str(FIRST + 1_000)]
    assert [len(each["datasets"]) for each in document["photos"]] == [1, 1, 0]
    told = inset("evidence", FIRST + 1_000)
    assert told.status == 0
    assert "listed in none of the datasets that were asked" in told.out
    assert inset("evidence", "nonsense").status == 2


def test_the_rows_themselves_with_the_very_file(inset: Inset, manifest: Path) -> None:
    document = inset("evidence", FIRST, "--manifest", manifest, "--json").json
    (listing,) = document["datasets"]
    assert [(raw["row"], raw["text"]) for raw in listing["raw"]] == [(2, line(0)), (42, line(0))]
    assert listing["raw"][0]["sha256"] == hashlib.sha256(line(0).encode()).hexdigest()
    renamed = manifest.with_name("another name.csv")
    manifest.rename(renamed)
    assert line(0) in inset("evidence", FIRST, "--manifest", renamed).out


def test_another_file_is_refused_plainly(inset: Inset, manifest: Path) -> None:
    right = hashlib.sha256(manifest.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text() + f"{line(77)}\n")
    refused = inset("evidence", FIRST, "--manifest", manifest)
    assert (refused.status, refused.out) == (6, "")
    assert "Give the very file that the dataset was built from" in refused.err
    assert right in refused.err
    assert inset("evidence", FIRST, "--manifest", inset.folder / "missing.csv").status == 6


def test_a_probable_answer_is_never_told_as_certain(inset: Inset) -> None:
    folder = inset.home / "data" / "datasets"
    publish_ids(folder, "filtered", range(FIRST, FIRST + 20_000), exact=False, error_rate=1e-6)
    publish_ids(folder, "all-public", [FIRST], kind="census")
    document = inset("evidence", FIRST, "--json").json
    (listing,) = document["datasets"]
    assert (listing["answer"], listing["rows"]) == ("probably_listed", [])
    assert 0 < listing["chance"] < 1
    assert any("not certain" in sentence for sentence in document["proves_not"])
    assert [each["dataset"] for each in document["censuses"]] == ["all-public"]
    told = inset("evidence", FIRST).out
    assert "possibly listed; the chance that this is true is" in told
    assert "says that the photo was public, and nothing of training" in told


def test_what_could_not_be_asked_and_damaged_rows_are_told(inset: Inset, manifest: Path) -> None:
    folder = inset.home / "data" / "datasets"
    broken = publish_ids(folder, "broken", [FIRST])
    (broken / "photos.bloom").unlink()
    run = next(path for path in (folder / "made-up").iterdir() if path.is_dir())
    (run / ROWS_FILE).unlink()
    ran = inset("evidence", FIRST, "--json")
    assert ran.status == 3
    assert list(ran.json["unavailable"]) == ["broken"]
    (listing,) = ran.json["datasets"]
    assert (listing["rows"], listing["source"]) == ([], "list.csv")
    assert ROWS_FILE in listing["trouble"]
    assert "no row can be named" in inset("evidence", FIRST).out


def test_a_run_without_rows_names_the_list(inset: Inset, manifest: Path) -> None:
    assert inset("build", "made-up", manifest, "--no-rows").status == 0
    (listing,) = inset("evidence", FIRST, "--json").json["datasets"]
    assert (listing["rows"], listing["source"], listing["column"]) == ([], "list.csv", 'column 2 ("url")')
    assert "no row is known" in inset("evidence", FIRST).out


def test_a_page_to_print(inset: Inset, manifest: Path) -> None:
    path = inset.folder / "evidence.html"
    manifest.write_text(manifest.read_text().replace("t0,", "<script>alert(1)</script>,"))
    assert inset("build", "made-up", manifest).status == 0
    document = inset("evidence", FIRST, "--manifest", manifest, "-o", path, "--json").json
    assert document["files"] == [str(path)]
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"""(?:src|href)\s*=|url\(""", page)
    for told in (document["datasets"][0]["sha256"], "lines 2 and 42", "What it does not prove", "sed -n 2p list.csv"):
        assert told in page
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = inset("evidence", FIRST, "-o", path)
    assert again.status == 2
    assert "--force" in again.err
    assert inset("evidence", FIRST, "-o", path, "--force").status == 0


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name", "resources", "created", "profile"],
    "properties": {
        "name": {"pattern": r"^([-a-z0-9._/])+$"},
        "profile": {"const": "data-package"},
        "created": {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "resources": {
            "minItems": 4,
            "items": {
                "required": ["name", "path", "bytes", "hash", "encoding", "mediatype"],
                "properties": {
                    "name": {"pattern": r"^([-a-z0-9._/])+$"},
                    "path": {"pattern": r"^(?=^[^./~])(^((?!\.{2}).)*$).*$"},
                    "hash": {"pattern": r"^sha256:[0-9a-f]{64}$"},
                },
            },
        },
    },
}
"""What the specification's own profile of version 1 asks of what is used here."""


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_data_package(inset: Inset, manifest: Path, kind: str) -> None:
    path = inset.folder / ("proof.zip" if kind == "zip" else "proof")
    words = ("evidence", FIRST, FIRST + 5, "--manifest", manifest, "--format", "datapackage", "-o", path)
    assert inset(*words).status == 0
    if kind == "zip":
        with zipfile.ZipFile(path) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
    else:
        contents = {file.name: file.read_bytes() for file in path.iterdir()}
    described = json.loads(contents["datapackage.json"])
    jsonschema.validate(described, SCHEMA)
    assert {resource["path"] for resource in described["resources"]} == set(contents) - {"datapackage.json"}
    for resource in described["resources"]:
        data = contents[resource["path"]]
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    rows = list(csv.DictReader(io.StringIO(contents["rows.csv"].decode(), newline="")))
    fields = [field["name"] for field in described["resources"][0]["schema"]["fields"]]
    assert list(rows[0]) == fields
    assert [(row["photo_id"], row["row"], row["text"]) for row in rows] == [
        (str(FIRST), "2", line(0)),
        (str(FIRST), "42", line(0)),
        (str(FIRST + 5), "7", line(5)),
    ]
    assert all(row["text_sha256"] == hashlib.sha256(row["text"].encode()).hexdigest() for row in rows)
    assert described["sources"][0]["sha256"] == hashlib.sha256(manifest.read_bytes()).hexdigest()
    assert json.loads(contents["evidence.json"])["photos"][0]["photo_id"] == str(FIRST)
    assert b"does not prove" in contents["VERIFY.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="sha256sum and sed are not on this system")
def test_the_commands_that_it_names_find_the_rows(inset: Inset, manifest: Path) -> None:
    path = inset.folder / "proof"
    assert inset("evidence", FIRST, "-o", path, "--manifest", manifest).status == 0
    commands = json.loads((path / "datapackage.json").read_text())["inset"]["verify"]
    plain = [command for command in commands if not command.startswith("inset ")]
    assert len(plain) == 3
    said = [
        subprocess.run(["sh", "-c", command], cwd=inset.folder, capture_output=True, text=True, check=True).stdout
        for command in plain
    ]
    assert said == ["list.csv: OK\n", f"{line(0)}\n", f"{line(0)}\n"]
    (own,) = (command for command in commands if command.startswith("inset "))
    assert line(0) in inset(*own.split()[1:]).out


def test_a_time_stamp_is_of_the_package_and_only_its_hash_is_sent(inset: Inset, manifest: Path, tmp_path: Path) -> None:
    pytest.importorskip("rfc3161_client", reason="the extra `timestamp` is not installed")
    with time_stamps(tmp_path / "authority") as server:
        ran = inset("evidence", FIRST, "-o", inset.folder / "proof", "--timestamp", server.address)
        assert ran.status == 0, ran.err
        assert all(str(FIRST).encode() not in query for query in server.queries)
        assert len(server.queries) == 1
        assert len(server.queries[0]) < 200
    package = inset.folder / "proof"
    said = server.verify(package / "datapackage.json", package / "datapackage.json.tsr")
    assert "Verification: OK" in said
    (package / "datapackage.json").write_bytes(b"{}")
    assert "Verification: OK" not in server.verify(package / "datapackage.json", package / "datapackage.json.tsr")


@pytest.mark.parametrize("answer", ["nonsense", "another", "refused"])
def test_a_time_stamp_that_is_none_is_refused(inset: Inset, manifest: Path, tmp_path: Path, answer: str) -> None:
    pytest.importorskip("rfc3161_client", reason="the extra `timestamp` is not installed")
    page = inset.folder / "proof.html"
    with time_stamps(tmp_path / "authority", answer=answer) as server:
        ran = inset("evidence", FIRST, "-o", page, "--timestamp", server.address)
    assert ran.status == 1
    assert "another time-stamp server" in ran.err
    assert not page.exists()


def test_a_time_stamp_is_asked_for_only_with_a_file_and_an_address(inset: Inset, manifest: Path) -> None:
    assert inset("evidence", FIRST, "--timestamp", "http://127.0.0.1:9/").status == 2
    wrong = inset("evidence", FIRST, "--timestamp", "file:///etc/passwd", "-o", inset.folder / "a.html")
    assert wrong.status == 2
