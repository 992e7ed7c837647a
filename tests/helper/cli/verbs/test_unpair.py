"""`inset unpair` and `inset pair --rename`: of two browsers of one kind, the one that is meant."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from support.command_line.commands import Inset

NAME = "Chrome on Linux"


@pytest.fixture
def ids(inset: Inset) -> list[str]:
    """Of two pairings that have one name."""
    for _ in range(2):
        inset("pair", "--new-token", NAME)
    return [each["id"] for each in inset("pair", "--list", "--json").json["pairings"]]


def left(inset: Inset) -> list[str]:
    return [each["id"] for each in inset("pair", "--list", "--json").json["pairings"]]


def test_without_a_terminal_it_refuses_and_lists_them(inset: Inset, ids: list[str]) -> None:
    refused = inset("unpair", NAME, stdin=f"{ids[0]}\n")
    assert (refused.status, refused.out) == (2, "")
    assert "Give the ID of the one that you mean" in refused.err
    for one in ids:
        assert one in refused.err
    told = inset("unpair", NAME, "--json")
    assert told.status == 2
    assert all(one in told.json["error"]["message"] for one in ids)
    assert left(inset) == ids


def test_an_id_is_never_in_doubt(inset: Inset, ids: list[str]) -> None:
    assert inset("unpair", ids[0]).out == "Ended 1 connection.\n"
    assert left(inset) == ids[1:]
    assert inset("unpair", NAME).out == "Ended 1 connection.\n"
    assert left(inset) == []


def test_all_means_all(inset: Inset, ids: list[str]) -> None:
    assert inset("unpair", "--all").out == "Ended 2 connections.\n"
    assert left(inset) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("answered", [0, 1, None])
def test_in_a_terminal_it_asks(inset: Inset, ids: list[str], answered: int | None) -> None:
    ours, theirs = os.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "inset", "unpair", NAME],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=inset.environ,
    )
    os.write(ours, ("" if answered is None else ids[answered]).encode() + b"\n")
    out, err = child.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert all(one in err for one in ids)
    assert "2 are called Chrome on Linux." in err
    if answered is None:
        assert (child.returncode, left(inset)) == (2, ids)
        assert "No connection was ended." in err
    else:
        assert (child.returncode, out) == (0, "Ended 1 connection.\n")
        assert left(inset) == [one for one in ids if one != ids[answered]]


def test_another_name_tells_them_apart(inset: Inset, ids: list[str]) -> None:
    assert inset("pair", "--rename", NAME, "Laptop").status == 2
    assert inset("pair", "--rename", ids[1], "Laptop").out == "Chrome on Linux is called Laptop now.\n"
    assert inset("unpair", "Laptop").status == 0
    assert left(inset) == ids[:1]
    assert inset("pair", "--rename", "Laptop", "Phone").status == 1
    assert inset("pair", "123456", "--rename", NAME, "x").status == 2
