"""Bare numbers are judged by how all of them are distributed: photo IDs are believed, all other kinds are not."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby, pairwise
from math import comb
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.photo_ref import parse_photo_id
from inset_build.readers.meaning.numbers.chance import at_least, at_most
from inset_build.readers.meaning.numbers.given_out import LARGEST, MADE_UP
from inset_build.readers.meaning.numbers.judgement import Verdict, judge
from inset_build.readers.meaning.numbers.written import are_secrets, why_no_whole_numbers
from inset_build.readers.protocol import Said
from support.lists.foreign_numbers import KINDS
from support.lists.photo_numbers import LISTS


def verdict_on(numbers: list[int], said: Said) -> Verdict:
    """As a reader asks for it: what has too many digits is no number that could be an ID."""
    photo_ids = [parse_photo_id(str(number)) for number in numbers]
    if sum(photo_id is None for photo_id in photo_ids) > 0.1 * len(photo_ids):
        return Verdict("are no photo IDs one by one")
    return judge(photo_ids, said)


@pytest.mark.parametrize("count", [3, 8, 20, 40, 300, 2000])
@pytest.mark.parametrize("kind", KINDS)
def test_a_bare_list_of_other_numbers_is_not_believed(kind: str, count: int) -> None:
    for seed in range(3):
        assert verdict_on(KINDS[kind](Random(seed), count), Said.NOTHING).doubt


# Another site calls its photos' numbers `photo_id` too, and so may somebody call times and row numbers.
UNDER_PHOTO_ID = [
    *("row numbers", "random row numbers", "row numbers and a large one", "random row numbers and a large one"),
    *("image indices", "COCO", "seconds", "seconds of the nineties", "seconds and a stray", "milliseconds"),
    *("yyyymmdd", "yyyymmddhh", "yyyymmddhhmm", "yyyymmdd and a number", "tweets", "Facebook, old", "Facebook, new"),
    *("Instagram", "iNaturalist", "500px", "500px, new", "Pixabay", "Pexels", "a stock of 2,500 million pictures"),
    *("books, 10 digits", "goods, UPC", "goods of twelve digits", "accounts with eleven digits", "64-bit hashes"),
    *("round numbers", "thousands", "IDs as 32-bit floats hold them", "phones of India", "row numbers in steps"),
]


@pytest.mark.parametrize("count", [40, 300, 2000])
@pytest.mark.parametrize("kind", UNDER_PHOTO_ID)
def test_a_name_that_every_site_uses_does_not_make_them_photos(kind: str, count: int) -> None:
    assert verdict_on(KINDS[kind](Random(count), count), Said.PHOTO).doubt


PHOTO_SITES = ["iNaturalist", "500px", "500px, new", "Pixabay", "Pexels", "a stock of 2,500 million pictures", "COCO"]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12, 20, 30])
@pytest.mark.parametrize("kind", PHOTO_SITES)
def test_few_photos_of_another_site_under_such_a_name_are_not_believed(kind: str, count: int) -> None:
    for seed in range(100):
        assert verdict_on(KINDS[kind](Random(seed), count), Said.PHOTO).doubt


def not_believed(photo_ids: list[int], verdict: Verdict) -> list[int]:
    return [photo_id for photo_id in photo_ids if photo_id not in verdict]


@pytest.mark.parametrize("count", [300, 2000])
@pytest.mark.parametrize("name", LISTS)
def test_photos_under_a_name_are_believed(name: str, count: int) -> None:
    """All but one in thousands: a photo of the first months that lies far below all others looks like a stray."""
    missing: list[int] = []
    for seed in range(3):
        photo_ids = LISTS[name](Random(seed), count)
        verdict = judge(photo_ids, Said.PHOTO)
        assert not verdict.doubt
        missing += not_believed(photo_ids, verdict)
    assert len(missing) <= 1
    assert all(photo_id < 10_000_000 for photo_id in missing)


@pytest.mark.parametrize("name", LISTS)
def test_forty_photos_under_a_name_are_nearly_always_believed(name: str) -> None:
    """Forty of the oldest photos may look like another site's IDs by chance; then the person is asked to vouch."""
    drawn = [LISTS[name](Random(seed), 40) for seed in range(200)]
    verdicts = [judge(photo_ids, Said.PHOTO) for photo_ids in drawn]
    whole = sum(
        not verdict.doubt and all(photo_id in verdict for photo_id in photo_ids)
        for verdict, photo_ids in zip(verdicts, drawn, strict=True)
    )
    assert whole >= (0.85 if "old" in name else 0.95) * len(drawn)


@pytest.mark.parametrize("name", LISTS)
def test_a_long_bare_list_of_photos_is_believed(name: str) -> None:
    photo_ids = LISTS[name](Random(2), 2000)
    verdict = judge(photo_ids, Said.NOTHING)
    assert not verdict.doubt
    assert not not_believed(photo_ids, verdict)


