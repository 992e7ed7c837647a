"""Sentences about a report, for the command line and the printed report. A chance is never told as a fact.

The command line speaks the person's language; the printed report, which is handed on, is English. What lists and errors
say of themselves stands in their own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from inset.account.origin_words import quoted
from inset.account.report_shape import Asked, DatasetReport, Gap, LicenceCount, Report
from inset.number_words import is_unlikely, percent_of_chance
from inset.words.counting import in_language, written_number
from inset.words.messages import ENGLISH, Messages, name_of

Likelihood = Literal["probably", "possibly", "either"]

_RARE: Final = 0.1
"""Photos named by mistake below which the number says no more than that there are hardly any."""

STDIN: Final = "standard input"
"""The name of a list that came that way, for programs."""

_SEVERAL: Final = re.compile(r"(.*) and (\d+) more")
"""The name of an export that came in several files, for programs."""

_WHY: Final = re.compile(r"files passed over, because each (?P<reason>.*?)(?P<detail> \(.*\))?", re.DOTALL)
"""Why files of an export were passed over, and what the system says of one that cannot be read, in its own words."""

_NAMED: Final = 6
"""Datasets that are named of those that are not in the library."""


def how_likely(report: Report) -> Likelihood:
    """What all photos that only filters name have in common: what is more often false than true is not probably so."""
    if not report.unlikely:
        return "probably"
    return "either" if report.likely else "possibly"


def unlikely_sets(report: Report) -> frozenset[str]:
    """The datasets whose filters are more often wrong than right of a photo."""
    return frozenset(each.dataset for each in report.datasets if is_unlikely(each.chance))


def summary(report: Report, words: Messages) -> str:
    """The counts in one sentence."""
    checked = words.count("photos", report.checked)
    if report.limits.no_training_set:
        return words.text("cli_sum_no_set", checked)
    if not report.checked:
        return words.text("cli_sum_none_checked")
    if not report.listed and not report.probably_listed:
        return words.text("cli_sum_not_listed", checked)
    if not report.probably_listed:
        return words.text("cli_sum_listed", checked, report.listed)
    certain = [report.listed] if report.listed else []
    more = [count for count in (report.likely, report.unlikely) if count]
    return words.text(f"cli_sum_{'both_' if certain else ''}{how_likely(report)}", checked, *certain, *more)


def about(dataset: DatasetReport, words: Messages) -> str:
    """Who made a dataset, when, and whether it was withdrawn, as far as that is known."""
    named = [part for part in (dataset.title, dataset.publisher) if part]
    if dataset.origin is not None:  # then these are the words of whoever made the pack
        named = [quoted(part, words) for part in named]
    made = [*named, *([str(dataset.year)] if dataset.year else [])]
    if dataset.withdrawn:
        when = dataset.withdrawn_when
        when = quoted(when, words) if when and dataset.origin is not None else when
        made.append(words.text("cli_withdrawn_when", when) if when else words.text("cli_withdrawn"))
    return ", ".join(made)


def found_in(dataset: DatasetReport, checked: int, words: Messages) -> str:
    """How many photos a dataset lists, with what makes a probable answer uncertain."""
    if dataset.chance is None or dataset.expected_false is None:
        return words.count("cli_found_listed", dataset.listed)
    if not dataset.probably_listed:
        return words.text("cli_found_none")
    wrong = dataset.expected_false
    mistaken = in_language(f"<{_RARE:g}" if wrong < _RARE else f"~{wrong:,g}", words.language)
    chance = percent_of_chance(dataset.chance, words.language)
    name = "cli_found_possibly" if is_unlikely(dataset.chance) else "cli_found_probably"
    return words.count(name, dataset.probably_listed, chance, checked, mistaken)


def in_census(census: DatasetReport, checked: int, words: Messages) -> str:
    """What a census says of the photos: that they were public, and nothing of training. Empty where it says nothing."""
    if census.listed:
        return words.text("cli_census_listed", census.dataset, census.listed)
    if census.probably_listed:
        return words.text("cli_census_probably", census.dataset, found_in(census, checked, words))
    return ""


def allows(licence: LicenceCount) -> str:
    """What a licence allows; nothing where that is not known."""
    if licence.commercial is None:
        return ""
    parts = ["commercial use" if licence.commercial else "no commercial use"]
    parts.append("changed versions" if licence.derivatives else "no changed versions")
    if licence.attribution:
        parts.append("the author must be named")
    return ", ".join(parts)


def gap_said(gap: Gap, words: Messages) -> str:
    """What a gap is, so that its count can follow; why files were passed over is told in its own words too."""
    said = words.text_or(f"cli_gap_{gap.what}", words.text_or(f"gap_{gap.what}", gap.words))
    if words.language == ENGLISH or said == gap.words:
        return gap.words
    why = _WHY.fullmatch(gap.words) if gap.what == "not_read" else None
    if why is None:
        return said
    reason = words.text_or(name_of("gap_each", why["reason"]), why["reason"])
    return words.text("gap_why", said, f"{reason}{why['detail'] or ''}")


def gap_counted(gap: Gap, words: Messages) -> str:
    """A gap with its count."""
    said = gap_said(gap, words)
    return said if gap.count is None else words.told(said, written_number(gap.count, words.language))


def asked_said(asked: Asked, words: Messages) -> str:
    """The name of what was asked about; what the command line itself calls it is said in the person's language."""
    if asked.name == STDIN:
        return words.text("cli_stdin")
    several = _SEVERAL.fullmatch(asked.name) if asked.kind == "export" else None
    return words.text("cli_and_more", several[1], int(several[2])) if several else asked.name


def gap_sentence(gap: Gap, words: Messages) -> str:
    """A gap with its count and the first examples."""
    more = "" if gap.count is None or gap.count <= len(gap.examples) else ", …"
    shown = f" ({', '.join(gap.examples)}{more})" if gap.examples else ""
    return words.sentence(f"{gap_counted(gap, words)}{shown}")


def limits(report: Report, words: Messages) -> Iterator[str]:
    """What the report cannot know, one sentence each."""
    limit = report.limits
    for asked in report.asked:
        for gap in asked.gaps:
            sentence = gap_sentence(gap, words)
            yield (
                words.told(asked_said(asked, words), sentence)
                if len(report.asked) > 1
                else f"{sentence[:1].upper()}{sentence[1:]}"
            )
    for each in limit.unavailable:
        yield words.text("cli_limit_unavailable", each.dataset, each.message)
    if limit.without_accounts:
        yield words.text("cli_limit_without_accounts", ", ".join(limit.without_accounts))
    if limit.not_in_library:
        some = sorted(limit.not_in_library, key=lambda each: -(each.photos or 0))[:_NAMED]
        more = ", …" if len(limit.not_in_library) > _NAMED else ""
        named = ", ".join(each.title for each in some)
        yield words.count("cli_limit_not_here", len(limit.not_in_library), f"{named}{more}")
    yield words.text("cli_limit_unpublished")
    yield words.text("cli_limit_who")
