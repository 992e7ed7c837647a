"""Chooses the columns that give the photo, from a sample of rows, and says why.

A URL shows that it is Flickr's, and so does an image's file name with its secret. A bare number does not: albums, row
numbers and other sites' IDs look the same. It counts only under a column name that means a photo's ID, or if the person
points at the column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from inset.flickr import parse_nsid
from inset_build.readers.meaning.cell_kinds import FILE_NAME, KINDS, NUMBER, NUMBERS, URL, plain_name
from inset_build.readers.meaning.detail_columns import ACCOUNT_NAMES, LICENCE_NAMES
from inset_build.readers.meaning.messy_numbers import is_missing
from inset_build.readers.meaning.name_shapes import NAME_SHAPES, NameShape
from inset_build.readers.meaning.numbers.judgement import Verdict, judge
from inset_build.readers.meaning.numbers.looks import LOST_DIGITS
from inset_build.readers.meaning.numbers.written import are_secrets, why_no_whole_numbers
from inset_build.readers.meaning.plausibility import looks_like_hash, looks_like_url
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, NEARLY_ALL
from inset_build.readers.protocol import Column, Refusal, Said

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

PHOTO_FILE_NAMES: Final = frozenset({"imagename", "captionid"})
"""Those of them that say that the files are photos'; the others' numbers must be as convincing as a bare list's."""

EXPORT_AS_TEXT: Final = (
    "Give the column as text where it comes from (in a spreadsheet, format its cells as text before it is filled), "
    "or as whole numbers of 64 bits."
)

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
    columns = tuple(_confirmed(each, [best, *others]) for each in (best, *others))
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
    if lost := _why_lost(best, sample):
        return Refusal(f"The numbers in {best.column} {lost}.", EXPORT_AS_TEXT, near=True)
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
    if _have_secrets(candidate, sample):
        return _judged(candidate, Said.SHAPE, sample) if are_secrets(sample.cells(index)) else None
    name = sample.plain_name(index)
    said = Said.PHOTO if name in PHOTO_FILE_NAMES else Said.NOTHING
    return _judged(candidate, said, sample) if name in FILE_NAME_NAMES else None


def _have_secrets(candidate: _Candidate, sample: SampledRows) -> bool:
    with_more = sum("_" in _base(cell) for cell in sample.cells(candidate.column.index))
    return with_more >= NEARLY_ALL * candidate.filled


def _base(path: str) -> str:
    return path[max(path.rfind("/"), path.rfind("\\")) + 1 :]


def _from_id(sample: SampledRows, index: int) -> _Candidate | None:
    if sample.plain_name(index) not in ID_NAMES:
        return None
    candidate = _candidate(NUMBER, sample, index)
    # The name says it, so some may be missing, too large or negative.
    return None if candidate.share < HALF else _judged(candidate, _said(sample, index), sample)


def _said(sample: SampledRows, index: int) -> Said:
    name = sample.plain_name(index).removesuffix("s")
    return Said.FLICKR if name in FLICKR_ID_NAMES or _has_accounts(sample) else Said.PHOTO


def _judged(candidate: _Candidate, said: Said, sample: SampledRows) -> _Candidate | None:
    """The candidate with those of its numbers that are believed; None where they are something else."""
    verdict = _verdict(candidate, said, sample)
    if verdict.doubt:
        return None
    believed = replace(candidate.column, said=said, ranges=verdict.ranges)
    photo_ids = [each if each is not None and each in verdict else None for each in candidate.photo_ids]
    return replace(candidate, column=believed, photo_ids=photo_ids)


def _verdict(candidate: _Candidate, said: Said, sample: SampledRows) -> Verdict:
    column = candidate.column
    kind = KINDS[column.kind]
    cells = sample.cells_all_over(column.index)
    if kind.several is not None:
        return judge((photo_id for cell in cells for photo_id in kind.several(cell)), said)
    return judge(map(kind.parse, cells), said)


def _confirmed(candidate: _Candidate, chosen: Sequence[_Candidate]) -> Column:
    """The candidate's column; where a URL beside them gives the same numbers, all of them are believed."""
    column = candidate.column
    for other in chosen:
        same = sum(a is not None and a == b for a, b in zip(candidate.photo_ids, other.photo_ids, strict=True))
        if column.kind in (NUMBER, FILE_NAME) and other.column.kind == URL and 2 * same >= max(candidate.found, 1):
            return replace(column, said=Said.PERSON, ranges=())
    return column


def _why_lost(candidate: _Candidate, sample: SampledRows) -> str:
    """Why numbers that the person points at cannot be photo IDs; empty where they can."""
    cells = sample.cells(candidate.column.index)
    doubt = why_no_whole_numbers(cells)
    return doubt or (judge(candidate.photo_ids, Said.PERSON).doubt if candidate.column.kind == NUMBER else "")


