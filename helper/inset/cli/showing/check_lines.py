"""What `inset check` prints for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.account.names import Candidate
from inset.account.origin_words import came, quoted
from inset.account.report_files import links_of
from inset.account.report_shape import AlbumCount, DatasetReport, LicenceCount, ListedPhoto, Report, YearCount
from inset.account.report_words import (
    about,
    asked_said,
    found_in,
    how_likely,
    in_census,
    limits,
    summary,
    unlikely_sets,
)
from inset.cli.showing.tables import table
from inset.cli.showing.words import probable_name, purpose_said, words
from inset.words.counting import written_number

if TYPE_CHECKING:
    from inset.account.since import Change

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
    report, say = answer.report, words().text
    for name, candidates in answer.unclear.items():
        yield from _unclear(name, candidates)
    yield summary(report, words())
    for asked in report.asked:
        if asked.photos_said is not None:
            photos = words().count("photos", asked.photos)
            yield f"  {say('cli_holds', asked_said(asked, words()), photos, asked.photos_said)}"
    yield from _datasets(report)
    yield from _by(report, "year", [(each.year, each) for each in report.by_year])
    yield from _by(report, "album", [(each.album, each) for each in report.by_album])
    yield from _by(report, "licence", [(each.licence, each) for each in report.by_licence])
    yield from _changed(answer.changes)
    found = report.listed + report.probably_listed
    page, unlikely = links_of(report.asked), unlikely_sets(report)
    for photo in answer.photos() if found <= SHOWN else ():
        where = ", ".join(
            [*photo.datasets, *(probable_name(name, unlikely=name in unlikely) for name in photo.probably)]
        )
        yield f"  {page(photo.photo_id)}  {where}"
    if written is not None:
        yield say("cli_wrote", written)
    elif found > SHOWN:
        yield say("cli_how_to_write")
    if kept is not None:
        yield say("cli_kept_as", kept)
    yield from _offers(answer.offered)
    if found:
        yield say("cli_to_opt_out")
    yield say("cli_cannot_know")
    yield from (f"  - {sentence}" for sentence in limits(report, words()))


def _datasets(report: Report) -> Iterator[str]:
    for dataset in report.datasets:
        if dataset.listed or dataset.probably_listed:
            found = found_in(dataset, report.checked, words())
            yield f"  {words().told(_called(dataset), words().sentence(found))}"
            if dataset.purpose:
                yield f"    {_purpose(dataset, dataset.purpose)}"
            yield from _origin(dataset)
    none = [each.dataset for each in report.datasets if not (each.listed or each.probably_listed)]
    if none and report.checked:
        yield f"  {words().text('cli_none_in', ', '.join(none))}"
    for census in report.censuses:
        said = in_census(census, report.checked, words())
        if said:
            yield f"  {said}"
            yield from _origin(census)


def _purpose(dataset: DatasetReport, purpose: str) -> str:
    if dataset.origin is not None:
        return words().text("origin_purpose", quoted(purpose, words()))
    return words().text("cli_made_for", purpose_said(purpose))


def _origin(dataset: DatasetReport) -> Iterator[str]:
    """Where a dataset came from that was not built here."""
    if dataset.origin is not None:
        yield f"    {came(dataset.dataset, dataset.origin, dataset.built_at, words())}"


def _called(dataset: DatasetReport) -> str:
    known = about(dataset, words())
    return f"{dataset.dataset} ({known})" if known else dataset.dataset


def _by(
    report: Report, title: str, rows: Iterable[tuple[int | str | None, YearCount | AlbumCount | LicenceCount]]
) -> Iterator[str]:
    shown = [(name, each) for name, each in rows if each.listed or each.probably_listed]
    if not shown:
        return
    say = words().text
    yield say(f"cli_by_{title}")
    unknown = say("cli_in_no_album" if title == "album" else "cli_not_known")
    cells = [
        [
            str(name or unknown),
            *(
                written_number(count, words().language)
                for count in (each.checked or 0, each.listed, each.probably_listed)
            ),
        ]
        for name, each in shown
    ]
    head = [say(f"cli_head_{name}") for name in (title, "checked", "listed", how_likely(report))]
    yield from (f"  {line}" for line in table(head, cells[:SHOWN], right=(1, 2, 3)))
    if len(shown) > SHOWN:
        yield f"  {say('and_more', len(shown) - SHOWN)}"


def _unclear(name: str, candidates: Iterable[Candidate]) -> Iterator[str]:
    yield words().text("cli_unclear", repr(name))
    for number, each in enumerate(candidates, start=1):
        yield f"  {number}. {_described(each)}"
        yield from (f"     {photo.url}" for photo in each.photos)


def _described(candidate: Candidate) -> str:
    say = words().text
    account = candidate.account or say("cli_account_of_name")
    called = say("cli_account_called", account, ", ".join(candidate.names)) if candidate.names else account
    counts = [say("cli_count_in", part.photos, part.dataset) for part in (*candidate.datasets, *candidate.censuses)]
    years = candidate.years
    uploaded = [] if years is None else [say("cli_uploaded", str(years.first), str(years.last))]
    return words().told(called, ", ".join([*counts, *uploaded]))


def _offers(offered: Iterable[Candidate]) -> Iterator[str]:
    """With a photo's address: how to ask about its account too."""
    for candidate in offered:
        if candidate.account is not None:
            yield words().text("cli_offer", candidate.account, _described(candidate))


def _changed(changes: Iterable[Change]) -> Iterator[str]:
    for each in changes:
        if each.why_not:
            yield f"  {words().text('cli_changed_not', each.dataset, each.since, each.why_not)}"
            continue
        counts = len(each.new), len(each.gone)
        yield f"  {words().text('cli_changed', each.dataset, each.run, each.since, *counts)}"
        yield from (f"    +{photo_id}" for photo_id in each.new[:SHOWN])
        yield from (f"    -{photo_id}" for photo_id in each.gone[:SHOWN])
