"""Every hostile character, through every verb that may print words of a manifest, a file's name or a server."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inset.cli.all_verbs import VERBS
from inset.own_files import make_own_folder
from inset.pack.subscriptions import Followed, Subscription, Trouble, id_of, write_subscription
from inset_build.pack import publish
from support.command_line.commands import Inset, Ran
from support.command_line.in_process import run
from support.computer.ports import free_port
from support.publishing.packs import ForgedPack
from support.servers.other_program import another_program
from support.servers.static_host import StaticHost
from support.words.hostile_text import HOSTILE, REWRITING, expect_harmless

FIRST = 900_000_000_001
OWNER = "12345678@N00"
FORGED = "\nFORGED: all is well"
"""A line that would look like one of ours."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs files' names that Windows does not allow")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Inset, Ran]:
    """A dataset whose licence words hold every hostile character, and what its build said; `clean` has none."""
    folder = tmp_path_factory.mktemp("hostile")
    inset = Inset(home=folder / "home", port=free_port(), folder=folder)
    with (folder / f"list{REWRITING}{FORGED}\u202e.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["photo_id", "owner", "license"])
        characters = [character for character in HOSTILE if character != "\0"]
        for number, character in enumerate(characters):
            rows.writerow([FIRST + number, OWNER, f"words{character}words{FORGED}{REWRITING}"])
            rows.writerow([f"not{character}a number{REWRITING}", OWNER, "words"])
        rows.writerows([FIRST + 1000 + number, OWNER, "words"] for number in range(2000))
        rows.writerow([f"not a number{FORGED}", OWNER, "words"])
    (folder / "clean.txt").write_text("".join(f"{FIRST + 5000 + number}\n" for number in range(100)))
    assert run(inset, "build", "clean", "clean.txt").status == 0
    return inset, run(inset, "build", "made-up", *(path.name for path in folder.glob("list*")))


def test_a_build(built: tuple[Inset, Ran]) -> None:
    _, told = built
    assert told.status == 0
    assert "\\x1b[1A" in told.out + told.err  # the rejected examples are shown, and visibly


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ("build", "made-up", "MANIFEST", "--explain"),
        ("build", "again", "MANIFEST"),
        ("build", "again", "MANIFEST", "--column", f"x{REWRITING}"),
        ("build", f"bad{REWRITING}", "MANIFEST"),
        ("build", "again", "MANIFEST", "--shard", "1/1", "--to", f"nowhere{REWRITING}"),
        ("build", "again", "MANIFEST", "--shard", f"1/{REWRITING}", "--to", "nowhere"),
        ("merge", f"again{REWRITING}", f"nothing{REWRITING}"),
        ("lookup", str(FIRST), str(FIRST + 27), str(FIRST + 150), str(FIRST + 230)),
        ("lookup", f"https://www.flickr.com/photos/x{REWRITING}/1"),
        ("check", OWNER),
        ("check", "MANIFEST"),
        ("check", f"https://www.flickr.com/photos/{REWRITING}"),
        ("evidence", str(FIRST + 27)),
        ("letter", str(FIRST + 27)),
        ("watch", "add", str(FIRST), f"nobody{REWRITING}"),
        ("watch", "list"),
        ("datasets",),
        ("datasets", "made-up"),
        ("datasets", f"other{REWRITING}"),
        ("datasets", "made-up", "--use", f"1{REWRITING}"),
        ("export", "made-up", "--to", f"nowhere{REWRITING}/x.csv"),
        ("pack", f"other{REWRITING}"),
        ("pack", "made-up"),
        ("pack", "clean", "--force", "--output", f"packed{REWRITING}{FORGED}"),
        ("pack", "clean", "--output", f"nowhere{REWRITING}/x"),
        ("pack", "clean", "--key", f"key{REWRITING}{FORGED}"),
        ("pack", "--new-key", f"nowhere{REWRITING}/key"),
        ("unpack", f"other{REWRITING}{FORGED}", "--unsigned"),
        ("unpack", f"packed{REWRITING}{FORGED}", "--unsigned", "--as", "theirs"),
        ("unpack", f"packed{REWRITING}{FORGED}", "--unsigned", "--as", f"name{REWRITING}{FORGED}"),
        ("unpack", f"packed{REWRITING}{FORGED}", "--public-key", f"key{REWRITING}{FORGED}"),
        ("unpack", "MANIFEST", "--unsigned"),
        ("unpack", f"http://[{REWRITING}{FORGED}", "--unsigned"),
        ("unpack", "http://127.0.0.1:1/\udcff", "--unsigned"),
        ("publish", f"site{REWRITING}{FORGED}", "clean", "--title", f"title{REWRITING}{FORGED}"),
        ("publish", f"site{REWRITING}{FORGED}", "--refresh"),
        ("publish", f"site{REWRITING}{FORGED}", f"other{REWRITING}{FORGED}"),
        ("publish", f"site{REWRITING}{FORGED}", "--withdraw", f"other{REWRITING}{FORGED}"),
        ("publish", f"none{REWRITING}{FORGED}", "--refresh"),
        ("publish", "MANIFEST", "clean"),
        ("publish", "site", "made-up"),
        ("publish", "site-\udcff", "clean"),
        ("subscribe", f"http://[{REWRITING}{FORGED}", "--root", "MANIFEST"),
        ("subscribe", f"http://127.0.0.1:1/{REWRITING}{FORGED}", "--root", f"site{REWRITING}{FORGED}/root.json"),
        ("subscribe", "http://127.0.0.1:1/", "--root", f"root{REWRITING}{FORGED}"),
        ("subscribe", "http://127.0.0.1:1/", "--root", "MANIFEST"),
        ("subscribe", "http://127.0.0.1:1/\udcff", "--root", f"site{REWRITING}{FORGED}/root.json"),
        (
            "subscribe",
            "http://127.0.0.1:1/",
            "--root",
            f"site{REWRITING}{FORGED}/root.json",
            "--only",
            f"other\udcff{REWRITING}{FORGED}",
        ),
        ("subscriptions",),
        ("unsubscribe", f"other{REWRITING}{FORGED}"),
        ("unsubscribe", "other\udcff"),
        ("remove", f"other{REWRITING}"),
        ("catalog", f"other{REWRITING}"),
        ("add", f"other{REWRITING}"),
        ("pair", f"12{REWRITING}"),
        ("pair", "--new-token", f"name{REWRITING}"),
        ("unpair", f"name{REWRITING}"),
        ("doctor",),
        ("status",),
        ("paths",),
        ("service", f"x{REWRITING}"),
        ("completion", f"x{REWRITING}"),
        (f"verb{REWRITING}",),
        ("lookup", f"--option{REWRITING}{FORGED}"),
    ],
    ids=lambda words: "-".join(word for word in words if word.isascii() and word.isprintable())[:40],
)
def test_every_verb(
    built: tuple[Inset, Ran], words: tuple[str, ...], as_json: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    inset, _ = built
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"a password{REWRITING}\n"))
    manifest = next(inset.folder.glob("list*")).name
    told = run(inset, *(manifest if word == "MANIFEST" else word for word in words), *(["--json"] if as_json else []))
    assert told.out or told.err


