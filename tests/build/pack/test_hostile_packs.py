"""What somebody may do to a pack: it is refused, nothing of it is published, and nothing is left."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.disk_space import RESERVE
from inset.errors import DiskFull, InsetError, LinkRefused, PackInvalid
from inset.index.library import Library
from inset.index.verify import verify_run
from inset.pack.format import HEADER, MAX_HEADER_BYTES
from inset.pack.id_list import MAX_ID, encode, encode_varints
from inset.pack.opened import Pack
from inset_build.pack import unpack as unpacking
from inset_build.pack.make import make_pack
from inset_build.pack.unpack import unpack
from support.datasets.runs import publish_ids
from support.publishing.packs import ForgedPack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

OTHER = 77


@pytest.fixture
def pack(run: Path, tmp_path: Path) -> Path:
    return Path(make_pack(run, tmp_path / "made-up.insetpack").file)


@pytest.fixture
def serving(datasets: Path) -> Path:
    """A library that answers already, of the same name: it must go on as if nothing had been."""
    publish_ids(datasets, "made-up", [OTHER])
    return datasets


def refused(pack: Path, datasets: Path, error: type[InsetError] = PackInvalid, match: str = ".") -> None:
    before = sorted(path for path in datasets.rglob("*") if not path.name.endswith(".lock"))
    with pytest.raises(error, match=match) as told:
        unpack(pack, datasets, name="made-up")
    assert "Traceback" not in told.value.message
    assert sorted(path for path in datasets.rglob("*") if not path.name.endswith(".lock")) == before
    assert Library(datasets).lookup([OTHER, 1_000]).keys() == {OTHER}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_refused(pack: Path, serving: Path, at: float, bit: int) -> None:
    content = bytearray(pack.read_bytes())
    content[int(at * len(content))] ^= 1 << bit
    forged = pack.with_name("flipped.insetpack")
    forged.write_bytes(content)
    refused(forged, serving)


def test_every_flipped_bit_of_the_header_is_refused(pack: Path, datasets: Path) -> None:
    content = pack.read_bytes()
    (length,) = struct.unpack_from("<I", content, 12)
    forged = pack.with_name("flipped.insetpack")
    for at in range(HEADER.size + length):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 8
        forged.write_bytes(changed)
        with pytest.raises(PackInvalid):
            unpack(forged, datasets)
    assert not datasets.exists() or list(datasets.iterdir()) == []


def test_a_part_of_a_pack_is_refused(pack: Path, serving: Path) -> None:
    content = pack.read_bytes()
    forged = pack.with_name("short.insetpack")
    for size in (0, 1, 8, 15, 16, 17, 100, len(content) // 2, len(content) - 1):
        forged.write_bytes(content[:size])
        refused(forged, serving)


def test_bytes_behind_the_last_part_are_refused(pack: Path, serving: Path) -> None:
    refused(ForgedPack(pack).write(pack.with_name("long.insetpack"), behind=b"\0"), serving, match="disagree")


def test_a_header_that_is_too_long_is_refused_before_it_is_read(pack: Path, serving: Path) -> None:
    forged = pack.with_name("header.insetpack")
    for length in (0, 1, MAX_HEADER_BYTES + 1, 0xFFFF_FFFF):
        forged.write_bytes(pack.read_bytes()[:12] + struct.pack("<I", length) + pack.read_bytes()[16:])
        refused(forged, serving, match="out of bounds")


@pytest.mark.parametrize(
    "header",
    [b"", b"{}", b"[]", b"nonsense", b"\xff\xfe", b"[" * 100_000, b'{"dataset":1}', b'"' + b"a" * 1000 + b'"'],
    ids=lambda header: repr(header[:12]),
)
def test_a_header_that_is_something_else_is_refused(pack: Path, serving: Path, header: bytes) -> None:
    refused(ForgedPack(pack).write(pack.with_name("header.insetpack"), header=header), serving)


def test_another_version_says_what_to_do(pack: Path, serving: Path) -> None:
    content = bytearray(pack.read_bytes())
    content[8] = 2
    pack.write_bytes(content)
    refused(pack, serving, match="Update Inset")


Change = Callable[[ForgedPack], None]


def _renamed(name: str) -> Change:
    def change(forged: ForgedPack) -> None:
        forged.part("photos.sqlite")["name"] = name

    return change


def _doubled(forged: ForgedPack) -> None:
    forged.header["parts"].insert(2, dict(forged.part("photos.ids")))
    forged.parts = {"a": forged.parts["dataset.json"], "b": forged.parts["photos.ids"], **forged.parts}
    del forged.parts["dataset.json"]


def _out_of_order(forged: ForgedPack) -> None:
    forged.header["parts"].reverse()
    forged.parts = dict(reversed(forged.parts.items()))


def _without(name: str) -> Change:
    def change(forged: ForgedPack) -> None:
        forged.header["parts"] = [part for part in forged.header["parts"] if part["name"] != name]
        del forged.parts[name]

    return change


def _says(**words: object) -> Change:
    return lambda forged: forged.header.update(words)


def _part_says(name: str, **words: object) -> Change:
    return lambda forged: forged.part(name).update(words)


@pytest.mark.parametrize(
    "change",
    [
        *(
            _renamed(name)
            for name in ("../evil", "/etc/passwd", "completed", "CURRENT", "photos.crc32", "photos.IDS", "", "a\0b")
        ),
        _doubled,
        _out_of_order,
        _without("photos.ids"),
        _without("photos.sqlite"),
        _without("dataset.json"),
        _says(parts=[]),
        _says(more="than the format knows"),
        _says(dataset="../evil"),
        _says(dataset="other"),
        _says(run="20260101-1"),
        _says(run="../20260101-1"),
        _says(descriptor="0" * 64),
        _says(photos=0),
        _says(photos=-1),
        _says(photos=1 << 40),
        _says(capacity=None),
        _says(capacity=1),
        _says(capacity=(1 << 32) - 1),
        _part_says("photos.sqlite", unpacked=1),
        _part_says("photos.sqlite", unpacked=1 << 49),
        _part_says("photos.sqlite", unpacked=-1),
        _part_says("photos.sqlite", bytes=0),
        _part_says("photos.sqlite", bytes=1 << 60),
        _part_says("photos.sqlite", form="plain"),
        _part_says("photos.sqlite", form="gzip"),
        _part_says("photos.ids", form="plain"),
        _part_says("photos.ids", form="ids"),
        _part_says("photos.ids", unpacked=1 << 49),
        _part_says("dataset.json", form="zstd"),
        _part_says("dataset.json", unpacked=1 << 30),
    ],
)
def test_a_header_that_lies_is_refused(pack: Path, serving: Path, change: Change) -> None:
    forged = ForgedPack(pack)
    change(forged)
    refused(forged.write(pack.with_name("forged.insetpack")), serving)


@pytest.mark.parametrize("form", ["ids", "ids+zstd"])
@pytest.mark.parametrize(
    "ids",
    [[1], list(range(1, 600)), [MAX_ID - 1, MAX_ID], [*range(1, 430)]],
    ids=["fewer", "more", "two", "others"],
)
def test_another_list_than_the_publishers_is_refused(pack: Path, serving: Path, form: str, ids: list[int]) -> None:
    forged = ForgedPack(pack)
    content = [np.array(ids, dtype=np.uint64)]
    forged.part("photos.ids")["form"] = form
    forged.set(
        "photos.ids", b"".join(encode(content)) if form == "ids" else zstd.compress(b"".join(encode_varints(content)))
    )
    refused(forged.write(pack.with_name("forged.insetpack")), serving)
    forged.header["photos"] = len(ids)
    forged.describe(counts={**forged.descriptor()["counts"], "photos": len(ids)})
    refused(forged.write(pack.with_name("forged.insetpack")), serving)


def test_ids_that_no_photo_can_have_are_refused(pack: Path, serving: Path) -> None:
    """IDs out of order or doubled cannot be said at all: what is packed is how much larger each is than the last."""
    forged = ForgedPack(pack)
    forged.part("photos.ids")["form"] = "ids+zstd"
    for gaps in (
        b"\xff\xff\xff\xff\xff\x7f" * 433,
        b"\x00" * 432 + b"\xff\xff\xff\xff\xff\x7f",
        b"\x80" * 433,
        b"\x80" * 9,
    ):
        forged.set("photos.ids", zstd.compress(gaps))
        refused(forged.write(pack.with_name("forged.insetpack")), serving, match="list is not what")


def _bomb(size: int, **options: int) -> bytes:
    packer = zstd.ZstdCompressor(options={getattr(zstd.CompressionParameter, name): n for name, n in options.items()})
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(size >> 20)) + packer.flush()


def test_what_unpacks_to_more_than_it_says_is_stopped_there(pack: Path, serving: Path) -> None:
    forged = ForgedPack(pack)
    forged.set("photos.sqlite", _bomb(1 << 30))
    bomb = forged.write(pack.with_name("bomb.insetpack"))
    with Pack(bomb) as opened:
        content = opened.unpacked("photos.sqlite")
        seen = 0
        with pytest.raises(PackInvalid, match="size that it says"):
            while True:
                seen += len(next(content))
    assert seen <= forged.part("photos.sqlite")["unpacked"]
    refused(bomb, serving)
    forged = ForgedPack(pack)
    forged.part("photos.ids")["form"] = "ids+zstd"
    forged.set("photos.ids", _bomb(1 << 30))
    refused(forged.write(bomb), serving, match="list is not what")


def test_what_would_need_much_memory_to_unpack_is_refused(pack: Path, serving: Path) -> None:
    forged = ForgedPack(pack)
    forged.set("photos.sqlite", _bomb(1 << 28, window_log=27), 1 << 28)
    facts = {"bytes": 1 << 28, "sha256": "0" * 64}
    forged.describe(files={**forged.descriptor()["files"], "photos.sqlite": facts})
    refused(forged.write(pack.with_name("window.insetpack")), serving, match="cannot be unpacked")


def test_what_is_larger_than_the_disk_is_refused_before_it_is_written(
    pack: Path, serving: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = ForgedPack(pack)
    forged.part("photos.sqlite")["unpacked"] = 1 << 49
    facts = {"bytes": 1 << 49, "sha256": "0" * 64}
    forged.describe(files={**forged.descriptor()["files"], "photos.sqlite": facts})
    monkeypatch.setattr(unpacking, "_write_files", None)
    refused(forged.write(pack.with_name("large.insetpack")), serving, DiskFull, "Make room")
    assert RESERVE < 1 << 49


@pytest.mark.parametrize("behind", [b"\0", zstd.compress(b"more"), b"\x50\x2a\x4d\x18\x04\0\0\0skip"])
def test_what_follows_a_compressed_part_is_refused(pack: Path, serving: Path, behind: bytes) -> None:
    forged = ForgedPack(pack)
    forged.set("photos.sqlite", forged.parts["photos.sqlite"] + behind)
    refused(forged.write(pack.with_name("behind.insetpack")), serving)


def _wrong_hash(forged: ForgedPack, name: str) -> dict[str, object]:
    files = forged.descriptor()["files"]
    return {"files": {**files, name: {**files[name], "sha256": "0" * 64}}}


@pytest.mark.parametrize("name", ["photos.ids", "photos.bloom", "photos.sqlite", "photos.crc32"])
def test_a_descriptor_that_claims_other_hashes_is_refused(pack: Path, serving: Path, name: str) -> None:
    forged = ForgedPack(pack)
    forged.describe(**_wrong_hash(forged, name))
    refused(forged.write(pack.with_name("forged.insetpack")), serving, match=f"{name} that its publisher names")


def test_a_descriptor_that_claims_too_much_is_refused(pack: Path, serving: Path) -> None:
    right = ForgedPack(pack).descriptor()
    claims: list[dict[str, object]] = [
        {"filter": {**right["filter"], "false_positive_rate": 1e-12}},
        {"filter": {**right["filter"], "error_rate": 1e-12}},
        {"details": 2},
        {"details": 0},
        {"rows": 5},
        {"exact": False},
        {"format": 2},
        {"built_at": "yesterday"},
        {"dataset": "other"},
        {"counts": {**right["counts"], "photos": 5}},
        {"files": {**right["files"], "evil.so": right["files"]["photos.ids"]}},
        {"files": {**right["files"], "../evil": right["files"]["photos.ids"]}},
        {"sources": [{"name": "a", "bytes": -1, "sha256": "0" * 64, "reader": "csv"}]},
    ]
    for claim in claims:
        forged = ForgedPack(pack)
        forged.describe(**claim)
        refused(forged.write(pack.with_name("forged.insetpack")), serving)


def _details(path: Path, *commands: str) -> bytes:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for command in commands:
            database.execute(command)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("commands", "match"),
    [
        (["CREATE VIEW evil AS SELECT 1"], "did not write"),
        (["CREATE TRIGGER evil AFTER INSERT ON photos BEGIN DELETE FROM photos; END"], "did not write"),
        (["ALTER TABLE photos RENAME TO other", "CREATE VIEW photos AS SELECT * FROM other"], "did not write"),
        (["INSERT INTO photos VALUES (5, 1, 1)"], "not in its list"),
        (["INSERT INTO photos VALUES (-5, 1, 1)"], "not in its list"),
        (["DELETE FROM photos WHERE photo_id = 1000"], "number of details"),
        (["UPDATE owners SET owner = 'a' || char(27) || '[2J'"], "cannot be shown"),
        (["UPDATE owners SET names = 'x' || char(8238)"], "cannot be shown"),
        (["UPDATE owners SET names = x'00ff'"], "cannot be shown"),
        (["UPDATE licences SET words = printf('%.*c', 100000, 'x')"], "cannot be shown"),
        (["UPDATE licences SET number = 99"], "damaged"),
    ],
)
def test_details_that_are_no_details_are_refused(
    pack: Path, run: Path, serving: Path, commands: list[str], match: str
) -> None:
    """Every checksum fits: who made this is the publisher, and what they made is no details of Inset's."""
    copy = pack.with_name("details.sqlite")
    copy.write_bytes((run / "photos.sqlite").read_bytes())
    forged = ForgedPack(pack)
    forged.set_file("photos.sqlite", _details(copy, *commands))
    _refused_for_its_content(forged, pack, serving, match)


