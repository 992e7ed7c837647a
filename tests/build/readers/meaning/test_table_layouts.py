"""Made-up tables and lists in exactly the layouts of datasets: photos, accounts, licences, and rows without a photo."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset_build.readers.detect import detect
from inset_build.readers.formats.tables.lines import IdList
from inset_build.readers.meaning.messy_numbers import parse_messy_number
from inset_build.readers.protocol import Match
from inset_build.readers.sources.expand import expand
from support.lists.manifests import FIRST_ID, SECRET, image, page, read, write

A, B, C = FIRST_ID, FIRST_ID + 1_003, FIRST_ID + 77_777
IDS = (A, B, C)
NSID = "12345678@N00"
ALBUM = 72157600000000001
CC = "http://creativecommons.org/licenses/by/2.0/"
HASH = "d41d8cd98f00b204e9800998ecf8427e"
SHORT_HASH = HASH[1:]  # a leading zero was lost

Details = list[tuple[str | None, str | None]]


def yfcc(photo_id: int, marker: int = 0) -> list[str]:
    """The 23 columns of YFCC100M's first release."""
    return [
        *(str(photo_id), NSID, "sample-user", "2010-01-01 00:00:00.0", "1262300000", "", 'A+"title', "text"),
        *("tag", "", "-1.5", "50.1", "16", page(photo_id), image(photo_id), "Attribution License"),
        *(CC, "65535", "6", SECRET, SECRET, "jpg", str(marker)),
    ]


