"""Chooses the columns that give the photo, from a sample of rows, and says why.

A URL shows that it is Flickr's, and so does an image's file name with its secret. A bare number does not: albums, row
numbers and other sites' IDs look the same. It counts only under a column name that means a photo's ID, or if the person
points at the column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from inset.words.sentences import sentence, with_commas
from inset_build.readers.meaning.cell_kinds import BARE, FILE_NAME, KINDS, URL, URLS, kind_told, plain_name
from inset_build.readers.meaning.column_candidates import Candidate, candidate_of, find_candidate, what_else
from inset_build.readers.meaning.column_refusals import EXPORT_AS_TEXT, nothing_fits, of_other_sites, why_lost
from inset_build.readers.meaning.photo_names import NO_PHOTO_NAMES
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, NEARLY_ALL
from inset_build.readers.meaning.sites import find_site, only_of_flickr, with_rows_of_flickr
from inset_build.readers.protocol import Column, Refusal, Said

MAYBE_ASKED: Final = 3
"""So many columns of URLs are asked that name no photo in the sample."""

FEW_ROWS: Final = 3

_NO_OTHERS: Final = 0.99

_ADDRESS: Final = re.compile(r"\S*(?://|flic)\S*")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SENTENCE: Final = 3
"""Words beside addresses that make a text a sentence, where the column's name does not say that it holds texts."""

