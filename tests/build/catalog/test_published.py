"""For every dataset of the catalog, a manifest in the layout that its authors publish gives exactly its photos."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from inset.errors import ManifestInvalid
from inset.index.library import Library
from inset_build.add import add_dataset
from inset_build.catalog.entries import CatalogEntry, load_catalog
from inset_build.manifests import find_manifests
from support.lists.published import PUBLISHED
from support.servers.file_server import FileServer, serves

CATALOG = load_catalog()
FETCHABLE = [name for name, entry in CATALOG.entries.items() if entry.fetchable]


def test_every_dataset_has_a_made_up_manifest() -> None:
    assert PUBLISHED.keys() == CATALOG.entries.keys()


@pytest.mark.parametrize("name", CATALOG.entries)
def test_its_reader_gives_exactly_its_photos(tmp_path: Path, name: str) -> None:
    entry, published = CATALOG.entries[name], PUBLISHED[name]
    for file, content in published.files.items():
        (tmp_path / file).write_bytes(content)
    paths = [tmp_path / file for file in published.files]
    if not published.photos:
        assert entry.obtain is not None
        with pytest.raises(ManifestInvalid, match=published.refused):
            find_manifests(paths, reader=entry.reader, column=entry.column)
        return
    found = find_manifests(paths, reader=entry.reader, column=entry.column)
    batches = [batch for detected in found.detected for batch in detected.batches()]
    photos = {photo for batch in batches for photo in batch.frame["photo_id"]}
    assert photos == set(published.photos)


@pytest.mark.parametrize("name", FETCHABLE)
def test_adding_it_fetches_each_of_its_files_and_publishes_its_photos(tmp_path: Path, name: str) -> None:
    published = PUBLISHED[name]
    with FileServer(b"", [serves(published.files)]).running() as server:
        entry = served_by(server, CATALOG.entries[name], published.files)
        report = add_dataset(entry, CATALOG.checked, tmp_path / "datasets", tmp_path / "downloads")
    assert len(server.requests) == len(entry.manifests)
    library = Library(tmp_path / "datasets")
    assert library.lookup(list(published.photos)).keys() == set(published.photos)
    assert library.datasets[name].descriptor.counts.photos == report.photos == len(published.photos)


def served_by(server: FileServer, entry: CatalogEntry, files: dict[str, bytes]) -> CatalogEntry:
    """The entry with its files on this server, with their own sizes and checksums where the catalog knows them."""
    assert {manifest.file for manifest in entry.manifests} == files.keys()
    return replace(
        entry,
        manifests=tuple(
            replace(
                manifest,
                url=server.url.replace("photos.txt", manifest.file),
                bytes=manifest.bytes and len(files[manifest.file]),
                sha256=manifest.sha256 and hashlib.sha256(files[manifest.file]).hexdigest(),
                md5=manifest.md5 and hashlib.md5(files[manifest.file], usedforsecurity=False).hexdigest(),
            )
            for manifest in entry.manifests
        ),
    )
