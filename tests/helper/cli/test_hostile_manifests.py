"""A folder of hostile files: each gets one clear message, and what was published before still answers."""

from __future__ import annotations

import gzip
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.lists.manifests import FIRST_ID
from support.lists.packing import PACK, tar, zipped, zstandard_of

ID_LINE = b"%d\n" % FIRST_ID


def _truncated_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(b"".join(b"%d\n" % (FIRST_ID + n * 7919 % 999_983) for n in range(300_000)))[:-2000])


def _line_of_100_mb(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"photo_id,title\n" + b"990000000001,a\n" * 30_000 + b"990000000002,")
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b"\n")


def _bomb(path: Path) -> None:
    """1.3 GB of lines that look like photo IDs in 0.1 MB."""
    path.write_bytes(zstandard_of(ID_LINE * 100_000, times=1000))


def _zip_bomb(path: Path) -> None:
    """Small by its size; its directory claims members of 4 GB each."""
    packed = zipped([(f"{n}.txt", ID_LINE * 1000) for n in range(50)])
    claim = struct.pack("<L", 4_000_000_000)
    at = packed.find(b"PK\x01\x02")
    while at >= 0:
        packed = packed[: at + 24] + claim + packed[at + 28 :]
        at = packed.find(b"PK\x01\x02", at + 1)
    path.write_bytes(packed)


def _tar_that_climbs(path: Path) -> None:
    path.write_bytes(gzip.compress(tar([("../../../outside.txt", b"no photos here\n")])))


def _content(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "junk.bin": (_content(bytes(range(256)) * 4000), "binary data"),
    "cut.txt.gz": (_truncated_gzip, "Download cut.txt.gz again: it ends in the middle of its gzip data"),
    "cut.txt.bz2": (_content(PACK["bzip2"](os.urandom(200_000))[:-5000]), "Download cut.txt.bz2 again"),
    "long-line.csv": (_line_of_100_mb, "line 30,002 of long-line.csv is longer than 4 MB"),
    "bomb.zst": (_bomb, "Unpack bomb.zst yourself if you trust it"),
    "bomb.zip": (_zip_bomb, "Unpack bomb.zip yourself if you trust it"),
    "climbs.tar.gz": (_tar_that_climbs, "nothing in"),
    "nul.txt": (_content(b"\0" * 100_000), "binary data"),
    "nul-in-lines.txt": (_content(b"9900\x000000001\n" * 1000), "binary data"),
    "cut-utf-16.txt": (_content((ID_LINE.decode() * 50).encode("utf-16")[:-1]), "Download cut-utf-16.txt again"),
    "digits.txt": (_content("٩٩٠٠٠٠٠٠٠٠٠١\n".encode() * 50), "Nothing in its beginning"),
    "circled.csv": (_content("photo_id,w\n⑨⑨⓪⓪⓪⓪⓪⓪⓪⓪⓪①,1\n".encode() * 3), "cannot be read"),
    "empty.txt": (_content(b""), "is empty"),
    "empty-folder": (Path.mkdir, "nothing in"),
    "missing.txt": (lambda _: None, "there is no file"),
    "pipe": (os.mkfifo, "a pipe"),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Inset:
    folder = tmp_path_factory.mktemp("hostile")
    inset = Inset(home=folder / "home", port=1, folder=folder)
    (folder / "good.txt").write_bytes(ID_LINE)
    assert inset("build", "made-up", "good.txt").status == 0
    return inset


def answers_on(inset: Inset) -> bool:
    runs = [path.name for path in (inset.home / "data" / "datasets" / "made-up").iterdir()]
    answer = inset("lookup", FIRST_ID, "--json").json["results"][0]["answer"]
    return answer == "listed" and len([name for name in runs if name[0].isdigit()]) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_one_clear_message(published: Inset, name: str) -> None:
    make, message = HOSTILE[name]
    folder = published.folder / f"for-{name}"
    folder.mkdir()
    make(folder / name)
    before = sorted(folder.parent.iterdir())
    refused = published("build", "made-up", folder / name)
    assert refused.status in (1, 6)
    (said,) = [line for line in refused.err.splitlines() if line.startswith("inset: ")]
    assert message in refused.err
    assert len(said) < 400
    assert refused.out == ""
    assert sorted(folder.parent.iterdir()) == before
    assert answers_on(published)
    explained = published("build", "--explain", folder / name, "--json")
    # `--explain` reads the beginning only, so it does not see what is wrong later in the file.
    assert explained.status == 6 or name in ("cut.txt.gz", "long-line.csv", "bomb.zst")
    if explained.status:
        assert explained.json["error"]["code"] == ("manifest_missing" if name == "missing.txt" else "manifest_invalid")


def test_all_of_them_in_one_folder(published: Inset) -> None:
    folder = published.folder / "all"
    folder.mkdir()
    for name in ("junk.bin", "nul.txt", "circled.csv", "digits.txt", "empty.txt"):
        HOSTILE[name][0](folder / name)
    refused = published("build", "made-up", folder)
    assert refused.status == 6
    assert "nothing in" in refused.err
    (folder / "good.txt").write_bytes(ID_LINE)
    built = published("build", "other", folder, "--json")
    assert built.status == 0
    assert (built.json["photos"], built.json["passed_over"]["count"]) == (1, 5)
    _truncated_gzip(folder / "cut.txt.gz")
    assert published("build", "other", folder).status == 6
    assert answers_on(published)


@pytest.mark.skipif(os.name == "nt", reason="permissions work otherwise there")
def test_no_permission(published: Inset) -> None:
    """Run as somebody who may not read all files, also when the tests run as root."""
    path = published.folder / "secret.txt"
    path.write_bytes(ID_LINE)
    path.chmod(0)
    rights = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to do without that right")
        rights = [
            "setpriv",
            "--bounding-set=-dac_override,-dac_read_search",
            "--inh-caps=-dac_override,-dac_read_search",
        ]
    done = subprocess.run(
        [*rights, sys.executable, "-m", "inset", "build", "made-up", str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env=published.environ,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert "Check that" in done.stderr
    assert "You may not read it" in done.stderr
    assert "Traceback" not in done.stderr
    assert answers_on(published)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no file here that fails while it is read")
def test_a_file_that_fails_while_it_is_read(published: Inset) -> None:
    refused = published("build", "made-up", "/proc/self/mem")
    assert refused.status == 6
    assert "Check that /proc/self/mem can be read" in refused.err
