"""Every verb prints on streams that cannot show every character: cp1252 (pipes on Windows), Latin-1, ASCII."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.cli import main as command_line
from inset.cli.showing.characters import HANDLER, SPELLINGS, json_as_shown
from inset.own_files import make_own_folder
from inset.pack.subscriptions import Followed, Subscription, Trouble, id_of, write_subscription
from support.command_line.commands import Inset

ENCODINGS = ("cp1252", "ascii", "latin-1")
every_encoding = pytest.mark.parametrize("encoding", ENCODINGS)
PHOTO = 900_000_000_001
ELSEWHERE = "Zoë → 写真.csv"
"""A file's name with a letter of Latin-1, a sign of none, and letters of Japanese."""


def _verbs() -> dict[str, argparse.ArgumentParser]:
    parser = command_line.make_parser()
    (action,) = (part for part in parser._actions if isinstance(part, argparse._SubParsersAction))
    return dict(action.choices)


WORDS = {
    "add": [["add", "nobody…"]],
    "build": [
        ["build", "more", ELSEWHERE, "--reader", "csv"],
        ["build", "--explain", ELSEWHERE],
        ["build", "--explain", ELSEWHERE, "--json"],
        ["build", "more", "there-is-no-é.csv"],
    ],
    "catalog": [["catalog"], ["catalog", "--json"], ["catalog", "ffhq"], ["catalog", "→"]],
    "check": [
        ["check", ELSEWHERE],
        ["check", ELSEWHERE, "--json"],
        ["check", "@Zoë"],
        ["check", ELSEWHERE, "--format", "html"],
        ["check", "--list-kept"],
    ],
    "completion": [["completion", shell] for shell in ("bash", "zsh", "fish")],
    "datasets": [["datasets"], ["datasets", "made-up"], ["datasets", "made-up", "--runs"], ["datasets", "é"]],
    "doctor": [["doctor"], ["doctor", "--json"]],
    "evidence": [["evidence", str(PHOTO), "--manifest", ELSEWHERE], ["evidence", str(PHOTO), "--json"]],
    "export": [["export", "made-up", "--to", "txt", "-o", "→.txt"], ["export", "é", "--to", "txt"]],
    "extension": [["extension"]],
    "letter": [
        *(["letter", str(PHOTO), "--role", "author", "--language", language] for language in ("de", "pt", "ja")),
        ["letter", str(PHOTO), "--role", "author", "--language", "ja", "--json"],
        ["letter", "--list"],
    ],
    "merge": [["merge", "é", "→"]],
    "lookup": [["lookup", str(PHOTO), "é", "写真"], ["lookup", str(PHOTO), "写真", "--json"]],
    "open": [["open"]],
    "pair": [["pair", "--new-token", "Zoë… 写真"], ["pair", "--list"], ["pair", "→"]],
    "pack": [
        ["pack", "made-up", "--output", "→ 写真.insetpack"],
        ["pack", "made-up", "--output", "é.insetpack", "--json"],
        ["pack", "é"],
    ],
    "paths": [["paths"], ["paths", "--json"]],
    "publish": [
        ["publish", "Zoë → 写真", "made-up", "--title", "Zoë → 写真"],
        ["publish", "Zoë → 写真", "--refresh", "--json"],
        ["publish", "Zoë → 写真", "é"],
    ],
    "remove": [["remove", "é…"]],
    "serve": [["serve", "--port", "…"]],
    "service": [["service", "status"]],
    "status": [["status"]],
    "stop": [["stop"]],
    "subscribe": [
        ["subscribe", "http://127.0.0.1:1/写真/", "--root", "there-is-no-é…"],
        ["subscribe", "→", "--root", ELSEWHERE],
        ["subscribe", "http://127.0.0.1:1/", "--root", ELSEWHERE, "--json"],
    ],
    "subscriptions": [["subscriptions"], ["subscriptions", "--json"]],
    "unpack": [
        ["unpack", "→ 写真.insetpack", "--unsigned", "--as", "theirs"],
        ["unpack", "→ 写真.insetpack", "--unsigned", "--as", "é"],
        ["unpack", "→ 写真.insetpack", "--public-key", "there-is-no-é…"],
        ["unpack", "there-is-no-写真", "--unsigned", "--json"],
    ],
    "unpair": [["unpair", "写真"]],
    "unsubscribe": [["unsubscribe", "写真"], ["unsubscribe", "→", "--json"]],
    "watch": [["watch", "add", ELSEWHERE, "--name", "Zoë → 写真"], ["watch", "list"], ["watch", "remove", "→"]],
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a command printed, decoded."""

    status: int
    out: str
    err: str


def say(words: list[str], encoding: str, monkeypatch: pytest.MonkeyPatch) -> Said:
    """Run a command in this process, with streams of an encoding that refuse what they cannot show."""
    out, err = (TextIOWrapper(BytesIO(), encoding=encoding, errors="strict", newline="\n") for _ in range(2))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            status = command_line.main(words)
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        finally:
            out.flush()
            err.flush()
    binary = "--format" in words
    return Said(
        status,
        out.buffer.getvalue().decode("utf-8" if binary else encoding),
        err.buffer.getvalue().decode(encoding),
    )


def follow(subscriptions: Path) -> None:
    """Two publishers: one with a title, and one whose state cannot be read."""
    address = "http://127.0.0.1:1/写真/"
    here = {"ebb": Followed("theirs", "20260101-1", "00" * 32, 3, "2026-01-01T00:00:00Z", offered=False)}
    trouble = Trouble("download_failed", f"Try again later: {address} cannot be fetched.", "", "2026-01-02T00:00:00Z")
    followed = Subscription(id_of(address), address, "00" * 32, "2026-01-01T00:00:00Z", title="Zoë → 写真")
    make_own_folder(subscriptions / followed.id)
    write_subscription(subscriptions, msgspec.structs.replace(followed, datasets=here, trouble=trouble))
    make_own_folder(subscriptions / ("0" * 16))
    (subscriptions / ("0" * 16) / "subscription.json").write_text("写真", encoding="utf-8")


@pytest.fixture
def in_a_folder(inset: Inset, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a list, and a published dataset made of it; this process works there."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)  # put back after main has set its own
    for name, value in inset.environ.items():
        if name.startswith(("INSET_", "COLUMNS")):
            monkeypatch.setenv(name, value)
    monkeypatch.chdir(inset.folder)
    listing = inset.folder / ELSEWHERE
    listing.write_text(f"photo_id,owner_name\n{PHOTO},Zoë → 写真\n", encoding="utf-8")
    assert say(["build", "made-up", ELSEWHERE, "--obtained", "Zoë → 写真"], "utf-8", monkeypatch).status == 0
    follow(inset.home / "data" / "subscriptions")
    return inset.folder


def test_every_verb_is_tried() -> None:
    assert set(WORDS) == set(_verbs())


@every_encoding
def test_every_verb_prints(encoding: str, in_a_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (words for several in WORDS.values() for words in several):
        said = say(words, encoding, monkeypatch)
        assert said.status in range(7), words
        assert said.out or said.err, words
        if "--json" in words:
            json.loads(said.out)


@every_encoding
def test_every_help_prints(encoding: str, in_a_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in ([], *([verb] for verb in _verbs())):
        said = say([*words, "--help"], encoding, monkeypatch)
        assert said.status == 0
        assert said.out.startswith("usage: inset")


@every_encoding
def test_json_says_the_same_in_every_encoding(
    encoding: str, in_a_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (["lookup", "写真 “é” → 😀", "--json"], ["datasets", "made-up", "--json"], ["catalog", "--json"]):
        assert json.loads(say(words, encoding, monkeypatch).out) == json.loads(say(words, "utf-8", monkeypatch).out)


def test_signs_are_spelled_and_letters_escaped(in_a_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = say(["build", "--explain", ELSEWHERE], "ascii", monkeypatch)
    assert "Zo\\xeb -> \\u5199\\u771f.csv: " in said.out
    assert f"    {PHOTO}" in said.out
    assert "  <-  " in said.out
    assert "  ->  " in say(["doctor"], "cp1252", monkeypatch).out
    assert "Zo\\xeb -> \\u5199\\u771f" in say(["subscriptions"], "ascii", monkeypatch).out


def test_files_are_utf_8_whatever_the_stream_is(in_a_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (
        ["check", ELSEWHERE, "-o", "report.html"],
        ["letter", str(PHOTO), "--role", "author", "--language", "ja", "-o", "letters"],
        ["evidence", str(PHOTO), "-o", "evidence.html"],
    ):
        assert say(words, "ascii", monkeypatch).status == 0, words
    texts = [
        (in_a_folder / "report.html").read_text(encoding="utf-8"),
        (in_a_folder / "evidence.html").read_text(encoding="utf-8"),
    ]
    assert all("写真" in text for text in texts)


def test_a_process_with_a_pipe_of_windows(inset: Inset) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "inset", "doctor"],
        env={**inset.environ, "PYTHONIOENCODING": "cp1252:strict"},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert b"  ->  " in done.stdout


@given(st.text(), st.sampled_from(ENCODINGS))
def test_every_text_is_shown_and_what_fits_is_unchanged(text: str, encoding: str) -> None:
    shown = text.encode(encoding, HANDLER).decode(encoding)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        assert shown != text
    else:
        assert shown == text


@given(st.text())
def test_json_with_escapes_is_the_same_json(text: str) -> None:
    document = json.dumps({text: [text]}, ensure_ascii=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", TextIOWrapper(BytesIO(), encoding="ascii"))
        shown = json_as_shown(document)
    assert shown.isascii()
    assert json.loads(shown) == {text: [text]}


def test_spellings_are_ascii() -> None:
    assert all(spelled.isascii() and len(sign) == 1 for sign, spelled in SPELLINGS.items())


def test_a_byte_of_a_file_name_that_is_no_text_is_shown() -> None:
    assert b"\xff.csv".decode("utf-8", "surrogateescape").encode("utf-8", HANDLER) == b"\\xff.csv"
