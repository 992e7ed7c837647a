"""What `inset check` prints for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inset.account.names import Candidate
from inset.account.report_files import links_of
from inset.account.report_shape import DatasetReport, ListedPhoto, Report
from inset.account.report_words import PUBLIC, about, found_in, limits, summary
from inset.account.since import Change
from inset.cli.output import plural
from inset.cli.tables import table

SHOWN: Final = 12
"""Years, albums and photos that are printed; a file has all of them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to say.

    Attributes:
        report: the counts.
        photos: gives the photos that were found, ascending by ID, from the first at each call.
        changes: since an older run, if that was asked.
        unclear: for a name that several accounts have, all of them.
        offered: accounts of single photos, about which the person may ask next.
    """

    report: Report
    photos: Callable[[], Iterable[ListedPhoto]]
    changes: Sequence[Change] = ()
    unclear: Mapping[str, Sequence[Candidate]] = field(default_factory=dict)
    offered: Sequence[Candidate] = ()


def lines(answer: Answer, *, written: Path | None = None, kept: str | None = None) -> Iterator[str]:
    """The whole answer for a person.

    Args:
        written: the file that the report was written to, if one was asked for.
        kept: the ID under which the report is kept, if it is.
    """
    report = answer.report
    for name, candidates in answer.unclear.items():
        yield from _unclear(name, candidates)
    yield summary(report)
    for asked in report.asked:
        if asked.photos_said is not None:
            yield f"  {asked.name} holds {plural(asked.photos, 'photo')}; the profile says {asked.photos_said:,}."
    yield from _datasets(report)
    yield from _by("year", [(each.year, each.checked, each.listed, each.probably_listed) for each in report.by_year])
    yield from _by("album", [(each.album, each.checked, each.listed, each.probably_listed) for each in report.by_album])
    yield from _by(
        "licence, as you publish them now",
        [(each.licence, each.checked or 0, each.listed, each.probably_listed) for each in report.by_licence],
    )
    yield from _changed(answer.changes)
    found = report.listed + report.probably_listed
    page = links_of(report.asked)
    for photo in answer.photos() if found <= SHOWN else ():
        where = ", ".join([*photo.datasets, *(f"probably {name}" for name in photo.probably)])
        yield f"  {page(photo.photo_id)}  {where}"
    if written is not None:
        yield f"Wrote {written}."
    elif found > SHOWN:
        yield "`--format html -o FILE` writes a report to print, and `--format csv -o FILE` a table of the photos."
    if kept is not None:
        yield f"Kept as {kept}: `inset check --kept {kept}` shows it again, `inset check --forget {kept}` forgets it."
    yield from _offers(answer.offered)
    if found:
        yield "To ask that they be taken out: `inset letter` with the same words and `--role author` or `--role shown`."
    yield "What this cannot know:"
    yield from (f"  - {sentence}" for sentence in limits(report))


def _datasets(report: Report) -> Iterator[str]:
    for dataset in report.datasets:
        if dataset.listed or dataset.probably_listed:
            yield f"  {_called(dataset)}: {found_in(dataset, report.checked)}."
            if dataset.purpose:
                yield f"    Made for: {dataset.purpose}"
    none = [each.dataset for each in report.datasets if not (each.listed or each.probably_listed)]
    if none and report.checked:
        yield f"  None in: {', '.join(none)}."
    for census in report.censuses:
        if census.listed:
            yield f"  The census {census.dataset} lists {census.listed:,}: each {PUBLIC}."
        elif census.probably_listed:
            yield f"  The census {census.dataset}: {found_in(census, report.checked)}. What it lists {PUBLIC}."


def _called(dataset: DatasetReport) -> str:
    known = about(dataset)
    return f"{dataset.dataset} ({known})" if known else dataset.dataset


def _by(title: str, rows: Sequence[tuple[int | str | None, int, int, int]]) -> Iterator[str]:
    shown = [row for row in rows if row[2] or row[3]]
    if not shown:
        return
    yield f"By {title}:"
    unknown = "in no album" if title == "album" else "not known"
    cells = [[str(name or unknown), f"{n:,}", f"{listed:,}", f"{maybe:,}"] for name, n, listed, maybe in shown]
    laid_out = table([title.partition(",")[0], "checked", "listed", "probably"], cells[:SHOWN], right=(1, 2, 3))
    yield from (f"  {line}" for line in laid_out)
    if len(shown) > SHOWN:
        yield f"  and {len(shown) - SHOWN} more"


def _unclear(name: str, candidates: Iterable[Candidate]) -> Iterator[str]:
    yield f"{name!r} may be one of these accounts; names are not unique, and change. Choose one with --which N:"
    for number, each in enumerate(candidates, start=1):
        yield f"  {number}. {_described(each)}"
        yield from (f"     {photo.url}" for photo in each.photos)


def _described(candidate: Candidate) -> str:
    called = f" called {', '.join(candidate.names)}" if candidate.names else ""
    parts = (*candidate.datasets, *candidate.censuses)
    counts = ", ".join(f"{part.photos:,} in {part.dataset}" for part in parts)
    years = "" if candidate.years is None else f", uploaded about {candidate.years.first} to {candidate.years.last}"
    return f"{candidate.account or 'an account of which only the name is known'}{called}: {counts}{years}"


def _offers(offered: Iterable[Candidate]) -> Iterator[str]:
    """With a photo's address: how to ask about its account too."""
    for candidate in offered:
        if candidate.account is not None:
            yield f"For all photos of its account: `inset check {candidate.account}` ({_described(candidate)})."


def _changed(changes: Iterable[Change]) -> Iterator[str]:
    for each in changes:
        if each.why_not:
            yield f"  {each.dataset} cannot be compared with its run {each.since}: {each.why_not}"
            continue
        yield (
            f"  {each.dataset}, run {each.run} beside {each.since}: of these photos {len(each.new):,} are new, "
            f"{len(each.gone):,} are gone."
        )
        yield from (f"    +{photo_id}" for photo_id in each.new[:SHOWN])
        yield from (f"    -{photo_id}" for photo_id in each.gone[:SHOWN])
