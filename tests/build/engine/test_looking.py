"""Looking at files with the help of others finds exactly what looking at one after the other finds."""

from __future__ import annotations

import os
import pickle
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from inset.errors import InsetError
from inset_build import manifests
from inset_build.engine.local import LocalEngine
from inset_build.engine.plan import Found, look
from inset_build.engine.sent import ask
from inset_build.readers.sources.remote import store
from inset_build.readers.sources.remote.addresses import named_path
from inset_build.report import BuildOptions
from support.lists.every_family import FAMILIES, write_every_family
from support.servers.s3_server import BUCKET, S3Server


class Others(LocalEngine):
    """Others who look: what is asked and told is pickled, as it is on its way to another process."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.pieces = 0
        self._meanwhile = meanwhile

    def each(self, work: Callable[[Any], Any], asked: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        there = pickle.loads(pickle.dumps(work))
        for one, done in super().each(there, asked):
            self.pieces += 1
            yield one, pickle.loads(pickle.dumps(done))
        self._meanwhile()


def told(found: Found) -> list[list[tuple[str, str, object]]]:
    """All that is known of each file's lists."""
    return [
        [(each.source.name, each.reader_name, each.match) for each in held] for _, held in sorted(found.files.items())
    ]


def assert_same(sources: Sequence[Path], options: BuildOptions | None = None, *, skip_bad: bool = False) -> Others:
    """Look alone and with others, and compare what was found; return the others."""
    options = options or BuildOptions()
    alone = look("made-up", sources, options, skip_bad=skip_bad)
    others = Others()
    together = look("made-up", sources, options, skip_bad=skip_bad, engine=others)
    assert together.plan == alone.plan
    assert told(together) == told(alone)
    return others


def assert_same_error(sources: Sequence[Path], options: BuildOptions) -> InsetError:
    """Look alone and with others, which both ends with the same error; return it."""
    raised: list[InsetError] = []
    for engine in (None, Others()):
        with pytest.raises(InsetError) as caught:
            look("made-up", sources, options, engine=engine)
        raised.append(caught.value)
    alone, together = raised
    assert (type(together), together.message, together.hint) == (type(alone), alone.message, alone.hint)
    return alone


def alike(folder: Path, count: int) -> list[Path]:
    """Parquet files of one kind."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        FAMILIES["table.parquet"](folder / f"part-{number}.parquet", range(number * 90, number * 90 + 120))
    return [folder / f"part-{number}.parquet" for number in range(count)]


@pytest.fixture
def by_oneself(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often whoever asks looks at a file by himself."""
    looked: Counter[str] = Counter()
    real = manifests.look_at_source

    def counted(source: Any, *more: Any) -> Any:
        looked[source.name] += 1
        return real(source, *more)

    monkeypatch.setattr(manifests, "look_at_source", counted)
    return looked


@pytest.mark.parametrize("how", ["pattern", "one by one", "folder"])
def test_all_but_the_first_of_alike_files_are_looked_at_by_others(
    tmp_path: Path, by_oneself: Counter[str], how: str
) -> None:
    paths = alike(tmp_path / "lists", 40)
    sources = {"pattern": [tmp_path / "lists" / "part-*.parquet"], "one by one": paths, "folder": [tmp_path / "lists"]}
    others = assert_same(sources[how])
    assert sum(by_oneself.values()) == len(paths) + 1  # all of them alone, and then the first
    assert others.pieces > 1


