"""Of a data export exactly the person's own photos are read, with what is known of each, in whatever layout it lies."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from inset.account.export.names import _PICTURES, VIDEOS
from inset.account.export.reading import Export, is_export, read_export
from inset.errors import ManifestInvalid
from support.accounts.flickr_exports import (
    FIRST_OWN,
    LAYOUTS,
    NSID,
    MadeExport,
    add_media,
    as_zips,
    make_export,
    record,
)

every_layout = pytest.mark.parametrize("layout", LAYOUTS)


@pytest.fixture
def made() -> MadeExport:
    export = make_export()
    add_media(export)
    return export


def gaps(export: Export) -> dict[str, int | None]:
    return {gap.what: gap.count for gap in export.gaps}


def write(folder: Path, **files: object) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder


@every_layout
def test_own_photos_exactly_and_nobody_else_s(made: MadeExport, layout: str, tmp_path: Path) -> None:
    paths = LAYOUTS[layout](tmp_path, made)
    assert all(is_export(path) for path in paths)
    export = read_export(paths)
    assert set(export.photo_ids.tolist()) == made.own
    assert export.photo_ids.tolist() == sorted(made.own)
    assert not made.others & set(export.photo_ids.tolist())


@every_layout
def test_what_is_known_of_each_photo_is_kept(made: MadeExport, layout: str, tmp_path: Path) -> None:
    facts = read_export(LAYOUTS[layout](tmp_path, made)).facts
    with_record = {photo_id for photo_id in made.own if photo_id < 910_000_000_000}
    assert {photo_id: facts[photo_id].year for photo_id in with_record} == {i: made.years[i] for i in with_record}
    assert {photo_id: facts[photo_id].licence for photo_id in with_record} == {i: made.licences[i] for i in with_record}
    assert {photo_id: list(each.albums) for photo_id, each in facts.items() if each.albums} == made.albums
    assert {photo_id for photo_id, each in facts.items() if each.video} == made.videos
    assert facts[FIRST_OWN].title == f"Made-up title {FIRST_OWN}"
    assert facts[FIRST_OWN + 3].title is None


@every_layout
def test_what_it_lacks_is_told(made: MadeExport, layout: str, tmp_path: Path) -> None:
    export = read_export(LAYOUTS[layout](tmp_path, made))
    assert export.profile is not None
    assert (export.profile.nsid, export.profile.name, export.profile.photos) == (NSID, "made-up-person", None)
    found = gaps(export)
    assert found["albums_lack"] == 1
    assert found["albums_short"] == 1
    # Examples are shown in every language: no word of English is in them.
    examples = [each for gap in export.gaps if gap.what == "albums_short" for each in gap.examples]
    assert [bool(re.fullmatch(r".+: [0-9]+ / [0-9]+", each)) for each in examples] == [True]
    assert found["without_record"] == 4
    assert found["without_id"] == 2
    assert found["others_photos"] == 13
    assert "count_unknown" in found
    assert "not_read" not in found


def test_the_count_stands_beside_what_the_profile_says(tmp_path: Path) -> None:
    photos = {f"photo_{FIRST_OWN + n}": record(FIRST_OWN + n) for n in range(5)}
    profile = {"nsid": NSID, "screen_name": "Made up", "stats": {"photos_count": "5,463"}}
    export = read_export([write(tmp_path / "e", **photos, account_profile=profile)])
    assert export.asked("e").photos_said == 5463
    assert gaps(export)["fewer_than_said"] == 5458
    (gap,) = [each for each in export.gaps if each.what == "fewer_than_said"]
    assert "5,463" in gap.words
    assert "holds 5" in gap.words


def test_a_zip_of_photos_alone_is_an_export_too(made: MadeExport, tmp_path: Path) -> None:
    media = [path for path in as_zips(tmp_path, made) if path.name.startswith("data")]
    assert all(is_export(path) for path in media)
    export = read_export(media)
    # Without records nobody can tell a photo with a secret of digits from a title of digits.
    told = set(export.photo_ids.tolist())
    assert told == {*range(FIRST_OWN, FIRST_OWN + 10), FIRST_OWN + 11, *range(910_000_000_001, 910_000_000_005)} - {
        FIRST_OWN + 6
    }
    assert gaps(export)["without_id"] == 3


def test_files_of_a_camera_beside_an_export_are_no_photos_of_flickr_s(tmp_path: Path) -> None:
    folder = write(tmp_path / "Downloads", **{f"photo_{FIRST_OWN}": record(FIRST_OWN)})
    camera = ["IMG_2041.jpg", "DSC_0042.mov", "PXL_20210203_123456789.mp4", "20190101_123456.mp4", "IMG-20190101-1.jpg"]
    for name in [*camera, "12_o.jpg", f"clip_{FIRST_OWN}.mp4"]:
        (folder / name).write_bytes(b"")
    export = read_export([folder])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert export.facts[FIRST_OWN].video
    assert gaps(export)["without_id"] == len(camera) + 1


def test_in_flickr_s_own_zips_a_number_at_the_end_is_the_id(tmp_path: Path) -> None:
    path = tmp_path / "data-download-3.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("clip_910000000004.mp4", b"")
    assert read_export([path]).photo_ids.tolist() == [910_000_000_004]


@pytest.mark.parametrize("name", ["faves_part001", "photos_comments_part002", "account_testimonials", "albums"])
def test_a_part_that_names_others_alone_is_of_an_export_and_gives_no_photo(tmp_path: Path, name: str) -> None:
    # As a list of somebody's it would give other people's photos as the person's own.
    folder = write(tmp_path / "f", **{name: {"faves": [{"photo_id": str(FIRST_OWN)}], "albums": []}})
    for path in (folder, folder / f"{name}.json"):
        assert is_export(path)
        with pytest.raises(ManifestInvalid, match="no photo of yours"):
            read_export([path])


def test_records_named_one_by_one_are_an_export(tmp_path: Path) -> None:
    folder = write(tmp_path / "f", **{f"photo_{FIRST_OWN}": record(FIRST_OWN), "photo_2019": ["a list of a year"]})
    assert is_export(folder / f"photo_{FIRST_OWN}.json")
    assert read_export([folder / f"photo_{FIRST_OWN}.json"]).photo_ids.tolist() == [FIRST_OWN]
    assert not is_export(folder / "photo_2019.json")
    assert not is_export(write(tmp_path / "g", groups={}, galleries=[]))


def test_other_files_are_no_export(tmp_path: Path) -> None:
    holiday = tmp_path / "holiday"
    holiday.mkdir()
    (holiday / "IMG_2041.jpg").write_bytes(b"")
    assert not is_export(holiday)
    (tmp_path / "list.txt").write_text("PK is no zip")
    assert not is_export(tmp_path / "list.txt")


def test_bad_records_are_passed_over_with_the_reason(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "e",
        **{
            f"photo_{FIRST_OWN}": record(FIRST_OWN),
            f"photo_{FIRST_OWN + 1}": b"{not json",
            f"photo_{FIRST_OWN + 2}": record(FIRST_OWN + 99),
            f"photo_{FIRST_OWN + 3}": [1, 2],
            f"photo_{FIRST_OWN + 4}": record(FIRST_OWN, id="twelve"),
            f"photo_{FIRST_OWN + 5}": b"[" * 100_000,
            "photo_0": record(FIRST_OWN, id=None),
            "albums": {"albums": "none"},
            "account_profile": "nobody",
        },
    )
    export = read_export([folder])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    reasons = [(gap.words, gap.count) for gap in export.gaps if gap.what == "not_read"]
    assert sum(count or 0 for _, count in reasons) == 8
    assert ("files passed over, because each has another ID inside than in its name", 2) in reasons


def test_a_title_that_was_cut_within_a_character_costs_no_photo(tmp_path: Path) -> None:
    whole, cut = r'"\ud83c\udf0a and \\ud83c"', r'"sea \ud83c"'
    content = json.dumps(record(FIRST_OWN, name="TITLE"))
    folder = write(
        tmp_path / "e",
        **{
            f"photo_{FIRST_OWN}": content.replace('"TITLE"', whole).encode(),
            f"photo_{FIRST_OWN + 1}": content.replace(str(FIRST_OWN), str(FIRST_OWN + 1))
            .replace('"TITLE"', cut)
            .encode(),
        },
    )
    facts = read_export([folder]).facts
    assert [facts[FIRST_OWN + n].title for n in (0, 1)] == ["🌊 and \\ud83c", "sea \ufffd"]


def test_odd_types_in_a_record_do_no_harm(tmp_path: Path) -> None:
    odd = record(FIRST_OWN, id=FIRST_OWN, name=["x"], date_taken=12, license={"a": 1}, original=None, geo="")
    records = {FIRST_OWN: odd, FIRST_OWN + 1: {"id": str(FIRST_OWN + 1)}, FIRST_OWN + 2: {"id": ""}, FIRST_OWN + 3: {}}
    export = read_export([write(tmp_path / "e", **{f"photo_{photo_id}": each for photo_id, each in records.items()})])
    assert export.photo_ids.tolist() == list(records)
    assert export.facts[FIRST_OWN].year == 2010
    assert export.facts[FIRST_OWN].licence is None


def test_two_people_s_exports_are_told_apart(tmp_path: Path) -> None:
    first = write(tmp_path / "a", **{f"photo_{FIRST_OWN}": record(FIRST_OWN), "account_profile": {"nsid": NSID}})
    second = write(
        tmp_path / "b", **{f"photo_{FIRST_OWN + 1}": record(FIRST_OWN + 1), "account_profile": {"nsid": "90000002@N00"}}
    )
    export = read_export([first, second])
    assert gaps(export)["several_accounts"] == 2


def test_the_same_zip_named_twice_counts_once(made: MadeExport, tmp_path: Path) -> None:
    paths = as_zips(tmp_path, made)
    assert read_export([*paths, *paths]).gaps == read_export(paths).gaps


@pytest.mark.parametrize(
    "script", ["helper/inset/server/web/page/reading/files.js", "extension/site/photos.ts"], ids=["page", "static page"]
)
def test_pages_tell_pictures_and_videos_by_the_same_endings(script: str) -> None:
    written = (Path(__file__).parents[4] / script).read_text(encoding="utf-8")
    (pattern,) = re.findall(r"PICTURES = /(.+)/i;", written)
    endings = sorted(VIDEOS | _PICTURES)
    assert [each for each in endings if not re.search(pattern, f"a.{each.upper()}", re.IGNORECASE)] == []
    assert [each for each in ("json", "csv", "zip", "txt", "jpgs", "xmp") if re.search(pattern, f"a.{each}")] == []
