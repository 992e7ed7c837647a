"""Lists that people have: numbers are believed because the person says so, and what is not understood is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.photo_list import PhotoList, read_photo_list
from support.lists.manifests import image, page, write
from support.lists.spreadsheets import workbook

A, B, C, D = range(900_000_000_001, 900_000_000_005)


def read(folder: Path, content: str | bytes, name: str = "mine.txt", **options: str) -> PhotoList:
    return read_photo_list(write(folder, content, name), **options)


def photos(folder: Path, content: str | bytes, name: str = "mine.txt", **options: str) -> set[int]:
    return set(read(folder, content, name, **options).photo_ids.tolist())


@pytest.mark.parametrize(
    "content",
    [
        f"{page(A)}\n{page(B)}\n",
        f"My best: {page(A)} and {image(B)}.\n",
        f"[one]({page(A)}), [two]({page(B)})",
        f"{A}\n{B}\n",
        f"{A} {B}\n",
        f"{A}, {B};\n",
        f"{page(A)}\n{B}\n",
        f"photo_id,title\n{A},One\n{B},Two\n",
        f"title;id\nOne;{A}\nTwo;{B}\n",
        f"ID\tTitel\n{A}\tEins\n{B}\tZwei\n",
        f'{{"photos": [{{"id": "{A}", "title": "x"}}, {{"id": "{B}", "title": "y"}}]}}',
        f'[{{"url": "{page(A)}"}}, {{"url": "{page(B)}"}}]',
        f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF="{page(A)}">x</A>\n<DT><A HREF="{page(B)}">y</A>\n',
        f'<html><link rel="stylesheet" href="/x.css"><a href="{page(A)}"><img src="{image(B)}"></a></html>',
    ],
)
def test_a_list_in_any_form_is_read(tmp_path: Path, content: str) -> None:
    assert photos(tmp_path, content) == {A, B}


WRITTEN = {
    "prose.txt": f"I was at {page(A)} in May.\n",
    "notes.md": f"# Mine\n\nSee [this]({page(B)}).\n",
    "saved.html": f'<!DOCTYPE html><title>x</title><p>Hello <a href="{page(C)}">y</a></p>',
    "part.htm": f'<p>One <a href="{page(D)}">x</a></p>\n<p>and no more</p>\n',
}


@pytest.mark.parametrize("names", [tuple(WRITTEN), *((name,) for name in WRITTEN)])
@pytest.mark.parametrize("is_archive", [False, True])
def test_texts_and_pages_in_a_folder_or_archive_are_read(
    tmp_path: Path, names: tuple[str, ...], *, is_archive: bool
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in names:
        (folder / name).write_text(WRITTEN[name], encoding="utf-8")
    if is_archive:
        shutil.make_archive(str(folder), "zip", folder)
    found = read_photo_list(tmp_path / "mine.zip" if is_archive else folder)
    expected = {photo for photo, name in zip((A, B, C, D), WRITTEN, strict=True) if name in names}
    assert set(found.photo_ids.tolist()) == expected
    assert not found.passed_over.reasons


def test_what_tells_about_a_folder_or_names_no_photo_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.csv").write_text(f"photo_id,url\n{A},{page(A)}\n{B},{page(B)}\n")
    (folder / "README.md").write_text(f"The picture above is {page(C)}.\n")
    (folder / "empty.txt").write_text("Nothing is here.\n")
    found = read_photo_list(folder)
    assert set(found.photo_ids.tolist()) == {A, B}
    assert sum(each.count for each in found.passed_over.reasons.values()) == 2


def test_where_nothing_names_a_photo_each_file_is_told_with_why(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "empty.txt").write_text("Nothing is here.\n")
    with pytest.raises(ManifestInvalid) as caught:
        read_photo_list(folder)
    assert caught.value.hint.startswith("mine/empty.txt: ")


def test_a_spreadsheet_with_a_column_of_ids_is_read(tmp_path: Path) -> None:
    rows = [["Title", "ID", "Taken"], ["One", str(A), "2009"], ["Two", str(B), "2010"]]
    assert photos(tmp_path, workbook({"Mine": rows}), "mine.xlsx") == {A, B}


def test_real_ids_are_believed_because_the_person_says_so(tmp_path: Path) -> None:
    assert photos(tmp_path, "53208249252\n", "one.txt") == {53208249252}
    assert photos(tmp_path, "name,id\nx,53208249252\ny,53208249253\n", "two.csv") == {53208249252, 53208249253}
    assert photos(tmp_path, "53208249252.jpg\n4721038755.jpg\n", "names.txt") == {53208249252, 4721038755}


def test_an_address_that_goes_on_in_the_next_line_is_no_photo(tmp_path: Path) -> None:
    assert photos(tmp_path, f"see {page(A)[:-5]}\n{page(A)[-5:]} nice\n{page(B)}\n") == {B}


def test_a_column_that_is_called_otherwise_must_be_named(tmp_path: Path) -> None:
    # Seconds since 1970 look like IDs too.
    content = "name,when\nx,53208249252\ny,53208249299\n"
    with pytest.raises(ManifestInvalid) as caught:
        read(tmp_path, content, "t.csv")
    assert "--column when" in caught.value.hint
    assert photos(tmp_path, content, "t.csv", column="when") == {53208249252, 53208249299}


def test_numbers_beside_a_link_are_told_and_not_taken(tmp_path: Path) -> None:
    found = read(tmp_path, f"{page(A)} {B}\n{page(C)} {C}\nseen 2009: {page(D)}\n")
    assert set(found.photo_ids.tolist()) == {A, C, D}
    assert found.beside.count == 1
    assert str(B) in found.beside.examples[0]
    assert found.beside.examples[0].startswith("line 1: ")


def test_a_column_of_numbers_beside_the_links_is_told(tmp_path: Path) -> None:
    rows = "".join(f"{page(A + n)},{B + 100 + n},{A + n},{2000 + n}\n" for n in range(5))
    found = read(tmp_path, f"url,other,same,year\n{rows}", "t.csv")
    assert set(found.photo_ids.tolist()) == {A + n for n in range(5)}
    assert found.columns == ["column 2 (other)"]


@pytest.mark.parametrize("line", ["{0} {1}", "mine: {0} {1}", "{1}\t{0}", "a, {0}, {1}"])
def test_one_line_alone_loses_no_number(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, line.format(page(A), B) + "\n")
    assert set(found.photo_ids.tolist()) == {A}
    assert found.beside.count + len(found.columns) == 1


def test_lines_that_name_no_photo_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, f"{page(A)}\nmy holidays\n\nnumber 123456789 of them\n{page(B)}\n{page(C)}\n")
    assert found.lines.count == 2
    assert sorted(found.lines.examples) == ["line 2: my holidays", "line 4: number 123456789 of them"]


def test_rows_without_a_photo_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, f"photo_id,title\n{A},One\n-,Two\n{B},Three\n", "t.csv")
    assert set(found.photo_ids.tolist()) == {A, B}
    assert (found.lines.count, len(found.lines.examples)) == (1, 1)


def test_licences_of_a_list_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path, f"photo_id,license\n{A},4\n{B},their words\n", "t.csv")
    assert found.licences == {A: "CC BY 2.0", B: "their words"}


def test_a_list_without_photos_is_refused(tmp_path: Path) -> None:
    for content in ("nothing here\n", "id,name\n1,x\n2,y\n3,z\n", ""):
        with pytest.raises(ManifestInvalid):
            read(tmp_path, content)


def test_messages_call_it_as_the_person_does(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match="standard input"):
        read_photo_list(write(tmp_path, "nothing\n"), name="standard input")


@given(
    lines=st.lists(st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D]), st.booleans()), min_size=1)
)
def test_every_number_is_taken_or_told(
    lines: list[tuple[int, int, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = "".join(f"{page(first)} {second}\n" if beside else f"{page(first)}\n" for first, second, beside in lines)
    found = read(tmp_path_factory.mktemp("list"), text)
    assert set(found.photo_ids.tolist()) == {first for first, _, _ in lines}
    assert found.beside.count == sum(beside and first != second for first, second, beside in lines)
