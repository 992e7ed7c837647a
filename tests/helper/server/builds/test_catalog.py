"""Adding from the catalog: downloaded and built by a child process, from a server of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from support.api.served import CHROME, Serve, Served, code_of
from support.builds.building import FIRST, files_below, listing, look, until
from support.lists.catalogs import write_catalog
from support.servers.file_server import Behaviour, FileServer, answers, stalls_after, well

CONTENT = listing(range(FIRST, FIRST + 20_000))

ABOUT = {
    "title": "Made Up",
    "publisher": "Nobody",
    "purpose": "tests",
    "year": 2020,
    "page": "https://example.org/",
    "paper": None,
    "opt_out": {
        "how": "Write to them.",
        "url": "https://example.org/out",
        "mail": None,
        "way": None,
        "tag": None,
        "asks_for": [],
        "accepts": [],
    },
    "contact": None,
    "model_provider": False,
    "withdrawn": True,
    "withdrawn_when": "2021-05",
    "note": None,
    "checked": "2026-01-02",
}


@pytest.fixture
def catalog_of(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """A catalog whose manifest's server behaves in these ways."""
    with ExitStack() as stack:

        def make(*behaviours: Behaviour) -> Path:
            server = stack.enter_context(FileServer(CONTENT, list(behaviours)).running())
            return write_catalog(tmp_path, server.url, len(CONTENT))

        yield make


async def add(served: Served, name: str) -> dict[str, Any]:
    answer = await served.post(f"/v1/datasets/{name}/builds", {"catalog": name}, **served.owner)
    assert answer.status == 202, await answer.text()
    build = await answer.json()
    assert isinstance(build, dict)
    return build


async def test_it_lists_what_the_command_line_lists_and_what_is_published(served: Served) -> None:
    answer = await served.get("/v1/catalog", **served.owner)
    assert answer.status == 200
    catalog = await answer.json()
    entries = {entry["name"]: entry for entry in catalog["entries"]}
    assert len(entries) > 5
    assert not any(entry["published"] for entry in entries.values())
    for entry in entries.values():
        assert entry["fetchable"] == ("why_not_fetchable" not in entry)
        # What names no photos can be built by nobody.
        assert entry.get("build", f"inset build {entry['name']} ").startswith(f"inset build {entry['name']} ")
        assert ("build" in entry) == entry.get("names_photos", True)
    answer = await served.get("/v1/catalog", **served.paired(CHROME))
    assert (answer.status, await code_of(answer)) == (403, "owner_only")


async def test_a_dataset_of_the_catalog_is_downloaded_built_and_known(
    serve: Serve, catalog_of: Callable[..., Path]
) -> None:
    served = await serve(catalog=catalog_of(well))
    build = await add(served, "made-up")
    assert build["source"] == {"kind": "catalog", "name": "made-up"}
    done = await until(served, build, state="published")
    assert done["report"]["photos"] == 20_000
    assert files_below(served.paths.downloads) == set()
    dataset = await (await served.get("/v1/datasets/made-up", **served.owner)).json()
    assert dataset["about"] == ABOUT
    (listed,) = (await (await served.get("/v1/datasets", **served.owner)).json())["datasets"]
    assert listed["about"] == ABOUT
    catalog = await (await served.get("/v1/catalog", **served.owner)).json()
    assert {entry["name"]: entry["published"] for entry in catalog["entries"]} == {
        "made-up": True,
        "secret": False,
        "by-hand": False,
    }


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("secret", 409, "manifest_not_public"),
        ("by-hand", 409, "manifest_by_hand"),
        ("unheard-of", 404, "not_in_catalog"),
    ],
)
async def test_what_cannot_be_fetched_is_told_at_once(
    serve: Serve, catalog_of: Callable[..., Path], name: str, status: int, code: str
) -> None:
    served = await serve(catalog=catalog_of(well))
    answer = await served.post(f"/v1/datasets/{name}/builds", {"catalog": name}, **served.owner)
    assert (answer.status, await code_of(answer)) == (status, code)
    assert (await (await served.get("/v1/builds", **served.owner)).json())["builds"] == []


async def test_a_download_shows_its_progress_and_cancelled_leaves_nothing(
    serve: Serve, catalog_of: Callable[..., Path]
) -> None:
    served = await serve(catalog=catalog_of(stalls_after(100_000)))
    build = await add(served, "made-up")
    now = await until(served, build, phase="downloading")
    while not now["bytes_read"]:
        await asyncio.sleep(0.02)
        now = await look(served, build)
    assert now["bytes_read"] <= 100_000
    assert (now["bytes_total"], now["rows"], now["state"]) == (len(CONTENT), 0, "running")
    assert files_below(served.paths.downloads)
    await served.client.delete(f"/v1/builds/{build['id']}", headers=served.owner)
    await until(served, build, state="cancelled")
    assert files_below(served.paths.downloads) == set()
    assert files_below(served.paths.datasets) == set()


async def test_a_server_that_has_it_no_longer_fails_the_build(serve: Serve, catalog_of: Callable[..., Path]) -> None:
    served = await serve(catalog=catalog_of(answers(404)))
    failed = await until(served, await add(served, "made-up"), state="failed")
    assert failed["error"]["code"] == "download_failed"
