"""What `inset evidence` prints for a person, in their language; what is written to files is English, and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from inset.account.origin_words import came
from inset.cli.showing.words import percent_of_chance, words
from inset.number_words import is_unlikely
from inset.visible import blanked
from inset.words.counting import written_number

if TYPE_CHECKING:
    from inset.account.evidence import Evidence, Listing

SHOWN: Final = 20
"""Row numbers that are named in a sentence; the page and the package have all."""

LONGEST: Final = 200
"""Signs of a row that are shown."""


def lines(evidence: Evidence) -> Iterator[str]:
    """The evidence of a photo, for a terminal."""
    yield words().told(evidence.photo_id, "" if evidence.listings else _not_found(evidence)).rstrip()
    for listing in evidence.listings:
        yield from _listing(listing, public=listing in evidence.censuses)


def _listing(listing: Listing, *, public: bool) -> Iterator[str]:
    say = words().text
    named = say("cli_evidence_census", listing.dataset) if public else listing.dataset
    yield f"  {words().told(named, _answer(listing))}"
    yield f"    {words().told(_place(listing), _rows(listing))}"
    if listing.sha256 is not None:
        obtained = listing.obtained or say("cli_not_noted")
        yield f"    {say('cli_evidence_file', listing.sha256, listing.bytes, obtained)}"
    reader = ", ".join(filter(None, [listing.reader or say("cli_not_known"), listing.column]))
    yield f"    {say('cli_evidence_build', reader, listing.run, listing.built_at, listing.inset_version)}"
    if listing.origin is not None:
        yield f"    {came(listing.dataset, listing.origin, listing.built_at, words())}"
    if listing.trouble:
        yield f"    {say('cli_no_row_named', listing.trouble)}"
    row = f"proof_at_{listing.counts or 'row'}"
    for raw in listing.raw:
        text = say("cli_not_in_file") if raw.text is None else _short(raw.text)
        yield f"    {words().told(say(row, str(raw.row)), text)}"


def _not_found(evidence: Evidence) -> str:
    asked = evidence.asked or evidence.asked_censuses
    return words().text("cli_evidence_nothing" if asked else "cli_evidence_none_asked")


def _answer(listing: Listing) -> str:
    if listing.answer == "listed":
        return words().text("cli_certain")
    if listing.chance is None:
        return words().text("cli_probably")
    name = "cli_possibly_chance" if is_unlikely(listing.chance) else "cli_probably_chance"
    return words().text(name, percent_of_chance(listing.chance))


def _place(listing: Listing) -> str:
    """The file, what in it, and the list in that."""
    return listing.place if listing.source else words().text("cli_one_of_manifests") + _inside(listing)


def _inside(listing: Listing) -> str:
    member = f"/{listing.member}" if listing.member else ""
    return f"{member}, {listing.part}" if listing.part else member


def _rows(listing: Listing) -> str:
    """The numbers of the rows: `lines 17 and 305`."""
    say = words().text
    if not listing.rows or listing.counts is None:
        return say("cli_no_row_known" if listing.origin is None else "cli_no_row_carried")
    if len(listing.rows) == 1:
        return say(f"proof_at_{listing.counts}", str(listing.rows[0]))
    return say(f"proof_at_{listing.counts}s", _numbers(listing.rows))


def _numbers(rows: Sequence[int]) -> str:
    shown = [str(number) for number in rows[:SHOWN]]
    if len(rows) > SHOWN:
        more = written_number(len(rows) - SHOWN, words().language)
        return words().text("cli_and_more", ", ".join(shown), more)
    return words().text("cli_and", ", ".join(shown[:-1]), shown[-1])


def _short(text: str) -> str:
    line = blanked(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
