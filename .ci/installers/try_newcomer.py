"""What newcomers do with the .deb that nobody meant them to do. Each works, or says what to do.

Part of `make test-installers`, as root, in an empty Debian as `try_deb.py`.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from empty_debian import PACKAGES, Empty, empty_debian, why_not

ANNA: Final = 1001
BERT: Final = 1002

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Empty]:
    """One for all tests of this file, with the package installed."""
    with empty_debian(tmp_path_factory.mktemp("debian")) as made:
        shutil.copy(PACKAGES[-1], made.root / "tmp/inset.deb")
        made.run("dpkg", "-i", "/tmp/inset.deb")
        try:
            yield made
        finally:
            made.run("dpkg", "--purge", "inset", check=False)


@pytest.fixture
def people(debian: Empty) -> Iterator[Empty]:
    """Two people with empty homes; what they have started ends with the test."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        debian.port = free.getsockname()[1]
    for name, user in (("anna", ANNA), ("bert", BERT)):
        home = debian.root / "home" / name
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, parents=True)
        shutil.chown(home, user, user)
    yield debian
    for name, user in (("anna", ANNA), ("bert", BERT)):
        debian.run("inset", "stop", user=user, home=f"/home/{name}", check=False)


def click(debian: Empty, user: int = ANNA, home: str = "/home/anna") -> subprocess.CompletedProcess[str]:
    """What the menu entry runs; there is no browser, so the address is printed."""
    return debian.run("inset", "open", "--start", "--print", user=user, home=home, check=False)


def helper_of(debian: Empty, name: str) -> int:
    """The process of a person's helper."""
    state = (debian.root / "home" / name / ".local/state/inset/helper.json").read_text(encoding="utf-8")
    return int(json.loads(state)["pid"])


def runs(pid: int) -> bool:
    """Whether a process is there and no zombie, which has ended already."""
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text(encoding="utf-8")


def package_of(debian: Empty, version: str) -> str:
    """Put the same package with another version into it, and return its path there."""
    tree = debian.root / "tmp/tree"
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-R", str(PACKAGES[-1]), str(tree)], check=True)
    control = tree / "DEBIAN/control"
    lines = control.read_text(encoding="utf-8").splitlines()
    control.write_text(
        "".join(f"Version: {version}\n" if line.startswith("Version:") else f"{line}\n" for line in lines),
        encoding="utf-8",
    )
    made = debian.root / "tmp/other.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", str(tree), str(made)], check=True)
    shutil.rmtree(tree)
    return "/tmp/other.deb"


def test_installed_twice_while_it_runs(people: Empty) -> None:
    """The helper ends with its files, and the next click starts the new one."""
    assert click(people).returncode == 0
    before = helper_of(people, "anna")
    people.run("dpkg", "-i", "/tmp/inset.deb")
    assert not runs(before)
    assert click(people).returncode == 0
    assert helper_of(people, "anna") != before


def test_replaced_by_another_version_while_it_runs(people: Empty) -> None:
    """And what was published before is there."""
    people.run("dpkg", "-i", package_of(people, "0.0.1"))
    assert click(people).returncode == 0
    people.run("inset", "build", "--sample", user=ANNA)
    before = helper_of(people, "anna")
    people.run("dpkg", "-i", "/tmp/inset.deb")
    assert not runs(before)
    assert click(people).returncode == 0
    assert '"listed"' in people.run("inset", "lookup", "990000000001", "--json", user=ANNA).stdout


def test_removed_while_it_runs(people: Empty) -> None:
    """Nothing goes on running without its files."""
    assert click(people).returncode == 0
    before = helper_of(people, "anna")
    try:
        people.run("dpkg", "--remove", "inset")
        assert not runs(before)
        assert not (people.root / "usr/bin/inset").is_symlink()
        assert not (people.root / "usr/lib/inset").exists()
        with socket.create_server(("127.0.0.1", people.port)):
            pass  # the port is free again
    finally:
        people.run("dpkg", "-i", "/tmp/inset.deb")


def test_clicked_twice_quickly(people: Empty) -> None:
    """Both clicks open the page of one helper."""
    words = people.words("inset", "open", "--start", "--print", user=ANNA)
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [each.communicate(timeout=120) for each in both]
    assert [each.returncode for each in both] == [0, 0], told
    addresses = {out.strip() for out, _ in told}
    assert len(addresses) == 2
    assert all(address.startswith(f"http://127.0.0.1:{people.port}/#ticket=") for address in addresses)


def test_two_people(people: Empty) -> None:
    """One port, so one helper at a time: the second person is told, and reads nothing of the first one's."""
    assert click(people).returncode == 0
    second = click(people, BERT, "/home/bert")
    assert second.returncode == 5
    assert "Ask the other person on this computer to sign out" in second.stderr
    state = people.run("cat", "/home/anna/.local/state/inset/helper.json", user=BERT, check=False)
    assert state.returncode != 0
    people.run("inset", "stop", user=ANNA)
    assert click(people, BERT, "/home/bert").returncode == 0


def test_another_program_has_the_port(people: Empty) -> None:
    """The remedy comes first."""
    with socket.create_server(("127.0.0.1", people.port)):
        done = click(people)
    assert done.returncode == 5
    assert str(people.port) in done.stderr
    assert "Stop the program" in done.stderr


def test_a_home_that_is_somebody_else_s(people: Empty) -> None:
    """The folder is named."""
    shutil.chown(people.root / "home/anna", 0, 0)
    (people.root / "home/anna").chmod(0o755)
    done = click(people)
    assert done.returncode == 1
    assert "/home/anna" in done.stderr


def test_no_room_in_the_home(people: Empty) -> None:
    """Not even for the helper's own state."""
    home = people.root / "home/anna"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size=16k,uid={ANNA},gid={ANNA},mode=700", "tmpfs", home], check=True
    )
    try:
        with (home / "photo.raw").open("wb", buffering=0) as photo, suppress(OSError):
            while True:
                photo.write(bytes(4096))
        done = click(people)
        assert done.returncode == 1
        assert "room" in done.stderr.lower()
    finally:
        people.run("inset", "stop", user=ANNA, check=False)
        subprocess.run(["umount", home], check=True)


@pytest.mark.parametrize("display", [{"WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":0"}, {}])
def test_the_browser_gets_the_person_s_own_environment(people: Empty, display: dict[str, str]) -> None:
    """On every kind of desktop, and never the package's libraries."""
    opener = people.root / "usr/bin/xdg-open"
    opener.write_text('#!/bin/sh\nenv >"$HOME/given"\necho "$1" >>"$HOME/given"\n', encoding="ascii")
    opener.chmod(0o755)
    try:
        people.run(
            "env", *(f"{name}={value}" for name, value in display.items()), "inset", "open", "--start", user=ANNA
        )
    finally:
        opener.unlink()
    given = (people.root / "home/anna/given").read_text(encoding="utf-8").splitlines()
    assert given[-1].startswith("file:///home/anna/")
    assert not [line for line in given if line.startswith(("LD_LIBRARY_PATH", "_PYI_"))]
    assert {f"{name}={value}" for name, value in display.items()} <= set(given)
