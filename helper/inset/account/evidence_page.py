"""Evidence as one HTML file that needs nothing else: no script, no picture, no address that is loaded. It prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from inset.account.evidence import Evidence, Listing
from inset.account.evidence_words import (
    answer_of,
    built,
    came_from,
    not_found,
    obtained,
    proves,
    rows_of,
    rows_word,
    titled,
)
from inset.account.handed_on_page import page_head
from inset.visible import visible_html

TEXT_SHOWN: Final = 4000
"""Characters of a row that are printed; its SHA-256 is of all of it."""


def evidence_page(evidence: Sequence[Evidence], *, verify: Sequence[str] = ()) -> Iterator[str]:
    """The file, piece by piece.

    Args:
        evidence: of one photo or several.
        verify: commands by which somebody else looks the rows up.
    """
    yield from page_head("Where photos stand in lists: evidence by Inset", "report.css", "evidence.css")
    first = evidence[0]
    yield "<h1>Where photos stand in lists</h1>\n"
    yield f"<p class='soft'>Made {visible_html(first.made_at)} by Inset {visible_html(first.inset_version)}.</p>\n"
    for each in evidence:
        yield from _photo(each)
    yield from _asked(first)
    yield f"<h2>What this proves</h2>\n<p>{visible_html(proves(evidence))}</p>\n"
    yield "<h2>What it does not prove</h2>\n<ul class='plain'>\n"
    sentences = dict.fromkeys(sentence for each in evidence for sentence in each.proves_not)
    yield from (f"<li>{visible_html(sentence)}</li>\n" for sentence in sentences)
    yield "</ul>\n"
    if verify:
        commands = visible_html("\n".join(verify))
        yield f"<h2>To look it up yourself</h2>\n<p>With the same file:</p>\n<pre>{commands}</pre>\n"
    yield "</body>\n</html>\n"


def _photo(evidence: Evidence) -> Iterator[str]:
    yield f"<section>\n<h2>Photo {evidence.photo_id}</h2>\n"
    if not evidence.listings:
        yield f"<p>{visible_html(not_found(evidence).capitalize())}.</p>\n"
    for listing in evidence.datasets:
        yield from _listing(listing, "")
    for listing in evidence.censuses:
        yield from _listing(listing, "A census of public photos: it says nothing of training.")
    yield "</section>\n"


def _listing(listing: Listing, note: str) -> Iterator[str]:
    facts = {
        "Dataset": titled(listing),
        "Note": note,
        "Origin": came_from(listing),
        "Answer": answer_of(listing),
        "List": listing.place,
        "Rows": rows_of(listing),
        "Size": "" if listing.bytes is None else f"{listing.bytes:,} bytes",
        "SHA-256": listing.sha256 or "",
        "Obtained": obtained(listing),
        "Read by": f"{listing.reader}{f', {listing.column}' if listing.column else ''}",
        "Built": built(listing),
        "Not at hand": listing.trouble or "",
    }
    yield "<dl>\n"
    yield from (f"<dt>{name}</dt><dd>{visible_html(fact)}</dd>\n" for name, fact in facts.items() if fact)
    yield "</dl>\n"
    for raw in listing.raw:
        name = f"{rows_word(listing).capitalize()} {raw.row}"
        if raw.text is None:
            yield f"<p>{name} is not in the file.</p>\n"
            continue
        cut = raw.text if len(raw.text) <= TEXT_SHOWN else f"{raw.text[: TEXT_SHOWN - 1]}…"
        yield f"<p class='soft'>{name}, SHA-256 {raw.sha256}</p>\n<pre>{visible_html(cut)}</pre>\n"


def _asked(evidence: Evidence) -> Iterator[str]:
    yield "<h2>What was asked</h2>\n"
    for name, asked in (("Training sets", evidence.asked), ("Censuses", evidence.asked_censuses)):
        if asked:
            yield f"<p>{name}: {visible_html(', '.join(asked))}.</p>\n"
    for name, error in evidence.unavailable.items():
        yield f"<p>{visible_html(name)} could not be asked: {visible_html(str(error.get('message', '')))}</p>\n"
