"""Chooses the columns that give the photo, from a sample of rows, and says why.

A URL shows that it is Flickr's, and so does an image's file name with its secret. A bare number does not: albums, row
numbers and other sites' IDs look the same. It counts only under a column name that means a photo's ID, or if the person
points at the column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inset.flickr import parse_nsid
from inset_build.readers.meaning.cell_kinds import FILE_NAME, KINDS, NUMBER, NUMBERS, URL, plain_name
from inset_build.readers.meaning.detail_columns import ACCOUNT_NAMES, LICENCE_NAMES
from inset_build.readers.meaning.messy_numbers import ids_in_list, is_missing
from inset_build.readers.meaning.name_shapes import NAME_SHAPES, NameShape
from inset_build.readers.meaning.plausibility import doubt, looks_like_hash, looks_like_url, smallest_doubt
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, NEARLY_ALL
from inset_build.readers.protocol import Column, Refusal

FLICKR_ID_NAMES: Final = frozenset(
    {"flickrid", "flickrphotoid", "flickrimageid", "photoflickrid", "imageflickrid", "flickr30kid", "flickr8kid"}
)
"""Column names that mean a Flickr photo's ID, in lower case without separators. `id` and `image_id` are anybody's."""

ID_NAMES: Final = FLICKR_ID_NAMES | {"photoid"}
"""Those, and a name that other sites use as well: numbers under it must also look like Flickr's."""

FILE_NAME_NAMES: Final = frozenset({"imagename", "captionid", "filename", "image", "imagefile", "imgname"})
"""Column names over files that are called by Flickr's bare ID: their numbers must look like Flickr's too.

Source: KonIQ-10k, Flickr30k's tables of captions, SNLI's `captionID`, Karpathy's splits.
"""

ANYBODYS_ID_NAMES: Final = frozenset({"", "id", "ids", "imageid", "sourceid", "photo", "picid", "pictureid", "imgid"})
"""Names, and no name, of columns that may hold anybody's IDs: Flickr's where accounts of Flickr's stand beside them."""

MAYBE_ASKED: Final = 3
"""So many columns of URLs are asked that name no photo in the sample."""

FEW_ROWS: Final = 3

NO_PHOTO_NAMES: Final = frozenset((*LICENCE_NAMES, *ACCOUNT_NAMES))
"""Names of columns whose URLs are others': of licences and of accounts."""