def test_a_short_bare_list_of_todays_photos_is_believed() -> None:
    photo_ids = Random(4).sample(range(53_208_345_264, 53_214_425_724), 40)
    assert not judge(photo_ids, Said.NOTHING).doubt
    assert judge(photo_ids[:7], Said.NOTHING).doubt == "are too few to tell what they are"


@pytest.mark.parametrize("strays", [1, 3, 10])
@pytest.mark.parametrize("kind", KINDS)
def test_among_todays_photos_no_other_number_is_believed(kind: str, strays: int) -> None:
    """A list of photos of one time: whatever lies far away is not indexed, or the list is refused."""
    photo_ids = Random(4).sample(range(53_208_345_264, 53_214_425_724), 200)
    others = [number for number in KINDS[kind](Random(5), strays) if not 52_208_000_000 < number < 54_215_000_000]
    verdict = judge([parse_photo_id(str(number)) for number in (*photo_ids, *others)], Said.NOTHING)
    if not verdict.doubt:
        assert not [number for number in others if number in verdict]
        assert all(photo_id in verdict for photo_id in photo_ids)


# Larger than any ID that Flickr has given out, or smaller than any that a list of photos would have beside its others.
NEVER_LET_IN = [
    *("row numbers", "row numbers with gaps", "classes", "milliseconds", "microseconds", "yyyymmddhhmm"),
    *("yyyymmddhhmmss", "tweets", "Facebook, old", "Facebook, new", "Instagram", "books, 13 digits", "64-bit hashes"),
    *("goods of twelve digits", "phones of India", "phones of Britain", "phones of Germany", "phones of Turkey"),
    *("phones of Russia", "phones of Iran", "phones of Pakistan", "phones of the Emirates", "phones of Australia"),
]


def mixture(name: str, kind: str, share: float, said: Said, seed: int) -> tuple[Verdict, list[int], set[int]]:
    """The verdict on photos with a share of other numbers among them, all of these numbers, and which are foreign."""
    random = Random(seed)
    count = random.choice([40, 200, 1000])
    others = KINDS[kind](random, max(int(share * count), 1))
    photo_ids = LISTS[name](random, count - len(others))
    mixed = [parse_photo_id(str(number)) for number in (*photo_ids, *others)]
    numbers = sorted({number for number in mixed if number is not None})
    if len(mixed) - sum(number is None for number in mixed) < 0.9 * count:
        return Verdict("refused by a reader"), numbers, set(others) - set(photo_ids)
    return judge(mixed, said), numbers, set(others) - set(photo_ids)


mixtures = {
    "name": st.sampled_from(sorted(LISTS)),
    "share": st.sampled_from([0.002, 0.02, 0.05, 0.1, 0.5, 0.9, 0.99]),
    "said": st.sampled_from([Said.NOTHING, Said.PHOTO]),
    "seed": st.integers(0, 2**32),
}


@given(kind=st.sampled_from(NEVER_LET_IN), **mixtures)
def test_some_kinds_of_numbers_are_never_let_in(name: str, kind: str, share: float, said: Said, seed: int) -> None:
    """However few they are among photos: they are rejected one by one, or the list is refused."""
    verdict, _, foreign = mixture(name, kind, share, said, seed)
    assert verdict.doubt or not [number for number in foreign if number in verdict]


@given(kind=st.sampled_from(sorted(KINDS)), **mixtures)
def test_a_number_is_believed_only_where_a_list_of_photos_would_have_it(
    name: str, kind: str, share: float, said: Said, seed: int
) -> None:
    """What each number that is believed must fulfil, whatever it is.

    A few foreign ones that lie where photos lie are told apart by nobody: a phone number of ten digits among IDs of ten
    digits, a time among photos of 2007.
    """
    verdict, numbers, _ = mixture(name, kind, share, said, seed)
    believed = [number for number in numbers if number in verdict]
    if verdict.doubt or MADE_UP in verdict.ranges:
        return
    assert len(believed) >= 0.9 * len(numbers)
    assert believed[-1] <= LARGEST
    for bound in (10**power for power in range(3, 8)):  # others of its order stand above each small one
        below = bisect_left(believed, bound)
        assert bisect_left(believed, 10 * bound) - below >= below
        assert bisect_left(believed, 100 * bound) - below >= 5 * below
    steps = [b - a for a, b in pairwise(believed)]
    assert all(len(list(same)) < 8 for _, same in groupby(steps))  # it does not count
    around = [number for number in believed if 100_000_000 <= number < 3_500_000_000]
    times = [number for number in around if 946_684_800 <= number < 2_050_000_000]
    assert at_least(len(times), len(around), 0.25) >= 0.05  # no more times than photos of 2007
    days = [number for number in believed if 19_000_101 <= number <= 20_491_231]
    assert at_least(len(days), len(believed), 0.003) >= 0.001  # no more days than photos of 2005
    low, high = np.quantile(believed, (0.05, 0.95))
    if low > 2_050_000_000 and high - low < 2_000_000_000:  # of a list of one time, none of another
        assert low - 1_500_000_000 < believed[0] <= believed[-1] < high + 1_500_000_000


