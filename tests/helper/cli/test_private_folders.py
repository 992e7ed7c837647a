"""Whatever the umask, nothing of Inset's can be read, changed or held by another user; links are not followed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builds.building import FIRST
from support.command_line.commands import Inset
from support.computer.other_user import as_other, as_root, open_folder
from support.computer.ports import free_port
from support.lists.catalogs import write_catalog
from support.servers.file_server import FileServer, well

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such modes nor a umask")
ONE = 900_000_000_001
CONTENT = f"{ONE}\n{ONE + 1}\n".encode()


@pytest.fixture(params=["000", "022"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(int(request.param, 8))
    yield
    os.umask(before)


def loose(home: Path) -> list[str]:
    return [
        f"{oct(mode)} {path.relative_to(home)}"
        for path in home.rglob("*")
        if (mode := stat.S_IMODE(path.lstat().st_mode)) != (0o700 if path.is_dir() else 0o600)
    ]


def use_everything(inset: Inset, folder: Path) -> None:
    """Every verb that writes in Inset's folders."""
    faces = folder / "faces.csv"
    faces.write_text(f"photo_id,owner_nsid\n{ONE},12345678@N00\n{ONE + 1},87654321@N07\n")
    for _ in range(2):
        assert inset("build", "faces", faces).status == 0
    runs = inset("datasets", "faces", "--runs", "--json").json["runs"]
    assert inset("datasets", "faces", "--use", runs[1]["run"]).status == 0
    with FileServer(CONTENT, [well]).running() as server:
        catalog = write_catalog(folder, server.url, len(CONTENT))
        assert inset("add", "made-up", "--keep", "--catalog", catalog).status == 0
    assert inset("pair", "--new-token", "script").status == 0
    assert inset("letter", ONE, "--role", "author", "--log").status == 0
    assert inset("check", "--keep", faces).status == 0
    assert inset("watch", "add", faces).status == 0
    with Inset(inset.home, inset.port, inset.folder).serving():
        assert inset("status").status == 0


@pytest.mark.usefixtures("umask")
def test_every_file_is_for_this_person_alone(inset: Inset, tmp_path: Path) -> None:
    os.environ["INSET_LOG_TO"] = "file"
    try:
        use_everything(inset, tmp_path)
    finally:
        del os.environ["INSET_LOG_TO"]
    names = {path.name for path in inset.home.rglob("*")}
    assert {"CURRENT", ".build.lock", "photos.sqlite", "pairings.json", "pairings.lock", "letters.json"} <= names
    assert {"helper.log", "downloads", "watches", "checks"} <= names
    assert loose(inset.home) == []


@pytest.mark.usefixtures("umask")
def test_the_spill_of_a_build_is_for_this_person_alone(tmp_path: Path) -> None:
    """Looked at while it is there: at the end of a build it is gone."""
    import numpy as np

    from inset.index.publish import stage_run
    from inset_build.collect import Collector
    from inset_build.details import DetailsCollector

    with stage_run(tmp_path / "data" / "datasets", "made-up") as run:
        spill = run.folder / "spill"
        spill.mkdir(mode=0o700)
        collector = Collector(spill, placed=True, buffer_ids=4)
        details = DetailsCollector(run.folder / "photos.sqlite", spill)
        import polars as pl

        details.add(pl.DataFrame({"photo_id": [ONE], "account": ["12345678@N00"]}))
        for start in range(0, 12, 4):
            collector.add(np.arange(start, start + 4, dtype=np.uint64), np.arange(start, start + 4, dtype=np.uint64))
        collector.finish()
        assert {"photos.sorted", "photos.positions", "details.met"} <= {path.name for path in spill.iterdir()}
        assert loose(tmp_path / "data") == []
        details.close()


