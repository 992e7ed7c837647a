"""One odd descriptor never takes others down: whatever stands in it, that dataset is unavailable or answers in full.

The checksum of each is made right, as by one who may write in the folder: what is held here are types and ranges.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.errors import IndexCorrupt, InsetError
from inset.health.check import PortUse, Subject
from inset.health.datasets import check_datasets
from inset.index.filter.chance import MOST_CERTAIN
from inset.index.library import Library
from inset.index.sound import ask_sound
from inset.index.verify import verify_run
from inset.paths import find_paths
from inset.server.resources.datasets import dataset_list
from inset.server.resources.photos import photo
from inset.settings import Settings
from support.command_line.commands import Inset
from support.datasets import runs
from support.datasets.runs import rewrite_descriptor

REMOVED: Final = object()
ODD: Final[tuple[object, ...]] = (
    *(
        None,
        True,
        False,
        "",
        "x",
        "\0\x1b[31m",
        "../../etc/passwd",
        -1,
        0,
        1,
        2.5,
        -0.0,
        1e308,
        5e-324,
        10**30,
        -(10**30),
    ),
    *(2**53, 2**63, 2**64, [], {}, [[]], [None], {"x": 1}, ["x"], "x" * 10_000, "2026-99-99T99:99:99Z", REMOVED),
)
LISTED: Final = (900_000_000_001, 900_000_000_007)

ABOUT: Final[dict[str, object]] = {
    "title": "Made up",
    "publisher": "Nobody",
    "purpose": "tests",
    "year": 2020,
    "page": None,
    "paper": None,
    "opt_out": {"how": "Write.", "url": None, "mail": None, "way": "mail", "tag": None, "asks_for": ["links"]},
    "withdrawn": False,
    "withdrawn_when": None,
    "note": None,
    "checked": "2026-01-01",
    "contact": {"mail": None, "url": None},
}
SOURCE: Final = {"name": "a.csv", "bytes": 1, "sha256": "a" * 64, "reader": "csv", "column": None, "obtained": None}


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every field of a document, and the document itself."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def changed(document: Any, path: tuple[str | int, ...], value: object) -> Any:
    if not path:
        return {} if value is REMOVED else value
    document = orjson.loads(orjson.dumps(document))  # a copy, sooner than `deepcopy` makes it
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    if value is REMOVED:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return document


class World:
    """A sound dataset beside one whose descriptor is changed."""

    def __init__(self, home: Path, *, exact: bool = True) -> None:
        self.home = home
        self.paths = find_paths({"INSET_HOME": str(home)})
        folder = self.paths.datasets
        runs.publish_ids(folder, "sound", LISTED)
        details = dict.fromkeys(LISTED, ("12345678@N00", 4)) if exact else None
        self.run = runs.publish_ids(folder, "odd", LISTED, exact=exact, details=details, error_rate=1e-6)
        self.document: Any = orjson.loads((self.run / "dataset.json").read_bytes())
        self.document |= {"about": ABOUT, "sources": [SOURCE]}
        self.places = [*places(self.document)]

    def write(self, path: tuple[str | int, ...], value: object) -> None:
        rewrite_descriptor(self.run, json.dumps(changed(self.document, path, value)).encode())

    def holds(self) -> None:
        """The sound one answers; the other answers in full, or is unavailable with a plain reason."""
        library = Library(self.paths.datasets)
        found = library.lookup(LISTED)
        assert {answer.dataset for answer in found[LISTED[0]]} >= {"sound"}
        json.loads(orjson.dumps(dataset_list(library)))
        orjson.dumps(photo(library, LISTED[0]))
        assert {*library.datasets, *library.unavailable} == {"sound", "odd"}
        for error in library.unavailable.values():
            assert isinstance(error, IndexCorrupt)
            assert "odd" in error.message
        if "odd" in library.datasets:
            dataset = library.datasets["odd"]
            chance = dataset.answer.chance
            assert all(photo_id in dataset for photo_id in LISTED)
            assert (chance is None) is (dataset.store is not None)
            assert chance is None or 0 < chance <= MOST_CERTAIN
            dataset.details_of(LISTED)

    def holds_for_doctor(self) -> None:
        try:
            verify_run(self.run)
        except InsetError:
            pass
        else:
            assert "odd" in Library(self.paths.datasets).datasets
        subject = Subject(self.paths, Settings(), PortUse("free", 1), lambda: 0, verify=True)
        told = [*check_datasets(subject)]
        assert [check.state for check in told if "sound:" in check.message] == ["good"]
        assert len(told) == 2


@pytest.fixture(scope="module", params=[True, False], ids=["exact", "filter only"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("home"), exact=request.param)


def test_every_field_with_every_odd_value(world: World) -> None:
    tried = 0
    for path in world.places:
        for value in ODD:
            world.write(path, value)
            world.holds()
            tried += 1
    assert tried > 1_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.data(), value=JSON)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_field_with_any_value(world: World, data: st.DataObject, value: object) -> None:
    world.write(data.draw(st.sampled_from(world.places)), value)
    world.holds()
    world.holds_for_doctor()


@given(content=st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_bytes(world: World, content: bytes) -> None:
    rewrite_descriptor(world.run, content)
    world.holds()


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"format":1,"about":' + b"[" * 100_000,
        b'{"format":' + b"9" * 5_000 + b"}",
        b'{"format":1e400}',
        b'{"format":1,"format":2}',
        b"\xff\xfe",
        b"",
    ],
    ids=["deep", "deep inside", "long number", "large number", "twice", "no UTF-8", "empty"],
)
def test_what_no_json_is(world: World, content: bytes) -> None:
    rewrite_descriptor(world.run, content)
    world.holds()


VERBS: Final[tuple[tuple[object, ...], ...]] = (
    ("datasets",),
    ("datasets", "odd"),
    ("datasets", "odd", "--runs"),
    ("lookup", LISTED[0], "--json"),
    ("check", LISTED[0]),
    ("evidence", LISTED[0]),
    ("letter", LISTED[0], "--role", "author"),
    ("doctor", "--verify"),
    ("export", "odd", "--to", "txt", "--output", "odd.txt", "--force"),
    ("build", "odd", "list.txt"),
)
WORST: Final[tuple[tuple[str, bytes], ...]] = (
    ("counts.photos", b"1e308"),
    ("files", b"[" * 100_000),
)


@pytest.mark.parametrize(("field", "value"), WORST, ids=[field for field, _ in WORST])
def test_every_verb_and_the_helper(inset: Inset, field: str, value: bytes) -> None:
    """`Inset` asserts that no traceback was printed."""
    world = World(inset.home)
    (inset.folder / "list.txt").write_text(f"{LISTED[0]}\n")
    world.write(tuple(field.split(".")), "HERE")
    content = (world.run / "dataset.json").read_bytes().replace(b'"HERE"', value)
    rewrite_descriptor(world.run, content)
    with inset.serving():
        told = inset("status").out
        assert "The helper answers" in told
        assert inset("status", "--json").json["unavailable"] == 1
    looked_up = inset("lookup", LISTED[0], "--json").json
    assert (looked_up["results"][0]["answer"], [*looked_up["unavailable"]]) == ("listed", ["odd"])
    for words in VERBS:
        ran = inset(*words)
        assert "odd" in ran.out + ran.err, (words, ran)
    assert [each["name"] for each in inset("datasets", "--json").json["datasets"]] == ["odd", "sound"]  # built anew


@pytest.mark.parametrize("how", ["missing", "unnamed", "schema", "no database"])
def test_details_that_cannot_be_used(tmp_path: Path, how: str) -> None:
    world = World(tmp_path)
    runs.make_old(world.run)  # without checksums of pieces, which would notice it anyway
    world.document = orjson.loads((world.run / "dataset.json").read_bytes())
    path = world.run / "photos.sqlite"
    content = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "unnamed":
        world.write(("files", "photos.sqlite"), REMOVED)
    elif how == "schema":
        path.write_bytes(content.replace(b"CREATE TABLE photos", b"CREATE TABLE \xff\xfe\xfd\xfc\xfb\xfa"))
    else:
        path.write_bytes(b"x" * len(content))
    library = Library(world.paths.datasets)
    (said, left) = ask_sound(library, lambda library: photo(library, LISTED[0]))
    assert [each["dataset"] for each in said["datasets"]] == ["sound"]
    assert said["unavailable"] == ["odd"]
    assert left.unavailable["odd"].message.startswith("Build odd again: ")
    shutil.rmtree(world.home)