def test_details_that_are_no_database_are_refused(pack: Path, serving: Path) -> None:
    forged = ForgedPack(pack)
    forged.set_file("photos.sqlite", b"no database at all" * 100)
    _refused_for_its_content(forged, pack, serving, "cannot be read")


def _refused_for_its_content(forged: ForgedPack, pack: Path, serving: Path, match: str) -> None:
    """With the checksums of pieces that follow, too, so that nothing but the content is wrong."""
    from inset.index.pieces import seal

    taken: dict[str, dict[str, object]] = {}

    def sealed(folder: Path) -> object:
        facts = seal(folder)
        taken.update({name: {"bytes": each.bytes, "sha256": each.sha256} for name, each in facts.items()})
        return facts

    path = pack.with_name("forged.insetpack")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(unpacking, "seal", sealed)
        refused(forged.write(path), serving)
    forged.describe(files=taken)
    refused(forged.write(path), serving, match=match)


HOSTILE = '<script>alert(1)</script><a href="https://evil.example">Inset says</a>'


def test_a_publishers_words_stay_text_and_their_links_lead_nowhere_but_to_pages(pack: Path, datasets: Path) -> None:
    about = {
        "title": HOSTILE, "publisher": HOSTILE, "purpose": HOSTILE, "year": 2026,
        "page": "javascript:alert(1)", "paper": "data:text/html,<script>alert(1)</script>",
        "opt_out": {"how": HOSTILE, "url": "javascript:alert(1)", "mail": None}, "withdrawn": None,
        "withdrawn_when": None, "note": None, "checked": "2026-01-01", "contact": {"mail": None, "url": "file:///etc"},
    }  # fmt: skip
    forged = ForgedPack(pack)
    forged.describe(about=about)
    report = unpack(forged.write(pack.with_name("about.insetpack")), datasets)
    folder = datasets / "made-up" / report.run
    verify_run(folder)
    written = json.loads((folder / "dataset.json").read_text())["about"]
    assert (written["page"], written["paper"], written["opt_out"]["url"], written["contact"]["url"]) == (None,) * 4
    assert (
        written["title"] == HOSTILE
    )  # as it is: whoever shows it shows a text (tests/helper/cli/test_hostile_fields.py)
    assert "javascript:" not in (folder / "dataset.json").read_text()


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\u202eb", "a\0b", "a\x9bb", "a\u2066b", "x" * 100_000])
def test_words_that_steer_a_terminal_or_turn_the_writing_are_refused(pack: Path, serving: Path, text: str) -> None:
    about = {
        "title": "t", "publisher": "p", "purpose": text, "year": None, "page": None, "paper": None, "opt_out": None,
        "withdrawn": None, "withdrawn_when": None, "note": None, "checked": "2026-01-01",
    }  # fmt: skip
    source = {"name": text, "bytes": 1, "sha256": "0" * 64, "reader": "csv"}
    for change in ({"about": about}, {"sources": [source]}, {"inset_version": text}):
        forged = ForgedPack(pack)
        forged.describe(**change)
        refused(forged.write(pack.with_name("words.insetpack")), serving)


def test_a_file_that_changes_while_it_is_unpacked_is_refused(
    pack: Path, serving: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After everything was verified, somebody who may write in the folder puts other bytes into the file."""
    before = unpacking._write_files

    def changed(*words: object) -> None:
        content = bytearray(pack.read_bytes())
        content[-1] ^= 1
        with pack.open("r+b") as file:
            file.write(content)
        before(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(unpacking, "_write_files", changed)
    refused(pack, serving, match="damaged|cannot be unpacked")


def test_another_file_under_the_name_of_an_expected_one_is_refused(pack: Path, serving: Path) -> None:
    with pytest.raises(PackInvalid, match="instead of"):
        unpack(pack, serving, name="made-up", sha256="0" * 64)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_the_place_of_a_dataset_is_not_followed(pack: Path, datasets: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    datasets.mkdir()
    (datasets / "made-up").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LinkRefused):
        unpack(pack, datasets)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes in folders there")
def test_what_is_no_file_is_refused_at_once(datasets: Path, tmp_path: Path) -> None:
    with pytest.raises(InsetError):
        unpack(tmp_path, datasets)
    with pytest.raises(PackInvalid, match="it is no file"):
        unpack(Path(os.devnull), datasets)