@pytest.mark.parametrize("words", [("build", "--sample"), ("pair", "--new-token", "x"), ("remove", "inset-sample")])
def test_old_folders_are_closed_by_the_next_verb_that_writes(inset: Inset, words: tuple[str, ...]) -> None:
    inset("build", "--sample")
    for path in (inset.home / "data", *(inset.home / "data").rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    inset("lookup", FIRST)
    assert loose(inset.home)
    ran = inset(*words)
    assert ran.status == 0
    assert "took other people's rights away from" in ran.err
    assert loose(inset.home) == []
    assert "took other people's rights" not in inset("build", "--sample").err


def test_the_helper_closes_old_folders_when_it_starts(inset: Inset) -> None:
    inset("build", "--sample")
    (inset.home / "data").chmod(0o755)
    with inset.serving():
        assert stat.S_IMODE((inset.home / "data").stat().st_mode) == 0o700


@as_root
@pytest.mark.usefixtures("umask")
def test_another_user_reads_changes_and_holds_nothing() -> None:
    with open_folder() as folder:
        inset = Inset(home=folder / "home", port=free_port(), folder=folder)
        (folder / "home").mkdir(mode=0o755)
        use_everything(inset, folder)
        (folder / "seen").write_text("seen")
        (folder / "seen").chmod(0o644)
        assert as_other('cat "$1"', folder / "seen").stdout == "seen"  # the other user gets as far as that
        for path in inset.home.rglob("*"):
            ran = as_other('cat "$1" || ls "$1" || : >>"$1" || exec 9<"$1" || ln -s / "$1/x" || mkdir "$1/x"', path)
            assert (ran.returncode == 0, ran.stdout) == (False, ""), path
        for script in ('ln -s /etc "$1/20260101-1"', 'echo 20260101-1 >"$1/CURRENT"', ': >"$1/.CURRENT.new"'):
            assert as_other(script, inset.home / "data" / "datasets" / "faces").returncode != 0
        assert inset("lookup", ONE).status == 0


@as_root
def test_what_another_user_planted_earlier_is_refused_with_the_remedy() -> None:
    with open_folder() as folder:
        inset = Inset(home=folder / "home", port=free_port(), folder=folder)
        datasets = folder / "home" / "data" / "datasets"
        datasets.mkdir(parents=True)
        for each in (datasets.parents[1], datasets.parent, datasets):
            each.chmod(0o777)  # whatever the umask is, they get as far as this
        assert as_other('mkdir "$1"', datasets / "inset-sample").returncode == 0
        ran = inset("build", "--sample")
        assert ran.status == 1
        assert "another user" in ran.err
        checks = inset("doctor", "--json").json["checks"]
        (theirs,) = [check for check in checks if "another user" in check["message"]]
        assert (theirs["name"], theirs["state"]) == ("folders", "bad")
        assert str(datasets / "inset-sample") in theirs["remedy"]


def outside_of(tmp_path: Path) -> Path:
    """A whole run outside Inset's folders, as the target of links."""
    other = Inset(tmp_path / "other", free_port(), tmp_path)
    assert other("build", "--sample").status == 0
    (completed,) = other.home.rglob("completed")
    return completed.parent


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_run_that_is_a_link_is_refused_and_nothing_outside_is_touched(inset: Inset, tmp_path: Path) -> None:
    outside = outside_of(tmp_path)
    before = content_of(outside)
    dataset = inset.home / "data" / "datasets" / "inset-sample"
    dataset.mkdir(parents=True)
    (dataset / outside.name).symlink_to(outside)
    (dataset / "CURRENT").write_text(f"{outside.name}\n")
    ran = inset("lookup", FIRST)
    assert ran.status == 3
    assert "Remove the link" in ran.err
    assert inset("datasets", "inset-sample", "--use", outside.name).status == 3
    assert inset("datasets", "inset-sample", "--runs").status == 3
    assert inset("build", "--sample").status == 0
    assert inset("datasets", "--json").json["datasets"][0]["name"] == "inset-sample"
    assert inset("remove", "inset-sample").status == 0
    assert content_of(outside) == before


@pytest.mark.parametrize("name", ["CURRENT", "completed", "dataset.json", "photos.bloom", "photos.ids", "photos.rows"])
def test_a_file_of_a_run_that_is_a_link_is_not_read(inset: Inset, tmp_path: Path, name: str) -> None:
    inset("build", "--sample")
    (path,) = inset.home.rglob(name)
    moved = tmp_path / "moved"
    path.rename(moved)
    path.symlink_to(moved)
    if name == "photos.rows":  # which no answer needs
        assert inset("doctor", "--verify").status == 1
    else:
        assert inset("lookup", FIRST).status == 3
    assert moved.exists()


@pytest.mark.parametrize("name", [".CURRENT.new", ".build.lock"])
def test_a_link_that_waits_for_a_build_is_not_written_through(inset: Inset, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"theirs")
    victim.chmod(0o644)
    assert inset("build", "--sample").status == 0
    link = inset.home / "data" / "datasets" / "inset-sample" / name
    link.unlink(missing_ok=True)
    link.symlink_to(victim)
    ran = inset("build", "--sample")
    if name == ".build.lock":
        assert ran.status == 1
        assert "Remove the link" in ran.err
    else:
        assert ran.status == 0
    assert victim.read_bytes() == b"theirs"
    assert stat.S_IMODE(victim.stat().st_mode) == 0o644


def test_a_dataset_folder_that_is_a_link_is_refused(inset: Inset, tmp_path: Path) -> None:
    outside = outside_of(tmp_path).parent
    before = content_of(outside)
    (inset.home / "data" / "datasets").mkdir(parents=True)
    (inset.home / "data" / "datasets" / "inset-sample").symlink_to(outside)
    assert inset("lookup", FIRST).status == 3
    for words in (("build", "--sample"), ("remove", "inset-sample")):
        ran = inset(*words)
        assert ran.status == 1, ran
        assert "Remove the link" in ran.err
    assert content_of(outside) == before


@pytest.mark.parametrize("name", ["list.txt", "list.txt.part", "list.txt.origin", "list.txt.origin.new", ""])
def test_a_download_is_not_written_through_a_link(inset: Inset, tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    folder = inset.home / "data" / "downloads" / "made-up"
    with FileServer(CONTENT, [well]).running() as server:
        catalog = write_catalog(tmp_path, server.url, len(CONTENT))
        if name:
            victim.write_bytes(b"theirs")
            folder.mkdir(parents=True)
            file = server.url.rpartition("/")[2]
            (folder / name.replace("list.txt", file)).symlink_to(victim)
        else:
            victim.mkdir()
            folder.parent.mkdir(parents=True)
            folder.symlink_to(victim)
        ran = inset("add", "made-up", "--keep", "--catalog", catalog)
    if name:
        assert ran.status == 0
        assert victim.read_bytes() == b"theirs"
    else:
        assert ran.status == 1
        assert "Remove the link" in ran.err
        assert list(victim.iterdir()) == []