HASHES_ONLY: Final = Refusal(
    "It lists hashes, from which no photo ID can be had.",
    "Get the dataset's list of URLs or photo IDs, or join the hashes with the table they were made from.",
    near=True,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns in the order in which they are asked, why, and those that name photos of their own in the same rows."""

    columns: tuple[Column, ...]
    explanation: tuple[str, ...]
    also: tuple[tuple[Column, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    column: Column
    photo_ids: list[int | None]
    filled: int

    @property
    def found(self) -> int:
        return sum(photo_id is not None for photo_id in self.photo_ids)

    @property
    def share(self) -> float:
        """Share of the filled cells that give a photo ID."""
        return self.found / self.filled if self.filled else 0.0


def choose_columns(sample: SampledRows) -> Chosen | Refusal:
    """The columns that give the photo, best first."""
    asked = (_from_urls, _from_shape, _from_name, _from_id, _from_list, _from_accounts, _from_bare)
    found = (next(filter(None, (ask(sample, index) for ask in asked)), None) for index in range(sample.width))
    candidates = [candidate for candidate in found if candidate is not None]
    if not candidates:
        return _nothing_fits(sample)
    urls = [each for each in candidates if each.column.kind == URL and each.found]
    candidates.sort(key=lambda each: (not each.found, _rank(each, urls), -each.share))
    best, *others = _chain(candidates)
    columns = (best.column, *(other.column for other in others))
    why = [_gives(best, sample)]
    if not best.found:
        why = [f"{_capital(best.column)} holds URLs, but no sampled {sample.unit}'s is a Flickr photo's."]
    if others:
        why.append(f"Where it gives none: {', '.join(map(str, columns[1:]))}.")
    also = _further_chains(candidates, (best, *others))
    unread = [chain[0] for chain in also if _is_constant(chain[0])]
    also = [chain for chain in also if not _is_constant(chain[0])]
    for head, *_ in also:
        why.append(f"So does {head.column}, with photos of its own in {head.found:,} {sample.unit}s.")
    for each in unread:
        why.append(f"Not read: {each.column}, for it names one and the same photo in {each.found:,} {sample.unit}s.")
    return Chosen(columns, tuple(why), tuple(tuple(each.column for each in chain) for chain in also))


def _chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The best candidate, and those that are asked where it is silent."""
    best = candidates[0]
    if not best.found:
        return [best]
    # A column of URLs that names no photo in the sample may do so further on, where nothing else does.
    silent = (each for each in candidates[1:] if not each.found and each.column.kind == URL)
    maybe = [each for each in silent if plain_name(each.column.name or "") not in NO_PHOTO_NAMES][:MAYBE_ASKED]
    return [best, *(each for each in candidates[1:] if each.found and _agree(best, each)), *maybe]


def _further_chains(candidates: Sequence[_Candidate], used: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Columns that name photos that the columns in use do not name, each with those that agree with it.

    A number says less than a URL: where both stand in a row and differ, the number is none of Flickr's.
    """
    left = [each for each in candidates if each.found and each not in used]
    chains: list[list[_Candidate]] = []
    while left:
        head = left.pop(0)
        if head.column.kind == NUMBER and any(_share_rows(head, each) for each in used if each.column.kind != NUMBER):
            continue
        agreeing = [each for each in left if _agree(head, each)]
        left = [each for each in left if each not in agreeing]
        chains.append([head, *agreeing])
    return chains


def _is_constant(candidate: _Candidate) -> bool:
    """Whether a column names one photo over and over: a cover or an example, and nothing that is listed."""
    return candidate.found >= FEW_ROWS and len(set(candidate.photo_ids) - {None}) == 1


def _share_rows(some: _Candidate, other: _Candidate) -> bool:
    return any(a is not None and b is not None for a, b in zip(some.photo_ids, other.photo_ids, strict=True))


def column_of_layout(title: str, index: int, kind: str, sample: SampledRows) -> Chosen:
    """The column that gives the photo in a known layout; `title`: of the layout, for people."""
    candidate = _candidate(kind, sample, index)
    return Chosen((candidate.column,), (f"It is laid out as {title}.", _gives(candidate, sample)))


def find_column(wanted: str, sample: SampledRows) -> Chosen | Refusal:
    """The column that the person points at by name or by number counted from 1, read as what its cells are."""
    index = sample.find(wanted)
    return index if isinstance(index, Refusal) else read_column(index, sample)


def read_column(index: int, sample: SampledRows) -> Chosen | Refusal:
    """A column that the person vouches for, read as what most of its cells are."""
    best = max((_candidate(kind, sample, index) for kind in KINDS), key=lambda each: each.found)
    if not best.found:
        filled = sample.filled(index)
        return Refusal(
            f"{_capital(best.column)} gives no photo ID: it holds {repr(filled[0][:60]) if filled else 'nothing'}.",
            f"Point at a {sample.word} of photo IDs, Flickr URLs or photos' file names.",
            near=True,
        )
    return Chosen((best.column,), (f"{_capital(best.column)}, as you said, read as a {best.column.kind}.",))


def _from_urls(sample: SampledRows, index: int) -> _Candidate | None:
    filled = sample.filled(index)
    candidate = _candidate(URL, sample, index)
    # Addresses that are escaped, or stand in other text, do not look like any.
    if max(sum(map(looks_like_url, filled)), candidate.found) < HALF * max(len(filled), 1):
        return None
    return candidate


def _from_shape(sample: SampledRows, index: int) -> _Candidate | None:
    candidates = (_candidate(title, sample, index) for title in NAME_SHAPES)
    fitting = (candidate for candidate in candidates if candidate.share >= NEARLY_ALL)
    return next((each for each in fitting if _are_secrets(NAME_SHAPES[each.column.kind], sample, index)), None)


def _are_secrets(shape: NameShape, sample: SampledRows, index: int) -> bool:
    """Whether nearly all secrets of a shape that hardly says more have letters, as hexadecimal numbers have."""
    if not shape.secret:
        return True
    secrets = [secret for cell in sample.filled(index) if (secret := shape.secret_of(cell))]
    return sum(not secret.isdigit() for secret in secrets) >= NEARLY_ALL * len(secrets)


def _from_name(sample: SampledRows, index: int) -> _Candidate | None:
    """A file name with a secret is a Flickr photo's; one of a bare number is treated like a bare number."""
    candidate = _candidate(FILE_NAME, sample, index)
    if candidate.share < NEARLY_ALL:
        return None
    if sum("_" in _base(cell) for cell in sample.cells(index)) >= NEARLY_ALL * candidate.filled:
        return candidate
    is_named = sample.plain_name(index) in FILE_NAME_NAMES
    return candidate if is_named and not smallest_doubt(dict.fromkeys(candidate.photo_ids)) else None


def _base(path: str) -> str:
    return path[max(path.rfind("/"), path.rfind("\\")) + 1 :]


def _from_id(sample: SampledRows, index: int) -> _Candidate | None:
    name = sample.plain_name(index)
    if name not in ID_NAMES:
        return None
    candidate = _candidate(NUMBER, sample, index)
    if candidate.share < HALF:  # the name says it, so some may be missing, too large or negative
        return None
    if name in FLICKR_ID_NAMES or not smallest_doubt(dict.fromkeys(candidate.photo_ids)):
        return candidate
    return candidate if _has_accounts(sample) else None


def _from_list(sample: SampledRows, index: int) -> _Candidate | None:
    """Cells that list several IDs, under a name that says so: `photo_ids`."""
    name = sample.plain_name(index)
    if name not in ID_NAMES and name.removesuffix("s") not in ID_NAMES:
        return None
    candidate = _candidate(NUMBERS, sample, index)
    listed = [photo_id for cell in sample.filled(index) for photo_id in ids_in_list(cell)]
    doubtful = name.removesuffix("s") not in FLICKR_ID_NAMES and smallest_doubt(dict.fromkeys(listed))
    return None if candidate.share < NEARLY_ALL or doubtful else candidate


def _from_accounts(sample: SampledRows, index: int) -> _Candidate | None:
    """The only column of plausible numbers beside a column of Flickr's accounts: `id,owner,title`."""
    if not _may_be_anybodys(sample, index) or not _has_accounts(sample):
        return None
    return _only_numbers(sample, index)


def _from_bare(sample: SampledRows, index: int) -> _Candidate | None:
    """Plausible numbers and nothing else, or with a hash of each picture beside them."""
    if sample.plain_name(index):
        return None
    others = (sample.filled(other) for other in range(sample.width) if other != index)
    return _only_numbers(sample, index) if all(_are_hashes(cells) for cells in others) else None


def _may_be_anybodys(sample: SampledRows, index: int) -> bool:
    return sample.plain_name(index) in ANYBODYS_ID_NAMES


def _only_numbers(sample: SampledRows, index: int) -> _Candidate | None:
    """A column of numbers, if no other that may be anybody's IDs holds plausible ones too."""
    plausible = [
        each
        for other in range(sample.width)
        if _may_be_anybodys(sample, other)
        for each in (_candidate(NUMBER, sample, other),)
        if each.share >= NEARLY_ALL and each.found > 1 and not smallest_doubt(dict.fromkeys(each.photo_ids))
    ]
    return plausible[0] if len(plausible) == 1 and plausible[0].column.index == index else None


def _has_accounts(sample: SampledRows) -> bool:
    """Some column holds Flickr's accounts, so the photos beside them are Flickr's, however old."""
    columns = (sample.cells(index) for index in range(sample.width))
    return any(
        sum(parse_nsid(cell.strip()) is not None for cell in cells) >= NEARLY_ALL * len(cells) for cells in columns
    )


def _rank(candidate: _Candidate, urls: Sequence[_Candidate]) -> int:
    """URLs before file names before numbers. But numbers that URLs confirm come first: they are read fastest."""
    if candidate.column.kind != NUMBER:
        return 1 if candidate.column.kind == URL else 2
    return 0 if any(_agree(url, candidate) and candidate.found >= url.found for url in urls) else 3


def _candidate(kind: str, sample: SampledRows, index: int) -> _Candidate:
    cells = sample.cells(index)
    parse = KINDS[kind].parse
    return _Candidate(
        sample.column(index, kind), [parse(cell) for cell in cells], sum(not is_missing(c) for c in cells)
    )


def _agree(best: _Candidate, other: _Candidate) -> bool:
    """Whether both give the same photo in nearly every row in which both give one, and there is such a row."""
    both = [(a, b) for a, b in zip(best.photo_ids, other.photo_ids, strict=True) if a is not None and b is not None]
    return bool(both) and sum(a == b for a, b in both) >= 0.99 * len(both)


def _nothing_fits(sample: SampledRows) -> Refusal:
    for kind, what in ((NUMBER, "numbers"), (FILE_NAME, "numbers that the files are called by")):
        for index in range(sample.width):
            each = _candidate(kind, sample, index)
            if each.share >= NEARLY_ALL and not smallest_doubt(dict.fromkeys(each.photo_ids)):
                reason = f"Nothing says that the {what} in {each.column} are Flickr photo IDs."
                return Refusal(reason, f"If they are, say so: {sample.option(index)}", near=True)
    for index in range(sample.width):
        each = _candidate(NUMBER, sample, index)
        if sample.plain_name(index) in ID_NAMES and each.share >= NEARLY_ALL:
            reason = f"The numbers in {each.column} {doubt(each.photo_ids)}."
            return Refusal(reason, f"If they are Flickr photo IDs, say so: {sample.option(index)}", near=True)
    if any(_are_hashes(sample.filled(index)) for index in range(sample.width)):
        return HASHES_ONLY
    return sample.nothing()


def _are_hashes(cells: Sequence[str]) -> bool:
    # One cell may be the header, which is not recognised over a column of hashes.
    return len(cells) > 1 and sum(looks_like_hash(cell.strip()) for cell in cells) >= NEARLY_ALL * (len(cells) - 1)


def _gives(candidate: _Candidate, sample: SampledRows) -> str:
    seen = f"{candidate.found:,} of {len(sample.rows):,} {sample.unit}s seen"
    return f"{_capital(candidate.column)} gives the photo: a {candidate.column.kind} in {seen}."


def _capital(column: Column) -> str:
    text = str(column)
    return text[0].upper() + text[1:]
