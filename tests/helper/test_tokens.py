"""The list of pairings: what is in the file, who may read it, and several processes writing it at once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from inset import tokens
from inset.errors import BadRequest, PairingsCorrupt
from inset.tokens import TokenStore
from support.api.served import CHROME, FIREFOX
from support.computer.calendar import DAY, AlwaysNoon

WRITERS, EACH = 4, 12


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "pairings.json"


@pytest.fixture
def store(path: Path) -> TokenStore:
    return TokenStore(path)


def test_a_token_is_found_and_never_kept(store: TokenStore, path: Path) -> None:
    token = store.issue("Chrome on Linux", CHROME, ["lookup"])
    assert re.fullmatch(r"inset_[A-Za-z0-9_-]{43}", token)
    pairing = store.find(token)
    assert pairing is not None
    assert (pairing.name, pairing.origin, pairing.scopes) == ("Chrome on Linux", CHROME, frozenset({"lookup"}))
    text = path.read_text()
    assert token not in text
    assert token.removeprefix("inset_") not in text
    assert hashlib.sha256(token.encode()).hexdigest() in text
    assert "sha256" not in pairing.as_dict()


def test_what_is_no_token_is_not_found(store: TokenStore) -> None:
    token = store.issue("x", None, ["lookup"])
    (pairing,) = store.list()
    for text in ("", "inset_", token[:-1], token + "x", token.upper(), pairing.sha256, "x" * 10_000, "\udcff"):
        assert store.find(text) is None


def test_tokens_differ(store: TokenStore) -> None:
    assert len({store.issue("x", None, ["lookup"]) for _ in range(20)}) == 20


def test_what_has_a_name_is_found_and_only_an_id_is_revoked(store: TokenStore) -> None:
    first, second = store.issue("Laptop", CHROME, ["lookup"]), store.issue("Laptop", FIREFOX, ["lookup"])
    third = store.issue("Phone", None, ["lookup"])
    pairings = store.list()
    assert store.matching("Laptop") == pairings[:2]
    assert store.matching(pairings[2].id) == [pairings[2]]
    assert (store.matching("Tablet"), store.revoke("Laptop")) == ([], False)
    assert store.revoke(pairings[2].id)
    assert store.find(third) is None
    assert store.revoke(pairings[0].id)
    assert (store.find(first), store.list()) == (None, pairings[1:2])
    assert store.find(second) == pairings[1]


def test_an_id_goes_before_a_name(store: TokenStore) -> None:
    store.issue("Laptop", CHROME, ["lookup"])
    (laptop,) = store.list()
    store.issue(laptop.id, CHROME, ["lookup"])
    assert store.matching(laptop.id) == [laptop]


def test_another_name_changes_nothing_else(store: TokenStore) -> None:
    token = store.issue("Laptop", CHROME, ["lookup"])
    (before,) = store.list()
    renamed = store.rename(before.id, " Büro ")
    assert renamed is not None
    assert (renamed.name, renamed.id, renamed.sha256) == ("Büro", before.id, before.sha256)
    assert TokenStore(store._path).find(token) == renamed
    assert store.rename("deadbeef", "x") is None
    with pytest.raises(BadRequest):
        store.rename(before.id, "\x1b[31mred")


def test_the_day_of_the_last_use_is_kept_and_written_once(
    store: TokenStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "datetime", AlwaysNoon)
    store.issue("Laptop", CHROME, ["lookup"])
    (pairing,) = store.list()
    assert pairing.used_on is None
    store.note_use(pairing.id)
    written = path.stat().st_mtime_ns
    (used,) = store.list()
    assert used.used_on == DAY
    store.note_use(pairing.id)
    assert path.stat().st_mtime_ns == written


def test_a_list_of_an_older_version_is_read(store: TokenStore, path: Path) -> None:
    token = store.issue("Laptop", CHROME, ["lookup"])
    content = json.loads(path.read_text())
    del content["pairings"][0]["used_on"]
    path.write_text(json.dumps(content))
    found = TokenStore(path).find(token)
    assert found is not None
    assert found.used_on is None


def test_no_file_is_no_pairing(store: TokenStore, path: Path) -> None:
    assert (store.list(), store.find("inset_x"), store.revoke("x")) == ([], None, False)
    assert not path.exists()
    token = store.issue("x", None, ["lookup"])
    path.unlink()
    assert store.find(token) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_this_person_may_read_it(store: TokenStore, path: Path) -> None:
    before = os.umask(0)
    try:
        store.issue("x", None, ["lookup"])
    finally:
        os.umask(before)
    for made in path.parent.iterdir():
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    store.issue("y", None, ["lookup"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_left_beside_the_file(store: TokenStore, path: Path) -> None:
    store.issue("x", None, ["lookup"])
    assert store.revoke(store.list()[0].id)
    assert {made.name for made in path.parent.iterdir()} == {"pairings.json", "pairings.lock"}


def test_another_store_sees_it_at_once(store: TokenStore, path: Path) -> None:
    other = TokenStore(path)
    assert other.list() == []
    token = store.issue("x", None, ["lookup"])
    assert other.find(token) is not None
    assert other.revoke(other.list()[0].id)
    assert store.find(token) is None


@pytest.mark.parametrize("scopes", [[], ["admin"], ["lookup", "admin"], "lookup"])
def test_unknown_scopes_are_refused(store: TokenStore, scopes: list[str]) -> None:
    with pytest.raises(BadRequest):
        store.issue("x", None, scopes)


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\nb", "\x1b[31mred"])
def test_names_that_do_not_print_are_refused(store: TokenStore, path: Path, name: str) -> None:
    with pytest.raises(BadRequest):
        store.issue(name, None, ["lookup"])
    assert not path.exists()


def damaged(good: str) -> dict[str, bytes]:
    content = json.loads(good)
    entry = content["pairings"][0]

    def changed(**fields: object) -> bytes:
        return json.dumps({**content, "pairings": [{**entry, **fields}]}).encode()

    return {
        "empty": b"",
        "half": good.encode()[:-20],
        "not text": b"\xff\xfe\x00",
        "a list": b"[]",
        "null": b"null",
        "no format": b'{"pairings": []}',
        "a later format": json.dumps({**content, "format": 2}).encode(),
        "no pairings": b'{"format": 1}',
        "pairings of another kind": b'{"format": 1, "pairings": 7}',
        "an entry of another kind": b'{"format": 1, "pairings": [7]}',
        "no name": changed(name=None),
        "an origin of another kind": changed(origin=7),
        "no scopes": changed(scopes=[]),
        "unknown scopes": changed(scopes=["admin"]),
        "scopes of another kind": changed(scopes="lookup"),
        "a short hash": changed(sha256="abc"),
        "an upper-case hash": changed(sha256=entry["sha256"].upper()[:-1] + "G"),
    }


KINDS = list(damaged('{"format": 1, "pairings": [{"sha256": ""}]}'))


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_told_and_never_replaced(store: TokenStore, path: Path, kind: str) -> None:
    token = store.issue("x", CHROME, ["lookup"])
    content = damaged(path.read_text())[kind]
    path.write_bytes(content)
    for use in (
        store.list,
        lambda: store.find(token),
        lambda: store.issue("y", None, ["lookup"]),
        lambda: store.revoke("x"),
        TokenStore(path).list,
    ):
        with pytest.raises(PairingsCorrupt, match=r"^Move .*pairings\.json away"):
            use()
    assert path.read_bytes() == content


def test_mended_it_works_again(store: TokenStore, path: Path) -> None:
    token = store.issue("x", None, ["lookup"])
    good = path.read_bytes()
    path.write_bytes(b"damaged")
    with pytest.raises(PairingsCorrupt):
        store.find(token)
    path.write_bytes(good)
    assert store.find(token) is not None


WRITER = """
import sys
from pathlib import Path
from inset.tokens import TokenStore

