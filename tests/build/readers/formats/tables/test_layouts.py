"""Lists and tables in the layouts that datasets use give the right reader, column and photos."""

from __future__ import annotations

from pathlib import Path

import pytest

from inset_build.readers.protocol import RejectedLine
from inset_build.readers.row_reasons import NO_PHOTO
from support.lists.manifests import FIRST_ID, SECRET, image, page, read, write

A, B, C = FIRST_ID, FIRST_ID + 1, FIRST_ID + 2
ALBUM = 72157600000000001


def yfcc(photo_id: int) -> list[str]:
    """The 23 columns of YFCC100M's first release."""
    return [
        *(str(photo_id), "12345678@N00", "sample-user", "2010-01-01 00:00:00.0", "1262300000", "", 'A+"title', "text"),
        *("tag", "", "-1.5", "50.1", "16", page(photo_id), image(photo_id), "Attribution License"),
        *("http://creativecommons.org/licenses/by/2.0/", "65535", "6", SECRET, SECRET, "jpg", "0"),
    ]


# Text, reader, photos in order, rejected lines.
LAYOUTS: dict[str, tuple[str, str, list[int], int]] = {
    "bare IDs": (f"{A}\n{B}\n{C}\n", "id-list", [A, B, C], 0),
    "one ID without a line end": (f"{A}", "id-list", [A], 0),
    "IDs under a header": (f"photo_id\n{A}\n{B}\n", "id-list", [A, B], 0),
    "IDs, one repeated": (f"{A}\n{B}\n{A}\n", "id-list", [A, B, A], 0),
    "IDs with Windows line ends, a mark and blank lines": (f"\ufeff{A}\r\n\r\n{B}\r\n   \r\n", "id-list", [A, B], 0),
    "IDs with blanks around": (f"  {A}\n{B} \n", "id-list", [A, B], 0),
    "IDs, one of them an album's": (
        "".join(f"{A + n}\n" for n in range(20)) + f"{ALBUM}\n",
        "id-list",
        list(range(A, A + 20)),
        1,
    ),
    "IDs under a comment": (f"# version 1\n# by somebody\n\n{A}\n{B}\n", "id-list", [A, B], 0),
    "URLs": (f"{image(A)}\n{page(B)}\nhttps://flic.kr/p/2p4QbKN\n", "url-list", [A, B, 53208249252], 0),
    "URLs under a header": (f"url\n{image(A)}\n{image(B)}\n", "url-list", [A, B], 0),
    "URLs of mixed hosts": (f"{image(A)}\nhttps://photos.example/1.jpg\n{page(B)}\n", "url-list", [A, B], 1),
    "several URLs of one photo a line": (
        f"x.jpg 7 {image(A)} null {page(A)}\ny.jpg 8 null {page(B)} null\n",
        "url-list",
        [A, B],
        0,
    ),
    "several photos a line": (f"{image(A)} {image(B)} {image(A)}\n{image(C)}\n", "url-list", [A, B, C], 0),
    "URLs in words and quotation marks": (
        f'see "{image(A)}", \nor <{page(B)}>;\n{page(C)}\n',
        "url-list",
        [A, B, C],
        0,
    ),
    "a path is no URL of Flickr's here": (f"/photos/sample-user/{A}/\n{image(B)}\n{image(C)}\n", "url-list", [B, C], 1),
    "a name, a tab, a URL": (
        f"n01_1\t{image(A)}\nn01_2\thttp://photos.example/a.jpg\nn01_3\t{image(B)}\n",
        "tsv",
        [A, B],
        1,
    ),
    "CSV with a column of URLs": (f"n,url,size\n1,{image(A)},3\n2,{image(B)},4\n", "csv", [A, B], 0),
    "CSV without a header": (f"1,{image(A)},3\n2,{image(B)},4\n", "csv", [A, B], 0),
    "CSV with a nameless index column": (f",image_url,page_url,label\n{A},{image(A)},{page(A)},0\n", "csv", [A], 0),
    "CSV in which the page fills in for the image": (
        f"id,image,page\n1,{image(A)},{page(A)}\n2,,{page(B)}\n3,null,{page(C)}\n",
        "csv",
        [A, B, C],
        0,
    ),
    "CSV whose other URLs are not the photo": (
        f"url,license,profile,related\n{image(A)},http://cc.example/by,https://www.flickr.com/people/u/,{image(C)}\n"
        f"{image(B)},http://cc.example/by,https://www.flickr.com/people/u/,{image(C)}\n,,,{image(C)}\n",
        "csv",
        [A, B],
        1,
    ),
    "CSV with a named ID column": (
        f"image_id,flickr_id,w\n1,{A},3\n2,{B},4\n3,,5\n" + f"4,{C},6\n" * 9,
        "csv",
        [A, B, *[C] * 9],
        1,
    ),
    "CSV with photo file names": (f"image_name,score\n{A}.jpg,1.5\n{B}.jpg,2.5\n", "csv", [A, B], 0),
    "CSV with file names in folders": (
        f"file,score\ntrain/{A}_{SECRET}_b.jpg,1\ntest/{B}_{SECRET}.jpg,2\n",
        "csv",
        [A, B],
        0,
    ),
    "CSV with semicolons": (f"n;url\n1;{image(A)}\n2;{image(B)}\n", "csv", [A, B], 0),
    "CSV with bars": (f"n|url\n1|{image(A)}\n2|{image(B)}\n", "csv", [A, B], 0),
    "CSV with Windows line ends": (f"n,url\r\n1,{image(A)}\r\n2,{image(B)}\r\n", "csv", [A, B], 0),
    "CSV with a mark and a comment": (f"\ufeff# made up\nn,url\n1,{image(A)}\n", "csv", [A], 0),
    "CSV with ragged lines": (
        f"n,url,x\n1,{image(A)}\n2,{image(B)},3,4,5\n6\n" + f"7,{image(C)},8\n" * 20,
        "csv",
        [A, B, *[C] * 20],
        1,
    ),
    "CSV with blank lines": (f"n,url\n\n1,{image(A)}\n  \n\n2,x\n3,{image(B)}\n\n", "csv", [A, B], 1),
    "CSV with a header of two lines": (f'n,"the\nurl"\n1,{image(A)}\n2,{image(B)}\n', "csv", [A, B], 0),
    "TSV with an odd quotation mark": (
        f'title\turl\n5" disk\t{image(A)}\n"open\t{image(B)}\nx\t{image(C)}\n',
        "tsv",
        [A, B, C],
        0,
    ),
    "TSV of captions by file name": (
        f"{A}_{SECRET}.jpg#0\tA dog .\n{A}_{SECRET}.jpg#1\tA cat .\n{B}_{SECRET}.jpg#0\tx\n",
        "tsv",
        [A, A, B],
        0,
    ),
    "TSV with its header in a comment": (f"#photo_id\tw\n{A}\t1\n{B}\t2\n", "tsv", [A, B], 0),
    "TSV, caption first": (f"a dog\t{image(A)}\na cat\thttp://photos.example/1.jpg\n", "tsv", [A], 1),
    "TSV, URL first": (f"{image(A)}\ta dog\nhttp://photos.example/1.jpg\ta cat\n", "tsv", [A], 1),
    "YFCC100M, 23 columns": ("".join("\t".join(yfcc(i)) + "\n" for i in (A, B)), "tsv", [A, B], 0),
    "YFCC100M, 25 columns": (
        "".join("\t".join([str(n), str(i), "0" * 32, *yfcc(i)[1:], ""]) + "\n" for n, i in enumerate((A, B))),
        "tsv",
        [A, B],
        0,
    ),
    "Open Images": (
        "ImageID,Subset,OriginalURL,OriginalLandingURL,License,AuthorProfileURL,Author,Title\n"
        f'0a,train,{image(A)},{page(A)},https://cc.example/by,https://www.flickr.com/people/u/,U,"A ""title"", long"\n'
        f"0b,train,{image(B)},{page(B)},https://cc.example/by,https://www.flickr.com/people/u/,U,short\n",
        "csv",
        [A, B],
        0,
    ),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(tmp_path: Path, layout: str, packed: bool) -> None:
    text, reader, photo_ids, rejected = LAYOUTS[layout]
    reading = read(write(tmp_path, text, packed=packed))
    assert (reading.reader, reading.photo_ids, reading.rejected) == (reader, photo_ids, rejected)
    if layout != "several photos a line":
        assert reading.rows == len(photo_ids) + rejected
    assert reading.explanation


def test_rejected_lines_are_shown_with_their_number_text_and_reason(tmp_path: Path) -> None:
    lines = [
        "# comment",
        "n,url",
        f"1,{image(A)}",
        "",
        "2,https://photos.example/a.jpg",
        "3," + "x" * 500,
        f"4,{image(B)}",
    ]
    reading = read(write(tmp_path, "\n".join(lines)))
    first, second = reading.examples
    assert first == RejectedLine(5, "2,https://photos.example/a.jpg", NO_PHOTO)
    assert (second.line, len(second.text)) == (6, 200)
    assert reading.rejected == 2


def test_only_the_first_rejected_lines_are_kept(tmp_path: Path) -> None:
    text = "".join(f"{image(A + n)}\nhttps://photos.example/{n}.jpg\n" for n in range(50))
    reading = read(write(tmp_path, text))
    assert reading.rejected == 50
    assert [line.line for line in reading.examples] == [2, 4, 6, 8, 10]


def test_a_rejected_id_says_that_it_is_none(tmp_path: Path) -> None:
    reading = read(write(tmp_path, "".join(f"{A + n}\n" for n in range(30)) + "unknown\n0\n"))
    assert [(line.line, line.text, line.reason.words) for line in reading.examples] == [
        (31, "unknown", "not a photo ID"),
        (32, "0", "not a photo ID"),
    ]


@pytest.mark.parametrize("column", ["image_id", "IMAGE_ID", "2"])
def test_the_person_may_point_at_a_column(tmp_path: Path, column: str) -> None:
    path = write(tmp_path, f"n,image_id,url\n1,{A},{image(C)}\n2,{B},{image(C)}\n")
    assert read(path).photo_ids == [C, C]
    reading = read(path, column=column)
    assert (reading.reader, reading.photo_ids) == ("csv", [A, B])
    assert "as you said" in " ".join(reading.explanation)


def test_the_person_may_point_at_small_numbers(tmp_path: Path) -> None:
    assert read(write(tmp_path, "n,image\n7,2933\n8,2015\n"), column="image").photo_ids == [2933, 2015]
    assert read(write(tmp_path, "photo\n2933\n2015\n"), column="photo").photo_ids == [2933, 2015]


def test_the_person_may_name_the_reader(tmp_path: Path) -> None:
    assert read(write(tmp_path, "2933\n2015\n"), reader="id-list").photo_ids == [2933, 2015]
    path = write(tmp_path, f"n,url\n1,{image(A)}\n")
    assert read(path, reader="url-list").photo_ids == [A]
    assert read(path, reader="csv").photo_ids == [A]


def test_the_name_says_nothing(tmp_path: Path) -> None:
    assert read(write(tmp_path, f"n\turl\n1\t{image(A)}\n", "list.csv")).reader == "tsv"
    assert read(write(tmp_path, f"n,url\n1,{image(A)}\n", "list.tsv.gz")).reader == "csv"


def test_text_that_is_not_utf_8_keeps_its_photos(tmp_path: Path) -> None:
    latin = "Ein Ger\xe4t".encode("latin-1")
    for separator in (b",", b"\t", b" "):
        content = b"".join(b"%s%s%s\n" % (latin, separator, image(photo_id).encode()) for photo_id in (A, B, C))
        assert read(write(tmp_path, content)).photo_ids == [A, B, C]
    quoted = b'%s,%s\n"a ""%s""",%s\n' % (latin, image(A).encode(), latin, image(B).encode())
    assert read(write(tmp_path, quoted)).photo_ids == [A, B]
    assert read(write(tmp_path, b"%d\n%s\n" % (A, latin) + b"%d\n" % B * 20)).photo_ids == [A, *[B] * 20]


def test_batches_can_be_read_again(tmp_path: Path) -> None:
    from inset_build.readers.detect import detect

    detected = detect(write(tmp_path, f"{A}\n{B}\n"))
    first, second = ([batch.frame["photo_id"].to_list() for batch in detected.batches()] for _ in range(2))
    assert first == second == [[A, B]]
