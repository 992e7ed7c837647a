"""Files and folders that Inset owns: their modes whatever the umask, and links, which are never followed."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inset.durable import replace_file
from inset.index.shelf.lock import lock_dataset
from inset.own_files import (
    close_to_others,
    is_own_file,
    is_own_folder,
    loose_in,
    make_own_folder,
    open_to_append,
    open_to_create,
    open_to_read,
    read_own,
    refuse_planted,
    remove_own_folder,
)
from inset.private_files import locked
from support.computer.other_user import NOBODY, as_root

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such modes nor a umask")


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@posix
@pytest.mark.usefixtures("umask")
def test_what_is_made_is_for_this_person_alone(tmp_path: Path) -> None:
    folder = make_own_folder(tmp_path / "one" / "two" / "three")
    assert [mode(each) for each in (folder, folder.parent, folder.parent.parent)] == [0o700] * 3
    open_to_create(folder / "created").close()
    open_to_append(folder / "appended").close()
    replace_file(folder / "replaced", b"content")
    assert {mode(each) for each in folder.iterdir()} == {0o600}


def test_a_file_is_created_once_appended_to_and_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with open_to_create(path) as file:
        file.write(b"one")
    with pytest.raises(FileExistsError):
        open_to_create(path)
    with open_to_append(path) as file:
        file.write(b" two")
    assert read_own(path) == b"one two"
    with pytest.raises(FileNotFoundError):
        open_to_read(tmp_path / "none")


@pytest.mark.parametrize("use", [open_to_read, open_to_create, open_to_append, read_own])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed_nowhere(tmp_path: Path, use: Callable[[Path], object], there: bool) -> None:
    victim, link = tmp_path / "victim", tmp_path / "link"
    if there:
        victim.write_bytes(b"theirs")
    link.symlink_to(victim)
    with pytest.raises(OSError, match=r"link|exists") as refused:
        use(link)
    assert refused.value.errno in (errno.ELOOP, errno.EEXIST)
    assert victim.exists() == there
    assert not there or victim.read_bytes() == b"theirs"


@posix
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="no regular file"):
        open_to_read(pipe)


def test_links_are_no_files_and_no_folders_of_ours(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "to-folder").symlink_to(tmp_path / "folder")
    (tmp_path / "to-file").symlink_to(tmp_path / "file")
    assert is_own_folder(tmp_path / "folder")
    assert is_own_file(tmp_path / "file")
    assert not is_own_folder(tmp_path / "to-folder")
    assert not is_own_file(tmp_path / "to-file")
    remove_own_folder(tmp_path / "to-folder")
    assert not (tmp_path / "to-folder").is_symlink()
    assert (tmp_path / "folder").is_dir()


def test_the_persons_own_link_may_lead_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "disk")
    make_own_folder(tmp_path / "data" / "datasets")
    assert (tmp_path / "disk" / "datasets").is_dir()


@posix
@as_root
@pytest.mark.parametrize("link", [True, False])
def test_what_another_user_has_put_there_is_not_used(tmp_path: Path, link: bool) -> None:
    folder = tmp_path / "datasets"
    if link:
        folder.symlink_to(tmp_path)
    else:
        folder.mkdir()
    os.chown(folder, NOBODY, NOBODY, follow_symlinks=False)
    with pytest.raises(PermissionError, match="another user"):
        make_own_folder(folder)


@posix
def test_old_files_are_closed_to_others_and_links_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"")
    outside.chmod(0o644)
    home = tmp_path / "home"
    (home / "inner").mkdir(parents=True)
    (home / "inner" / "file").touch()
    (home / "link").symlink_to(outside)
    for path, bits in ((home, 0o755), (home / "inner", 0o777), (home / "inner" / "file", 0o664)):
        path.chmod(bits)
    assert dict(loose_in(home)) == {home: 0o755, home / "inner": 0o777, home / "inner" / "file": 0o664}
    assert close_to_others(home) == 3
    assert list(loose_in(home)) == []
    assert [mode(path) for path in (home, home / "inner", home / "inner" / "file")] == [0o700, 0o700, 0o600]
    assert mode(outside) == 0o644
    assert close_to_others(tmp_path / "missing") == 0


@posix
@as_root
def test_a_lock_and_a_file_that_another_user_has_put_there_are_refused(tmp_path: Path) -> None:
    planted = tmp_path / ".build.lock"
    planted.write_bytes(b"theirs")
    planted.chmod(0o666)
    os.chown(planted, NOBODY, NOBODY)
    for use in (refuse_planted, open_to_append):
        with pytest.raises(PermissionError, match="another user"):
            use(planted)
    with pytest.raises(PermissionError, match="another user"), locked(planted):
        pass
    with pytest.raises(PermissionError, match="another user"), lock_dataset(tmp_path):
        pass
    assert planted.read_bytes() == b"theirs"
    refuse_planted(tmp_path / "none")
