"""MATLAB files: which lists are read, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.detect import detect
from inset_build.readers.protocol import RejectedLine
from inset_build.readers.row_reasons import no_name_like
from support.lists.manifests import SECRET, assert_refused, image, page, read, write
from support.lists.mat_files import mat_file
from support.lists.records import NSID, A, B, C, details


def aadb(photo_id: int) -> str:
    return f"farm1_286_{photo_id}_{SECRET}_b.jpg"


AADB = {
    "trainNameList": [aadb(A), aadb(B)],
    "testNameList": [aadb(C), "nothing.jpg", *[aadb(A)] * 20],
    "trainScore": np.array([0.5, 0.25]),
    "note": "made up",
    "attributes": [{"name": "light", "n": np.array([1.0])}],
}


@pytest.mark.parametrize("order", ["<", ">"], ids=["little", "big"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "compressed"])
def test_aadb(tmp_path: Path, packed: bool, order: str) -> None:
    reading = read(write(tmp_path, mat_file(AADB, packed=packed, order=order)))
    assert (reading.reader, reading.rows, reading.rejected) == ("matlab", 24, 1)
    assert reading.photo_ids == [A, B, C, *[A] * 20]
    assert reading.examples == [RejectedLine(2, "testNameList: nothing.jpg", no_name_like("AADB name"))]


def test_other_lists_of_matlab(tmp_path: Path) -> None:
    assert read(write(tmp_path, mat_file({"urls": np.array([image(A), page(B) + " " * 9])}))).photo_ids == [A, B]
    records = [{"url": image(A), "owner": NSID}, {"url": image(B), "owner": NSID}]
    path = write(tmp_path, mat_file({"photos": records}))
    assert details(path) == [(A, NSID, None), (B, NSID, None)]
    inside = {"data": [{"list": [image(A), image(B)], "n": np.array([1.0])}]}
    assert read(write(tmp_path, mat_file(inside))).photo_ids == [A, B]
    numbers = write(tmp_path, mat_file({"ids": np.array([A, B]), "flickr_id": np.array([C, C])}))
    assert read(numbers).photo_ids == [C, C]
    assert read(numbers, column="ids").photo_ids == [A, B]


def test_refused_matlab(tmp_path: Path) -> None:
    whole = mat_file(AADB)
    for size in (60, 128, 200, len(whole) - 400):
        with pytest.raises(ManifestInvalid):
            detect(write(tmp_path, whole[:size]))
    assert_refused(write(tmp_path, b"MATLAB 7.3 MAT-file, made up".ljust(512) + b"\x89HDF"), "'-v7'")
    assert_refused(write(tmp_path, mat_file({"names": ["a.jpg", "b.jpg"]})), "No list")
    assert_refused(write(tmp_path, mat_file({"n": np.array([A, B])})), "--column")
    assert_refused(write(tmp_path, whole), "There are: trainNameList", column="names")
    packed = bytearray(mat_file(AADB, packed=True))
    packed[150:170] = b"\xff" * 20
    assert_refused(write(tmp_path, bytes(packed)), "Download")


@given(st.lists(st.tuples(st.integers(128, 2000), st.integers(0, 255)), min_size=1, max_size=8), st.booleans())
def test_damaged_matlab_is_an_error_or_still_a_list(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], packed: bool
) -> None:
    content = bytearray(mat_file(AADB, packed=packed))
    for at, byte in changes:
        content[at % (len(content) - 128) + 128] = byte
    with suppress(ManifestInvalid):
        list(detect(write(tmp_path_factory.mktemp("damaged"), bytes(content))).batches())