def _from_list(sample: SampledRows, index: int) -> _Candidate | None:
    """Cells that list several IDs, under a name that says so: `photo_ids`."""
    name = sample.plain_name(index)
    if name not in ID_NAMES and name.removesuffix("s") not in ID_NAMES:
        return None
    candidate = _candidate(NUMBERS, sample, index)
    return None if candidate.share < NEARLY_ALL else _judged(candidate, _said(sample, index), sample)


def _from_accounts(sample: SampledRows, index: int) -> _Candidate | None:
    """The only column of plausible numbers beside a column of Flickr's accounts: `id,owner,title`."""
    if not _may_be_anybodys(sample, index) or not _has_accounts(sample):
        return None
    return _only_numbers(sample, index, Said.FLICKR)


def _from_bare(sample: SampledRows, index: int) -> _Candidate | None:
    """Plausible numbers and nothing else, or with a hash of each picture beside them."""
    if sample.plain_name(index):
        return None
    others = (sample.filled(other) for other in range(sample.width) if other != index)
    return _only_numbers(sample, index, Said.NOTHING) if all(_are_hashes(cells) for cells in others) else None


def _may_be_anybodys(sample: SampledRows, index: int) -> bool:
    return sample.plain_name(index) in ANYBODYS_ID_NAMES


def _only_numbers(sample: SampledRows, index: int, said: Said) -> _Candidate | None:
    """A column of numbers, if no other that may be anybody's IDs holds plausible ones too."""
    plausible = [
        each
        for other in range(sample.width)
        if _may_be_anybodys(sample, other)
        for each in (_candidate(NUMBER, sample, other),)
        if each.share >= NEARLY_ALL and each.found > 1 and not judge(each.photo_ids, Said.PHOTO).doubt
    ]
    if len(plausible) != 1 or plausible[0].column.index != index:
        return None
    return _judged(plausible[0], said, sample)


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
    for why in (_why_no_ids, _why_no_names, _why_unnamed):
        for index in range(sample.width):
            if refusal := why(sample, index):
                return refusal
    return HASHES_ONLY if any(_are_hashes(sample.filled(index)) for index in range(sample.width)) else sample.nothing()


def _why_no_ids(sample: SampledRows, index: int) -> Refusal | None:
    """Why a column that is called like photo IDs holds none."""
    if sample.plain_name(index) not in ID_NAMES:
        return None
    each = _candidate(NUMBER, sample, index)
    enough = each.share >= HALF
    unwritten = why_no_whole_numbers(sample.cells(index))
    doubt = _verdict(each, _said(sample, index), sample).doubt if enough else unwritten
    if not doubt:
        return None
    hint = EXPORT_AS_TEXT if not enough or doubt == LOST_DIGITS else _vouch(sample, index, "are Flickr photo IDs")
    return Refusal(f"The numbers in {each.column} {doubt}.", hint, near=True)


def _why_no_names(sample: SampledRows, index: int) -> Refusal | None:
    """Why a column of files' names gives no photos."""
    each = _candidate(FILE_NAME, sample, index)
    if each.share < NEARLY_ALL:
        return None
    what = f"the numbers that the files are called by in {each.column}"
    if not _have_secrets(each, sample):
        return None if judge(each.photo_ids, Said.PHOTO).doubt else _unsaid(what, sample, index)
    doubt = _verdict(each, Said.SHAPE, sample).doubt or "are followed by others that are no secrets of Flickr's"
    return Refusal(f"{what[0].upper()}{what[1:]} {doubt}.", _vouch(sample, index, "are Flickr photo IDs"), near=True)


def _why_unnamed(sample: SampledRows, index: int) -> Refusal | None:
    """Why numbers that may be photo IDs are not believed: their column is called something else, or nothing."""
    each = _candidate(NUMBER, sample, index)
    if each.share < NEARLY_ALL or judge(each.photo_ids, Said.PHOTO).doubt:
        return None
    return _unsaid(f"the numbers in {each.column}", sample, index)


def _unsaid(what: str, sample: SampledRows, index: int) -> Refusal:
    return Refusal(f"Nothing says that {what} are Flickr photo IDs.", _vouch(sample, index, "are"), near=True)


def _vouch(sample: SampledRows, index: int, are: str) -> str:
    return f"If they {are}, say so: {sample.option(index)}"


def _are_hashes(cells: Sequence[str]) -> bool:
    # One cell may be the header, which is not recognised over a column of hashes.
    return len(cells) > 1 and sum(looks_like_hash(cell.strip()) for cell in cells) >= NEARLY_ALL * (len(cells) - 1)


def _gives(candidate: _Candidate, sample: SampledRows) -> str:
    seen = f"{candidate.found:,} of {len(sample.rows):,} {sample.unit}s seen"
    return f"{_capital(candidate.column)} gives the photo: a {candidate.column.kind} in {seen}."


def _capital(column: Column) -> str:
    text = str(column)
    return text[0].upper() + text[1:]
