"""The profile: how a dataset's photos spread over Flickr's IDs, licences and accounts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.flickr import MAX_PHOTO_ID
from inset.index.ids.id_store import IdStore
from inset.index.ids.id_writer import write_id_store
from inset.index.library import LOOK_EVERY
from inset.server.keys import PROFILES
from inset.server.profiles import MOST_LICENCES, MOST_RANGES, spread
from support.api.served import CHROME, Served, code_of
from support.builds.building import FIRST, start, until
from support.datasets.runs import PublishIds

IDS = st.sets(st.integers(1, 400_000), min_size=1, max_size=200) | st.sets(
    st.integers(1, MAX_PHOTO_ID), min_size=1, max_size=200
)


@given(ids=IDS)
@settings(max_examples=200)
def test_every_photo_is_in_the_range_that_it_belongs_to(
    tmp_path_factory: pytest.TempPathFactory, ids: set[int]
) -> None:
    import numpy as np

    path = tmp_path_factory.mktemp("store") / "photos.ids"
    write_id_store(path, [np.array(sorted(ids), dtype=np.uint64)])
    found = spread(IdStore(path))
    first, width, counts = found["first"], found["width"], found["counts"]
    expected = [0] * len(counts)
    for photo_id in ids:
        expected[(photo_id - first) // width] += 1
    assert counts == expected
    assert 1 <= len(counts) <= MOST_RANGES
    assert found["last"] == first + len(counts) * width
    assert counts[0] > 0
    assert counts[-1] > 0
    assert first % width == 0
    assert str(width).rstrip("0") in ("1", "2", "5")


async def test_it_tells_ids_and_nothing_else_where_nothing_else_is_known(served: Served, publish: PublishIds) -> None:
    publish("made-up", [FIRST, FIRST + 1, FIRST + 250])
    answer = await served.get("/v1/datasets/made-up/profile", **served.paired(CHROME))
    assert answer.status == 200
    profile = await answer.json()
    assert profile == {
        "dataset": "made-up",
        "run": profile["run"],
        "ids": {"first": FIRST - 1, "last": FIRST + 254, "width": 5, "counts": [2, *[0] * 49, 1]},
        "licences": [],
        "other_licences": 0,
        "owners": None,
    }


async def test_a_run_without_a_list_says_nothing_of_ids(served: Served, publish: PublishIds) -> None:
    publish("made-up", [FIRST], exact=False)
    profile = await (await served.get("/v1/datasets/made-up/profile", **served.owner)).json()
    assert (profile["ids"], profile["owners"]) == (None, None)


async def test_it_counts_licences_and_accounts(served: Served) -> None:
    rows = ["photo_id,owner,license"]
    rows += [f"{FIRST + n},{10_000_000 + n % 3}@N00,https://creativecommons.org/licenses/by/2.0/" for n in range(6)]
    rows += [f"{FIRST + 10 + n},10000000@N00,https://creativecommons.org/licenses/by-nc-nd/2.0/" for n in range(3)]
    rows += [f"{FIRST + 20},10000009@N00,by word of mouth"]
    build = await start(served, "made-up", "\n".join(rows).encode(), "t.csv")
    await until(served, build, state="published")
    profile = await (await served.get("/v1/datasets/made-up/profile", **served.owner)).json()
    assert profile["owners"] == 4
    assert [(each["id"], each["photos"]) for each in profile["licences"]] == [(4, 6), (3, 3), (None, 1)]
    assert profile["licences"][2]["name"] == "by word of mouth"


async def test_licences_without_end_are_summed_up(served: Served) -> None:
    rows = [f"{FIRST + n},words {n // 2 if n < 200 else n}" for n in range(250)]
    build = await start(served, "made-up", ("photo_id,license\n" + "\n".join(rows)).encode(), "t.csv")
    await until(served, build, state="published")
    profile = await (await served.get("/v1/datasets/made-up/profile", **served.owner)).json()
    assert len(profile["licences"]) == MOST_LICENCES
    assert {each["photos"] for each in profile["licences"]} == {2}
    assert profile["other_licences"] == 50
    assert profile["owners"] is None


async def test_it_is_worked_out_once_a_run_and_let_go_with_it(served: Served, publish: PublishIds) -> None:
    publish("made-up", [FIRST])
    first = await (await served.get("/v1/datasets/made-up/profile", **served.owner)).json()
    kept = dict(served.app[PROFILES]._kept)
    assert await (await served.get("/v1/datasets/made-up/profile", **served.owner)).json() == first
    assert [id(profile) for profile in kept.values()] == [id(each) for each in served.app[PROFILES]._kept.values()]
    del kept
    await asyncio.sleep(LOOK_EVERY)
    publish("made-up", [FIRST, FIRST + 1])
    second = await (await served.get("/v1/datasets/made-up/profile", **served.owner)).json()
    assert sum(second["ids"]["counts"]) == 2
    assert second["run"] != first["run"]


async def test_one_that_is_not_published_has_none(served: Served, publish: PublishIds) -> None:
    answer = await served.get("/v1/datasets/made-up/profile", **served.owner)
    assert (answer.status, await code_of(answer)) == (404, "dataset_unknown")
    await asyncio.sleep(LOOK_EVERY)
    run: Path = publish("made-up", [FIRST])
    (run / "photos.ids").write_bytes(b"")
    answer = await served.get("/v1/datasets/made-up/profile", **served.owner)
    assert (answer.status, await code_of(answer)) == (503, "index_corrupt")
