"""Files as people have them give exactly the photos that a person expects of them, and never another number.

Of every kind there is a made-up file in `peoples_lists.py` or `peoples_documents.py` of `support/lists/`. Where the
folder `cases/manifests` with its table is on this computer, each file in that is tried as well.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from inset.errors import ManifestInvalid
from inset_build.manifests import find_manifests
from support.lists.manifests import write
from support.lists.peoples_documents import DOCUMENTS
from support.lists.peoples_lists import DRESSED, FOREIGN, Expected

SHARED = Path(os.environ.get("INSET_SHARED") or Path(__file__).parents[4] / "shared")
CASES = SHARED / "cases" / "manifests"

COLUMNS = {"K1_column_other_host.csv": "picture"}
"""Files that are read with `--column`."""

TRUE_COUNTS = {"50b_hyperlinks_10of40.xlsx": 10}
"""Where the table is wrong: of forty rows ten link to a photo, and nothing in the file names others."""

MAY_REFUSE = {
    *("02_utf16.csv", "03b_cr_only.txt", "20_ids.npz", "20b_ids.npy"),
    *("32b_page_oneline.html", "23_dump.sql", "34_table.md", "35_var.js"),
}
"""A refusal that names the format and the step that helps is right as well."""


def photos(path: Path, column: str | None = None) -> set[int]:
    """What a build would index; nothing where it would be refused."""
    try:
        found = find_manifests([path], column=column).detected
        return {photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]}
    except ManifestInvalid:
        return set()


@pytest.mark.parametrize(
    "expected", [*DRESSED.values(), *DOCUMENTS.values(), *FOREIGN.values()], ids=[*DRESSED, *DOCUMENTS, *FOREIGN]
)
def test_a_file_of_every_kind(tmp_path: Path, expected: Expected) -> None:
    content, listed = expected
    assert photos(write(tmp_path, content)) == set(listed)


def test_in_a_folder_numbers_are_not_believed_because_a_neighbour_was(tmp_path: Path) -> None:
    for number, name in enumerate(("row numbers and a large one", "times", "phones", "plausible numbers called id")):
        write(tmp_path, FOREIGN[name][0], f"{number}.txt")
    content, listed = DOCUMENTS["Flickr's answer"]
    write(tmp_path, content, "answer.json")
    assert photos(tmp_path) == set(listed)


def _table() -> list[tuple[str, int]]:
    if not CASES.is_dir():
        return []
    rows = re.findall(r"^\| (\S+) \| (\d+) \|", (CASES / "README.md").read_text(), re.MULTILINE)
    return [(name, TRUE_COUNTS.get(name, int(count))) for name, count in rows]


@pytest.mark.skipif(not CASES.is_dir(), reason=f"no files in {CASES}: name the folder above `cases` in INSET_SHARED")
@pytest.mark.parametrize(("name", "expected"), _table())
def test_the_files_of_the_table(name: str, expected: int) -> None:
    found = len(photos(CASES / name, COLUMNS.get(name)))
    assert found == expected or (not found and name in MAY_REFUSE)
