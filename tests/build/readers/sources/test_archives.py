"""Archives: every member's bytes come out, whatever its name, and archives made to do harm do none."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.sources import archives, source
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.passed_over import PassedOver
from inset_build.readers.sources.streams import MeteredFile
from support.lists.manifests import FIRST_ID, image, write
from support.lists.packing import PACK, Member, tar, zipped

IDS = b"".join(b"%d\n" % (FIRST_ID + n) for n in range(3000))
URLS = "".join(f"{image(FIRST_ID + n)}\n" for n in range(3000)).encode()
PICTURE = b"\xff\xd8\xff\xe0" + bytes(20_000)

TARS = {"tar": lambda data: data, **PACK}


def contents(path: Path) -> dict[str, bytes]:
    found = {}
    for each in expand([path]):
        assert not each.named
        with each.open() as file:
            found[each.name.removeprefix(f"{path.name}/")] = file.read()
    return found


@pytest.mark.parametrize("kind", TARS)
@pytest.mark.parametrize("layout", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar(tmp_path: Path, kind: str, layout: int) -> None:
    long = f"{'d' * 90}/{'n' * 90}.txt" if layout == tarfile.USTAR_FORMAT else f"{'é' * 300}.txt"
    members = [
        ("ids.txt", IDS),
        ("README", b"Read me.\n"),
        (long, URLS),
        ("empty", b""),
        ("x/last.txt", b"990000000009\n"),
    ]
    path = write(tmp_path, TARS[kind](tar(members, layout)))
    shown = {name if len(name) <= 200 else name[:199] + "…": content for name, content in members}
    assert contents(path) == shown


@given(members=st.lists(st.binary(max_size=2000), max_size=6), kind=st.sampled_from(list(TARS)))
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40
)
def test_any_tar(tmp_path: Path, members: list[bytes], kind: str) -> None:
    named = [(f"{number}.txt", b"#" + content) for number, content in enumerate(members)]
    assert contents(write(tmp_path, TARS[kind](tar([("0", b"#"), *named])))) == dict([("0", b"#"), *named])


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2], ids=["stored", "deflated", "bzip2"]
)
def test_zip(tmp_path: Path, method: int) -> None:
    members = [("b/ids.txt", IDS), ("a.txt", URLS * 20), ("empty", b""), ("ü.txt", b"990000000009\n")]
    path = write(tmp_path, b"program that unpacks itself" + zipped(members, method))
    assert expand([path])[0].plain  # only a file that begins like an archive is taken for one
    assert contents(write(tmp_path, zipped(members, method))) == dict(members)


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = gzip.compress(tar([("ids.txt", IDS), ("urls.txt.xz", PACK["xz"](URLS))]))
    path = write(tmp_path, zipped([("lists.tar.gz", inner), ("more.bz2", PACK["bzip2"](IDS))]))
    assert contents(path) == {"lists.tar.gz/ids.txt": IDS, "lists.tar.gz/urls.txt.xz": URLS, "more.bz2": IDS}


def test_only_so_deep(tmp_path: Path) -> None:
    data = b"990000000001\n"
    for _ in range(archives.MAX_DEPTH):
        data = gzip.compress(data)
    (only,) = expand([write(tmp_path, data)])
    assert only.read_start(100) == b"990000000001\n"
    with pytest.raises(ManifestInvalid, match="lies too deep"):
        expand([write(tmp_path, gzip.compress(data))])


def test_a_zip_archive_in_an_archive_has_to_be_unpacked(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match=r"Unpack manifest/in\.zip"):
        expand([write(tmp_path, tar([("in.zip", zipped([("a.txt", IDS)]))]))])


@pytest.mark.parametrize("pack", [tar, zipped])
def test_pictures_and_hidden_files_are_passed_over(tmp_path: Path, pack: object) -> None:
    members = [
        ("1.jpg", PICTURE),
        ("ids.txt", IDS),
        (".git/ids.txt", IDS),
        ("__MACOSX/._ids.txt", b"\0\5"),
        ("2", PICTURE),
    ]
    account = PassedOver()
    path = write(tmp_path, tar(members) if pack is tar else zipped(members))
    assert [each.name for each in expand([path], account)] == ["manifest/ids.txt"]
    names = ["manifest/1.jpg", "manifest/2"]
    assert account.as_dict() == {
        "count": 2,
        "reasons": [{"reason": "It is a picture.", "told": None, "count": 2, "names": names}],
    }


def test_the_account_stays_short() -> None:
    account = PassedOver()
    for number in range(1000):
        account.add(f"{number}.jpg", "It is a picture.")
        account.add(f"{number}.txt", f"Reason {number}.")
    document = account.as_dict()
    assert document["count"] == sum(each["count"] for each in document["reasons"]) == 2000
    assert document["reasons"][0] == {
        "reason": "It is a picture.",
        "told": None,
        "count": 1000,
        "names": [f"{number}.jpg" for number in range(5)],
    }
    assert document["reasons"][-1]["reason"] == "For other reasons."
    assert len(document["reasons"]) == 21


def test_names_do_no_harm(tmp_path: Path) -> None:
    names = ["../../outside.txt", "/etc/outside.txt", "C:\\outside.txt", "a\x1b[2J\nb.txt", "x" * 5000]
    for data in (tar([(name, IDS) for name in names]), zipped([(name, IDS) for name in names])):
        path = write(tmp_path, data)
        found = contents(path)
        assert set(found.values()) == {IDS}
        assert all(name.isprintable() and len(name) <= 200 for name in found)
        assert list(tmp_path.iterdir()) == [path]


def test_links_folders_and_devices_are_no_manifests(tmp_path: Path) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"link-{kind!r}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("ids.txt")
        info.size = len(IDS)
        archive.addfile(info, io.BytesIO(IDS))
    assert contents(write(tmp_path, file.getvalue())) == {"ids.txt": IDS}


@pytest.mark.parametrize("kind", TARS)
@pytest.mark.parametrize("left", [1000, 20_000, 45_000])
def test_a_tar_archive_that_is_cut_off(tmp_path: Path, kind: str, left: int) -> None:
    data = tar([("ids.txt", IDS), ("more.txt", IDS)])[:left]
    with pytest.raises(ManifestInvalid, match="Download manifest again: it ends in the middle of its tar data"):
        expand([write(tmp_path, TARS[kind](data))])


def _header(name: str, kind: bytes, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_header("n", tarfile.XHDTYPE, 1 << 40) + bytes(4096), "a name is too long"),
        (_header("n", tarfile.GNUTYPE_LONGNAME, 1 << 40) + bytes(4096), "a name is too long"),
        (_header("n", tarfile.XHDTYPE, 20) + b"99 path=x\n".ljust(512, b"\0") + _header("a", b"0", 0), None),
        (_header("n", tarfile.XHDTYPE, 20) + b"0 path=x\n".ljust(512, b"\0"), "tar data is damaged"),
        (_header("n", tarfile.XHDTYPE, 20) + b"14 size=9e99\n".ljust(512, b"\0"), "tar data is damaged"),
        (_header("a", tarfile.GNUTYPE_SPARSE, 1 << 40), "a file with holes"),
        (_header("a", tarfile.REGTYPE, 1 << 62), "Unpack manifest yourself if you trust it|in the middle"),
        (_header("a", tarfile.DIRTYPE, 0) + b"junk" * 128, "tar data is damaged"),
    ],
)
def test_tar_archives_made_to_do_harm(tmp_path: Path, data: bytes, message: str | None) -> None:
    for packed in (data, gzip.compress(data)):
        path = write(tmp_path, packed)
        if message is None:
            assert len(expand([path])) == 1
        else:
            with pytest.raises(ManifestInvalid, match=message):
                expand([path])


def _changed(data: bytes, member: bytes, at: int, packed: bytes) -> bytes:
    """A zip archive with a field of a member's entry in the central directory changed."""
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(member))
    return data[: entry + at] + packed + data[entry + at + len(packed) :]


