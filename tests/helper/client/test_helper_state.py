"""The running helper's state file."""

from __future__ import annotations

import os
import stat
import sys

import orjson
import pytest
from msgspec.structs import replace

import inset
from inset.client.helper_state import new_state, read_state, remove_state, write_state
from inset.paths import Paths


def test_written_read_and_removed(paths: Paths) -> None:
    state = new_state(46738, "inset_secret")
    assert (state.name, state.pid, state.version) == ("inset", os.getpid(), inset.__version__)
    assert read_state(paths) is None
    write_state(paths, state)
    assert read_state(paths) == state
    remove_state(paths, state)
    assert not paths.helper_state.exists()
    remove_state(paths, state)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_this_person_may_read_it(paths: Paths) -> None:
    write_state(paths, new_state(46738, "inset_secret"))
    assert stat.S_IMODE(paths.helper_state.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.state.stat().st_mode) == 0o700


def test_the_file_of_a_later_helper_stays(paths: Paths) -> None:
    mine = new_state(46738, "inset_mine")
    write_state(paths, mine)
    write_state(paths, replace(mine, token="inset_later"))
    remove_state(paths, mine)
    later = read_state(paths)
    assert later is not None
    assert later.token == "inset_later"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b'{"name": "inset", "port": "46738"}', b"\xff"],
)
def test_an_unreadable_file_is_none(paths: Paths, content: bytes) -> None:
    paths.state.mkdir(parents=True)
    paths.helper_state.write_bytes(content)
    assert read_state(paths) is None


def test_a_file_with_a_field_of_another_kind_is_none(paths: Paths) -> None:
    write_state(paths, new_state(46738, "inset_secret"))
    content = orjson.loads(paths.helper_state.read_bytes())
    for change in ({"port": True}, {"port": "46738"}, {"token": None}, {"pid": 1.5}):
        paths.helper_state.write_bytes(orjson.dumps({**content, **change}))
        assert read_state(paths) is None
    paths.helper_state.write_bytes(orjson.dumps({**content, "something_later": 1}))
    assert read_state(paths) is not None
