"""What a column's cells may be: addresses, files' names, numbers; and whether they are believed to give photos."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from inset.flickr import parse_nsid
from inset.photo_ref import MAX_ID_DIGITS
from inset_build.readers.meaning.cell_kinds import FILE_NAME, KINDS, NAMES, NUMBER, NUMBERS, URL, names_in_list
from inset_build.readers.meaning.name_shapes import NAME_SHAPES, NameShape
from inset_build.readers.meaning.numbers.given_out import MADE_UP
from inset_build.readers.meaning.numbers.judgement import TOO_LARGE, Verdict, judge
from inset_build.readers.meaning.numbers.written import are_secrets
from inset_build.readers.meaning.patterns import SECRET
from inset_build.readers.meaning.photo_names import (
    ANYBODYS_ID_NAMES,
    FILE_NAME_NAMES,
    PHOTO_FILE_NAMES,
    PICTURE_ID_NAMES,
    SITES_ID_NAMES,
    may_be_ids,
    means_flickr_id,
    means_photo_id,
)
from inset_build.readers.meaning.plausibility import looks_like_hash, looks_like_url
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, NEARLY_ALL
from inset_build.readers.meaning.sites import says_another
from inset_build.readers.protocol import Column, Said

SECRET_NAME: Final = "secret"  # noqa: S105 - a column that Flickr calls so
_SECRET: Final = re.compile(SECRET)
_TOO_LONG: Final = re.compile(rf"0*[1-9][0-9]{{{MAX_ID_DIGITS},}}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may give the photo.

    Attributes:
        column: it, with what its cells are.
        photo_ids: what each sampled row gives; None where it gives nothing.
        filled: how many of those rows have something there.
        is_named: its name means a photo's ID, where `id` is anybody's.
    """

    column: Column
    photo_ids: list[int | None]
    filled: int
    is_named: bool = False

    @property
    def found(self) -> int:
        """How many sampled rows give a photo."""
        return sum(photo_id is not None for photo_id in self.photo_ids)

    @property
    def rows(self) -> list[int]:
        """Those sampled rows, counted from 0."""
        return [row for row, photo_id in enumerate(self.photo_ids) if photo_id is not None]

    @property
    def share(self) -> float:
        """Share of the filled cells that give a photo ID."""
        return self.found / self.filled if self.filled else 0.0


def _from_urls(sample: SampledRows, index: int) -> Candidate | None:
    filled = sample.filled(index)
    candidate = candidate_of(URL, sample, index)
    # Addresses that are escaped, or stand in other text, do not look like any.
    if max(sum(map(looks_like_url, filled)), candidate.found) < HALF * max(len(filled), 1):
        return None
    return candidate


def _from_shape(sample: SampledRows, index: int) -> Candidate | None:
    cells, needed = sample.cells(index), NEARLY_ALL * _filled(sample, index) - 1
    for title, shape in NAME_SHAPES.items():
        if not _may_reach(needed, KINDS[title].parse, cells):
            continue
        candidate = candidate_of(title, sample, index)
        if candidate.share >= NEARLY_ALL and _are_secrets(shape, sample, index):
            if shape.counted:
                return _judged(candidate, Said.PHOTO, sample)
            # Other programs' names have a time and a hash behind a word, too.
            return _judged(candidate, Said.SHAPE, sample) if shape.secret else candidate
    return None


def _may_reach(needed: float, parse: Callable[[str], int | None], cells: Sequence[str]) -> bool:
    """Whether more than so many cells may give a photo: of most columns the first few say that they do not."""
    left = len(cells)
    for cell in cells:
        left -= parse(cell) is None
        if left < needed:
            return False
    return True


def _are_secrets(shape: NameShape, sample: SampledRows, index: int) -> bool:
    """Whether nearly all secrets of a shape that hardly says more have letters, as hexadecimal numbers have."""
    if not shape.secret:
        return True
    secrets = [secret for cell in sample.filled(index) if (secret := shape.secret_of(cell))]
    return sum(not secret.isdigit() for secret in secrets) >= NEARLY_ALL * len(secrets)


def _from_name(sample: SampledRows, index: int) -> Candidate | None:
    """A file name with a secret is a Flickr photo's; one of a bare number is treated like a bare number."""
    candidate = candidate_of(FILE_NAME, sample, index)
    if candidate.share < NEARLY_ALL:
        return None
    if have_secrets(candidate, sample):
        return _judged(candidate, Said.SHAPE, sample) if are_secrets(sample.cells(index)) else None
    name = sample.plain_name(index)
    if means_flickr_id(name):
        return _judged(candidate, Said.FLICKR, sample)
    said = Said.PHOTO if name in PHOTO_FILE_NAMES or sample.says_flickr else Said.NOTHING
    return _judged(candidate, said, sample) if name in FILE_NAME_NAMES or sample.says_flickr else None


