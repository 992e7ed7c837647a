"""`write_site`: a folder that any static host can serve, and that answers in the reader's browser.

    index.html                          the page
    site/page.js, page.css, …           its code and looks
    site/words.js                       its words, in all languages
    site/datasets.js                    who publishes what, how large, with which checksums; written last
    site/data/NAME-ranges-SHA.bin       a dataset's index (`ranges.py`)
    site/data/NAME-000-SHA.bin …        its data
    site/data/….bin.js                  the same as scripts, where they are small: for a page opened from a folder

Nothing else in the folder is touched. docs/PACKS.md describes it for publishers and readers.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from inset.durable import replace_file
from inset.errors import UsageInvalid
from inset.index.dataset_index import DatasetIndex
from inset.words.sentences import sentence
from inset_build.pack.site.data import Data, write_data
from inset_build.pack.site.page import FILES, HTML, find_page, page_words

FORMAT: Final = 1
LONGEST_TITLE: Final = 200
_FOLDER_MODE: Final = 0o755
_FILE_MODE: Final = 0o644
_KEY = re.compile(r"[0-9a-f]{8,128}", re.ASCII)


class Site(NamedTuple):
    """What was written: the number of files in the folder that belong to the page, and their bytes together."""

    files: int
    bytes: int


def write_site(
    folder: Path,
    runs: Sequence[Path],
    *,
    now: datetime,
    title: str = "",
    root_key: str | None = None,
    expires: datetime | None = None,
    kept_back: Mapping[str, float] = MappingProxyType({}),
) -> Site:
    """Write or renew the page and the data of these runs. The same runs and arguments give the same bytes.

    Args:
        folder: of the repository or of nothing else yet; it is made.
        runs: folders of completed runs, each of another dataset.
        now: when this is published, UTC.
        title: the publisher's own words about themselves, text; at most 200 characters.
        root_key: the ID of the repository's root key, in hexadecimal; None where there is no repository.
        expires: until when the publisher promises to have renewed it, UTC; None where nothing is promised.
        kept_back: names of datasets whose lists are kept back, so that the page can only say "probably", each with the
            error rate of the filters that are made then.

    Raises:
        UsageInvalid: no run, two runs of one dataset, a title or key that is none, or the page was never built.
        IndexCorrupt, RunDamaged: a run cannot be believed; what was published before stays.
        OSError: the folder cannot be written into.
    """
    built = find_page()
    _check(title, root_key)
    opened = [DatasetIndex(each) for each in runs]
    names = [each.name for each in opened]
    if not names or len(set(names)) != len(names):
        raise UsageInvalid(sentence("error_site_names"))
    site, data = folder / "site", folder / "site" / "data"
    for each in (folder, site, data):
        each.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    written = [write_data(data, run, kept_back.get(run.name)) for run in opened]
    facts = {
        "format": FORMAT,
        "title": title,
        "root_key": root_key,
        "published": _time(now),
        "expires": None if expires is None else _time(expires),
        "datasets": [_facts(run, each) for run, each in zip(opened, written, strict=True)],
    }
    for name in FILES:
        replace_file(site / name, (built / name).read_bytes(), mode=_FILE_MODE)
    replace_file(site / "words.js", page_words().encode("ascii"), mode=_FILE_MODE)
    replace_file(folder / HTML, (built / HTML).read_bytes(), mode=_FILE_MODE)
    # Last, because it names the others: a reader meets either the datasets of before or those of now.
    script = f"globalThis.insetSite = {json.dumps(facts, indent=1)};\n"
    replace_file(site / "datasets.js", script.encode("ascii"), mode=_FILE_MODE)
    _remove_older(data, written)
    all_files = [folder / HTML, *(each for each in site.rglob("*") if each.is_file())]
    return Site(len(all_files), sum(each.stat().st_size for each in all_files))


def remove_site(folder: Path) -> None:
    """Remove the page from a folder, and nothing else of it; nothing happens where there is none."""
    (folder / HTML).unlink(missing_ok=True)
    shutil.rmtree(folder / "site", ignore_errors=True)


def _check(title: str, root_key: str | None) -> None:
    if len(title) > LONGEST_TITLE:
        raise UsageInvalid(sentence("error_site_title", str(LONGEST_TITLE), str(len(title))))
    if root_key is not None and _KEY.fullmatch(root_key) is None:
        raise UsageInvalid(sentence("error_site_root"))


def _facts(run: DatasetIndex, data: Data) -> dict[str, Any]:
    descriptor = run.descriptor
    return {
        "name": run.name,
        "run": descriptor.run,
        "title": descriptor.about.title if descriptor.about is not None else run.name,
        "publisher": descriptor.about.publisher if descriptor.about is not None else None,
        "kind": descriptor.kind,
        "photos": descriptor.counts.photos,
        "built": descriptor.built_at[:10],
        "form": data.form,
        "false_positive_rate": data.false_positive_rate,
        "index": data.index_file._asdict(),
        "files": [each._asdict() for each in data.files],
        "scripts": data.scripts,
    }


def _remove_older(folder: Path, written: Sequence[Data]) -> None:
    wanted = {file.file for data in written for file in (data.index_file, *data.files)}
    scripts = {f"{file.file}.js" for data in written if data.scripts for file in (data.index_file, *data.files)}
    for path in folder.iterdir():
        if path.name not in wanted | scripts:
            path.unlink()


def _time(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