ONE = zipped([("ids.txt", IDS)])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ONE[:-30], "zip data is damaged"),
        (ONE[:500], "zip data is damaged"),
        (_changed(ONE, b"ids.txt", 8, struct.pack("<H", 1)), "Unpack manifest/ids.txt yourself .* needs a password"),
        (_changed(ONE, b"ids.txt", 10, struct.pack("<H", 97)), "an uncommon way"),
        (_changed(ONE, b"ids.txt", 16, struct.pack("<L", 12345)), "not what its checksum says"),
        (_changed(ONE, b"ids.txt", 24, struct.pack("<L", 100)), "not what its checksum says"),
        (_changed(ONE, b"ids.txt", 24, struct.pack("<L", 4_000_000_000)), "Unpack manifest yourself if you trust it"),
        (_changed(ONE, b"ids.txt", 20, struct.pack("<L", 100)), "in the middle of its zip data"),
        (_changed(zipped([("a.txt", IDS), ("b.txt", IDS)]), b"b.txt", 42, struct.pack("<L", 0)), "members overlap"),
        (_changed(ONE, b"ids.txt", 42, struct.pack("<L", 7)), "zip data is damaged"),
    ],
)
def test_zip_archives_made_to_do_harm(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ManifestInvalid, match=message) as caught:
        contents(write(tmp_path, data))
    assert caught.value.path == tmp_path / "manifest"
    assert "\n" not in caught.value.message