def _from_names(sample: SampledRows, index: int) -> Candidate | None:
    """Cells that list several files' names with secrets, whose numbers must look like Flickr's, too."""
    candidate = candidate_of(NAMES, sample, index)
    if candidate.share < NEARLY_ALL:
        return None
    names = [name for cell in sample.filled(index) for name in names_in_list(cell)]
    several = len(names) > candidate.filled
    return _judged(candidate, Said.SHAPE, sample) if several and are_secrets(names) else None


def have_secrets(candidate: Candidate, sample: SampledRows) -> bool:
    """Whether nearly all names of files have something behind their number, as a secret is."""
    with_more = sum("_" in _base(cell) for cell in sample.cells(candidate.column.index))
    return with_more >= NEARLY_ALL * candidate.filled


def _base(path: str) -> str:
    return path[max(path.rfind("/"), path.rfind("\\")) + 1 :]


def _from_id(sample: SampledRows, index: int) -> Candidate | None:
    if not means_photo_id(sample.plain_name(index)):
        return None
    candidate = candidate_of(NUMBER, sample, index)
    # The name says it, so some may be missing, too large or negative.
    return None if candidate.share < HALF else _judged(candidate, said_of(sample, index), sample)


def said_of(sample: SampledRows, index: int) -> Said:
    """What says that the numbers under a name for photo IDs are Flickr's."""
    name = sample.plain_name(index)
    if means_flickr_id(name) or _has_accounts(sample):
        return Said.FLICKR
    return Said.SHAPE if sample.says_flickr else Said.PHOTO


def _judged(candidate: Candidate, said: Said, sample: SampledRows) -> Candidate | None:
    """The candidate with those of its numbers that are believed; None where they are something else."""
    verdict = verdict_on(candidate, said, sample)
    if verdict.doubt:
        return None
    believed = replace(candidate.column, said=said, ranges=verdict.ranges)
    photo_ids = [each if each is not None and each in verdict else None for each in candidate.photo_ids]
    return replace(candidate, column=believed, photo_ids=photo_ids)


def verdict_on(candidate: Candidate, said: Said, sample: SampledRows) -> Verdict:
    """The verdict on a column's numbers, by those from all over the manifest."""
    column = candidate.column
    kind = KINDS[column.kind]
    cells = sample.cells_all_over(column.index)
    if kind.several is not None:
        return judge((photo_id for cell in cells for photo_id in kind.several(cell)), said)
    verdict = judge(map(kind.parse, cells), said)
    return verdict if verdict.doubt or said == Said.PERSON else _beside_longer(verdict, cells, said)


def _beside_longer(verdict: Verdict, cells: Sequence[str], said: Said) -> Verdict:
    """The verdict on numbers among which others stand that have more digits than any photo's ID.

    Where those are several, both are some other site's: its first IDs were short. One number that stands for all that
    did not fit is no such.
    """
    longer = {cell for cell in map(str.strip, cells) if _TOO_LONG.fullmatch(cell)}
    others = len({cell for cell in cells if cell}) - len(longer)
    most = HALF if said == Said.FLICKR else 1 - NEARLY_ALL
    return (
        replace(verdict, doubt=TOO_LARGE)
        if len(longer) > 1 and len(longer) > most * (others + len(longer))
        else verdict
    )


def _from_list(sample: SampledRows, index: int) -> Candidate | None:
    """Cells that list several IDs, under a name that says so: `photo_ids`; or `ids`, which must be convincing."""
    name = sample.plain_name(index)
    is_said = means_photo_id(name)
    if not is_said and not (name.endswith("s") and may_be_ids(name)):
        return None
    candidate = candidate_of(NUMBERS, sample, index)
    said = said_of(sample, index) if is_said else Said.NOTHING
    return None if candidate.share < NEARLY_ALL else _judged(candidate, said, sample)


def _from_accounts(sample: SampledRows, index: int) -> Candidate | None:
    """The only plausible numbers beside accounts (`id,owner`), secrets (`id,secret,server`) or Flickr's name."""
    if not _may_be_anybodys(sample, index):
        return None
    if _has_accounts(sample):
        return _only_numbers(sample, index, Said.FLICKR)
    if _has_secrets_beside(sample):
        return _only_numbers(sample, index, Said.SHAPE)
    return _only_numbers(sample, index, Said.PHOTO) if sample.says_flickr else None


def _from_bare(sample: SampledRows, index: int) -> Candidate | None:
    """Numbers that are as convincing as a bare list's: alone, with a hash of each beside, or under a picture's name."""
    if sample.plain_name(index) in PICTURE_ID_NAMES:
        found = _only_numbers(sample, index, Said.NOTHING)
        return None if found is None or found.column.ranges == (MADE_UP,) else found
    if sample.plain_name(index):
        return None
    no_hashes = sample.once(
        "no hashes", lambda: [other for other in range(sample.width) if not are_hashes(sample.filled(other))]
    )
    return _only_numbers(sample, index, Said.NOTHING) if set(no_hashes) <= {index} else None


