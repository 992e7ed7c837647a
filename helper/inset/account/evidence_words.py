"""The sentences in which evidence is told to a person: on the command line, on paper, in a data package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inset.account.evidence import Evidence, Listing
from inset.account.origin_words import came, quoted
from inset.number_words import is_unlikely, percent_of_chance
from inset.words.messages import ENGLISH, messages_in

SHOWN: Final = 20
"""Row numbers that are named in a sentence; the page and the package have all."""

_COUNTED: Final = {"line": "line", "row": "row", "record": "record"}


def answer_of(listing: Listing) -> str:
    """How sure it is."""
    if listing.answer == "listed":
        return "listed for certain"
    chance = "" if listing.chance is None else f"; the chance that this is true is {percent_of_chance(listing.chance)}"
    return f"{'possibly' if is_unlikely(listing.chance) else 'probably'} listed{chance}"


def rows_of(listing: Listing) -> str:
    """The numbers of the rows: `lines 17 and 305`."""
    if not listing.rows or listing.counts is None:
        return "no row is known" if listing.origin is None else "no row can be named: its pack carries none"
    word = _COUNTED[listing.counts]
    shown = [str(number) for number in listing.rows[:SHOWN]]
    more = len(listing.rows) - len(shown)
    if more:
        return f"{word}s {', '.join(shown)} and {more:,} more"
    return f"{word} {shown[0]}" if len(shown) == 1 else f"{word}s {', '.join(shown[:-1])} and {shown[-1]}"


def proves(evidence: Sequence[Evidence]) -> str:
    """What all of it proves: nothing where no row is known."""
    listings = [listing for each in evidence for listing in each.listings]
    if any(raw.text is not None for listing in listings for raw in listing.raw):
        return "The file with this SHA-256 has the rows that are shown, and in them the build read this photo."
    if any(listing.rows for listing in listings):
        return "The build read this photo in these rows of the file with this SHA-256: look them up in that file."
    return "Nothing, for no row is known. It tells what was asked, and what was answered."


def not_found(evidence: Evidence) -> str:
    """What is said of a photo that no dataset lists."""
    if not evidence.asked and not evidence.asked_censuses:
        return "no dataset could be asked"
    return "listed in none of the datasets that were asked, so there is nothing to show; that proves nothing"


def obtained(listing: Listing) -> str:
    """Where and when the file was obtained."""
    return listing.obtained or "not noted"


def built(listing: Listing) -> str:
    """The build that read it."""
    return f"run {listing.run}, built {listing.built_at} by Inset {listing.inset_version}"


def titled(listing: Listing) -> str:
    """The dataset with its title and publisher; those of a pack are its makers' words, and stand as such."""
    said = [listing.title if listing.title != listing.dataset else None, listing.publisher]
    title, publisher = (
        quoted(each, messages_in(ENGLISH)) if each and listing.origin is not None else each for each in said
    )
    return f"{listing.dataset}{f' ({title})' if title else ''}{f', {publisher}' if publisher else ''}"


def came_from(listing: Listing) -> str:
    """Where a dataset came from that was not built here; empty for all others."""
    return (
        "" if listing.origin is None else came(listing.dataset, listing.origin, listing.built_at, messages_in(ENGLISH))
    )


def rows_word(listing: Listing) -> str:
    """What one of its rows is called."""
    return _COUNTED[listing.counts or "row"]