def tabbed(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def yfcc_25(number: int, photo_id: int, marker: int = 0) -> list[str]:
    return [str(number), str(photo_id), SHORT_HASH if number % 2 else HASH, *yfcc(photo_id, marker)[1:]]


ADIENCE_HEADER = (
    "user_id\toriginal_image\tface_id\tage\tgender\tx\ty\tdx\tdy\ttilt_ang\tfiducial_yaw_angle\tfiducial_score"
)
OPEN_IMAGES_HEADER = (
    "ImageID,Subset,OriginalURL,OriginalLandingURL,License,AuthorProfileURL,Author,Title,"
    "OriginalSize,OriginalMD5,Thumbnail300KURL"
)
PROFILE = "https://www.flickr.com/people/sample-user/"


def open_images(photo_id: int) -> str:
    return (
        f'00{photo_id},train,{image(photo_id)},{page(photo_id)},{CC},{PROFILE},U,"A ""title"", long",3,KFu==,'
        f"{image(photo_id)}"
    )


# Text, reader, photos in order, their accounts and licences (None: the manifest gives neither), rejected lines.
LAYOUTS: dict[str, tuple[str, str, list[int], Details | None, int]] = {
    "YFCC100M, 23 columns, with a video": (
        tabbed([yfcc(A), yfcc(B, marker=1), yfcc(C)]),
        "tsv",
        [*IDS],
        [(NSID, CC)] * 3,
        0,
    ),
    "YFCC100M, 25 columns, with a video": (
        tabbed([yfcc_25(n, photo_id, n % 2) for n, photo_id in enumerate(IDS)]),
        "tsv",
        [*IDS],
        [(NSID, CC)] * 3,
        0,
    ),
    "YFCC100M, old photos": (tabbed([yfcc(2933), yfcc(105)]), "tsv", [2933, 105], [(NSID, CC)] * 2, 0),
    "CLIP's subset": (
        tabbed([[str(n), str(photo_id), HASH] for n, photo_id in zip((0, 7, 99_999_999), IDS, strict=True)]),
        "tsv",
        [*IDS],
        None,
        0,
    ),
    "PIPA": (
        "".join(f"{ALBUM + n} {photo_id} 10 -3 200 210 {n} 1\n" for n, photo_id in enumerate(IDS)),
        "spaces",
        [*IDS],
        None,
        0,
    ),
    "Adience": (
        f"{ADIENCE_HEADER}\n"
        + "".join(f"{NSID}\t{i}_{SECRET}_o.jpg\t7\t(25, 32)\tm\t0\t414\t1086\t1383\t-115\t30\t17\n" for i in IDS),
        "tsv",
        [*IDS],
        [(NSID, None)] * 3,
        0,
    ),
    "NUS-WIDE's URLs": (
        "%%%%Photo_file    Photo_id    url_Large   url_Middle   url_Small  url_Original%%%%\r\n"
        f"C:\\ImageData\\Flickr\\actor\\0001_{A}.jpg   {A}  {image(A)}  {image(A)}  null  null\r\n"
        + f"C:\\ImageData\\Flickr\\actor\\0002_{B}.jpg   {B}  null  null  null  null\r\n" * 9
        + f"C:\\ImageData\\Flickr\\actor two\\0003_{C}.jpg   {C}  {image(C)}  null  null  null\r\n"
        + "C:\\ImageData\\Flickr\\actor\\0004_.jpg   null  null  null  null  null\r\n",
        "spaces",
        [A, *[B] * 9, C],
        None,
        1,
    ),
    "IBM Diversity in Faces": (
        "".join(f"{n},{image(i)},640,480," + ",".join(["1.5"] * 187) + "\n" for n, i in enumerate(IDS)),
        "csv",
        [*IDS],
        None,
        0,
    ),
    "CC3M": (f"a dog , of sorts\t{image(A)}\na cat\thttp://photos.example/1.jpg\n", "tsv", [A], None, 1),
    "CC12M": (f"{image(A)}\ta dog , of sorts\nhttp://photos.example/1.jpg\ta cat\n", "tsv", [A], None, 1),
    "ImageNet": (f"n01_1\t{image(A)}\nn01_2\thttp://photos.example/a.jpg\nn02_3\t{image(B)}\n", "tsv", [A, B], None, 1),
    "ML-Images": (
        f"{image(A)}\t3:1\t5193:0.9\t5170:0.9\n{image(B)}\t2170:1\n{image(C)}\t8:1\t6:0.9\t5:0.7\t4:0.6\n",
        "url-list",
        [*IDS],
        None,
        0,
    ),
    "ML-Images, divided by blanks": (f"{image(A)}\t3:1 5:0.9\n{image(B)}\t7:1\n", "tsv", [A, B], None, 0),
    "AADB": (
        "".join(f"farm{n}_286_{i}_{SECRET}_b.jpg 0.7{n}\n" for n, i in enumerate(IDS, 1)),
        "spaces",
        [*IDS],
        None,
        0,
    ),
    "AADB, names alone": ("".join(f"farm1_286_{i}_{SECRET}_b.jpg\n" for i in IDS), "file-list", [*IDS], None, 0),
    "Im2GPS": (
        f"{A}_{SECRET}_1208_{NSID}.jpg\nAlbania_00001_{B}_{SECRET}_5_{NSID.lower()}.jpg\n"
        f"im2gps/New+York_2/{C}_{SECRET}_65535_{NSID}.jpg\n",
        "file-list",
        [*IDS],
        [(NSID, None), (NSID.lower(), None), (NSID, None)],
        0,
    ),
    "DiveFace": (
        "".join(f"{NSID}_identity_{n}/{i}_{n}.jpg\n" for n, i in enumerate(IDS)),
        "file-list",
        [*IDS],
        [(NSID, None)] * 3,
        0,
    ),
    "MegaFace": (
        "".join(f"375/{NSID}/{i}_0.jpg\n" for i in IDS),
        "file-list",
        [*IDS],
        [(NSID, None)] * 3,
        0,
    ),
    "MegaFace in a table": (
        "path,faces\n" + "".join(f"375/{NSID}/{i}_0.jpg,1\n" for i in IDS),
        "csv",
        [*IDS],
        [(NSID, None)] * 3,
        0,
    ),
    "LPFF": (
        "".join(f"{NSID}_{i}_01,0.5\n" for i in IDS),
        "csv",
        [*IDS],
        [(NSID, None)] * 3,
        0,
    ),
    "FlickrLogos": (f"adidas,{A}.jpg\nHP,{B}.jpg\nno-logo,{C}.jpg\n", "csv", [*IDS], None, 0),
    "FlickrLogos, divided by blanks": (f"adidas {A}.jpg\nHP {B}.jpg\nno-logo {C}.jpg\n", "spaces", [*IDS], None, 0),
    "FlickrLogos, paths": (f"classes/jpg/hp/{A}.jpg\nclasses/jpg/ups/{B}.jpg\n", "file-list", [A, B], None, 0),
    "VIST in a table": (
        f"album_id,photo_flickr_id,url_o,text\n44277,{A},{image(A)},x\n{ALBUM},{B},,y\n44277,{C},{image(C)},z\n",
        "csv",
        [*IDS],
        None,
        0,
    ),
    "COCO in a table": (
        f"id,file_name,flickr_url\n397133,000000397133.jpg,{image(A)}\n37777,000000037777.jpg,{image(B)}\n",
        "csv",
        [A, B],
        None,
        0,
    ),
    "FFHQ in a table": (
        "index,photo_url,photo_title,author,license,license_url\n"
        + "".join(f"{n},{page(i)},T,Somebody,Attribution License,{CC}\n" for n, i in enumerate(IDS)),
        "csv",
        [*IDS],
        [(page(i), CC) for i in IDS],
        0,
    ),
    "Open Images": (
        OPEN_IMAGES_HEADER + ",Rotation\n" + "".join(f"{open_images(i)},0.0\n" for i in IDS),
        "csv",
        [*IDS],
        [(PROFILE, CC)] * 3,
        0,
    ),
    "Open Images, third version": (
        OPEN_IMAGES_HEADER + "\n" + "".join(f"{open_images(i)}\n" for i in IDS),
        "csv",
        [*IDS],
        [(PROFILE, CC)] * 3,
        0,
    ),
    "Open Images, `image_ids_and_rotation.csv` with gaps": (
        OPEN_IMAGES_HEADER + ",Rotation\n" + f"{open_images(A)},\n" + f"0b,train,,{page(B)},{CC},,,,,,,90.0\n",
        "csv",
        [A, B],
        [(PROFILE, CC), (None, CC)],
        0,
    ),
    "Flickr Style": (
        ",image_url,page_url,label,_split\n"
        + "".join(f"{i},{image(i)},http://www.flickr.com/photos/{NSID}/{i},0,train\n" for i in IDS),
        "csv",
        [*IDS],
        [(f"http://www.flickr.com/photos/{NSID}/{i}", None) for i in IDS],
        0,
    ),
    "KonIQ-10k": (
        "image_name,c1,c2,c3,c4,c5,c_total,MOS,SD,set\n"
        + "".join(f"{i}.jpg,0.0,0.0,0.2,0.7,0.1,105,77.4,0.5,training\n" for i in IDS),
        "csv",
        [*IDS],
        None,
        0,
    ),
    "Flickr30k's captions": (
        f"{A}.jpg#0\tA dog .\n{A}.jpg#1\tA cat .\n{B}.jpg#0\tx\n",
        "tsv",
        [A, A, B],
        None,
        0,
    ),
    "Flickr30k's table of captions": (
        f"image_name| comment_number| comment\n{A}.jpg| 0| A dog .\n{B}.jpg| 0| A cat .\n",
        "csv",
        [A, B],
        None,
        0,
    ),
    "Flickr8k's parts": (f"{A}_{SECRET}.jpg\n{B}_{SECRET}.jpg\n", "file-list", [A, B], None, 0),
    "Flickr8k in a table": (f"image,caption\n{A}_{SECRET}.jpg,A dog .\n", "csv", [A], None, 0),
    "CommonCatalog in a table": (
        "photoid,uid,unickname,licensename,licenseurl\n"
        + "".join(f"{i},{NSID},sample-user,Attribution License,{CC}\n" for i in (2933, 105)),
        "csv",
        [2933, 105],
        [(NSID, CC)] * 2,
        0,
    ),
    "licences by Flickr's numbers": (
        f"photo_id,owner,secret,license\n{A},{NSID},{SECRET},4\n{B},{NSID},{SECRET},0\n",
        "csv",
        [A, B],
        [(NSID, "4"), (NSID, "0")],
        0,
    ),
    "licences by somebody's own numbers": (f"url,license\n{image(A)},4\n{image(B)},0\n", "csv", [A, B], None, 0),
    "a licence by its name only": (
        f"url,license_name\n{image(A)},Attribution License\n{image(B)},\n",
        "csv",
        [A, B],
        [(None, "Attribution License"), (None, None)],
        0,
    ),
    "accounts of another site and licences that say nothing": (
        f"url,user_id,LICENSE\n{image(A)},4711,?\n{image(B)},4712,?\n",
        "csv",
        [A, B],
        None,
        0,
    ),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(tmp_path: Path, layout: str, packed: bool) -> None:
    text, reader, photo_ids, details, rejected = LAYOUTS[layout]
    reading = read(write(tmp_path, text, packed=packed))
    assert (reading.reader, reading.photo_ids, reading.rejected) == (reader, photo_ids, rejected)
    assert reading.rows == len(photo_ids) + rejected
    assert reading.details == (details or [(None, None)] * len(photo_ids))
    assert any("also gives" in sentence for sentence in reading.explanation) == (details is not None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_details_where_nobody_wants_them(tmp_path: Path, layout: str) -> None:
    text, _, photo_ids, _, _ = LAYOUTS[layout]
    batches = list(detect(write(tmp_path, text)).batches(details=False))
    assert [photo_id for batch in batches for photo_id in batch.frame["photo_id"]] == photo_ids
    assert all(batch.frame.columns == ["photo_id", "row"] for batch in batches)


def test_a_known_layout_is_called_by_its_name(tmp_path: Path) -> None:
    for layout, title in (
        ("YFCC100M, 23 columns, with a video", "first release"),
        ("YFCC100M, 25 columns, with a video", "second release"),
        ("CLIP's subset", "CLIP"),
        ("PIPA", "PIPA"),
        ("NUS-WIDE's URLs", "NUS-WIDE"),
        ("IBM Diversity in Faces", "IBM"),
    ):
        assert title in " ".join(read(write(tmp_path, LAYOUTS[layout][0])).explanation)


def test_lines_of_nus_wide_that_are_out_of_place_keep_their_photos_in_order(tmp_path: Path) -> None:
    lines = [f"C:\\Flickr\\actor\\0001_{i}.jpg {i} {image(i)} null null null" for i in range(A, A + 30)]
    lines[7] = f"C:\\Flickr\\two words\\0001_{A + 7}.jpg {A + 7} {image(A + 7)} {page(A + 7)}"
    lines[11] = "C:\\Flickr\\two words\\0001_.jpg null"
    reading = read(write(tmp_path, "\n".join(lines)))
    assert reading.photo_ids == [i for i in range(A, A + 30) if i != A + 11]
    assert [(line.line, line.text) for line in reading.examples] == [(12, lines[11])]


def shuffled(rows: list[list[str]], order: list[int]) -> str:
    return tabbed([[row[index] for index in order] for row in rows])


@pytest.mark.parametrize("release", [23, 25])
def test_yfcc_with_its_columns_in_another_order_is_read_by_its_urls(tmp_path: Path, release: int) -> None:
    rows = [yfcc(i) if release == 23 else yfcc_25(n, i) for n, i in enumerate(IDS)]
    order = list(range(release))
    random.Random(release).shuffle(order)
    reading = read(write(tmp_path, shuffled(rows, order)))
    assert reading.photo_ids == [*IDS]
    assert "laid out" not in " ".join(reading.explanation)


def test_videos_are_flickr_items_with_ids_of_the_same_sequence(tmp_path: Path) -> None:
    rows = [yfcc(i, marker=1) for i in IDS]
    assert read(write(tmp_path, tabbed(rows))).photo_ids == [*IDS]


def test_the_person_may_point_at_a_word(tmp_path: Path) -> None:
    path = write(tmp_path, f"first {A} x\nsecond {B} y\n")
    assert read(path, column="2").photo_ids == [A, B]
    path = write(tmp_path, f"what which\nfirst {A}\nsecond {B}\n")
    reading = read(path, column="which")
    assert (reading.reader, reading.photo_ids, reading.rejected) == ("spaces", [A, B], 0)


def test_the_person_may_vouch_for_files_called_by_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, f"{A}.jpg\n{B}.jpg\n")
    assert read(path, reader="file-list").photo_ids == [A, B]
    path = write(tmp_path, f"file,w\n{A}.jpg,1\n{B}.jpg,2\n")
    assert read(path, column="file").photo_ids == [A, B]


cells = st.one_of(
    st.integers(0, 10**13).map(str),
    st.integers(FIRST_ID, FIRST_ID + 9).map(str),
    st.sampled_from(
        ["", " ", "007", "+7", " 7", "7 ", "7\r", "\t7", "1e5", "1_0", "7.0", "-7", "\u0667", "x", '"7"', "7,8"]
    ),
)


@given(st.lists(cells, min_size=1, max_size=12), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_list_gives_exactly_the_lines_that_are_photo_ids(lines: list[str], ended: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "\n".join([str(FIRST_ID), *lines]) + ("\n" if ended else ""))
        batches = list(IdList().read(expand([path])[0], Match(())))
    expected = [parse_messy_number(line.rstrip("\r")) for line in [str(FIRST_ID), *lines]]
    assert [photo_id for batch in batches for photo_id in batch.frame["photo_id"]] == [i for i in expected if i]
    assert sum(batch.rows for batch in batches) == 1 + sum(bool(line.strip()) for line in lines)
