"""The static page beside a repository: what is offered there is what the page answers for, and never anything else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inset.errors import InsetError, UsageInvalid
from inset.index.shelf.runs import find_run
from inset.words.sentences import sentence
from inset_build.pack.layout import newest_root
from inset_build.pack.site.page import find_page
from inset_build.pack.site.writing import remove_site, write_site
from inset_build.report import FILTER_ONLY_ERROR_RATE


def expect_page(folder: Path, *, wanted: bool, renewed: bool) -> None:
    """Find out before minutes of packing whether the page can be written afterwards.

    Args:
        folder: the repository's.
        wanted: whether to make a page where there is none.
        renewed: whether something new is offered, for which a page that is there has to be written again.

    Raises:
        UsageInvalid: as `find_page`.
    """
    if wanted or (renewed and _has_site(folder)):
        find_page()


def renew_site(
    folder: Path, datasets_folder: Path, told: Mapping[str, Any], *, wanted: bool, now: datetime | None = None
) -> dict[str, Any] | None:
    """Write the page, or renew one that is there: a dataset that is offered no more leaves the page at once.

    Args:
        folder: the repository's.
        datasets_folder: where the offered runs lie.
        told: what `inset_build.pack.publish` says is offered now.
        wanted: whether to make a page where there is none.
        now: UTC, when a test wants its own clock.

    Returns:
        The page's file, and the files and bytes that belong to it; None where there is no page.

    Raises:
        UsageInvalid: an offered run is on this computer no more, or a page is wanted and nothing is offered.
        InsetError: as `write_site`.
    """
    if not (wanted or _has_site(folder)):
        return None
    packs = told["packs"]
    if not packs and not wanted:
        remove_site(folder)
        return None
    site = write_site(
        folder,
        [_run(datasets_folder, each["dataset"], each["run"]) for each in packs],
        now=now or datetime.now(UTC),
        title=told["title"] or "",
        root_key=newest_root(folder).signed.roles["root"].keyids[0],
        expires=datetime.fromisoformat(told["ends"]["timestamp"]).replace(tzinfo=UTC),
        kept_back={
            each["dataset"]: each.get("error_rate", FILTER_ONLY_ERROR_RATE) for each in packs if each["filter_only"]
        },
    )
    return {"page": str(folder / "index.html"), "files": site.files, "bytes": site.bytes}


def _has_site(folder: Path) -> bool:
    return (folder / "site" / "datasets.js").is_file()


def _run(datasets_folder: Path, dataset: str, run: str) -> Path:
    try:
        return find_run(datasets_folder, dataset, run)
    except InsetError as error:
        raise UsageInvalid(sentence("error_site_again", dataset, run)) from error
