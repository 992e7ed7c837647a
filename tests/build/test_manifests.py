"""What a build reads of the folders, patterns and archives that a person names, and what it reports as left out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from inset.errors import ManifestInvalid, UsageInvalid
from inset.index.library import Library
from inset_build.explain import ROWS_SHOWN, explain
from inset_build.manifests import find_manifests
from inset_build.pipeline import build_dataset
from inset_build.report import Progress
from support.lists.manifests import FIRST_ID, image, page, write
from support.lists.packing import tar, zipped

IDS = f"{FIRST_ID}\n{FIRST_ID + 1}\n".encode()
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(500)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a dataset whose archive has been unpacked."""
    folder = tmp_path / "lists"
    for name, content in {
        "part-10.txt": IDS,
        "part-2.txt": IDS,
        "sub/deeper/urls.txt": image(FIRST_ID + 7).encode() + b"\n",
        "sub/meta.zip": zipped([("ids.txt", IDS), ("1.jpg", PICTURE)]),
        "LICENSE": b"Do with it what you like.\n",
        "README.md": b"# Lists\nThey are lists.\n",
        "preview.png": PICTURE,
        "empty.txt": b"",
        ".hidden.txt": IDS,
        ".git/ids.txt": IDS,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


FOUND = ["lists/part-2.txt", "lists/part-10.txt", "lists/sub/deeper/urls.txt", "lists/sub/meta.zip/ids.txt"]


def names(*paths: Path) -> list[str]:
    return [manifest.source.name for manifest in find_manifests(paths).detected]


def test_a_folder_is_searched_through_in_natural_order(folder: Path) -> None:
    found = find_manifests([folder])
    assert [manifest.source.name for manifest in found.detected] == FOUND
    reasons = {reason: known.names for reason, known in found.passed_over.reasons.items()}
    assert reasons.pop("It is a picture.") == ["lists/preview.png", "lists/sub/meta.zip/1.jpg"]
    (unknown, empty) = sorted(reasons, key=len, reverse=True)
    assert "Nothing in its beginning" in unknown
    assert reasons[unknown] == ["lists/LICENSE", "lists/README.md"]
    assert "empty" in empty
    assert reasons[empty] == ["lists/empty.txt"]


TELLING = (
    f"# Lakes\n\n| photo | by |\n|---|---|\n| {page(FIRST_ID)} | jo |\n{image(FIRST_ID + 1)}\n{page(FIRST_ID + 2)}\n"
)
SENTENCE = f"A set of lakes, see {page(FIRST_ID)} for the licence\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [("README.md", TELLING), ("readme_en.txt", TELLING), ("README", SENTENCE), ("about.txt", SENTENCE)],
)
def test_what_tells_about_a_list_beside_it_lists_nothing(tmp_path: Path, name: str, text: str) -> None:
    archive = write(tmp_path, zipped([(name, text.encode()), ("set/list.txt", page(FIRST_ID + 7).encode())]), "set.zip")
    found = find_manifests([archive])
    assert [each.source.name for each in found.detected] == ["set.zip/set/list.txt"]
    assert found.passed_over.count == 1


def test_what_tells_about_nothing_beside_it_is_a_list(tmp_path: Path) -> None:
    readme = write(tmp_path, TELLING, "README.md")
    assert names(readme) == ["README.md"]
    assert names(tmp_path) == [f"{tmp_path.name}/README.md"]


OF_ONE_PHOTO = {
    "shortcuts": lambda photo: f"[InternetShortcut]\r\nURL={page(photo)}\r\nIDList=\r\nHotKey=0\r\n",
    "credits": lambda photo: f'"A lake" by Jo ({page(photo)}), some rights reserved\n',
    "licences": lambda photo: f"Title: A lake\nOwner: jo\nTaken: 1200000000\nWeb url: {page(photo)}\n{image(photo)}\n",
}


