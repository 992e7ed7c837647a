"""Sentences about a report, for the command line and the printed report. A chance is never told as a fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inset.account.report_shape import DatasetReport, Gap, LicenceCount, Report
from inset.number_words import percent_of_chance, plural

PUBLIC: Final = "was public, which says nothing of training"

_NAMED: Final = 6
"""Datasets that are named of those that are not in the library."""


def summary(report: Report) -> str:
    """The counts in one sentence."""
    checked = plural(report.checked, "photo")
    if report.limits.no_training_set:
        return f"{checked} checked, and nothing can be said of them: there is no training set to ask."
    if not report.checked:
        return "No photo was checked."
    if not report.listed and not report.probably_listed:
        return f"{checked} checked: none is listed in the training sets that were asked."
    probably = f"{report.probably_listed:,} {'more ' if report.listed else ''}probably listed"
    parts = [f"{report.listed:,} listed for certain"] * bool(report.listed) + [probably] * bool(report.probably_listed)
    return f"{checked} checked: {', '.join(parts)}."


def about(dataset: DatasetReport) -> str:
    """Who made a dataset, when, and whether it was withdrawn, as far as that is known."""
    made = [part for part in (dataset.title, dataset.publisher, dataset.year and str(dataset.year)) if part]
    if dataset.withdrawn:
        made.append(f"withdrawn {dataset.withdrawn_when}" if dataset.withdrawn_when else "withdrawn")
    return ", ".join(made)


def found_in(dataset: DatasetReport, checked: int) -> str:
    """How many photos a dataset lists, with what makes a probable answer uncertain."""
    if dataset.chance is None or dataset.expected_false is None:
        return f"{plural(dataset.listed, 'photo')} listed"
    if not dataset.probably_listed:
        return "no photo"
    chance, mistaken = percent_of_chance(dataset.chance), f"{dataset.expected_false:,g}"
    return (
        f"{plural(dataset.probably_listed, 'photo')} probably listed. Each may be wrong: for a photo met by chance the "
        f"answer is true with {chance}; of {checked:,} photos in no list, the filter would name about {mistaken} "
        "by mistake"
    )


def allows(licence: LicenceCount) -> str:
    """What a licence allows; nothing where that is not known."""
    if licence.commercial is None:
        return ""
    parts = ["commercial use" if licence.commercial else "no commercial use"]
    parts.append("changed versions" if licence.derivatives else "no changed versions")
    if licence.attribution:
        parts.append("the author must be named")
    return ", ".join(parts)


def gap_sentence(gap: Gap) -> str:
    """A gap with its count and the first examples."""
    count = "" if gap.count is None else f": {gap.count:,}"
    more = "" if gap.count is None or gap.count <= len(gap.examples) else ", …"
    shown = f" ({', '.join(gap.examples)}{more})" if gap.examples else ""
    return f"{gap.words}{count}{shown}."


def limits(report: Report) -> Iterator[str]:
    """What the report cannot know, one sentence each."""
    limit = report.limits
    for asked in report.asked:
        for gap in asked.gaps:
            sentence = gap_sentence(gap)
            yield f"{asked.name}: {sentence}" if len(report.asked) > 1 else f"{sentence[:1].upper()}{sentence[1:]}"
    for each in limit.unavailable:
        yield f"{each.dataset} could not be asked: {each.message}"
    if limit.without_accounts:
        names = ", ".join(limit.without_accounts)
        yield (
            "These lists name no accounts and were asked only for photos that other lists name as the account's: "
            f"{names}."
        )
    if limit.not_in_library:
        some = sorted(limit.not_in_library, key=lambda each: -(each.photos or 0))[:_NAMED]
        more = ", …" if len(limit.not_in_library) > _NAMED else ""
        yield (
            f"{plural(len(limit.not_in_library), 'dataset')} that the catalog knows "
            f"{'is' if len(limit.not_in_library) == 1 else 'are'} not in this library, and nothing is said of them: "
            f"{', '.join(each.title for each in some)}{more}."
        )
    yield "Datasets whose lists nobody has published cannot be asked at all."
    yield "That a photo is in a list does not say who used it, or for what."