path, writer, each = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = TokenStore(path)
for number in range(each):
    store.issue(f"{writer}-{number}", None, ["lookup"])
    if number % 3 == 2:
        assert store.revoke(store.matching(f"{writer}-{number}")[0].id)
"""


def test_several_processes_lose_nothing(store: TokenStore, path: Path) -> None:
    kept = store.issue("kept", CHROME, ["lookup"])
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(writer), str(EACH)]) for writer in range(WRITERS)
    ]
    while any(writer.poll() is None for writer in writers):
        assert store.find(kept) is not None  # a reader never sees half a file
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    names = {pairing.name for pairing in store.list()}
    expected = {f"{writer}-{number}" for writer in range(WRITERS) for number in range(EACH) if number % 3 != 2}
    assert names == {"kept", *expected}


def test_a_writer_that_is_killed_leaves_the_list_whole(store: TokenStore, path: Path) -> None:
    kept = store.issue("kept", CHROME, ["lookup"])
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), "w", "100000"])
        while len(store.list()) < 10:
            assert writer.poll() is None
        writer.kill()
        writer.wait()
        assert store.find(kept) is not None
        assert store.issue("after", None, ["lookup"])
        assert not list(path.parent.glob(".*"))
        for pairing in store.list():  # and its lock has gone with it
            if pairing.name != "kept":
                store.revoke(pairing.id)
