"""Why no column of a table gives a photo: the refusal that says most, with the option that would help."""

from __future__ import annotations

from typing import Final

from inset.words.sentences import sentence
from inset_build.readers.meaning.cell_kinds import FILE_NAME, NUMBER
from inset_build.readers.meaning.column_candidates import (
    Candidate,
    are_hashes,
    candidate_of,
    have_secrets,
    said_of,
    verdict_on,
)
from inset_build.readers.meaning.numbers.judgement import judge
from inset_build.readers.meaning.numbers.looks import LOST_DIGITS
from inset_build.readers.meaning.numbers.written import why_no_whole_numbers
from inset_build.readers.meaning.photo_names import means_photo_id
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, NEARLY_ALL
from inset_build.readers.protocol import Column, Refusal, Said

EXPORT_AS_TEXT: Final = sentence("list_hint_export_as_text")

HASHES_ONLY: Final = Refusal(
    "It lists hashes, from which no photo ID can be had.",
    "Get the dataset's list of URLs or photo IDs, or join the hashes with the table they were made from.",
    near=True,
)


def why_lost(candidate: Candidate, sample: SampledRows) -> str:
    """Why numbers that the person points at cannot be photo IDs; empty where they can."""
    cells = sample.cells(candidate.column.index)
    doubt = why_no_whole_numbers(cells)
    return doubt or (judge(candidate.photo_ids, Said.PERSON).doubt if candidate.column.kind == NUMBER else "")


def nothing_fits(sample: SampledRows) -> Refusal:
    """The refusal of a table in which no column is believed to give a photo."""
    for why in (_why_no_ids, _why_no_names, why_unnamed):
        for index in range(sample.width):
            if refusal := why(sample, index):
                return refusal
    return HASHES_ONLY if any(are_hashes(sample.filled(index)) for index in range(sample.width)) else sample.nothing()


def of_other_sites(column: Column, site: Column, sample: SampledRows) -> Refusal:
    """The refusal of what could be photo IDs, but every row names another site."""
    named = list(dict.fromkeys(cell.strip() for cell in sample.filled(site.index)))
    shown = ", ".join(map(repr, named[:3])) + (" …" if len(named) > 3 else "")
    return Refusal(
        sentence(f"list_other_sites_{sample.unit}", column.told, site.told, shown),
        sentence("list_hint_vouch_anyway", sample.option(column.index)),
        near=True,
    )


def _why_no_ids(sample: SampledRows, index: int) -> Refusal | None:
    """Why a column that is called like photo IDs holds none."""
    if not means_photo_id(sample.plain_name(index)):
        return None
    each = candidate_of(NUMBER, sample, index)
    enough = each.share >= HALF
    unwritten = why_no_whole_numbers(sample.cells(index))
    doubt = verdict_on(each, said_of(sample, index), sample).doubt if enough else unwritten
    if not doubt:
        return None
    hint = (
        EXPORT_AS_TEXT if not enough or doubt == LOST_DIGITS else sentence("list_hint_vouch_ids", sample.option(index))
    )
    return Refusal(sentence("list_numbers_in", each.column.told, doubt), hint, near=True)


def _why_no_names(sample: SampledRows, index: int) -> Refusal | None:
    """Why a column of files' names gives no photos."""
    each = candidate_of(FILE_NAME, sample, index)
    if each.share < NEARLY_ALL:
        return None
    if not have_secrets(each, sample):
        return (
            None
            if judge(each.photo_ids, Said.PHOTO).doubt
            else _unsaid(sentence("list_unsaid_files_in", each.column.told), sample, index)
        )
    doubt = verdict_on(each, Said.SHAPE, sample).doubt or sentence("list_doubt_secrets")
    reason = sentence("list_files_numbers_in", each.column.told, doubt)
    return Refusal(reason, sentence("list_hint_vouch_ids", sample.option(index)), near=True)


def why_unnamed(sample: SampledRows, index: int) -> Refusal | None:
    """Why numbers that may be photo IDs are not believed: their column is called something else, or nothing."""
    each = candidate_of(NUMBER, sample, index)
    if each.share < NEARLY_ALL or judge(each.photo_ids, Said.PHOTO).doubt:
        return None
    return _unsaid(sentence("list_unsaid_in", each.column.told), sample, index)


def _unsaid(reason: str, sample: SampledRows, index: int) -> Refusal:
    """The refusal of numbers that may be photo IDs, with the option that says that they are."""
    option = sample.option(index)
    return Refusal(reason, sentence("list_hint_vouch", option), near=True, option=option)
