"""The IDs of late 2007 are the same numbers as times: a list that has them is read, or its owner is told how.

No such number is left out in silence: it is a photo, or a rejected row whose reason names the option that takes it, or
the list is refused with that option. With it, every number is read.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from inset.errors import ManifestInvalid
from support.lists.manifests import Reading, read, write

_draw = random.Random(2007)
OF_2007: Final = _draw.sample(range(950_000_000, 2_049_000_000), 300)
OLDER: Final = _draw.sample(range(1_000_000, 600_000_000), 400)
LATER: Final = _draw.sample(range(2_100_000_000, 50_000_000_000), 2_000)
MUCH_LATER: Final = [photo for photo in LATER if photo > 10_000_000_000]

LISTS: Final[dict[str, Sequence[int]]] = {
    "nothing else": OF_2007,
    "as many as Flickr's": [*OLDER, *LATER, *OF_2007[:80]],
    "more than in Flickr's": [*OLDER, *LATER, *OF_2007],
    "a few": [*OLDER, *LATER, *OF_2007[:6]],
    "a few among recent ones": [*MUCH_LATER, *OF_2007[:6]],
    "some among recent ones": [*MUCH_LATER, *OF_2007[:25]],
}
FORMS: Final[dict[str, tuple[Callable[[Sequence[int]], str], dict[str, str]]]] = {
    "a column": (lambda ids: "photo_id\n" + "".join(f"{n}\n" for n in ids), {"column": "photo_id"}),
    "two columns": (lambda ids: "photo_id,w\n" + "".join(f"{n},x\n" for n in ids), {"column": "photo_id"}),
    "a key": (lambda ids: "".join(json.dumps({"photo_id": n}) + "\n" for n in ids), {"column": "photo_id"}),
    "bare": (lambda ids: "".join(f"{n}\n" for n in ids), {"reader": "id-list"}),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LISTS)
def test_read_or_told_how(tmp_path: Path, name: str, form: str) -> None:
    ids = _draw.sample(LISTS[name], len(LISTS[name]))
    write_as, option = FORMS[form]
    path = write(tmp_path, write_as(ids))
    found: Reading | None = None
    remedy = ""
    try:
        found = read(path)
    except ManifestInvalid as refused:
        remedy = refused.hint
    if found is None:
        assert "--reader" in remedy or "--column" in remedy
    else:
        left = {*ids} - {*found.photo_ids}
        assert len(left) == found.rejected
        assert left <= {*OF_2007}
        assert all("--column NAME or --reader id-list" in each.reason.words for each in found.examples)
        assert bool(left) == bool(found.examples)
    assert sorted(read(path, **option).photo_ids) == sorted(ids)
