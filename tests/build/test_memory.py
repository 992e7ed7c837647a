"""A build's memory does not grow with its manifests, tested in a new process with some hundred MB in every packing."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from support.lists.packing import open_zstandard

MOST_BYTES = 1_500_000_000

ROWS = 4_000_000
CHUNKS = 8

# On Linux a child's `ru_maxrss` includes its parent's largest size; `VmHWM` is the process's own.
BUILD = """
import json, resource, sys
from pathlib import Path
from inset_build.pipeline import build_dataset
report = build_dataset(Path(sys.argv[1]), "large", [Path(sys.argv[2])])
status = Path("/proc/self/status")
if status.exists():
    most = next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
else:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([report.rows, report.photos, most]))
"""


def chunks() -> Iterator[bytes]:
    """340 MB of URLs, all different, in parts."""
    random = np.random.default_rng(1)
    for part in range(CHUNKS):
        photo_ids = random.permutation(ROWS // CHUNKS) + (900_000_000_000 + part * (ROWS // CHUNKS))
        lines = [
            f"https://live.staticflickr.com/65535/{photo_id}_{photo_id * 7 % 0xFFFFFFFF:010x}_b.jpg,some words\n"
            for photo_id in photo_ids
        ]
        yield "".join(lines).encode()


def _plain(path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(chunks())


def _zstandard(path: Path) -> None:
    with open_zstandard(path) as file:
        for chunk in chunks():
            file.write(chunk)


def _zip(path: Path) -> None:
    """An archive with one member for all of it, so that memory stays small only if it is read in parts."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("urls.csv", "w") as file,
    ):
        for chunk in chunks():
            file.write(chunk)


def _tar_gz(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file, tarfile.open(fileobj=file, mode="w|") as archive:
        for number, chunk in enumerate(chunks()):
            info = tarfile.TarInfo(f"urls-{number}.csv")
            info.size = len(chunk)
            archive.addfile(info, io.BytesIO(chunk))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell how much memory a process had")
@pytest.mark.parametrize("write", [_plain, _zstandard, _zip, _tar_gz])
def test_memory_is_bounded(tmp_path: Path, write: Callable[[Path], None]) -> None:
    path = tmp_path / "urls"
    write(path)
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path / "datasets"), str(path)], capture_output=True, check=True
    )
    rows, photos, most = json.loads(done.stdout)
    assert (rows, photos) == (ROWS, ROWS)
    print(f"{write.__name__}: {most / 1e6:,.0f} MB")
    assert 50_000_000 < most < MOST_BYTES