def _may_be_anybodys(sample: SampledRows, index: int) -> bool:
    name = sample.plain_name(index)
    return name in ANYBODYS_ID_NAMES or (sample.says_flickr and name in SITES_ID_NAMES)


def _only_numbers(sample: SampledRows, index: int, said: Said) -> Candidate | None:
    """A column of numbers, if no other that may be anybody's IDs holds plausible ones too."""
    plausible = sample.once("plausible numbers", lambda: _plausible(sample))
    if len(plausible) != 1 or plausible[0].column.index != index:
        return None
    return _judged(plausible[0], said, sample)


def _plausible(sample: SampledRows) -> list[Candidate]:
    """The columns of numbers that may be anybody's IDs."""
    may_be = (index for index in range(sample.width) if _may_be_anybodys(sample, index))
    numbers = (candidate_of(NUMBER, sample, index) for index in may_be)
    return [
        each
        for each in numbers
        if each.share >= NEARLY_ALL and each.found > 1 and not judge(each.photo_ids, Said.PHOTO).doubt
    ]


def _has_accounts(sample: SampledRows) -> bool:
    """Some column holds Flickr's accounts, so the photos beside them are Flickr's, however old."""
    return sample.once("accounts", lambda: _find_accounts(sample))


def _find_accounts(sample: SampledRows) -> bool:
    rows = sum(map(bool, sample.rows))
    columns = (sample.cells(index) for index in range(sample.width))
    return any(sum(parse_nsid(cell.strip()) is not None for cell in cells) >= NEARLY_ALL * rows for cells in columns)


def _has_secrets_beside(sample: SampledRows) -> bool:
    """A photo's secret and server stand in columns of their own, as in answers of Flickr's API."""
    names = list(sample.plain_names)
    if "server" not in names or SECRET_NAME not in names:
        return False
    cells = sample.filled(names.index(SECRET_NAME))
    secrets = sum(_SECRET.fullmatch(cell.strip()) is not None for cell in cells)
    return secrets > 0 and secrets >= NEARLY_ALL * len(cells)


def candidate_of(kind: str, sample: SampledRows, index: int) -> Candidate:
    """A column, read as cells of one kind."""
    cells = sample.cells(index)
    parse = KINDS[kind].parse
    photo_ids = [parse(cell) for cell in cells]
    is_named = means_photo_id(sample.plain_name(index))
    return Candidate(sample.column(index, kind), photo_ids, _filled(sample, index), is_named)


def _filled(sample: SampledRows, index: int) -> int:
    return sample.once(f"filled {index}", lambda: len(sample.filled(index)))  # a column is tried as fifty kinds


def are_hashes(cells: Sequence[str]) -> bool:
    """Whether nearly all cells of a column are digests."""
    # One cell may be the header, which is not recognised over a column of hashes.
    return len(cells) > 1 and sum(looks_like_hash(cell.strip()) for cell in cells) >= NEARLY_ALL * (len(cells) - 1)


_ASKED: Final = (_from_shape, _from_name, _from_names, _from_id, _from_list, _from_accounts, _from_bare)
"""What a column may be that holds no addresses, the surest first."""


def find_candidate(sample: SampledRows, of_flickr: SampledRows, index: int) -> Candidate | None:
    """What a column is believed to be; None where nothing says that it gives photos.

    Args:
        sample: all rows, for addresses, which say whose they are.
        of_flickr: the same without what belongs to other sites, for all else.
        index: of the column.
    """
    if addresses := _from_urls(sample, index):
        return addresses
    if any(map(says_another, (sample.name(index) or "").split(".")[:-1])):
        return None  # `instagram.photo_id`
    of_flickr = sample if means_flickr_id(sample.plain_name(index)) else of_flickr
    return next(filter(None, (ask(of_flickr, index) for ask in _ASKED)), None)


def what_else(candidate: Candidate, sample: SampledRows, of_flickr: SampledRows) -> Candidate | None:
    """What other cells of a column for photos' IDs are, where people wrote numbers into some and addresses into others.

    Args:
        candidate: what the column is.
        sample, of_flickr: as for `find_candidate`.
    """
    index = candidate.column.index
    if candidate.found == candidate.filled or not means_photo_id(sample.plain_name(index)):
        return None
    if candidate.column.kind == NUMBER:
        addresses = candidate_of(URL, sample, index)
        are_alone = all(looks_like_url(sample.rows[row][index]) for row in addresses.rows)  # no line below the table
        return addresses if addresses.found and are_alone else None
    if candidate.column.kind != URL or not candidate.found:
        return None

    def others(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        return [row if index < len(row) and not KINDS[URL].parse(row[index]) else () for row in rows]

    rest = replace(of_flickr, rows=others(of_flickr.rows), all_over=lambda: others(of_flickr.all_over()))
    return _from_id(rest, index)