def test_every_family_one_by_one_and_in_a_folder_with_what_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    paths = write_every_family(tmp_path / "lists")
    paths += alike(tmp_path / "lists", 5)
    assert assert_same(paths).pieces > 0
    for number in range(4):
        (tmp_path / "lists" / f"a-{number}.txt").write_text("Nothing here names a photo.\n" * 30)
        (tmp_path / "lists" / f"b-{number}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    with zipfile.ZipFile(tmp_path / "lists" / "c.zip", "w") as archive:
        for path in paths[:6]:
            archive.write(path, path.name)
        archive.writestr("words.txt", "Nothing here names a photo.\n")
    assert_same([tmp_path / "lists"])
    assert_same([tmp_path / "lists" / "c.zip", *paths])


@pytest.mark.parametrize("options", [BuildOptions(reader="csv"), BuildOptions(column="url"), BuildOptions(column="1")])
def test_with_a_reader_or_a_column(tmp_path: Path, options: BuildOptions) -> None:
    for number in range(9):
        FAMILIES["table.csv"](tmp_path / f"{number}.csv", range(number * 9, number * 9 + 120))
    assert assert_same([tmp_path / "*.csv"], options).pieces > 0
    for wrong in (BuildOptions(reader="parquet"), BuildOptions(reader="none"), BuildOptions(column="nowhere")):
        assert_same_error([tmp_path / "*.csv"], wrong)


def test_files_of_two_kinds_in_turn_and_one_kind_after_another(tmp_path: Path) -> None:
    """What was found beside another kind does not count: in series it was looked at beside its own."""
    (tmp_path / "lists").mkdir()
    for number in range(24):
        urls = [f"https://live.staticflickr.com/1/{10**9 + number * 99 + row}_0123456789_b.jpg" for row in range(99)]
        second = (number // 8) % 2 if number < 16 else number % 2
        name = ("url", "photo_url")[second]
        frame = pl.DataFrame({"text": urls if number == 13 else ["a"] * 99, name: urls})
        (frame.write_csv if number % 3 else frame.write_parquet)(tmp_path / "lists" / f"{number:02}")
    assert assert_same([tmp_path / "lists"]).pieces > 0
    assert_same([tmp_path / "lists" / "*"])


def test_a_damaged_file_is_the_same_error_or_left_out(tmp_path: Path) -> None:
    paths = alike(tmp_path, 12)
    paths[5].write_bytes(paths[5].read_bytes()[:-40] + bytes(40))
    paths[9].write_bytes(b"")
    for sources in (paths, [tmp_path / "part-*.parquet"]):
        assert "part-5.parquet" in assert_same_error(sources, BuildOptions()).message
        assert_same(sources, skip_bad=True)


@pytest.mark.parametrize("gone", [False, True])
def test_a_file_that_changed_after_others_looked_is_looked_at_again(tmp_path: Path, gone: bool) -> None:
    paths = alike(tmp_path, 8)

    def change() -> None:
        if gone:
            paths[4].unlink(missing_ok=True)
            return
        size = paths[4].stat().st_size
        FAMILIES["table.csv"](paths[4], range(120))
        os.utime(paths[4], ns=(1, size))

    if gone:
        with pytest.raises(InsetError, match=r"part-4\.parquet"):
            look("made-up", paths, BuildOptions(), engine=Others(change))
        return
    together = look("made-up", paths, BuildOptions(), engine=Others(change))
    assert together.files[4][0].reader_name == "csv"
    assert told(together) == told(look("made-up", paths, BuildOptions()))


def test_of_files_elsewhere_others_ask_what_one_would_ask_and_all_of_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with S3Server().running() as server:
        for name, value in server.settings.items():
            monkeypatch.setenv(name, value)
        store._opened.cache_clear()
        for number, path in enumerate(alike(tmp_path, 12)):
            frame = pl.read_parquet(path)
            if number in (6, 7):
                frame = frame.with_columns(more=pl.lit("another kind of table"))
            frame.write_parquet(path)
            server.put(f"looking/part-{number:02}.parquet", path.read_bytes())
        asked: list[Counter[tuple[str, str, object]]] = []
        sent: list[int] = []
        found: list[Found] = []
        for engine in (None, Others()):
            server.asked.clear()
            pattern = named_path(f"s3://{BUCKET}/looking/part-*.parquet")
            found.append(look("made-up", [pattern], BuildOptions(), engine=engine))
            asked.append(Counter((each.method, each.key, each.range) for each in server.asked))
            sent.append(sum(len(ask(found[-1], task).files or b"") for task in range(len(found[-1].plan.tasks))))
        store._opened.cache_clear()
    assert found[0].plan == found[1].plan
    assert told(found[0]) == told(found[1])
    another = {
        "looking/part-06.parquet",
        "looking/part-07.parquet",
    }  # of another kind: whoever asks looks at them once more
    alone, together = ({what: each[what] for what in each if what[1] not in another} for each in asked)
    assert together == alone
    assert sent[0] == sent[1]  # so who reads them finds their beginnings and footers along with his task
