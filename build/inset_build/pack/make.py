"""Makes a pack of a run: `inset.pack.format` describes it. The same run gives the same bytes.

A pack that is less than its run (a filter alone, or no owners) is one of another run, made for the purpose beside the
pack and verified like any: its descriptor says what it holds.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

from msgspec import structs

from inset.errors import BuildFailed, DeltaUnusable
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import FILE_NAME, SUMS_FILE, Descriptor, read_descriptor
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_store import IdStore
from inset.index.verify import file_facts, verify_run
from inset.own_files import FOLDER_MODE, read_own, remove_own_folder, sync_folder, told_of
from inset.pack.format import Form, PackHeader, Part, PartName
from inset.pack.id_list import encode, encode_varints
from inset.pack.opened import PIECE, WINDOW_LOG
from inset.pack.verify import check_texts
from inset.words.sentences import sentence
from inset_build.pack.lesser import LesserRun, lesser_run
from inset_build.pack.rebuilt import rebuild_filter
from inset_build.pack.received import check_words
from inset_build.report import Progress
from inset_build.target import check_target

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SUFFIX: Final = ".insetpack"
LEVEL: Final = 9
"""Of Zstandard: higher ones take ten times as long for two hundredths less."""

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class PackFacts:
    """What was packed. `sha256`: of the file; `descriptor`: of the dataset.json in it; `parts`: their packed bytes."""

    dataset: str
    run: str
    file: str
    photos: int
    exact: bool
    owners: bool
    rows: int
    error_rate: float
    false_positive_rate: float
    bytes: int
    sha256: str
    descriptor: str
    parts: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)


def make_pack(
    run_folder: Path,
    to: Path,
    *,
    filter_only: bool = False,
    owners: bool = True,
    error_rate: float | None = None,
    force: bool = False,
    on_progress: Tell = lambda _: None,
) -> PackFacts:
    """Pack a published run into one file, which is there only when it is whole.

    Args:
        run_folder: `<data>/datasets/<name>/<run>`; all of it is verified first.
        to: the file to write.
        filter_only: leave out the list, details and rows; whoever unpacks it gets `probably_listed`.
        owners: False leaves out accounts and their names; licences stay.
        error_rate: of a filter-only pack's filter; None for the run's own if it is filter-only, else for 1e-6.
        force: replace a file that is there already.
        on_progress: called with each phase.

    Raises:
        UsageInvalid: the file may not be written, or an option does not fit the run.
        IndexCorrupt, IndexFormatUnsupported: the run cannot be used.
        BuildFailed: the run was built in a way that a pack cannot carry, or holds words that readers refuse.
        DiskFull, OSError: the disk refuses.
    """
    target = to.resolve()
    check_target(target, force=force)
    on_progress(Progress("verifying", 0))
    verify_run(run_folder)
    descriptor = read_descriptor(run_folder)
    if SUMS_FILE not in descriptor.files:
        raise BuildFailed(sentence("error_pack_older", descriptor.dataset))
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    aside.mkdir(mode=FOLDER_MODE)
    try:
        on_progress(Progress("writing", 0))
        # A pack says nothing of whoever packed it: not from whom they have the run, and not when they unpacked it.
        lesser = lesser_run(
            run_folder,
            structs.replace(descriptor, origin=None),
            aside,
            filter_only=filter_only,
            owners=owners,
            error_rate=error_rate,
        )
        _check_words(lesser)
        is_whole = lesser.descriptor == descriptor
        content = read_own(run_folder / FILE_NAME) if is_whole else lesser.descriptor.to_bytes()
        header = _write_parts(lesser.descriptor, content, lesser.files, aside)
        sha256, size = _write_whole(header, aside / "parts", aside / "whole")
        check_target(target, force=force)  # again, because writing may have taken minutes
        (aside / "whole").replace(target)
        sync_folder(target.parent)
    finally:
        remove_own_folder(aside)
    facts = lesser.descriptor
    return PackFacts(
        dataset=facts.dataset,
        run=facts.run,
        file=str(to),
        photos=facts.counts.photos,
        exact=facts.exact,
        owners=DETAILS_FILE in facts.files and lesser.owners,
        rows=facts.rows,
        error_rate=facts.filter.error_rate,
        false_positive_rate=facts.filter.false_positive_rate,
        bytes=size,
        sha256=sha256,
        descriptor=header.descriptor,
        parts={part.name: part.bytes for part in header.parts},
    )


def _check_words(lesser: LesserRun) -> None:
    """What a reader would refuse is not packed: they could do nothing about it, and whoever packs it can."""
    try:
        check_texts(lesser.descriptor)
        check_words(lesser.files)
    except ValueError as error:
        raise BuildFailed(
            sentence("error_pack_unseen", lesser.descriptor.dataset),
            hint=sentence("list_hint_of_pack", error),
        ) from error


def restore_pack(run_folder: Path, to: Path) -> Path:
    """Make the very pack again that a run was unpacked from; it is written to `to`.

    Args:
        run_folder: a run with an origin; to: the file to write, which is replaced.

    Raises:
        DeltaUnusable: what was made is another one: the library that packs has another version, or the publisher's
            Inset wrote what this one does not know.
        IndexCorrupt, IndexFormatUnsupported: the run cannot be used.
        OSError: the disk refuses.
    """
    descriptor = read_descriptor(run_folder)
    origin = descriptor.origin
    if origin is None:
        raise DeltaUnusable(f"Fetch the whole pack: {descriptor.dataset} was built here.")
    theirs = structs.replace(descriptor, dataset=origin.dataset, run=origin.run, origin=None)
    content = theirs.to_bytes()
    aside = to.with_name(f".{to.name}.{secrets.token_hex(4)}.new")
    aside.mkdir(mode=FOLDER_MODE)
    try:
        files = {name: run_folder / name for name in descriptor.files if name != SUMS_FILE}
        sha256, _ = _write_whole(_write_parts(theirs, content, files, aside), aside / "parts", aside / "whole")
        if sha256 != origin.pack:
            raise DeltaUnusable(f"Fetch the whole pack: the last one of {descriptor.dataset} cannot be made again.")
        (aside / "whole").replace(to)
    finally:
        remove_own_folder(aside)
    return to


def _write_parts(descriptor: Descriptor, content: bytes, files: dict[str, Path], aside: Path) -> PackHeader:
    """Write all parts to `aside/parts`, `content` for the descriptor; return the header that describes them."""
    photos = descriptor.counts.photos
    parts: list[Part] = []
    capacity: int | None = None
    with told_of(aside / "parts"), (aside / "parts").open("xb") as file:
        parts.append(_write(file, FILE_NAME, "plain", [content], len(content)))
        if descriptor.exact:
            parts.append(_write_ids(file, files[STORE_FILE], aside))
            capacity = _rebuildable(descriptor, files, aside)
        if capacity is None:
            parts.append(_copy(file, FILTER_FILE, files[FILTER_FILE], "plain"))
        parts += [_copy(file, name, files[name], "zstd") for name in (DETAILS_FILE, ROWS_FILE) if name in files]
    return PackHeader(
        dataset=descriptor.dataset,
        run=descriptor.run,
        descriptor=hashlib.sha256(content).hexdigest(),
        photos=photos,
        capacity=capacity,
        parts=tuple(parts),
    )


def _write(file: BinaryIO, name: PartName, form: Form, content: Iterable[bytes], unpacked: int) -> Part:
    digest, size = hashlib.sha256(), 0
    for piece in content:
        file.write(piece)
        digest.update(piece)
        size += len(piece)
    return Part(name=name, form=form, bytes=size, sha256=digest.hexdigest(), unpacked=unpacked)


def _copy(file: BinaryIO, name: PartName, path: Path, form: Form) -> Part:
    content = read_pieces(path)
    return _write(file, name, form, compressed(content) if form == "zstd" else content, path.stat().st_size)


def _write_ids(file: BinaryIO, path: Path, aside: Path) -> Part:
    """The list, in the smaller of its two forms."""
    store = IdStore(path)
    forms: dict[Form, Iterator[bytes]] = {
        "ids": encode(store.chunks()),
        "ids+zstd": compressed(encode_varints(store.chunks())),
    }
    sizes: dict[Form, int] = {}
    for form, content in forms.items():
        with (aside / form).open("xb") as one:
            sizes[form] = sum(map(one.write, content))
    smallest = min(sizes, key=lambda form: sizes[form])
    return _write(file, "photos.ids", smallest, read_pieces(aside / smallest), path.stat().st_size)


def _rebuildable(descriptor: Descriptor, files: dict[str, Path], aside: Path) -> int | None:
    """What the filter is sized for, if it follows from the IDs alone, byte for byte; None if it must be carried."""
    capacity = PhotoFilter.open(files[FILTER_FILE]).capacity
    rebuilt = aside / "rebuilt"
    rebuild_filter(rebuilt, IdStore(files[STORE_FILE]), capacity, descriptor.filter.error_rate)
    is_same = file_facts(rebuilt) == descriptor.files[FILTER_FILE]
    rebuilt.unlink()
    return capacity if is_same else None


def _write_whole(header: PackHeader, parts: Path, whole: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with told_of(whole), whole.open("xb") as file:
        for piece in chain([header.to_bytes()], read_pieces(parts)):
            file.write(piece)
            digest.update(piece)
        file.flush()
        os.fsync(file.fileno())
        return digest.hexdigest(), file.tell()


def read_pieces(path: Path) -> Iterator[bytes]:
    """All of a file, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def compressed(content: Iterable[bytes]) -> Iterator[bytes]:
    """One Zstandard frame of some content, whose bytes depend on it and on the library's version alone."""
    packer: Any = zstd.ZstdCompressor(
        options={
            zstd.CompressionParameter.compression_level: LEVEL,
            zstd.CompressionParameter.window_log: WINDOW_LOG,
            zstd.CompressionParameter.nb_workers: 0,
        }
    )
    for piece in content:
        yield packer.compress(piece)
    yield packer.flush()
