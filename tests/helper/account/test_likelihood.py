"""What is more often false than true is possibly so, not probably: in reports, on paper, and of remembered photos."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from inset.account.check import Check, check_photos
from inset.account.kept import Answered, KeptChecks
from inset.account.report import listed_photos, make_report
from inset.account.report_page import report_page
from inset.account.report_shape import Asked
from inset.account.report_words import how_likely, summary
from inset.account.watch import Watch, add_watch, look_again
from inset.account.watch_facts import changes_of, watch_facts
from inset.index.library import Library
from inset.words.messages import messages_in
from support.datasets.runs import publish_ids

LISTED, STRONG, WEAK, BOTH = range(900_000_000_001, 900_000_000_005)
OTHERS = list(range(900_000_100_000, 900_000_110_000))
ASKED = [Asked("list", "mine.txt", 4)]
EN = messages_in("en")


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    folder = tmp_path / "datasets"
    publish_ids(folder, "exact", [LISTED])
    publish_ids(folder, "strong", [STRONG, BOTH, *OTHERS], exact=False, error_rate=1e-9)
    publish_ids(folder, "weak", [WEAK, BOTH], exact=False, error_rate=1e-6)
    return folder


def check(datasets: Path, *photos: int) -> Check:
    return check_photos(Library(datasets), np.array(photos, dtype=np.uint64))


@pytest.mark.parametrize(
    ("photos", "likelihood", "said"),
    [
        ((STRONG, BOTH), "probably", "2 photos checked: 2 probably listed."),
        ((WEAK,), "possibly", "1 photo checked: 1 possibly listed."),
        ((STRONG, WEAK, BOTH), "either", "3 photos checked: 2 probably listed, 1 possibly."),
        ((LISTED, STRONG), "probably", "2 photos checked: 1 listed for certain, 1 more probably listed."),
        ((LISTED, WEAK), "possibly", "2 photos checked: 1 listed for certain, 1 more possibly listed."),
        (
            (LISTED, STRONG, WEAK),
            "either",
            "3 photos checked: 1 listed for certain, 1 more probably listed, 1 possibly.",
        ),
    ],
)
def test_a_report_counts_apart_what_probably_and_what_possibly_is(
    datasets: Path, photos: tuple[int, ...], likelihood: str, said: str
) -> None:
    report = make_report(check(datasets, *photos), ASKED)
    assert (how_likely(report), summary(report, EN)) == (likelihood, said)


def test_each_photo_of_a_printed_report_has_its_own_likelihood(datasets: Path) -> None:
    found = check(datasets, LISTED, STRONG, WEAK, BOTH)
    page = "".join(report_page(make_report(found, ASKED), listed_photos(found), str))
    photos = page.partition("<h2>The photos</h2>")[2]
    for cell in ("<td>exact</td>", "<td>probably strong</td>", "<td>possibly weak</td>"):
        assert photos.count(cell) == 1
    assert "<td>probably strong; possibly weak</td>" in page
    assert "<li><b>2</b>probably listed</li><li><b>1</b>possibly listed</li>" in page


def test_a_kept_report_of_an_older_inset_calls_nothing_probable_that_may_be_unlikely(
    datasets: Path, tmp_path: Path
) -> None:
    kept = KeptChecks(tmp_path / "checks")
    for name, photos, unlikely in (("a", [STRONG], 0), ("b", [STRONG, WEAK], 2)):
        found = check(datasets, *photos)
        kept.keep(Answered(name * 16, make_report(found, ASKED), list(listed_photos(found)), kept=True))
        path = tmp_path / "checks" / f"{name * 16}.json"
        older = json.loads(path.read_bytes())
        del older["unlikely"]
        path.write_text(json.dumps(older))
        loaded = kept.load(name * 16)
        assert loaded is not None
        assert (loaded.report.probably_listed, loaded.report.unlikely) == (len(photos), unlikely)


def remember(datasets: Path, *photos: int) -> Watch:
    ids = np.array(photos, dtype=np.uint64)
    return add_watch(datasets.parent / "watches", Library(datasets), name="mine", kind="list", photo_ids=ids)


def look(datasets: Path) -> Watch:
    (watch,) = look_again(datasets.parent / "watches", lambda: Library(datasets))
    return watch


def test_remembered_photos_say_how_likely_they_are(datasets: Path) -> None:
    facts = watch_facts(remember(datasets, LISTED, STRONG, WEAK, BOTH))
    assert (facts["listed"], facts["probably_listed"], facts["unlikely"]) == (1, 3, 1)
    chances = {each["dataset"]: each["chance"] for each in facts["datasets"]}
    assert chances["exact"] is None
    assert (chances["strong"] or 0) > 0.5 > (chances["weak"] or 1)


def test_news_tell_apart_what_probably_and_what_possibly_is_new(datasets: Path) -> None:
    (datasets / "strong" / "CURRENT").unlink()
    (datasets / "weak" / "CURRENT").unlink()
    remember(datasets, LISTED, STRONG, WEAK, BOTH)
    publish_ids(datasets, "strong", [STRONG, BOTH, *OTHERS], exact=False, error_rate=1e-9)
    publish_ids(datasets, "weak", [WEAK, BOTH], exact=False, error_rate=1e-6)
    assert changes_of([look(datasets)]) == {"new": 0, "probably_new": 3, "unlikely_new": 1, "gone": 0}


def test_what_an_older_inset_remembered_learns_how_likely_it_is(datasets: Path) -> None:
    (datasets / "weak" / "CURRENT").unlink()
    watch = remember(datasets, WEAK)
    publish_ids(datasets, "weak", [WEAK], exact=False, error_rate=1e-6)
    look(datasets)
    path = datasets.parent / "watches" / f"{watch.id}.json"
    older = json.loads(path.read_bytes())
    for each in (*older["datasets"].values(), *older["news"]):
        del each["chance"]
    path.write_text(json.dumps(older))
    later = look(datasets)
    assert changes_of([later]) == {"new": 0, "probably_new": 1, "unlikely_new": 1, "gone": 0}
    assert watch_facts(later)["unlikely"] == 1
    assert len(later.news) == 1