@pytest.mark.parametrize("text", OF_ONE_PHOTO.values(), ids=OF_ONE_PHOTO)
def test_texts_of_one_photo_each_are_a_list_where_nothing_else_is(tmp_path: Path, text: Callable[[int], str]) -> None:
    photos = [FIRST_ID + 977 * n * n for n in range(9)]
    members = [(f"{n}.txt", text(photo).encode()) for n, photo in enumerate(photos)]
    archive = write(tmp_path, zipped([*members, ("LICENSE", b"Do with it what you like.\n")]), "set.zip")
    found = find_manifests([archive])
    listed = [photo for each in found.detected for batch in each.batches() for photo in batch.frame["photo_id"]]
    assert list(dict.fromkeys(listed)) == photos
    assert found.passed_over.count == 1
    beside = write(tmp_path, zipped([*members, ("list.txt", page(FIRST_ID + 1).encode())]), "beside.zip")
    assert names(beside) == ["beside.zip/list.txt"]


def test_texts_that_mention_photos_among_others_are_no_list(tmp_path: Path) -> None:
    long = "".join(f"{word} {word} of the lakes, and of their shores.\n" for word in map(str, range(900)))
    several = f"As {page(FIRST_ID)} shows, and so does the other one:\nby day\nby night\n{page(FIRST_ID + 9)}\n"
    mention = OF_ONE_PHOTO["credits"](FIRST_ID)
    for texts in (["no word of it\n"] * 5 + [mention] * 4, [long + mention] * 5, [several + "word\n" * 9] * 5):
        members = [(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]
        with pytest.raises(ManifestInvalid, match="was found to"):
            find_manifests([write(tmp_path, zipped(members), "set.zip")])


def test_links_to_folders_do_not_lead_round_and_round(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "again.txt").symlink_to(folder / "part-2.txt")
    (folder / "nowhere.txt").symlink_to(folder / "missing.txt")
    assert names(folder) == ["lists/again.txt", *FOUND]


def test_patterns_that_no_shell_has_expanded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(folder / "part-*.txt") == ["part-2.txt", "part-10.txt"]
    assert names(folder / "*" / "**" / "*.txt") == ["urls.txt"]
    monkeypatch.chdir(folder)
    assert names(Path("part-[0-9].txt")) == ["part-2.txt"]
    (folder / "odd[1].txt").write_bytes(IDS)
    assert names(Path("odd[1].txt")) == ["odd[1].txt"]
    with pytest.raises(ManifestInvalid, match=r"there is no file none-\*\.txt"):
        find_manifests([Path("none-*.txt")])
    assert names(Path()) == ["lists/odd[1].txt", *FOUND]


def test_what_is_named_twice_is_read_once(folder: Path) -> None:
    assert names(folder / "part-2.txt", folder, folder / "sub", folder / "part-2.txt") == ["part-2.txt", *FOUND[1:]]


@pytest.mark.parametrize("name", ["LICENSE", "preview.png", "empty.txt"])
def test_what_the_person_named_must_be_readable(folder: Path, name: str) -> None:
    with pytest.raises(ManifestInvalid) as caught:
        find_manifests([folder / "part-2.txt", folder / name])
    assert caught.value.path == folder / name
    assert caught.value.hint


@pytest.mark.parametrize("nothing", ["folder", "empty folder", "zip", "empty zip", "tar"])
def test_nothing_in_it(tmp_path: Path, nothing: str) -> None:
    path = tmp_path / "nothing"
    members = [("README", b"Read me.\n"), ("1.png", PICTURE)]
    if "folder" in nothing:
        path.mkdir()
    if nothing == "folder":
        (path / "README").write_bytes(b"Read me.\n")
    elif nothing != "empty folder":
        path.write_bytes({"zip": zipped(members), "empty zip": zipped([]), "tar": tar(members)}[nothing])
    with pytest.raises(ManifestInvalid, match=r"nothing in .*/nothing was found to") as caught:
        find_manifests([path])
    assert nothing.startswith("empty") or "README: Nothing in its beginning" in caught.value.hint


def test_damage_in_a_folder_stops_the_build(folder: Path) -> None:
    (folder / "sub" / "meta.zip").write_bytes(zipped([("ids.txt", IDS)])[:-10])
    with pytest.raises(ManifestInvalid, match=r"Download lists/sub/meta\.zip again"):
        find_manifests([folder])


def test_an_unknown_reader_is_told_before_anything_else(folder: Path) -> None:
    with pytest.raises(UsageInvalid, match="there is no 'nonsense'"):
        find_manifests([folder], reader="nonsense")


def test_a_folder_is_built_and_accounted_for(folder: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    report = build_dataset(tmp_path / "datasets", "lists", [folder], on_progress=seen.append)
    assert (report.rows, report.photos, report.duplicates) == (7, 3, 4)
    assert report.passed_over["count"] == 5
    sources = Library(tmp_path / "datasets").datasets["lists"].descriptor.sources
    # Each file on disk once, however many manifests it holds.
    files = ["part-2.txt", "part-10.txt", "sub/deeper/urls.txt", "sub/meta.zip"]
    assert [source.name for source in sources] == [f"lists/{file}" for file in files]
    for source, file in zip(sources, files, strict=True):
        assert source.sha256 == hashlib.sha256((folder / file).read_bytes()).hexdigest()
    assert [source.reader for source in sources] == ["id-list", "id-list", "url-list", "id-list"]
    reading = [progress for progress in seen if progress.phase == "reading"]
    read = [progress.bytes_read for progress in reading]
    assert read == sorted(read)
    total = sum((folder / file).stat().st_size for file in files)
    assert {progress.bytes_total for progress in reading[1:]} == {total}
    assert 0 < read[-1] <= total


def test_an_explanation_shows_what_the_reader_makes_of_rows(tmp_path: Path) -> None:
    rows = ["n,photo_url,w"] + [
        f"{n},{image(FIRST_ID + n) if n % 2 else 'https://example.org/1.jpg'},3" for n in range(40)
    ]
    explanation = explain([write(tmp_path, "\n".join(rows), "photos.csv")])
    (source,) = explanation.sources
    assert (source.name, source.reader) == ("photos.csv", "csv")
    assert any('"photo_url"' in sentence for sentence in source.why)
    assert [row.photo_ids for row in source.rows] == [[str(FIRST_ID + n)] for n in (1, 3, 5, 7, 9)]
    assert source.rows[0].text == rows[2]
    assert len(source.rows) == ROWS_SHOWN


def test_an_explanation_shows_rows_without_photos_where_there_are_no_others(tmp_path: Path) -> None:
    lines = [f"https://example.org/{n}.jpg" for n in range(300)] + [image(FIRST_ID)]
    (source,) = explain([write(tmp_path, "\n".join(lines), "urls.txt")]).sources
    assert [row.photo_ids for row in source.rows] == [[]] * ROWS_SHOWN
    assert [row.text for row in source.rows] == lines[:ROWS_SHOWN]


def test_an_explanation_of_a_folder(folder: Path) -> None:
    explanation = explain([folder]).as_dict()
    assert [source["name"] for source in explanation["sources"]] == FOUND
    assert explanation["sources"][-1]["rows"][0]["photo_ids"] == [str(FIRST_ID)]
    assert explanation["passed_over"]["count"] == 5


def test_an_explained_row_is_fit_for_a_terminal(tmp_path: Path) -> None:
    (source,) = explain([write(tmp_path, f"{image(FIRST_ID)} \x1b[2J\x07{'x' * 500}\n", "urls.txt")]).sources
    assert source.rows[0].text.startswith(f"{image(FIRST_ID)} ?[2J?x")
    assert len(source.rows[0].text) == 160
