"""`inset pack` and `inset unpack`, as a publisher and a reader use them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support.command_line.commands import Inset

LISTED = [str(990_000_000_000 + number) for number in range(1, 8)]


@pytest.fixture
def published(inset: Inset) -> Inset:
    (inset.folder / "photos.txt").write_text("\n".join(LISTED) + "\n")
    assert inset("build", "made-up", inset.folder / "photos.txt").status == 0
    return inset


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - its name in the class that this one extends
        del format


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_from_a_key_to_a_signed_pack_to_an_answer(published: Inset, tmp_path: Path) -> None:
    made = published("pack", "--new-key", "publisher.key", stdin="a password\n")
    assert made.status == 0, made.err
    assert made.out.startswith("Made a key: keep publisher.key to yourself")
    packed = published("pack", "made-up", "--key", "publisher.key", stdin="a password\n")
    assert packed.status == 0, packed.err
    assert "Wrote made-up.insetpack: 7 photos of made-up (run " in packed.out
    assert "Signed with the key " in packed.out
    reader = Inset(tmp_path / "reader", published.port, published.folder)
    refused = reader("unpack", "made-up.insetpack")
    assert (refused.status, refused.err.splitlines()[0]) == (
        2,
        "inset: Give the publisher's key with --public-key, or add --unsigned to take the pack from whoever it may be.",
    )
    told = reader("unpack", "made-up.insetpack", "--public-key", "publisher.key.pub")
    assert told.status == 0, told.err
    assert told.out.startswith("made-up is on this computer: 7 photos")
    assert "Its signature is right, by the key " in told.out
    again = reader("unpack", "made-up.insetpack", "--public-key", "publisher.key.pub", "--json").json
    assert (again["already"], again["origin"]["how"]) == (True, "minisign")
    found = reader("lookup", LISTED[0], "900000000001", "--json").json["results"]
    assert [each["answer"] for each in found] == ["listed", "not_listed"]
    assert reader("doctor", "--verify").status in (0, 1)


def test_from_an_address_with_its_signature(published: Inset, tmp_path: Path) -> None:
    assert published("pack", "--new-key", "publisher.key").status == 0
    assert published("pack", "made-up", "--key", "publisher.key", "--filter-only").status == 0
    reader = Inset(tmp_path / "reader", published.port, tmp_path)
    key = (published.folder / "publisher.key.pub").read_text().splitlines()[1]
    with served(published.folder) as address:
        told = reader("unpack", f"{address}/made-up.insetpack", "--public-key", key, "--as", "theirs")
        assert told.status == 0, told.err
        login = reader("unpack", f"{address.replace('//', '//me:secret@')}/made-up.insetpack", "--public-key", key)
        assert (login.status, "secret" in login.err) == (2, False)
        assert "Leave user name and password out of the address" in login.err
        missing = reader("unpack", f"{address}/nothing.insetpack", "--public-key", key, "--json")
        assert missing.json["error"]["code"] == "download_failed"
    facts = reader("lookup", LISTED[0], "--json").json["results"][0]
    assert (facts["answer"], facts["datasets"][0]["dataset"]) == ("probably_listed", "theirs")
    left = [path for path in (tmp_path / "reader").rglob("*") if "insetpack" in path.name]
    assert left == []


def test_clear_errors(published: Inset) -> None:
    assert published("pack", "other").status == 3
    assert "--filter-only" in published("pack", "made-up", "--error-rate", "1e-3").err
    assert published("pack", "made-up").status == 0
    assert "--force" in published("pack", "made-up").err
    assert "--as" in published("unpack", "made-up.insetpack", "--unsigned").err
    changed = published.folder / "made-up.insetpack"
    changed.write_bytes(changed.read_bytes()[:-1])
    refused = published("unpack", "made-up.insetpack", "--unsigned", "--as", "other", "--json")
    assert (refused.status, refused.json["error"]["code"]) == (1, "pack_invalid")
    assert "other" not in published("datasets").out