def test_no_verb_was_forgotten() -> None:
    """Those that the test above does not run print nothing that comes from elsewhere, or have a test below."""
    marks = next(mark for mark in test_every_verb.pytestmark if mark.args[0] == "words")  # type: ignore[attr-defined]
    tried = {words[0] for words in marks.args[1]}
    assert {verb.name for verb in VERBS} - tried == {"serve", "stop", "open", "extension"}


def test_a_settings_file_and_a_port(built: tuple[Inset, Ran]) -> None:
    inset, _ = built
    told = run(inset, "serve", INSET_PORT=f"80{REWRITING}")
    assert told.status != 0
    told = run(inset, "doctor", INSET_HOME=str(inset.folder / f"home{REWRITING}"))
    assert told.out


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 404 Not \x1b[31mFound\x1b]0;title\x07\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 500 \u202eturned\u2066\x9b1m\r\nContent-Length: 0\r\n\r\n".encode(),
        b"HTTP/1.1 302 \x1b[2J\r\nLocation: http://127.0.0.1:1/\x1b[2J\r\nContent-Length: 0\r\n\r\n",
        b'HTTP/1.1 200 OK\r\nETag: "\x1b[2J"\r\nContent-Type: text/\x1b[2J\r\nContent-Length: 3\r\n\r\n\x1b[2',
        b"\x1b[2Jnot HTTP at all\x07\r\n\r\n",
    ],
    ids=["reason", "reason-beyond-ascii", "redirect", "headers", "no-http"],
)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_what_a_server_says(built: tuple[Inset, Ran], reply: bytes, as_json: bool) -> None:
    inset, _ = built
    with another_program(reply) as port:
        told = run(
            inset,
            "add",
            f"http://127.0.0.1:{port}/list.csv",
            "--name",
            "from-a-server",
            *(["--json"] if as_json else []),
        )
    assert told.status != 0
    assert told.err


