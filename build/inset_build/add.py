"""Adds a dataset: downloads its manifests, of the catalog or from a person's own address, and builds it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from inset.words.sentences import sentence
from inset_build.catalog.documents import about_entry
from inset_build.catalog.entries import CatalogEntry
from inset_build.download.fetch import OnProgress, download_all
from inset_build.download.wanted import WantedFile, wanted_from
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions, BuildReport, Progress


def add_dataset(
    entry: CatalogEntry,
    checked: date,
    datasets_folder: Path,
    downloads_folder: Path,
    *,
    keep: bool = False,
    on_download: OnProgress = lambda *_: None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> BuildReport:
    """Download and build a dataset whose `fetchable` is true. If it is interrupted, what has arrived is kept.

    Args:
        entry: of the catalog; `checked`: when that was last compared with its sources.
        datasets_folder: `<data>/datasets`.
        downloads_folder: where its manifests go; removed once it is built, unless `keep` is true.
        keep: keep the downloaded manifests.
        on_download, on_progress: called with the progress, of the download and then of the build.

    Raises:
        InsetError: as `download_all` and `build_dataset`.
    """
    wanted = _wanted(entry)
    manifests = download_all(wanted, downloads_folder, on_progress=on_download)
    report = build_dataset(
        datasets_folder,
        entry.name,
        manifests,
        BuildOptions(reader=entry.reader, column=entry.column, kind=entry.kind, obtained=_obtained(wanted, manifests)),
        about=about_entry(entry, checked),
        on_progress=on_progress,
    )
    if not keep:
        shutil.rmtree(downloads_folder)
    return report


def add_from_address(
    address: str,
    dataset: str,
    datasets_folder: Path,
    downloads_folder: Path,
    options: BuildOptions,
    *,
    on_download: OnProgress = lambda *_: None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> BuildReport:
    """Download one manifest from an address that a person gave, and build it; the download is removed afterwards.

    Args:
        address: https; dataset: the name to publish it under.
        datasets_folder, downloads_folder: as for `add_dataset`.
        options: how to read and build it; where it was obtained is added.
        on_download, on_progress: as for `add_dataset`.

    Raises:
        InsetError: as `download_all` and `build_dataset`.
    """
    wanted = wanted_from(address, dataset)
    manifests = download_all([wanted], downloads_folder, on_progress=on_download)
    report = build_dataset(
        datasets_folder,
        dataset,
        manifests,
        replace(options, obtained=_obtained([wanted], manifests)),
        on_progress=on_progress,
    )
    shutil.rmtree(downloads_folder)
    return report


def _obtained(wanted: Sequence[WantedFile], manifests: Sequence[Path]) -> dict[Path, str]:
    """From where and when each manifest was downloaded: when the last of it came, as its file says."""
    return {
        path: f"{each.url}, downloaded {datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}"
        for each, path in zip(wanted, manifests, strict=True)
    }


def _wanted(entry: CatalogEntry) -> list[WantedFile]:
    return [
        WantedFile(
            manifest.url,
            manifest.file,
            manifest.bytes,
            manifest.about_bytes,
            manifest.sha256,
            manifest.md5,
            by_hand=sentence("list_then_build", entry.build_command),
        )
        for manifest in entry.manifests
    ]
