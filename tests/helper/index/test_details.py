"""Details: what the manifest said of each photo, by photo and by account; the first word stands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import IndexCorrupt, IndexFormatUnsupported
from inset.flickr import LICENCES
from inset.index.details import AccountDetails, Details, PhotoDetails
from inset.index.details_writer import DetailsWriter

ANNA, BERT = "12345678@N00", "made-up-name"
FIRST_PHOTO = 900_000_000_000


def write(path: Path, met: list[tuple[int, str | None, int | str | None]]) -> int:
    """Write rows of photo ID, account, and Flickr's licence number or other words."""
    with DetailsWriter(path, path.parent) as writer:
        rows = []
        for photo_id, account, licence in met:
            number = LICENCES[licence] if isinstance(licence, int) else None
            words = licence if isinstance(licence, str) else None
            rows.append(
                (
                    photo_id,
                    None if account is None else writer.account_key(account),
                    None if licence is None else writer.licence_key(number, words),
                )
            )
        writer.add(rows)
        return writer.finish()


def test_by_photo_and_by_account(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    assert write(path, [(9, ANNA, 4), (2, BERT, "ask me"), (5, ANNA, None), (7, None, 0), (3, ANNA, 4)]) == 5
    details = Details(path)
    assert details.get([9, 2, 5, 7, 8]) == {
        9: PhotoDetails(ANNA, LICENCES[4], None),
        2: PhotoDetails(BERT, None, "ask me"),
        5: PhotoDetails(ANNA, None, None),
        7: PhotoDetails(None, LICENCES[0], None),
    }
    assert details.photos_of(ANNA) == [3, 5, 9]
    assert details.photos_of(ANNA, after=3, limit=1) == [5]
    assert (details.count_of(ANNA), details.count_of(BERT), details.count_of("nobody")) == (3, 1, 0)
    assert details.licence_counts()[0] == (LICENCES[4], None, 2)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["photos.sqlite"]
    details.close()


@given(
    met=st.lists(
        st.tuples(st.integers(1, 30), st.sampled_from([None, ANNA, BERT]), st.sampled_from([0, 4, 16, "other"])),
        max_size=60,
    )
)
def test_of_a_photo_met_twice_the_first_word_stands(
    tmp_path_factory: pytest.TempPathFactory, met: list[tuple[int, str | None, int | str | None]]
) -> None:
    path = tmp_path_factory.mktemp("details") / "photos.sqlite"
    write(path, met)
    first: dict[int, tuple[str | None, int | str | None]] = {}
    for photo_id, account, licence in met:
        first.setdefault(photo_id, (account, licence))
    details = Details(path)
    found = details.get(list(range(1, 31)))
    assert len(details) == len(first)
    assert {
        photo_id: (said.account, said.licence_words if said.licence is None else said.licence.id)
        for photo_id, said in found.items()
    } == first
    details.close()


def write_names(path: Path, met: list[tuple[int, str | None, tuple[str, ...]]]) -> None:
    with DetailsWriter(path, path.parent) as writer:
        writer.add([(photo_id, writer.account_key(account, names), None) for photo_id, account, names in met])
        writer.finish()


def test_accounts_by_name(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    met = [
        (7, ANNA, ("Jürgen M", "Real")),
        (3, ANNA, ("Jürgen M", "Real")),
        (9, ANNA, ("Other",)),
        (8, BERT, ("JURGEN  M",)),
        (5, None, ("jürgen m",)),
        (6, None, ("Jürgen M.",)),
        (4, None, ("jürgen m",)),
        (2, "87654321@N01", ()),
    ]
    write_names(path, [*met, (7, BERT, ("Late",))])
    details = Details(path)
    anna = AccountDetails(ANNA, ("Jürgen M", "Real", "Other"), 3, 3, 9, (3, 7, 9))
    bert = AccountDetails(BERT, ("JURGEN  M", "Late"), 1, 8, 8, (8,))
    nameless = AccountDetails(None, ("jürgen m",), 2, 4, 5, (4, 5))
    for name in ("Jürgen M", "jurgen m", " JÜRGEN\u00a0 M"):
        assert details.accounts_named(name) == [anna, bert, nameless]
    assert details.accounts_named("other", some=1) == [AccountDetails(ANNA, anna.names, 3, 3, 9, (3,))]
    assert details.accounts_named("Jürgen") == []
    assert details.accounts_named("late") == [bert]
    assert details.account(ANNA) == anna
    assert details.account("87654321@N01") == AccountDetails("87654321@N01", (), 1, 2, 2, (2,))
    assert details.account("nobody") is None
    assert details.get([7]) == {7: PhotoDetails(ANNA, None, None)}
    assert details.get([7, 5, 2], names=True) == {
        7: PhotoDetails(ANNA, None, None, ("Jürgen M", "Real")),
        5: PhotoDetails(None, None, None, ("jürgen m",)),
        2: PhotoDetails("87654321@N01", None, None),
    }
    assert details.photos_of(ANNA) == [3, 7, 9]
    assert details.photos_of(ANNA, after=3, limit=1) == [7]
    assert (details.count_of(ANNA), details.account_count(), details.knows_names()) == (3, 3, True)
    details.close()


def test_names_alone_are_no_accounts(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    write_names(path, [(1, None, ("Anna",))])
    details = Details(path)
    assert (details.names_accounts(), details.account_count(), details.knows_names()) == (False, 0, True)
    assert list(details.between(1, 1)) == [(1, None, "Anna", None, None)]
    details.close()


def test_version_1_is_read_and_knows_no_names(tmp_path: Path) -> None:
    """As Inset wrote it before there were names."""
    path = tmp_path / "photos.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            f"""
            CREATE TABLE owners (id INTEGER PRIMARY KEY, owner TEXT NOT NULL UNIQUE);
            CREATE TABLE licences (id INTEGER PRIMARY KEY, number INTEGER, words TEXT);
            CREATE TABLE photos (photo_id INTEGER PRIMARY KEY, owner INTEGER, licence INTEGER);
            INSERT INTO owners VALUES (1, '{ANNA}');
            INSERT INTO licences VALUES (1, 4, NULL), (2, NULL, 'ask me');
            INSERT INTO photos VALUES (2, 1, 1), (5, 1, NULL), (9, NULL, 2);
            CREATE INDEX photos_by_owner ON photos (owner, photo_id);
            PRAGMA user_version = 1;
            """
        )
    details = Details(path)
    assert details.get([2, 5, 9, 10], names=True) == {
        2: PhotoDetails(ANNA, LICENCES[4], None),
        5: PhotoDetails(ANNA, None, None),
        9: PhotoDetails(None, None, "ask me"),
    }
    assert details.account(ANNA) == AccountDetails(ANNA, (), 2, 2, 5, (2, 5))
    assert details.accounts_named("Anna") == []
    assert (details.photos_of(ANNA), details.count_of(ANNA), details.account_count()) == ([2, 5], 2, 1)
    assert (details.names_accounts(), details.knows_names()) == (True, False)
    assert len(details.between(1, 9)) == len(details) == 3
    details.close()


def test_many_are_asked_at_once(tmp_path: Path) -> None:
    write(tmp_path / "photos.sqlite", [(number, ANNA, 1) for number in range(1, 3000)])
    details = Details(tmp_path / "photos.sqlite")
    assert len(details.get(list(range(1, 5000)))) == 2999
    details.close()


def test_what_is_not_finished_is_removed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), DetailsWriter(tmp_path / "photos.sqlite", tmp_path) as writer:
        writer.add([(1, writer.account_key(ANNA), None)])
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    with pytest.raises(FileNotFoundError):
        Details(path)
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexCorrupt):
        Details(path)
    path.write_bytes(b"")
    with pytest.raises(IndexFormatUnsupported):
        Details(path)


def use_all_of(details: Details) -> None:
    """Ask everything that can be asked."""
    photos = [FIRST_PHOTO + n for n in range(30)]
    len(details)
    details.get(photos, names=True)
    details.between(photos[0], photos[-1])
    details.account(ANNA)
    details.photos_of(ANNA)
    details.accounts_named("zoe")
    details.nameless(["Zoë"])
    details.names_accounts()
    details.knows_names()
    details.account_count()


def test_a_damaged_file_answers_or_is_said_to_be_damaged(tmp_path: Path) -> None:
    """Bytes of the page with the schema, and of any other, are changed; nothing but IndexCorrupt may come of it."""
    path = tmp_path / "photos.sqlite"
    with DetailsWriter(path, tmp_path) as writer:
        account, nameless = writer.account_key(ANNA, ["Ärger"]), writer.account_key(None, ["Zoë"])
        licence = writer.licence_key(LICENCES[4], None)
        writer.add((FIRST_PHOTO + n, (account, nameless, None)[n % 3], licence) for n in range(30))
        writer.finish()
    content, random, damaged = path.read_bytes(), Random(14), 0
    for n in range(1500):
        changed = bytearray(content)
        changed[random.randrange(4096 if n % 2 else len(content))] ^= random.randrange(1, 256)
        path.write_bytes(changed)
        try:
            details = Details(path)
            try:
                use_all_of(details)
            finally:
                details.close()
        except IndexCorrupt:
            damaged += 1
    assert damaged > 50


def test_a_schema_whose_names_are_no_text_is_said_to_be_damaged(tmp_path: Path) -> None:
    """SQLite quotes the name in its message, which Python then cannot decode: it was a `UnicodeDecodeError`."""
    path = tmp_path / "photos.sqlite"
    with DetailsWriter(path, tmp_path) as writer:
        writer.add([(FIRST_PHOTO, writer.account_key(ANNA), None)])
        writer.finish()
    content = path.read_bytes()
    assert b"CREATE TABLE photos (" in content
    path.write_bytes(content.replace(b"CREATE TABLE photos (", b"CREATE TABLE \xff\xfe\xfd\xfc\xfb\xfa ("))
    with pytest.raises(IndexCorrupt):
        use_all_of(Details(path))