def on_a_terminal(inset: Inset, *words: str) -> str:
    """What a verb prints on a terminal, stdout and stderr together."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=inset.environ,
        cwd=inset.folder,
    )
    os.close(theirs)
    printed = bytearray()
    try:
        while piece := os.read(ours, 65536):
            printed += piece
    except OSError:  # by which Linux says that the other end was closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return printed.decode().replace("\r\n", "\n")


def test_progress_on_a_terminal(built: tuple[Inset, Ran]) -> None:
    """There, the line rewrites itself; nothing else of what a terminal obeys may come."""
    inset, _ = built
    printed = on_a_terminal(inset, "build", "on-a-terminal", next(inset.folder.glob("list*")).name)
    assert "\r\x1b[2K" in printed
    expect_harmless(printed.replace("\r\x1b[2K", ""))


def test_an_export_on_a_terminal(built: tuple[Inset, Ran]) -> None:
    inset, _ = built
    printed = on_a_terminal(inset, "check", OWNER, "--format", "csv")
    assert str(FIRST) in printed
    expect_harmless(printed.replace("\r\x1b[2K", ""))


def test_a_damaged_descriptor(built: tuple[Inset, Ran], tmp_path: Path) -> None:
    """What stands in a dataset's own files may have been written by anybody who made that dataset."""
    inset, _ = built
    shutil.copytree(inset.home, tmp_path / "home")
    copied = Inset(home=tmp_path / "home", port=inset.port, folder=tmp_path)
    (described,) = (tmp_path / "home").glob("data/datasets/made-up/*/dataset.json")
    document = json.loads(described.read_text())
    for key, value in document.items():
        for hostile in (f"{REWRITING}{FORGED}", [REWRITING], {REWRITING: 1}):
            if type(hostile) is type(value):
                described.write_text(json.dumps({**document, key: hostile}))
                for words in (("datasets",), ("datasets", "made-up"), ("lookup", str(FIRST)), ("doctor",)):
                    run(copied, *words)
                    run(copied, *words, "--json")


@pytest.mark.parametrize("hostile", [f"{REWRITING}{FORGED}", "\u202e\u200b\x9b2J"], ids=["rewriting", "unseen"])
def test_a_pack_that_somebody_forged(built: tuple[Inset, Ran], tmp_path: Path, hostile: str) -> None:
    """Every word of a pack's header and of its descriptor is its maker's."""
    inset, _ = built
    reader = Inset(home=tmp_path / "home", port=inset.port, folder=tmp_path)
    plain = tmp_path / "plain"
    assert run(inset, "pack", "clean", "--output", str(plain)).status == 0
    forged = []
    for key, value in ForgedPack(plain).header.items():
        forged.append(ForgedPack(plain))
        forged[-1].header[key] = [{hostile: hostile}] if isinstance(value, list) else hostile
    forged += [ForgedPack(plain) for _ in range(3)]
    forged[-3].header[hostile] = hostile
    forged[-2].header["parts"][0]["name"] = hostile
    forged[-1].header["parts"][0]["form"] = hostile
    for key, value in ForgedPack(plain).descriptor().items():
        if isinstance(value, str):
            forged.append(ForgedPack(plain))
            forged[-1].describe(**{key: hostile})
    for each in forged:
        each.write(tmp_path / f"forged{hostile}")
        for as_json in ([], ["--json"]):
            told = run(reader, "unpack", f"forged{hostile}", "--unsigned", "--as", "theirs", *as_json)
            assert told.out or told.err
            run(reader, "datasets", *as_json)


