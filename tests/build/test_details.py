"""The texts of a batch become the details that people see."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl
import pytest

from inset.flickr import LICENCES
from inset.index.details import Details, PhotoDetails
from inset_build.details import DetailsCollector
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions


def test_words_become_accounts_and_licences(tmp_path: Path) -> None:
    collector = DetailsCollector(tmp_path / "photos.sqlite", tmp_path)
    collector.add(
        pl.DataFrame(
            {
                "photo_id": [1, 2, 3, 4, 5],
                "account": ["12345678@n00", "https://www.flickr.com/photos/12345678@N00/2", "Anna B.", None, None],
                "licence": [
                    "http://creativecommons.org/licenses/by/2.0/",
                    "0",
                    "ask me",
                    "",
                    "https://creativecommons.org/licenses/by/2.0/deed.de",
                ],
            },
            schema_overrides={"photo_id": pl.UInt64},
        )
    )
    collector.add(pl.DataFrame({"photo_id": [6], "account": ["//flickr.com/people/Made-Up/"]}))
    collector.add(pl.DataFrame({"photo_id": [7], "licence": [None]}, schema_overrides={"licence": pl.String}))
    assert collector.finish() == 5
    collector.close()
    details = Details(tmp_path / "photos.sqlite")
    assert details.get(range(1, 9)) == {
        1: PhotoDetails("12345678@N00", LICENCES[4], None),
        2: PhotoDetails("12345678@N00", LICENCES[0], None),
        3: PhotoDetails(None, None, "ask me"),
        5: PhotoDetails(None, LICENCES[4], None),
        6: PhotoDetails("made-up", None, None),
    }
    details.close()


def test_names_are_kept_as_people_see_them(tmp_path: Path) -> None:
    collector = DetailsCollector(tmp_path / "photos.sqlite", tmp_path)
    collector.add(
        pl.DataFrame(
            {
                "photo_id": [1, 2, 3, 4, 5],
                "account": ["12345678@N00", "12345678@N00", None, "https://www.flickr.com/photos/12345678@N00/4", None],
                "name": ["A &amp; B &eacute;\tC ", None, "Anna\nReal Name\nAnna", " \n", "x" * 500],
            },
            schema_overrides={"photo_id": pl.UInt64},
        )
    )
    collector.add(pl.DataFrame({"photo_id": [6], "name": ["R&copy AT&T"]}, schema_overrides={"photo_id": pl.UInt64}))
    assert collector.finish() == 6
    collector.close()
    details = Details(tmp_path / "photos.sqlite")
    assert details.get(range(1, 7), names=True) == {
        1: PhotoDetails("12345678@N00", None, None, ("A & B é C",)),
        2: PhotoDetails("12345678@N00", None, None),
        3: PhotoDetails(None, None, None, ("Anna", "Real Name")),
        4: PhotoDetails("12345678@N00", None, None),
        5: PhotoDetails(None, None, None, ("x" * 200,)),
        6: PhotoDetails(None, None, None, ("R&copy AT&T",)),
    }
    details.close()


def test_manifests_without_details_make_no_file(tmp_path: Path) -> None:
    collector = DetailsCollector(tmp_path / "photos.sqlite", tmp_path)
    collector.add(pl.DataFrame({"photo_id": [1, 2]}))
    assert collector.finish() == 0
    collector.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [BuildOptions(details=False), BuildOptions(filter_only=True)])
def test_details_can_be_left_out(tmp_path: Path, options: BuildOptions) -> None:
    path = tmp_path / "list.csv"
    photos = Random(7).sample(range(53_000_000_000, 54_000_000_000), 89)
    rows = [f"{photo},1000000{n}@N00,4" for n, photo in enumerate(photos, start=10)]
    path.write_text("\n".join(["photo_id,owner,license", *rows]))
    assert build_dataset(tmp_path / "kept", "made-up", [path]).details == 89
    report = build_dataset(tmp_path / "bare", "made-up", [path], options)
    assert report.details == 0
    assert list((tmp_path / "kept").rglob("photos.sqlite"))
    assert not list((tmp_path / "bare").rglob("photos.sqlite"))
