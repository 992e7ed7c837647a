"""`inset export`: from a published dataset to a file, as a person does it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.runs import publish_ids

LISTED = [str(990_000_000_000 + number) for number in range(1, 8)]


@pytest.fixture
def published(inset: Inset) -> Inset:
    (inset.folder / "photos.txt").write_text("\n".join(LISTED) + "\n")
    assert inset("build", "made-up", inset.folder / "photos.txt").status == 0
    return inset


def test_export_then_build_gives_the_same_photos(published: Inset) -> None:
    wrote = published("export", "made-up", "--to", "parquet")
    assert wrote.status == 0
    assert wrote.out.startswith("Wrote made-up.parquet: 7 photos of made-up (run ")
    again = published("export", "made-up", "--to", "parquet")
    assert again.status == 2
    assert "--force" in again.err
    report = published("export", "made-up", "--to", "txt", "--output", "list.txt", "--json").json
    assert {key: report[key] for key in ("dataset", "format", "file", "photos", "columns", "error_rate")} == {
        "dataset": "made-up",
        "format": "txt",
        "file": "list.txt",
        "photos": 7,
        "columns": ["photo_id"],
        "error_rate": None,
    }
    assert (published.folder / "list.txt").read_text().split() == LISTED
    rebuilt = published("build", "again", "list.txt", "--json").json
    assert (rebuilt["photos"], rebuilt["rejected"]) == (7, 0)


def test_a_filter_says_what_it_is(published: Inset) -> None:
    wrote = published("export", "made-up", "--to", "pybloom", "--error-rate", "0.01")
    assert "a filter that lets 1% of other photos by" in wrote.out
    assert (published.folder / "made-up.pybloom").stat().st_size == 40 + 14  # 7 slices of 16 bits


def test_clear_errors(published: Inset) -> None:
    assert published("export", "made-up").status == 2
    assert published("export", "made-up", "--to", "xlsx").status == 2
    assert published("export", "other", "--to", "txt").status == 3
    assert published("build", "bare", published.folder / "photos.txt", "--filter-only").status == 0
    refused = published("export", "bare", "--to", "txt", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (1, "no_list")
    assert not (published.folder / "bare.txt").exists()


@pytest.fixture(scope="module")
def home_of_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a dataset of four million photos, which takes seconds to make; exports only read it."""
    home = tmp_path_factory.mktemp("many") / "home"
    publish_ids(home / "data" / "datasets", "made-up", range(990_000_000_000, 990_004_000_000))
    return home


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
@pytest.mark.parametrize("to", ["parquet", "sqlite", "txt", "pybloom"])
def test_an_interrupt_leaves_a_whole_file_or_none(home_of_many: Path, tmp_path: Path, to: str) -> None:
    inset = Inset(home=home_of_many, port=free_port(), folder=tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", "export", "made-up", "--to", to],
        env=inset.environ,
        cwd=inset.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert "writing" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    left = [entry.name for entry in inset.folder.iterdir() if entry.is_file()]
    assert process.returncode in (0, 130)  # a small export may be done before the signal comes
    assert left in ([], [f"made-up.{to}"])