_OF_TEXTS: Final = re.compile(
    "comment|description|caption|message|note|text|body|extended|excerpt|summary|remark|review"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns in the order in which they are asked, why, and those that name photos of their own in the same rows."""

    columns: tuple[Column, ...]
    explanation: tuple[str, ...]
    also: tuple[tuple[Column, ...], ...] = ()


def choose_columns(sample: SampledRows) -> Chosen | Refusal:
    """The columns that give the photo, best first."""
    sample, of_flickr = _by_site(sample)
    candidates = _candidates(sample, of_flickr)
    if not candidates and (more := _with_rows_from_all_over(sample)):
        sample, of_flickr = _by_site(more)
        candidates = _candidates(sample, of_flickr)
    if not candidates:
        return _why_none(sample, of_flickr)
    urls = [each for each in candidates if each.column.kind == URL and each.found]
    beside = _beside(candidates, sample)
    candidates.sort(
        key=lambda each: (
            *(not each.found, each in beside, _rank(each, urls)),
            *(-each.column.said, not each.is_named, -each.share),
        )
    )
    best, *others = _chain(candidates)
    columns = tuple(_confirmed(each, [best, *others]) for each in (best, *others))
    why: list[str] = [_gives(best, sample)]
    if not best.found:
        why = [sentence(f"list_holds_urls_{sample.unit}", best.column.told)]
    if best.column.site is not None:
        why.append(_only_of_flickr(best.column.site, sample))
    if others:
        why.append(sentence("list_where_none", with_commas(column.told for column in columns[1:])))
    also = _further_chains(candidates, (best, *others))
    unread = [chain[0] for chain in also if _is_constant(chain[0], sample)]
    mentions = [chain[0] for chain in also if _only_mentions(chain[0], (best, *others), sample)]
    also = [chain for chain in also if not _is_constant(chain[0], sample) and chain[0] not in mentions]
    for head, *_ in also:
        why.append(sentence("list_so_does", head.column.told, head.found, sample.units))
    for each in unread:
        why.append(sentence("list_not_read", each.column.told, each.found, sample.units))
    for each in mentions:
        why.append(sentence("list_only_mentions", each.column.told))
    return Chosen(columns, tuple(why), tuple(tuple(each.column for each in chain) for chain in also))


def _by_site(sample: SampledRows) -> tuple[SampledRows, SampledRows]:
    """The sample, and the same without the rows of other sites, where a column names the site."""
    site = find_site(sample)
    if site is None:
        return sample, sample
    if site.of_flickr:
        sample = with_rows_of_flickr(sample, site)
    return sample, only_of_flickr(sample, site)


def _with_rows_from_all_over(sample: SampledRows) -> SampledRows | None:
    """The same with rows from all over the manifest, where a column is empty at its beginning; else None.

    A table that was sorted or joined may have all its empty cells there.
    """
    if all(sample.filled(index) for index in range(sample.width)):
        return None
    rows = list(sample.all_over())
    return replace(sample, rows=rows) if rows else None


def _candidates(sample: SampledRows, of_flickr: SampledRows) -> list[Candidate]:
    every = (find_candidate(sample, of_flickr, index) for index in range(sample.width))
    found = [candidate for candidate in every if candidate is not None]
    return [*found, *(rest for each in found if (rest := what_else(each, sample, of_flickr)))]


def _why_none(sample: SampledRows, of_flickr: SampledRows) -> Refusal:
    site = of_flickr.site
    if site is not None and not any(of_flickr.rows) and (elsewhere := _candidates(sample, sample)):
        return of_other_sites(elsewhere[0].column, site, sample)
    return nothing_fits(of_flickr if any(of_flickr.rows) else sample)


def _chain(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate, and those that are asked where it is silent."""
    best = candidates[0]
    if not best.found:
        return [best]
    # A column of URLs that names no photo in the sample may do so further on, where nothing else does.
    silent = (each for each in candidates[1:] if not each.found and each.column.kind == URL)
    maybe = [each for each in silent if plain_name(each.column.name or "") not in NO_PHOTO_NAMES][:MAYBE_ASKED]
    return [best, *(each for each in candidates[1:] if each.found and _agree(best, each)), *maybe]


def _further_chains(candidates: Sequence[Candidate], used: Sequence[Candidate]) -> list[list[Candidate]]:
    """Columns that name photos that the columns in use do not name, each with those that agree with it.

    A number says less than a URL, one under `photo_id` less than one under `flickr_id`, and one under `id` less than
    either: where both stand in a row and differ, it is none of Flickr's.
    """
    left = [each for each in candidates if each.found and each not in used]
    chains: list[list[Candidate]] = []
    while left:
        head = left.pop(0)
        if any(_share_rows(head, each) for each in used if _says_more(each, head)):
            continue
        agreeing = [each for each in left if _agree(head, each)]
        left = [each for each in left if each not in agreeing]
        chains.append([head, *agreeing])
    return chains


def _says_more(some: Candidate, number: Candidate) -> bool:
    """Whether a column says more surely which photo is meant than a column of numbers."""
    if number.column.kind not in BARE:
        return False
    if some.column.kind not in BARE or some.column.said > number.column.said:
        return True
    return some.column.said == number.column.said and some.is_named and not number.is_named


def _is_constant(candidate: Candidate, sample: SampledRows) -> bool:
    """Whether a column names one photo over and over: a cover or an example, and nothing that is listed.

    A sorted list may do so at its beginning only.
    """
    named = set(candidate.photo_ids) - {None}
    if candidate.found < FEW_ROWS or len(named) != 1:
        return False
    parse = KINDS[candidate.column.kind].parse
    return named.issuperset({*map(parse, sample.cells_all_over(candidate.column.index))} - {None})


def _only_mentions(candidate: Candidate, used: Sequence[Candidate], sample: SampledRows) -> bool:
    """Whether a column holds texts that mention photos, beside columns that say which photo the row is about.

    A comment or a description with an address in it lists nothing.
    """
    mentioning = candidate.rows
    covered = sum(any(each.photo_ids[row] is not None for each in used) for row in mentioning)
    return covered >= NEARLY_ALL * len(mentioning) and _holds_texts(candidate, sample)


def _holds_texts(candidate: Candidate, sample: SampledRows) -> bool:
    """Whether most addresses of photos in a column stand in sentences."""
    if candidate.column.kind != URL:
        return False
    cells = sample.cells(candidate.column.index)
    fewest = 1 if says_texts(candidate.column.name or "") else _SENTENCE
    return sum(is_sentence(cells[row], fewest) for row in candidate.rows) >= HALF * len(candidate.rows)


def _beside(candidates: Sequence[Candidate], sample: SampledRows) -> list[Candidate]:
    """The columns that stand beside those that say which photo a row is about: texts, and a cover or an example."""
    texts = _texts_beside(candidates, sample)
    others = [each for each in candidates if each.found and each not in texts]
    covers = [each for each in others if _is_constant(each, sample)]
    tell = any(each.column.kind not in BARE or each.column.said >= Said.PHOTO for each in others if each not in covers)
    return [*texts, *covers] if tell else texts


def _texts_beside(candidates: Sequence[Candidate], sample: SampledRows) -> list[Candidate]:
    """The columns of texts that only mention photos, for there are others that say which photo the row is about.

    Those are asked first, wherever they stand. Numbers of anybody's `photo_id` are no such beside a credit in every
    row: it may tell where the photo comes from.
    """
    texts = [each for each in candidates if each.found and _holds_texts(each, sample)]
    if not texts:
        return []
    others = [each for each in candidates if each not in texts]

    def tells(other: Candidate, text: Candidate) -> bool:
        is_sure = other.column.kind not in BARE or other.column.said >= Said.SHAPE
        is_credit = not says_texts(text.column.name or "") and text.found >= HALF * other.found
        return is_sure or (other.column.said == Said.PHOTO and not is_credit)

    return [each for each in texts if _only_mentions(each, [other for other in others if tells(other, each)], sample)]


def says_texts(name: str) -> bool:
    """Whether the name of a column says that it holds texts."""
    return _OF_TEXTS.search(name.lower()) is not None


def is_sentence(text: str, fewest: int = _SENTENCE) -> bool:
    """Whether a text has so many words beside the addresses in it."""
    return len(_WORD.findall(_ADDRESS.sub(" ", text))) >= fewest


def _share_rows(some: Candidate, other: Candidate) -> bool:
    return any(a is not None and b is not None for a, b in zip(some.photo_ids, other.photo_ids, strict=True))


def column_of_layout(title: str, index: int, kind: str, sample: SampledRows) -> Chosen:
    """The column that gives the photo in a known layout; `title`: of the layout, for people."""
    candidate = candidate_of(kind, sample, index)
    return Chosen((candidate.column,), (sentence("list_laid_out", title), _gives(candidate, sample)))


def find_column(wanted: str, sample: SampledRows) -> Chosen | Refusal:
    """The column that the person points at by name or by number counted from 1, read as what its cells are."""
    index = sample.find(wanted)
    return index if isinstance(index, Refusal) else read_column(index, sample)


def read_column(index: int, sample: SampledRows) -> Chosen | Refusal:
    """A column that the person vouches for, read as what most of its cells are."""
    every, of_flickr = _by_site(sample)
    best = _best_kind(every, index)
    if best.column.kind not in URLS and any(of_flickr.rows):
        best = _best_kind(of_flickr, index)
    if not best.found:
        filled = sample.filled(index)
        return Refusal(
            sentence("list_no_id", best.column.told, repr(filled[0][:60]))
            if filled
            else sentence("list_no_id_empty", best.column.told),
            # Of lines there is but one column, and nothing to point at.
            "" if sample.word == "line" else sentence(f"list_hint_point_{sample.word}"),
            near=True,
        )
    if lost := why_lost(best, sample):
        return Refusal(sentence("list_numbers_in", best.column.told, lost), EXPORT_AS_TEXT, near=True)
    why: list[str] = [sentence("list_as_you_said", best.column.told, kind_told(best.column.kind))]
    if best.column.site is not None:
        why.append(_only_of_flickr(best.column.site, sample))
    return Chosen((best.column,), tuple(why))


def _best_kind(sample: SampledRows, index: int) -> Candidate:
    return max((candidate_of(kind, sample, index) for kind in KINDS), key=lambda each: each.found)


def _only_of_flickr(site: Column, sample: SampledRows) -> str:
    return sentence("list_only_of_flickr", sample.units, site.told)


def _confirmed(candidate: Candidate, chosen: Sequence[Candidate]) -> Column:
    """The candidate's column; where a URL beside them gives the same numbers, all of them are believed.

    Not where some of those URLs are of other sites: then the numbers in their rows are, too.
    """
    column = candidate.column
    for other in chosen:
        same = sum(a is not None and a == b for a, b in zip(candidate.photo_ids, other.photo_ids, strict=True))
        is_sure = other.column.kind == URL and other.found >= _NO_OTHERS * other.filled
        if column.kind in (*BARE, FILE_NAME) and is_sure and 2 * same >= max(candidate.found, 1):
            return replace(column, said=Said.PERSON, ranges=())
    return column


def _rank(candidate: Candidate, urls: Sequence[Candidate]) -> int:
    """URLs before file names before numbers. But numbers that URLs confirm come first: they are read fastest."""
    if candidate.column.kind not in BARE:
        return 1 if candidate.column.kind == URL else 2
    return 0 if any(_agree(url, candidate) and candidate.found >= url.found for url in urls) else 3


def _agree(best: Candidate, other: Candidate) -> bool:
    """Whether both give the same photo in nearly every row in which both give one, and there is such a row."""
    both = [(a, b) for a, b in zip(best.photo_ids, other.photo_ids, strict=True) if a is not None and b is not None]
    return bool(both) and sum(a == b for a, b in both) >= 0.99 * len(both)


def _gives(candidate: Candidate, sample: SampledRows) -> str:
    kind = kind_told(candidate.column.kind)
    return sentence("list_gives", candidate.column.told, kind, candidate.found, len(sample.rows), sample.units)
