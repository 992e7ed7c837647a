"""Albums, row numbers, times and other sites' IDs are never taken for photo IDs, in lists or in tables."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.detect import detect
from support.lists.manifests import FIRST_ID, SECRET, image, read, write

albums = st.one_of(
    st.builds("72{}{:013d}".format, st.sampled_from(["05", "15", "17"]), st.integers(0, 10**13 - 1)),
    st.integers(1, 99_999).map(str),  # the first albums had few digits
)
dpchallenge = st.integers(1, 1_200_000).map(str)
reddit = st.one_of(
    st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=7),
    st.integers(10_000, 9_999_999).map(str),  # some have digits only
)
TRAPS = {
    "albums": albums,
    "image indices": st.integers(0, 999_999).map(str),
    "padded indices": st.integers(1, 999_999).map("{:012d}".format),
    "DPChallenge": dpchallenge,
    "Reddit": reddit,
    "iNaturalist": st.integers(1, 700_000_000).map(str),
    "tweets": st.integers(10**17, 2 * 10**18).map(str),
    "products": st.integers(120_000_000_000, 890_000_000_000).map(str),
    "days": st.dates().map(lambda day: day.strftime("%Y%m%d")),
    "prices": st.floats(0, 10**9, allow_nan=False).map("{:.2f}".format),
    "hashes": st.binary(min_size=16, max_size=16).map(bytes.hex),
}
NAMES = ("id", "image_id", "photo", "album_id", "photoset_id", "img", "index", "photo_id", "author", "uid", "n")
# Columns of these names may hold any site's numbers, also some as large as Flickr's.
any_number = st.integers(1, 10**12 - 1).map(str)

columns = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(list(TRAPS.values()))),
        st.tuples(st.sampled_from([name for name in NAMES if name != "photo_id"]), st.just(any_number)),
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Names and rows of a table in which no column gives a photo."""
    chosen = draw(columns)
    height = draw(st.integers(2, 30))
    cells = [draw(st.lists(values, min_size=height, max_size=height)) for _, values in chosen]
    return [name for name, _ in chosen], [list(row) for row in zip(*cells, strict=True)]


separators = st.sampled_from([",", "\t", ";", "|", " "])


def text_of(rows: list[list[str]], separator: str) -> str:
    return "".join(separator.join(row) + "\n" for row in rows)