def test_an_empty_archive(tmp_path: Path) -> None:
    assert expand([write(tmp_path, zipped([]))]) == []


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    assert len(expand([write(tmp_path, tar([(f"{n}.txt", IDS) for n in range(3)]))])) == 3
    with pytest.raises(ManifestInvalid, match="put its files together"):
        expand([write(tmp_path, tar([(f"{n}.txt", IDS) for n in range(4)]))])


def test_a_compressed_archive_is_unpacked_once_for_all_its_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    class Noted(MeteredFile):
        def __init__(self, *args: object) -> None:
            opened.append(args)
            super().__init__(*args)  # type: ignore[arg-type]

    members: list[Member] = [(f"{n}.txt", IDS) for n in range(100)]
    path = write(tmp_path, gzip.compress(tar(members)))
    monkeypatch.setattr(source, "MeteredFile", Noted)
    sources = expand([path])
    listing = len(opened)
    assert listing < 5
    for each in sources:
        assert each.read_start(10) == IDS[:10]
    assert len(opened) == listing + 1
    for each in reversed(sources):
        assert each.read_start(10) == IDS[:10]


def test_members_can_be_open_side_by_side(tmp_path: Path) -> None:
    first, second = expand([write(tmp_path, gzip.compress(tar([("a", IDS), ("b", URLS)])))])
    with first.open() as one, second.open() as two, first.open() as again:
        assert one.read(5000) == IDS[:5000]
        assert two.read() == URLS
        assert one.read() == IDS[5000:]
        assert again.read() == IDS


@pytest.mark.parametrize("limit", [10, 1 << 20])
def test_what_is_packed_can_be_had_seekable_and_as_a_path(tmp_path: Path, limit: int) -> None:
    (packed,) = expand([write(tmp_path, zipped([("ids.txt", IDS)]))])
    with packed.seekable(limit) as file:
        file.seek(-14, io.SEEK_END)
        assert file.read() == IDS[-14:]
        file.seek(13)
        assert file.read(13) == IDS[13:26]
    with packed.on_disk() as path:
        assert path.read_bytes() == IDS
    assert not path.exists()
    (plain,) = expand([write(tmp_path, IDS, "plain.txt")])
    with plain.on_disk() as path, plain.seekable() as file:
        assert path == tmp_path / "plain.txt"
        assert file.seek(26) == 26
