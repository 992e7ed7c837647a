"""A check counts each photo once, tells certain from probable, and keeps censuses apart."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from numpy.typing import NDArray

from inset.account.check import Check, PhotoFacts, check_photos
from inset.account.report import listed_photos, make_report
from inset.account.report_shape import Asked, Gap, NotInLibrary, report_json
from inset.account.report_words import found_in, summary
from inset.errors import IndexMissing
from inset.index.library import Library
from inset.words.messages import messages_in
from support.datasets.runs import publish_ids

FIRST = 900_000_000_000
ASKED = [Asked("list", "mine.txt", 10)]


def ids(*numbers: int) -> NDArray[np.uint64]:
    return np.array([FIRST + number for number in numbers], dtype=np.uint64)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("datasets")
    publish_ids(
        folder,
        "exact",
        ids(1, 2, 3).tolist(),
        details={
            FIRST + 1: ("12345678@N00", 4),
            FIRST + 2: ("12345678@N00", 2),
            FIRST + 3: (None, "their own words"),
        },
    )
    publish_ids(folder, "other", ids(2, 5).tolist(), details={FIRST + 2: (None, 1), FIRST + 5: (None, 4)})
    publish_ids(folder, "filter", ids(3, 6, 7).tolist(), exact=False, error_rate=1e-6)
    publish_ids(folder, "all-public", ids(*range(1, 10)).tolist(), kind="census")
    return Library(folder)


def check(library: Library, *numbers: int, facts: dict[int, PhotoFacts] | None = None) -> Check:
    return check_photos(library, ids(*numbers), {FIRST + number: each for number, each in (facts or {}).items()})


def test_counts_are_of_distinct_photos_and_a_certain_one_is_not_probable_too(library: Library) -> None:
    report = make_report(check(library, 3, 2, 2, 1, 6, 7, 9, 3), ASKED)
    assert (report.checked, report.listed, report.probably_listed) == (6, 3, 2)
    assert [(each.dataset, each.listed, each.probably_listed) for each in report.datasets] == [
        ("exact", 3, 0),
        ("other", 1, 0),
        ("filter", 0, 3),
    ]


def test_a_census_is_counted_apart_and_in_no_sum(library: Library) -> None:
    report = make_report(check(library, 8, 9), ASKED)
    assert (report.checked, report.listed, report.probably_listed) == (2, 0, 0)
    assert [(each.dataset, each.listed, each.kind) for each in report.censuses] == [("all-public", 2, "census")]
    assert not list(listed_photos(check(library, 8, 9)))


def test_a_probable_answer_carries_its_chance_and_how_many_false_ones_to_expect(library: Library) -> None:
    (found,) = [each for each in make_report(check(library, *range(1, 101)), ASKED).datasets if each.probably_listed]
    rate = library.datasets["filter"].descriptor.filter.false_positive_rate
    assert found.expected_false == pytest.approx(rate * 100, rel=0.01)
    assert found.expected_false is not None
    assert found.expected_false > 0
    assert found.chance is not None
    assert 0 < found.chance < 1
    exact = make_report(check(library, 1), ASKED).datasets[0]
    assert (exact.dataset, exact.chance, exact.expected_false) == ("exact", None, None)


def test_what_is_more_likely_false_is_not_called_probable(library: Library) -> None:
    report = make_report(check(library, *range(1, 101)), ASKED)
    words = messages_in("en")
    for chance, said, other in ((0.99, "probably", "possibly"), (0.004, "possibly", "probably")):
        datasets = tuple(each if each.chance is None else replace(each, chance=chance) for each in report.datasets)
        told = replace(report, datasets=datasets, unlikely=report.probably_listed if chance < 0.5 else 0)
        probable = [found_in(each, told.checked, words) for each in datasets if each.probably_listed]
        sentences = [summary(told, words), *probable]
        assert len(sentences) > 1
        for sentence in sentences:
            assert said in sentence
            assert other not in sentence


def test_photos_are_counted_by_year_album_and_licence(library: Library) -> None:
    facts = {
        1: PhotoFacts(year=2006, albums=("Sea", "Best"), licence="CC BY 2.0", title="One"),
        2: PhotoFacts(year=2006, albums=("Sea",), licence="All Rights Reserved"),
        6: PhotoFacts(year=2010, licence="CC BY 2.0"),
        9: PhotoFacts(year=2010, albums=("Sea",), licence="words"),
    }
    report = make_report(check(library, 1, 2, 6, 9, 5, facts=facts), ASKED)
    assert [(each.year, each.checked, each.listed, each.probably_listed) for each in report.by_year] == [
        (2006, 2, 2, 0),
        (2010, 2, 0, 1),
        (None, 1, 1, 0),
    ]
    assert [(each.album, each.checked, each.listed, each.probably_listed) for each in report.by_album] == [
        ("Sea", 3, 2, 0),
        ("Best", 1, 1, 0),
        (None, 2, 1, 1),
    ]
    assert [(each.licence, each.checked, each.listed, each.probably_listed) for each in report.by_licence] == [
        ("CC BY 2.0", 2, 1, 1),
        ("All Rights Reserved", 1, 1, 0),
        ("words", 1, 0, 0),
        (None, 1, 1, 0),
    ]
    assert [(each.licence, each.commercial, each.derivatives) for each in report.by_licence][:2] == [
        ("CC BY 2.0", True, True),
        ("All Rights Reserved", False, False),
    ]
    assert report.by_licence[2].commercial is None


def test_nothing_is_counted_by_what_nobody_knows(library: Library) -> None:
    report = make_report(check(library, 1, 2), ASKED)
    assert (report.by_year, report.by_album, report.by_licence) == ((), (), ())


def test_licences_as_the_lists_gave_them_are_counted_beside(library: Library) -> None:
    report = make_report(check(library, 1, 2, 3, 5, 6), ASKED)
    by_list = {each.licence: (each.listed, each.probably_listed) for each in report.by_list_licence}
    # Photo 2 stands under two licences in two lists, photo 6 under none.
    assert by_list == {
        "CC BY 2.0": (2, 0),
        "CC BY-NC 2.0": (1, 0),
        "CC BY-NC-SA 2.0": (1, 0),
        "their own words": (1, 0),
        None: (0, 1),
    }
    exact = {each.licence: each.listed for each in report.datasets[0].licences}
    assert exact == {"CC BY 2.0": 1, "CC BY-NC 2.0": 1, "their own words": 1}


def test_the_listed_photos_are_told_one_by_one(library: Library) -> None:
    facts = {3: PhotoFacts(year=2007, albums=("Sea",), title="Third", licence="CC BY 2.0", video=True)}
    photos = list(listed_photos(check(library, 9, 6, 3, facts=facts)))
    assert [(each.photo_id, each.answer, each.datasets, each.probably) for each in photos] == [
        (str(FIRST + 3), "listed", ("exact",), ("filter",)),
        (str(FIRST + 6), "probably_listed", (), ("filter",)),
    ]
    assert (photos[0].title, photos[0].year, photos[0].albums, photos[0].video) == ("Third", 2007, ("Sea",), True)


def test_the_json_begins_with_the_counts(library: Library) -> None:
    document = report_json(make_report(check(library, 1, 6), ASKED))
    assert list(document)[:4] == ["checked", "listed", "probably_listed", "datasets"]
    assert list(document["datasets"][0])[:2] == ["dataset", "listed"]


def test_what_it_cannot_know_is_told(library: Library, tmp_path: Path) -> None:
    gap = Gap("without_id", "photos of which no ID is known", 3, ("a.jpg",))
    report = make_report(
        check(library, 1),
        [Asked("export", "export.zip", 1, gaps=(gap,))],
        not_in_library=[NotInLibrary("megaface", "MegaFace", 4_700_000)],
        without_accounts=["other"],
    )
    assert report.limits.gaps == (gap,)
    assert report.limits.not_in_library[0].title == "MegaFace"
    assert report.limits.without_accounts == ("other",)
    assert not report.limits.no_training_set


def test_without_a_training_set_nothing_is_said(tmp_path: Path) -> None:
    publish_ids(tmp_path, "all-public", ids(1).tolist(), kind="census")
    assert make_report(check(Library(tmp_path), 1), ASKED).limits.no_training_set
    with pytest.raises(IndexMissing):
        check(Library(tmp_path / "nowhere"), 1)


def test_a_dataset_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    publish_ids(tmp_path, "good", ids(1).tolist())
    (publish_ids(tmp_path, "bad", ids(1).tolist()) / "photos.bloom").unlink()
    report = make_report(check(Library(tmp_path), 1), ASKED)
    assert [(each.dataset, each.code) for each in report.limits.unavailable] == [("bad", "index_corrupt")]


@given(st.lists(st.integers(1, 12), max_size=30), st.randoms(use_true_random=False))
def test_order_and_repeats_make_no_difference(library: Library, numbers: list[int], order: random.Random) -> None:
    once = make_report(check(library, *set(numbers)), ASKED)
    shuffled = numbers * 2
    order.shuffle(shuffled)
    again = make_report(check(library, *shuffled), ASKED)
    assert (again.checked, again.listed, again.probably_listed) == (once.checked, once.listed, once.probably_listed)
    assert again.listed == len(set(numbers) & {1, 2, 3, 5})
    assert again.probably_listed == len(set(numbers) & {6, 7})
    assert again.datasets == once.datasets
