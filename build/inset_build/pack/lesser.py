"""Less than a run: a filter without its list, or details without owners, as files and a descriptor of their own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec import structs

from inset.errors import NoList, UsageInvalid
from inset.flickr import licence_from_number
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, STORE_FILE
from inset.index.descriptor import SUMS_FILE, Descriptor, FileFacts, FilterFacts
from inset.index.details import Details
from inset.index.details_writer import DetailsWriter
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_store import IdStore
from inset.index.pieces import seal_files
from inset.index.verify import PROBES, probe_filter, verify_members
from inset.words.sentences import sentence
from inset_build.pack.rebuilt import rebuild_filter
from inset_build.report import BuildOptions

SMALLEST_FILTER: Final = 1024
"""As in `inset_build.pipeline`: a smaller filter would miss its error rate by chance."""

_SQLITE_VERSION: Final = slice(92, 100)
"""Where SQLite notes in a database which version of it wrote last; no reader needs that."""

_AT_ONCE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class LesserRun:
    """What is packed: a descriptor, and where the files lie that it names, but for the checksums.

    `owners`: whether its details, if it has any, may name accounts.
    """

    descriptor: Descriptor
    files: dict[str, Path]
    owners: bool


def lesser_run(
    run_folder: Path,
    descriptor: Descriptor,
    aside: Path,
    *,
    filter_only: bool,
    owners: bool,
    error_rate: float | None,
) -> LesserRun:
    """Make what is to be packed of a run; where nothing is left out, that is the run's own files.

    Args:
        run_folder: a verified run; descriptor: what its pack is to say of it.
        aside: a folder for new files.
        filter_only, owners, error_rate: as for `make_pack`.

    Raises:
        UsageInvalid: an error rate that does not fit, or that the run's own filter cannot be given.
        BuildFailed: what was written is not right.
    """
    files = {name: run_folder / name for name in descriptor.files if name != SUMS_FILE}
    if filter_only or not descriptor.exact:
        return _filter_only(descriptor, files, aside, error_rate)
    if error_rate is not None:
        raise UsageInvalid(sentence("error_pack_rate"))
    if owners or DETAILS_FILE not in files:
        return LesserRun(descriptor, files, owners)
    stripped = aside / DETAILS_FILE
    details = _without_owners(files[DETAILS_FILE], stripped, aside)
    del files[DETAILS_FILE]
    if details:
        files[DETAILS_FILE] = stripped
    facts = seal_files(files.values(), aside / SUMS_FILE)
    return LesserRun(structs.replace(descriptor, details=details, files=facts), files, owners)


def _filter_only(descriptor: Descriptor, files: dict[str, Path], aside: Path, error_rate: float | None) -> LesserRun:
    if not descriptor.exact:
        if error_rate not in (None, descriptor.filter.error_rate):
            raise NoList(
                sentence(
                    "error_pack_kept_rate", descriptor.dataset, f"{error_rate:g}", f"{descriptor.filter.error_rate:g}"
                )
            )
        return LesserRun(descriptor, files, owners=False)
    rate = BuildOptions(error_rate=error_rate, filter_only=True).target_rate
    store = IdStore(files[STORE_FILE])
    path = aside / FILTER_FILE
    rebuild_filter(path, store, _capacity(len(store)), rate)
    verify_members(aside, store, exact=False)
    facts: dict[str, FileFacts] = seal_files([path], aside / SUMS_FILE)
    filter_facts = FilterFacts(
        error_rate=rate,
        false_positive_rate=PhotoFilter.open(path).false_positive_rate(),
        probes=PROBES,
        probe_hits=probe_filter(aside, store),
    )
    lesser = structs.replace(descriptor, filter=filter_facts, exact=False, details=0, rows=0, files=facts)
    return LesserRun(lesser, {FILTER_FILE: path}, owners=False)


def _capacity(photos: int) -> int:
    """What a filter is sized for: up to a sixteenth more than its photos, in steps.

    So the filters of a list and of its next version are mostly of one size, and differ by few bits: else a single
    photo more would move all of them, and no delta would lead from one to the other.
    """
    step = 1 << max(photos.bit_length() - 5, 0)
    return max(-(-photos // step) * step, SMALLEST_FILTER)


def _without_owners(path: Path, to: Path, aside: Path) -> int:
    """Write details with the same licences and no accounts; return of how many photos, 0 where no file is left."""
    Details(path).close()  # a version that can be read
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as old, DetailsWriter(to, aside) as writer:
        keys = {
            key: writer.licence_key(None if number is None else licence_from_number(number), words)
            for key, number, words in old.execute("SELECT id, number, words FROM licences ORDER BY id")
        }
        rows = old.execute("SELECT photo_id, licence FROM photos WHERE licence IS NOT NULL ORDER BY photo_id")
        while some := rows.fetchmany(_AT_ONCE):
            writer.add((photo_id, None, keys[licence]) for photo_id, licence in some)
        photos = writer.finish()
    if not photos:
        to.unlink()
        return 0
    with to.open("r+b") as file:
        file.seek(_SQLITE_VERSION.start)
        file.write(bytes(_SQLITE_VERSION.stop - _SQLITE_VERSION.start))
    return photos