def test_few_strays_are_not_believed_and_the_list_still_is() -> None:
    photo_ids = Random(4).sample(range(53_208_345_264, 53_214_425_724), 200)
    for strays in ([17], [1, 2, 3, 4], [1_400_000_000, 1_500_000_003], [60_000_000_001, 441_632_960_000]):
        verdict = judge([*photo_ids, *strays], Said.NOTHING)
        assert not verdict.doubt
        assert not [stray for stray in strays if stray in verdict]


def test_a_run_of_numbers_among_photos_is_not_believed() -> None:
    random = Random(7)
    photo_ids = LISTS["up to 2013"](random, 2000)
    run = list(range(3_000_000_000, 3_000_000_030))
    verdict = judge([*photo_ids, *run], Said.NOTHING)
    assert verdict.doubt or not [number for number in run if number in verdict]


@pytest.mark.parametrize(
    ("numbers", "said", "told"),
    [
        ([*range(1, 400)], Said.NOTHING, "count upwards one by one"),
        ([20130502, 20130503], Said.NOTHING, "look like dates"),
        ([123_456_789], Said.PHOTO, "first years or another site's"),
        ([2_757_511_221, 25_093_333], Said.PHOTO, "first years or another site's"),
        ([4_711, 12], Said.PHOTO, "too small"),
        ([*range(3_000_000_000, 3_000_000_400)], Said.PHOTO, "one by one"),
        ([*range(3_000_000_000, 3_000_000_400)], Said.FLICKR, "one by one"),
        (
            [1_388_600_000 + 7919 * n * n % 94_000_000 for n in range(400)],
            Said.PHOTO,
            "times in seconds, from 2014 to 2016",
        ),
        ([120_000_000_000 + 79 * n * n for n in range(400)], Said.PHOTO, "larger than any"),
        ([4711, 90210, 31337, 2_147_483_648], Said.NOTHING, "too small"),
        ([53_200_000_000] * 40, Said.PERSON, "lost digits"),
        ([53_212_823_552, 53_210_124_288, 53_213_691_904], Said.FLICKR, "lost digits"),
        ([], Said.PHOTO, "too small"),
    ],
)
def test_what_they_look_like_is_said(numbers: list[int], said: Said, told: str) -> None:
    assert told in judge(numbers, said).doubt


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([2933, 105], Said.FLICKR),
        ([*range(1, 400)], Said.PERSON),
        ([54_646_557_735], Said.PHOTO),
        ([*range(MADE_UP[0], MADE_UP[0] + 500)], Said.NOTHING),
        ([MADE_UP[1]], Said.NOTHING),
    ],
)
def test_what_is_believed(numbers: list[int], said: Said) -> None:
    verdict = judge(numbers, said)
    assert not verdict.doubt
    assert all(number in verdict for number in numbers)


@given(st.lists(st.integers(MADE_UP[0], MADE_UP[1]), min_size=1, max_size=60), st.integers(1, LARGEST))
def test_among_samples_no_other_number_is_believed(made_up: list[int], other: int) -> None:
    verdict = judge([*made_up * 12, other], Said.PHOTO)
    assert verdict.doubt or other not in verdict or not any(number in verdict for number in made_up)


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.01, 0.99))
def test_chances_are_those_of_the_binomial_distribution(count: int, trials: int, probability: float) -> None:
    exact = sum(
        comb(trials, hits) * probability**hits * (1 - probability) ** (trials - hits)
        for hits in range(count, trials + 1)
    )
    if count > trials * probability:
        assert at_least(count, trials, probability) == pytest.approx(exact, rel=1e-6, abs=1e-12)
    assert at_most(count, trials, probability) >= 1 - exact - 1e-9


def test_secrets_have_letters() -> None:
    assert are_secrets([f"{n}_4071e0c07e_b.jpg" for n in range(3)])
    assert are_secrets(["1_4071e0c07e.jpg", "2_1234567890.jpg", *(f"{n}_0a{n}1e0c07.jpg" for n in range(10, 40))])
    assert not are_secrets(["1400000000_1400000060.jpg"])
    assert not are_secrets([f"34516657408_34130888{n}_n.jpg" for n in range(10, 90)])
    assert not are_secrets(
        [f"{n}_4071e0c0{n}.jpg" for n in range(10, 50)] + [f"1_10000000{n}.jpg" for n in range(10, 20)]
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["5.32E+10", "5.321e10", ""], "lost digits"),
        (["53212821120.5", "1.25"], "fractions"),
        (["53212821120.0", "53210123978.0"], ""),
        (["53212821120", "word"], ""),
        ([], ""),
    ],
)
def test_cells_that_hold_no_whole_numbers(cells: list[str], told: str) -> None:
    assert (told in why_no_whole_numbers(cells)) if told else not why_no_whole_numbers(cells)
