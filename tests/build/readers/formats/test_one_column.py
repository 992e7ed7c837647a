"""Numbers alone under a name are believed or refused alike, whatever the format; and the name is no row of theirs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from random import Random

import polars as pl
import pytest

from inset.errors import ManifestInvalid
from inset_build.readers.detect import detect
from support.lists.manifests import FIRST_ID, read, write
from support.lists.photo_numbers import LISTS

IDS = sorted(set(LISTS["of today"](Random(13), 60)))


def _lines(name: str, numbers: Sequence[int]) -> str:
    return "\n".join([name, *map(str, numbers), ""])


def _quoted(name: str, numbers: Sequence[int]) -> str:
    return "\r\n".join(f'"{cell}"' for cell in (name, *numbers))


def _parquet(name: str, numbers: Sequence[int]) -> bytes:
    content = BytesIO()
    pl.DataFrame({name: numbers}).write_parquet(content)
    return content.getvalue()


def _json_lines(name: str, numbers: Sequence[int]) -> str:
    return "".join(json.dumps({name: number}) + "\n" for number in numbers)


def _json_columns(name: str, numbers: Sequence[int]) -> str:
    return json.dumps({name: list(numbers)})


FORMATS: dict[str, Callable[[str, Sequence[int]], str | bytes]] = {
    "lines": _lines,
    "CSV with quotation marks": _quoted,
    "Parquet": _parquet,
    "JSON Lines": _json_lines,
    "JSON": _json_columns,
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["photo_id", "Flickr ID", "image_id", "ids", "train_ids"])
def test_names_that_say_photos_or_several_ids_are_believed(tmp_path: Path, form: str, name: str) -> None:
    reading = read(write(tmp_path, FORMATS[form](name, IDS)))
    assert (reading.photo_ids, reading.rows, reading.rejected) == (IDS, len(IDS), 0)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["id", "tweet_id", "timestamp"])
def test_names_that_anybody_gives_are_not_and_the_proposed_option_reads_them(
    tmp_path: Path, form: str, name: str
) -> None:
    path = write(tmp_path, FORMATS[form](name, IDS))
    with pytest.raises(ManifestInvalid) as refused:
        detect(path)
    assert refused.value.hint == f"If they are, say so: --column {name}"
    assert f'"{name}"' in refused.value.message
    reading = read(path, column=name)
    assert (reading.photo_ids, reading.rows, reading.rejected) == (IDS, len(IDS), 0)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["id", "image_id"])
def test_what_cannot_be_photos_is_refused_under_either(tmp_path: Path, form: str, name: str) -> None:
    with pytest.raises(ManifestInvalid):
        detect(write(tmp_path, FORMATS[form](name, range(1, 400))))


@pytest.mark.parametrize("form", FORMATS)
def test_samples_ids_need_a_name_that_says_photos(tmp_path: Path, form: str) -> None:
    made_up = [FIRST_ID + 977 * n * n for n in range(12)]
    with pytest.raises(ManifestInvalid, match="Nothing says"):
        detect(write(tmp_path, FORMATS[form]("image_id", made_up)))


def test_a_title_names_no_column(tmp_path: Path) -> None:
    path = write(tmp_path, _lines("Tweets of 20 people", IDS))
    with pytest.raises(ManifestInvalid, match=r"Nothing says .*Tweets of 20 people") as refused:
        detect(path)
    option, value = shlex.split(refused.value.hint.partition(": ")[2])
    assert (option, value) == ("--reader", "id-list")
    reading = read(path, reader=value)
    assert (reading.photo_ids, reading.rows, reading.rejected) == (IDS, len(IDS), 0)


def test_a_number_above_the_others_is_a_row(tmp_path: Path) -> None:
    reading = read(write(tmp_path, _lines("x53212821120", IDS)))
    assert (reading.photo_ids, reading.rejected) == (IDS, 1)
