"""Manifests on a real S3 server: read in place, only what is needed, and as the same files on disk are."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from inset.errors import InsetError, ManifestInvalid, ManifestMissing, ManifestUnreadable, UsageInvalid
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import Descriptor, read_descriptor
from inset.index.shelf.current import current_run
from inset_build.pipeline import build_dataset
from inset_build.readers.sample import PLACE_BYTES, PLACES
from inset_build.readers.sources.remote import content, retrying, store
from inset_build.readers.sources.remote.addresses import named_path
from inset_build.report import BuildOptions
from support.servers.s3_server import S3Server

ROWS = 3_000
GROUP = 1_000


@pytest.fixture(scope="module")
def running() -> Iterator[S3Server]:
    with S3Server().running() as server:
        yield server


@pytest.fixture
def server(running: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    for name, value in running.settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(retrying, "PAUSE", 0.0)
    store._opened.cache_clear()
    running.empty()
    yield running
    store._opened.cache_clear()


def laion_like(seed: int) -> bytes:
    """A Parquet file of rows like LAION's, of which one in ten is Flickr's; three row groups."""
    ids = [10**9 + seed * ROWS + number for number in range(ROWS)]
    table = pl.DataFrame(
        {
            "TEXT": [f"a made-up caption, {number * 7919} of many" for number in ids],
            "URL": [
                f"https://live.staticflickr.com/1/{number}_0123456789_b.jpg"
                if number % 10 == 0
                else f"https://example.com/{number}.jpg"
                for number in ids
            ],
            "WIDTH": [640] * ROWS,
            "similarity": [1 / number for number in ids],
        }
    )
    file = io.BytesIO()
    table.write_parquet(file, row_group_size=GROUP)
    return file.getvalue()


def published(folder: Path) -> tuple[Path, Descriptor]:
    run = current_run(folder)
    assert run is not None
    return folder / run, read_descriptor(folder / run)


def assert_same_files(here: Path, there: Path) -> None:
    for name in (FILTER_FILE, STORE_FILE, ROWS_FILE, DETAILS_FILE):
        assert (here / name).exists() == (there / name).exists()
        if (here / name).exists():
            assert (here / name).read_bytes() == (there / name).read_bytes(), name


def build_both(
    tmp_path: Path, server: S3Server, files: dict[str, bytes], pattern: str
) -> tuple[Descriptor, Descriptor]:
    """Build from the same files on disk and on the server, compare the runs, and return their descriptors."""
    for name, content_ in files.items():
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content_)
        server.put(f"here/{name}", content_)
    build_dataset(tmp_path / "here", "set", [tmp_path / "files" / pattern])
    build_dataset(tmp_path / "there", "set", [named_path(f"s3://sets/here/{pattern}")])
    here, told_here = published(tmp_path / "here" / "set")
    there, told_there = published(tmp_path / "there" / "set")
    assert_same_files(here, there)
    assert told_here.counts == told_there.counts
    return told_here, told_there


def test_parquet_is_read_in_place_and_each_needed_part_once(tmp_path: Path, server: S3Server) -> None:
    files = {f"part-{number}.parquet": laion_like(number) for number in range(12)}
    here, there = build_both(tmp_path, server, files, "part-*.parquet")
    assert [source.name for source in there.sources] == [f"part-{number}.parquet" for number in range(12)]
    assert [source.bytes for source in there.sources] == [source.bytes for source in here.sources]
    assert {source.sha256 for source in there.sources} == {None}
    assert all(
        "s3://sets/here/part-" in (source.obtained or "") and "ETag" in (source.obtained or "")
        for source in there.sources
    )

    ranges: dict[str, list[tuple[int, int]]] = {}
    for each in server.asked:
        assert each.method == "HEAD" or each.range is not None or not each.key  # nothing is fetched as a whole
        if each.range is not None:
            ranges.setdefault(each.key, []).append(each.range)
    for key, asked in ranges.items():
        assert len(asked) == len(set(asked)), f"{key} was asked twice for the same"
    # Of each file but the first: its first bytes, its footer, and the column of URLs of each of three row groups.
    for number in range(1, 12):
        assert len(ranges[f"here/part-{number}.parquet"]) == 2 + ROWS // GROUP
    needed = sum(column_bytes(file, "URL") for file in files.values())
    looked_at = column_bytes(files["part-0.parquet"], "TEXT")
    framing = 12 * (content.HEAD_BYTES + (1 << 14)) + 12 * 2048
    assert needed < server.bytes_sent() <= needed + looked_at + framing
    heads = [each for each in server.asked if each.method == "HEAD"]
    assert len(heads) == 12  # one a file at its end, to see that it did not change; at first the list tells


def column_bytes(file: bytes, name: str) -> int:
    """An upper bound of what a column takes: a file of it alone."""
    alone = io.BytesIO()
    pl.read_parquet(file, columns=[name]).write_parquet(alone, row_group_size=GROUP)
    return len(alone.getvalue())


def lines(first: int) -> bytes:
    return b"".join(
        b"https://www.flickr.com/photos/somebody/%d\n" % (10**9 + first + number) for number in range(2_000)
    )


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("urls.txt", lines(0)),
        ("urls.txt.gz", gzip.compress(lines(0))),
        (
            "ids.csv",
            b"flickr_id,licence\n"
            + b"".join(b"%d,4\n" % (10**9 + number * number * 977 + number % 7) for number in range(2_000)),
        ),
        (
            "photos.jsonl",
            b"".join(b'{"url": "https://flic.kr/p/%s", "n": 1}\n' % code for code in (b"2aBcDe", b"2aBcDf")),
        ),
        ("photos.zip", zipped({"a.txt": lines(0), "b.txt": lines(9_000)})),
    ],
)
def test_texts_and_archives_are_streamed(name: str, data: bytes, tmp_path: Path, server: S3Server) -> None:
    here, there = build_both(tmp_path, server, {name: data}, name)
    assert [replace_obtained(source) for source in there.sources] == [
        replace_obtained(source) for source in here.sources
    ]
    if not name.endswith(".zip"):
        assert there.sources[0].sha256 == sha256(data).hexdigest()


def replace_obtained(source: object) -> object:
    import msgspec

    return msgspec.structs.replace(source, obtained=None, sha256=None)  # type: ignore[type-var]


def test_a_large_text_is_asked_for_in_large_pieces(tmp_path: Path, server: S3Server) -> None:
    data = b"".join(b"%d\n" % (3 * 10**9 + number * 7907) for number in range(2_000_000))
    server.put("ids.txt", data)
    build_dataset(tmp_path, "set", [named_path("s3://sets/ids.txt")], column_is_said())
    asked = [each for each in server.asked if each.method == "GET" and each.key]
    assert server.bytes_sent() < len(data) * 1.06  # and a look at its beginning
    places = [each for each in asked if each.sent == PLACE_BYTES]
    assert len(places) <= PLACES  # bare numbers are looked at all over
    assert len(asked) - len(places) <= 6


def column_is_said() -> BuildOptions:
    return BuildOptions(reader="id-list")


def test_a_folder_is_read_whole_and_what_lists_nothing_is_passed_over(tmp_path: Path, server: S3Server) -> None:
    server.put("set/a/one.txt", lines(0))
    server.put("set/b/two.txt", lines(5_000))
    server.put("set/README.md", b"# Words only\n")
    server.put("set/.hidden/x.txt", lines(50_000))
    report = build_dataset(tmp_path, "set", [named_path("s3://sets/set/")])
    assert [source["name"] for source in report.sources] == ["set/a/one.txt", "set/b/two.txt"]
    assert report.photos == 4_000
    assert report.passed_over["count"] == 1


@pytest.mark.parametrize("when", [2, 3, 4, 5])
def test_a_file_that_changes_while_it_is_read_is_told(when: int, tmp_path: Path, server: S3Server) -> None:
    server.put("part.parquet", laion_like(1))
    reads = 0

    def change(method: str, key: str, body: bytes) -> bytes:
        nonlocal reads
        reads += method == "GET" and key == "part.parquet"
        if reads == when:
            reads += 1
            server.put("part.parquet", laion_like(2))
        return body

    server.spoil = change
    with pytest.raises(ManifestInvalid, match=r"Build again when nothing writes to part\.parquet any more"):
        build_dataset(tmp_path, "set", [named_path("s3://sets/part.parquet")])
    assert current_run(tmp_path / "set") is None


def test_a_file_that_is_taken_away_while_it_is_read_is_told(tmp_path: Path, server: S3Server) -> None:
    server.put("ids.txt", lines(0) * 20)
    gone = iter([False, False, True])

    def take(method: str, key: str, body: bytes) -> bytes:
        if key == "ids.txt" and method == "GET" and next(gone, False):
            server._send("POST", "/moto-api/reset")
        return body

    server.spoil = take
    with pytest.raises(ManifestInvalid):
        build_dataset(tmp_path, "set", [named_path("s3://sets/ids.txt")])


def test_what_breaks_off_is_asked_for_again(tmp_path: Path, server: S3Server) -> None:
    files = {f"part-{number}.parquet": laion_like(number) for number in range(3)} | {"more.parquet": laion_like(9)}
    seen: set[tuple[str, int]] = set()

    def cut_every_first(method: str, key: str, body: bytes) -> bytes:
        if method != "GET" or not key or (key, len(body)) in seen:
            return body
        seen.add((key, len(body)))
        return body[: len(body) // 2]

    server.spoil = cut_every_first
    build_both(tmp_path, server, files, "*.parquet")
    assert len(seen) > 12


def test_what_breaks_off_again_and_again_is_told(
    tmp_path: Path, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrying, "TRIES", 2)
    server.put("ids.txt", lines(0))
    server.spoil = lambda method, key, body: body[:100] if method == "GET" and key else body
    with pytest.raises(ManifestUnreadable, match=r"Try again later: s3://sets/ids\.txt could not be read in 2 tries"):
        build_dataset(tmp_path, "set", [named_path("s3://sets/ids.txt")])


@pytest.mark.parametrize(
    ("address", "kind", "told"),
    [
        ("s3://sets/nothing.txt", ManifestMissing, "Check the address: there is nothing at s3://sets/nothing.txt."),
        ("s3://sets/*.csv", ManifestMissing, "Check the pattern: no file matches s3://sets/*.csv."),
        ("s3://no-such/ids.txt", ManifestMissing, "Check the bucket's name in s3://no-such/ids.txt"),
        ("s3://no-such/*.txt", ManifestMissing, "Check the bucket's name in s3://no-such/*.txt"),
        ("s3://NOT_A_BUCKET!/ids.txt", ManifestMissing, "Check the bucket's name in s3://NOT_A_BUCKET!/ids.txt"),
        ("ftp://sets/ids.txt", UsageInvalid, "Use an address that begins with s3://"),
        ("http://example.org/ids.txt", UsageInvalid, "Use https:// for http://example.org/ids.txt"),
        (
            "s3://KEY:SECRET@sets/ids.txt",
            UsageInvalid,
            "Leave user name and password out of the address s3://sets/ids.txt.",
        ),
    ],
)
def test_errors_lead_with_the_remedy(
    address: str, kind: type[InsetError], told: str, tmp_path: Path, server: S3Server
) -> None:
    with pytest.raises(kind) as caught:
        build_dataset(tmp_path, "set", [named_path(address)])
    assert caught.value.message.startswith(told)
    assert "SECRET" not in str(caught.value.as_dict())


def test_without_credentials_the_error_says_how_to_get_them(
    tmp_path: Path, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(
        ManifestUnreadable, match=r"Set up credentials for s3://sets/ids\.txt: none were found"
    ) as caught:
        build_dataset(tmp_path, "set", [named_path("s3://sets/ids.txt")])
    assert "aws configure" in caught.value.hint


@pytest.mark.parametrize(
    ("address", "wanted"), [("s3://sets/a.txt", '"inset[cluster]"'), ("gs://sets/a.txt", '"inset[cluster]" gcsfs')]
)
def test_without_its_library_the_error_names_the_command(
    address: str, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store._opened.cache_clear()
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(UsageInvalid) as caught:
        build_dataset(tmp_path, "set", [named_path(address)])
    assert caught.value.message.startswith(f"Run `pip install {wanted}` and try again")


def test_a_path_keeps_its_address_and_shows_it_without_secrets() -> None:
    import pickle

    path = named_path("https://me:secret@example.org/a/list.txt?X-Amz-Signature=secret")
    assert str(path) == "https://example.org/a/list.txt"
    assert "secret" not in repr(path)
    assert path.name == "list.txt"
    again = pickle.loads(pickle.dumps(path))
    assert again == path
    assert hash(again) == hash(path)
    assert again.address == "https://me:secret@example.org/a/list.txt?X-Amz-Signature=secret"
    assert path != named_path("https://example.org/a/list.txt")
    assert isinstance(path.parent, Path)
    assert named_path("a//b.txt") == Path("a/b.txt")