@pytest.mark.parametrize("hostile", [f"{REWRITING}{FORGED}", "\u202e\u200b\x9b2J"], ids=["rewriting", "unseen"])
def test_a_publisher_whom_one_follows(
    built: tuple[Inset, Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: str
) -> None:
    """A title is whatever the publisher signs: nobody but our own `inset publish` tidies it."""
    inset, _ = built
    monkeypatch.setattr(publish, "_title", lambda title: title)
    reader = Inset(home=tmp_path / "home", port=inset.port, folder=tmp_path)
    site = tmp_path / "site"
    for as_json in ([], ["--json"]):
        told = run(inset, "publish", str(site), "clean", "--title", f"a title{hostile}", *as_json)
        assert told.status == 0, told.err
    with StaticHost(site).running() as host:
        for as_json in ([], ["--json"]):
            told = run(reader, "subscribe", host.url, "--root", str(site / "root.json"), *as_json)
            assert told.status == 0, told.err
            assert "a title" in told.out
            for words in (["subscriptions"], ["subscriptions", "--update"], ["datasets"], ["datasets", "clean"]):
                told = run(reader, *words, *as_json)
                assert told.status == 0, told.err
            assert run(reader, "unsubscribe", host.url, *as_json).status == 0


def test_a_subscription_s_state(built: tuple[Inset, Ran], tmp_path: Path) -> None:
    """What went wrong, and what a dataset is called, were a server's words before they were written down."""
    inset, _ = built
    reader = Inset(home=tmp_path / "home", port=inset.port, folder=tmp_path)
    address, hostile = f"http://127.0.0.1:1/{REWRITING}{FORGED}/", f"words{REWRITING}{FORGED}\u202e"
    here = Followed(hostile, hostile, hostile, 3, hostile)
    state = Subscription(
        id_of(address),
        address,
        hostile,
        "2026-01-01T00:00:00Z",
        only=(hostile,),
        title=hostile,
        datasets={hostile: here, f"another {hostile}": here},
        trouble=Trouble(hostile, hostile, hostile, hostile),
    )
    folder = tmp_path / "home" / "data" / "subscriptions"
    make_own_folder(folder / state.id)
    write_subscription(folder, state)
    make_own_folder(folder / ("0" * 16))
    (folder / ("0" * 16) / "subscription.json").write_text(f'{{"format": 1, "id": {json.dumps(hostile)}}}')
    for as_json in ([], ["--json"]):
        told = run(reader, "subscriptions", *as_json)
        assert told.status == 1
        assert "\\x1b[1A" in told.err
        assert run(reader, "doctor", *as_json).out
    assert run(reader, "unsubscribe", address).status == 0
    assert run(reader, "unsubscribe", "0" * 16, "--json").status == 0


def test_what_readers_refuse_is_not_packed(built: tuple[Inset, Ran], tmp_path: Path) -> None:
    """Not as a file and not for followers: whoever unpacked it would be told that it is no pack of Inset."""
    inset, _ = built
    for words in (
        ("pack", "made-up", "--output", str(tmp_path / "packed")),
        ("pack", "made-up", "--filter-only", "--output", str(tmp_path / "packed")),
        ("publish", str(tmp_path / "site"), "made-up"),
    ):
        told = run(inset, *words)
        assert told.status == 1
        assert "inset: Take what cannot be seen" in told.err
    assert not (tmp_path / "packed").exists()
    assert not (tmp_path / "site" / "timestamp.json").exists()
    for name in ("words", f"words{REWRITING}"):
        (tmp_path / "list.csv").write_text(f"photo_id,owner,license\n{FIRST},{OWNER},{name}\n", newline="")
        packer = Inset(home=tmp_path / "home", port=inset.port, folder=tmp_path)
        assert run(packer, "build", "words", "list.csv").status == 0
        told = run(packer, "pack", "words", "--force")
        assert (told.status == 0) == (name == "words"), told.err
