"""docs/INDEX_FORMAT.md is enough: a short reader written from it, with the standard library alone, answers the same."""

from __future__ import annotations

import ast
import random
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.flickr import MAX_PHOTO_ID
from inset.index.dataset_index import DatasetIndex
from inset.index.details import VERSION
from inset.index.ids.id_file import DENSE, HEADER, SPARSE
from inset.index.library import Library
from inset_build.pipeline import build_dataset
from support.datasets import independent_reader
from support.datasets.independent_reader import Dataset
from support.datasets.runs import publish_ids

PAGE = Path(__file__).parents[3] / "docs" / "INDEX_FORMAT.md"
READER = Path(independent_reader.__file__)


def test_the_reader_is_short_and_needs_only_the_standard_library() -> None:
    source = READER.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 60
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported
    assert imported <= sys.stdlib_module_names


def assert_they_agree(datasets_folder: Path, name: str, asked: list[int]) -> set[str]:
    """Both say the same of every ID; return which answers there were."""
    listed = Library(datasets_folder).lookup(asked)
    reader = Dataset(datasets_folder / name)
    seen = set()
    for photo_id in asked:
        found = listed.get(photo_id)
        expected = ("not_listed", None) if found is None else (found[0].answer, found[0].chance)
        assert reader.answer(photo_id) == expected, photo_id
        seen.add(expected[0])
    return seen


def around(ids: set[int]) -> list[int]:
    """The IDs, their neighbours, and what has the same low or high part."""
    near = {x + step for x in ids for step in (-65536, -1, 0, 1, 65536)} | {1, 65535, 65536, MAX_PHOTO_ID}
    return sorted(x for x in near if 1 <= x <= MAX_PHOTO_ID)


def directory_kind(run: Path) -> int:
    return int(HEADER.unpack((run / "photos.ids").read_bytes()[: HEADER.size])[2])


@pytest.mark.parametrize(
    ("ids", "kind"),
    [
        (set(range(900_000_000_000, 900_000_200_000, 7)), DENSE),
        (set(random.Random(1).sample(range(1, MAX_PHOTO_ID), 3_000)), SPARSE),
        ({990_000_000_001}, DENSE),
        ({1, MAX_PHOTO_ID}, SPARSE),
    ],
    ids=["dense", "sparse", "one photo", "both ends"],
)
@pytest.mark.parametrize("error_rate", [2**-12, 0.5])
def test_exact_runs(datasets_folder: Path, ids: set[int], kind: int, error_rate: float) -> None:
    run = publish_ids(datasets_folder, "made-up", ids, error_rate=error_rate)
    assert directory_kind(run) == kind
    assert assert_they_agree(datasets_folder, "made-up", around(ids)) == {"listed", "not_listed"}


@pytest.mark.parametrize("error_rate", [1e-6, 0.1])
def test_filter_only_runs(datasets_folder: Path, error_rate: float) -> None:
    ids = set(random.Random(2).sample(range(1, MAX_PHOTO_ID), 3_000))
    publish_ids(datasets_folder, "made-up", ids, exact=False, error_rate=error_rate)
    asked = [*around(ids), *random.Random(3).sample(range(1, MAX_PHOTO_ID), 3_000)]
    assert assert_they_agree(datasets_folder, "made-up", asked) == {"probably_listed", "not_listed"}


@given(
    ids=st.sets(st.integers(1, MAX_PHOTO_ID) | st.integers(1, 300_000), min_size=1, max_size=80),
    exact=st.booleans(),
    error_rate=st.floats(1e-9, 0.5),
)
@settings(max_examples=60)
def test_any_run(tmp_path_factory: pytest.TempPathFactory, ids: set[int], exact: bool, error_rate: float) -> None:
    folder = tmp_path_factory.mktemp("datasets")
    publish_ids(folder, "made-up", ids, exact=exact, error_rate=error_rate)
    assert_they_agree(folder, "made-up", around(ids))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> DatasetIndex:
    """A run as a build makes it, with details."""
    folder = tmp_path_factory.mktemp("built")
    manifest = folder / "photos.csv"
    rows = [(990_000_000_000 + n, f"1234567{n % 5}@N00", n % 17) for n in range(1, 2_000, 3)]
    manifest.write_text("photo_id,owner,license\n" + "".join(f"{x},{owner},{number}\n" for x, owner, number in rows))
    build_dataset(folder / "datasets", "made-up", [manifest])
    return Library(folder / "datasets").datasets["made-up"]


def test_a_run_that_a_build_published(built: DatasetIndex) -> None:
    asked = list(range(990_000_000_000, 990_000_003_000))
    assert assert_they_agree(built.folder.parents[1], "made-up", asked) == {"listed", "not_listed"}


def test_the_page_names_every_file_and_every_key(built: DatasetIndex) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for file in built.folder.iterdir():
        assert f"\n{' ' * 29}{file.name}" in page or f"<run>/{file.name}" in page, file.name
    facts = Dataset(built.folder.parent).facts
    keys = {*facts, *facts["counts"], *facts["filter"], *facts["sources"][0], *facts["files"]["photos.ids"]}
    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_the_page_describes_the_details(built: DatasetIndex) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"`user_version` {VERSION}" in page
    with closing(sqlite3.connect(built.folder / "photos.sqlite")) as database:
        for name, kind in database.execute("SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"):
            assert f"`{name}`" in page
            if kind == "table":
                (row,) = re.findall(rf"^\| `{name}` \| (.*) \|$", page, re.MULTILINE)
                columns = [column for _, column, *_ in database.execute(f"PRAGMA table_info({name})")]
                assert all(f"`{column}`" in row for column in columns)


def test_the_figures_to_check_an_implementation_with_are_right() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = re.search(r"splitmix64\(1\) is `0x(\w+)`; .* the ID (\d+) has .* = (\d+), (\d+), (\d+)\.", page)
    assert found
    assert int(found[1], 16) == independent_reader.splitmix64(1)
    h = independent_reader.splitmix64(int(found[2]))
    places = [((h * (independent_reader.splitmix64(i + 1) | 1) % 2**64) >> 32) * 1000 >> 32 for i in range(3)]
    assert [int(found[number]) for number in (3, 4, 5)] == places