def refused(text: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            detected = detect(write(Path(folder), text))
        except ManifestInvalid as error:
            return bool(error.hint or error.message)
        # It may be taken for a list of words, but must not give a photo.
        return not [batch for batch in detected.batches() if batch.frame.height]


@given(tables(), separators, st.booleans())
@settings(max_examples=300, deadline=None)
def test_tables_of_foreign_numbers_are_refused(
    table: tuple[list[str], list[list[str]]], separator: str, has_header: bool
) -> None:
    names, rows = table
    if len(names) > 1:
        assert refused(text_of([names, *rows] if has_header else rows, separator))


@given(tables(), st.sampled_from([",", "\t", ";", "|"]), st.booleans(), st.data())
@settings(max_examples=300, deadline=None)
def test_beside_urls_only_the_urls_count(
    table: tuple[list[str], list[list[str]]], separator: str, has_header: bool, data: st.DataObject
) -> None:
    names, rows = table
    at = data.draw(st.integers(0, len(names)))
    photo_ids = [FIRST_ID + 7 * number for number in range(len(rows))]
    full = [[*row[:at], image(photo_id), *row[at:]] for row, photo_id in zip(rows, photo_ids, strict=True)]
    header = [[*names[:at], "url", *names[at:]]] if has_header else []
    with tempfile.TemporaryDirectory() as folder:
        reading = read(write(Path(folder), text_of([*header, *full], separator)))
    assert reading.photo_ids == photo_ids


@pytest.mark.parametrize("trap", [name for name in TRAPS if name != "Reddit"])
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_lists_of_foreign_numbers_are_refused(trap: str, data: st.DataObject) -> None:
    numbers = data.draw(st.lists(TRAPS[trap], min_size=2, max_size=60))
    assert refused(text_of([[number] for number in numbers], ","))
    assert refused(text_of([["photo_id"], *([number] for number in numbers)], ","))
    assert refused(text_of([[f"{number}.jpg"] for number in numbers], ","))


@given(st.lists(reddit, min_size=2, max_size=60))
@settings(max_examples=60, deadline=None)
def test_lists_of_reddits_ids_are_refused(numbers: list[str]) -> None:
    assert refused(text_of([[number] for number in numbers], ","))


@given(st.lists(st.integers(10**9, 55 * 10**9), min_size=2, max_size=60))
@settings(max_examples=60, deadline=None)
def test_files_called_by_large_numbers_are_not_believed(numbers: list[int]) -> None:
    """Other sites have IDs as large: only a secret, an account or a known layout shows that a name is Flickr's."""
    assert refused(text_of([[f"{number}.jpg"] for number in numbers], ","))
    assert refused(text_of([["file", "score"], *([f"{number}.jpg", "1.5"] for number in numbers)], ","))
    assert refused(text_of([[f"{number}.jpg", "1"] for number in numbers], " "))


# Content, and what the message or its hint says.
NO_FLICKR: dict[str, tuple[str, str]] = {
    "PASS": (
        "hash,unickname,latitude,longitude,datetaken\n"
        "d41d8cd98f00b204e9800998ecf8427e,sample-user,50.1,-1.5,2010-01-01 00:00:00.0\n",
        "Join it with YFCC100M",
    ),
    "Unsplash": (
        "photo_id\tphoto_url\tphoto_image_url\tphotographer_username\n"
        "XMyPniM9LF0\thttps://unsplash.example/photos/XMyPniM9LF0\thttps://images.example/photo-1\tsample-user\n",
        "Unsplash",
    ),
    "WIT": (
        "language\tpage_url\timage_url\tpage_title\tcaption_reference_description\n"
        "en\thttps://en.wikipedia.example/wiki/X\thttps://upload.wikimedia.example/x.jpg\tX\tA thing\n",
        "Wikipedia",
    ),
    "iNaturalist": (
        "photo_uuid\tphoto_id\tobservation_uuid\textension\n"
        "6f2b3ef4\t1234567890\t7c0c8a3a\tjpg\n6f2b3ef5\t3234567899\t7c0c8a3b\tjpg\n",
        "iNaturalist",
    ),
    "AVA": (
        "1 953619 0 1 5 17 38 36 15 6 5 1 1 22 1396\n2 953958 10 7 15 26 26 21 10 8 1 2 15 21 1396\n",
        "DPChallenge",
    ),
    "Places": ("/a/airfield/00000001.jpg 0\n/a/apartment_building/outdoor/10000001.jpg 1\n", "Places"),
    "Places, paths": ("/a/airfield/00000001.jpg\n/b/bank_vault/10000001.jpg\n", "Places"),
    "albums and their photos' numbers": ("72157600000000001 1 2\n72157600000000002 2 3\n", "Nothing in its beginning"),
    "a table like CLIP's with numbers that do not ascend": (
        f"7\t{FIRST_ID}\td41d8cd98f00b204e9800998ecf8427e\n3\t{FIRST_ID + 9}\td41d8cd98f00b204e9800998ecf8427e\n",
        "Nothing says",
    ),
    "a table like CLIP's with small numbers": (
        "3\t2001\td41d8cd98f00b204e9800998ecf8427e\n7\t3001\td41d8cd98f00b204e9800998ecf8427e\n",
        "hashes",
    ),
    "a table like PIPA's without albums": (
        f"44277 {FIRST_ID} 1 2 3 4 5 1\n44278 {FIRST_ID + 9} 1 2 3 4 5 1\n",
        "Nothing in its beginning",
    ),
    "a table like PIPA's with small numbers": (
        "72157600000000001 2933 1 2 3 4 5 1\n72157600000000002 2015 1 2 3 4 5 1\n",
        "Nothing in its beginning",
    ),
    "file names that may be anybody's": (f"{FIRST_ID}.jpg\n{FIRST_ID + 9}.jpg\n", "--reader file-list"),
    "a table of file names that may be anybody's": (f"f,w\n{FIRST_ID}.jpg,1\n{FIRST_ID + 9}.jpg,2\n", "--column"),
    "numbers under a name that all sites use": ("photo_id,w\n123456789,1\n223456789,2\n", "--column"),
    "a faked secret": (f"{FIRST_ID}_face_b.jpg\n{FIRST_ID}_face_c.jpg\n", "Nothing in its beginning"),
    "an account that is none": (
        f"37/123@N00/{FIRST_ID}_0.jpg\n37/1234567890123@N00/{FIRST_ID}_0.jpg\n",
        "Nothing in its beginning",
    ),
    "groups' pictures": (f"{SECRET}_{FIRST_ID}.jpg\n{SECRET}_{FIRST_ID}.jpg\n", "Nothing in its beginning"),
}


@pytest.mark.parametrize("name", NO_FLICKR)
def test_what_lists_no_flickr_photo_says_so(tmp_path: Path, name: str) -> None:
    text, told = NO_FLICKR[name]
    with pytest.raises(ManifestInvalid) as caught:
        detect(write(tmp_path, text))
    assert told in f"{caught.value.message} {caught.value.hint}"
