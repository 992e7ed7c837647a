"""Every field of a manifest, hostile in every way, through a real build into everything that Inset writes or prints.

What is shown in browsers is tried in `tests/e2e/safety/hostile-fields.test.ts`, from the same table.
"""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.command_line.in_process import run
from support.computer.ports import free_port
from support.lists.hostile_fields import (
    ACCOUNT,
    FIRST,
    PAYLOADS,
    PHOTOS,
    dangers_of,
    write_hostile_accounts,
    write_hostile_manifest,
)
from support.words.hostile_text import expect_harmless, is_hostile

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs files' names that Windows does not allow")

HEADERS = {"to", "from", "subject", "date", "mime-version", "content-type", "content-transfer-encoding", "x-unsent"}
ALL = "".join(PAYLOADS.values())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Inset:
    folder = tmp_path_factory.mktemp("fields")
    inset = Inset(home=folder / "home", port=free_port(), folder=folder)
    manifest = write_hostile_manifest(folder)
    told = run(inset, "build", "ffhq", manifest.name, "--column", "photo_url", "--obtained", ALL)
    assert told.status == 0, told.err
    told = run(inset, "build", "accounts", write_hostile_accounts(folder).name, "--column", "photo_id")
    assert told.status == 0, told.err
    return inset


def manifest_of(inset: Inset) -> str:
    return next(inset.folder.glob("list*")).name


def written(inset: Inset, *words: str, to: str) -> str:
    """Run a verb that writes a file, and return what it wrote."""
    told = run(inset, *words, "--output", to, "--force")
    assert told.status == 0, told.err
    return (inset.folder / to).read_bytes().decode("utf-8-sig")


def test_the_table_reaches_every_answer(built: Inset) -> None:
    """Without this, the tests below could pass because the payloads were thrown away while the manifest was read."""
    answer = json.dumps(run(built, "lookup", *PHOTOS.values(), "--json").json, ensure_ascii=False)
    lost = [
        name
        for name, payload in PAYLOADS.items()
        if json.dumps(payload.split("\n")[0].strip(), ensure_ascii=False)[1:-1] not in answer
    ]
    # What cannot be seen becomes a blank in names, and stays in licences.
    assert lost == []


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ("lookup", *PHOTOS.values()),
        ("lookup", ACCOUNT),
        ("check", "MANIFEST"),
        ("check", ACCOUNT),
        ("check", "@" + PAYLOADS["picture"]),
        ("check", PAYLOADS["turned"]),
        ("evidence", *list(PHOTOS.values())[:6]),
        ("evidence", *list(PHOTOS.values())[6:], "--manifest", "MANIFEST"),
        ("letter", "MANIFEST", "--role", "shown", "--name", "A Person"),
        ("datasets", "ffhq"),
        ("build", "ffhq", "MANIFEST", "--explain"),
    ],
    ids=lambda words: "-".join(word for word in words if word.isascii() and word.isalpha())[:40],
)
def test_the_terminal(built: Inset, words: tuple[str, ...], as_json: bool) -> None:
    """`run` holds that nothing raw is printed."""
    told = run(
        built, *(manifest_of(built) if word == "MANIFEST" else word for word in words), *(["--json"] if as_json else [])
    )
    assert told.out or told.err


@pytest.mark.parametrize("what", ["MANIFEST", ACCOUNT])
def test_a_report_as_a_page(built: Inset, what: str) -> None:
    page = written(
        built, "check", manifest_of(built) if what == "MANIFEST" else what, "--format", "html", to="report.html"
    )
    assert dangers_of(page) == []
    assert [letter for letter in page if is_hostile(letter)] == []
    assert "planted = 1" in page


def test_evidence_as_a_page(built: Inset) -> None:
    page = written(
        built, "evidence", *PHOTOS.values(), "--manifest", manifest_of(built), "--format", "html", to="evidence.html"
    )
    assert dangers_of(page) == []
    assert [letter for letter in page if is_hostile(letter)] == []
    assert "planted = 1" in page


def test_evidence_as_a_package(built: Inset) -> None:
    told = run(built, "evidence", str(FIRST), "--format", "datapackage", "-o", "evidence.zip", "--force")
    assert told.status == 0, told.err
    with zipfile.ZipFile(built.folder / "evidence.zip") as package:
        for name in package.namelist():
            expect_harmless(name)
            if name.endswith(".html"):
                assert dangers_of(package.read(name).decode()) == []
            if name.endswith(".csv"):
                expect_no_formula(package.read(name).decode())


def test_tables(built: Inset) -> None:
    """No cell is a formula, and no row is torn by a line break in it."""
    for words, to in (
        (("check", manifest_of(built), "--format", "csv"), "report.csv"),
        (("export", "ffhq", "--to", "csv"), "ffhq.csv"),
        (("export", "accounts", "--to", "csv"), "accounts.csv"),
    ):
        text = written(built, *words, to=to)
        rows = expect_no_formula(text)
        assert len(rows) == 1 + len(PHOTOS)
        assert {len(row) for row in rows} == {len(rows[0])}


def expect_no_formula(text: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    for cell in (cell for row in rows for cell in row):
        begun = cell.lstrip(" \n")
        assert not begun.startswith(("=", "+", "-", "@", "\t", "\r")) or begun.removeprefix("-").isdigit(), cell
    return rows


def test_letters(built: Inset) -> None:
    """A letter has the headers that it should have, whatever stands in a name or a licence, and no words unseen."""
    folder = built.folder / "letters"
    told = run(
        built, "letter", manifest_of(built), "--role", "shown", "--name", "A Person", "--format", "eml", "-o", "letters"
    )
    assert told.status == 0, told.err
    letters: list[Path] = list(folder.iterdir())
    assert letters
    for file in letters:
        expect_harmless(file.name)
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert {name.lower() for name in mail} <= HEADERS
        for part in mail.walk():
            if part.get_content_type() == "text/plain":
                expect_harmless(part.get_content().replace("\r\n", "\n"))
            if part.get_content_type() == "text/csv":
                content = part.get_content()
                expect_no_formula(content if isinstance(content, str) else content.decode())
