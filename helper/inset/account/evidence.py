"""Evidence: where in which list a photo stands, with everything that somebody else needs to look it up there.

What a run keeps is told as it is. Rows themselves are shown only with the very file that the run was built from: its
SHA-256 is compared first. `inset.account.evidence_page` and `inset.account.evidence_package` write it down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import structs

from inset import __version__
from inset.errors import InsetError, ManifestInvalid
from inset.index.origin import Origin
from inset.index.rows import Base
from inset.words.sentences import as_english, sentence

if TYPE_CHECKING:
    from inset.index.dataset_index import DatasetAnswer, DatasetIndex
    from inset.index.descriptor import Source
    from inset.index.library import Library
    from inset.index.rows import Stretch

PROVES_NOT: Final = (
    "It does not prove that the list is genuine, or that the file is the one that its publisher published: compare its "
    "SHA-256 with a copy of somebody else's.",
    "It does not prove that anybody trained a model on the list, fetched the photo, or keeps a copy of it.",
    "It does not prove that the list still has the photo: it says what the file said when it was made.",
    "A time is that of the computer on which it was noted, unless a time stamp of somebody else's goes with it.",
    "A dataset that is not named here was not asked. Not being found in one is no proof of not being in another.",
)
PROBABLE: Final = (
    "An answer that is not certain comes of a filter that lets some other photos by: it may be false, and no row can "
    "be named."
)

FROM_A_PACK: Final = (
    "A dataset that came as a pack was read by somebody else: what it tells of a file and its rows is their word, "
    "until the rows are compared with that very file."
)
UNSIGNED: Final = (
    "A pack without a signature that was checked proves nothing of who made it: anybody may have made or changed it."
)


class RawRow(msgspec.Struct, frozen=True):
    """A row as it stands in the manifest.

    Attributes:
        row: its number.
        text: the line without its end, or the record; None where the file has no such row.
        sha256: of the text in UTF-8.
    """

    row: int
    text: str | None
    sha256: str | None


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one list of one dataset says of a photo.

    Attributes:
        dataset: its name.
        answer: `listed` for certain, or `probably_listed`.
        source: the manifest's file; None where the run has several and does not know which.
        sha256, bytes: of that file.
        rows: the numbers of the rows that name the photo, from 1; empty where the run keeps none.
        counts: what they count: lines with the header as line 1, a spreadsheet's rows, or records.
        member: in the file, the member of an archive, the sheet or the table.
        part: the list in it (`images[]`).
        reader, column: what read it, and what of a row gave the photo.
        obtained: where and when the file was obtained, as whoever built the dataset said.
        run, built_at, inset_version: the build that read it, when, and the program's version then.
        chance: how likely a probable answer is true, from 0 to 1.
        title, publisher: what the catalog said of the dataset.
        trouble: why no rows are told though the run should have them.
        origin: where the dataset came from, if it was not built here: then file and rows are told by others.
        raw: the rows themselves, where the file was at hand.
    """

    dataset: str
    answer: Literal["listed", "probably_listed"]
    source: str | None
    sha256: str | None
    rows: tuple[int, ...]
    run: str
    built_at: str
    inset_version: str
    counts: Base | None = None
    member: str = ""
    part: str = ""
    reader: str = ""
    column: str = ""
    bytes: int | None = None
    obtained: str | None = None
    chance: float | None = None
    title: str | None = None
    publisher: str | None = None
    trouble: str | None = None
    origin: Origin | None = None
    raw: tuple[RawRow, ...] = ()

    @property
    def place(self) -> str:
        """The file, what in it, and the list in that, for a person."""
        where = f"{self.source or 'one of its lists'}{f'/{self.member}' if self.member else ''}"
        return f"{where}, {self.part}" if self.part else where


class Evidence(msgspec.Struct, frozen=True):
    """Everything that is known of where one photo stands.

    Attributes:
        photo_id: in digits.
        datasets: what training sets list; one for each list that names the photo.
        censuses: the same of lists of nearly all public photos, which say nothing of training.
        asked: the training sets that were asked; asked_censuses: the censuses.
        unavailable: those that could not be asked, with why.
        made_at: UTC.
        inset_version: of the program that tells it.
        proves_not: what none of this proves, in sentences.
    """

    photo_id: str
    datasets: tuple[Listing, ...]
    censuses: tuple[Listing, ...]
    asked: tuple[str, ...]
    asked_censuses: tuple[str, ...]
    unavailable: Mapping[str, dict[str, Any]]
    made_at: str
    inset_version: str
    proves_not: tuple[str, ...]

    @property
    def listings(self) -> tuple[Listing, ...]:
        """Both kinds."""
        return (*self.datasets, *self.censuses)


ListKey = tuple[str, str, str, str, Base]
"""A list: its file's SHA-256, the member, the part, the reader, and what its numbers count."""

Raw = Mapping[ListKey, Mapping[int, str]]
"""The texts of rows, by list and number."""


def find_evidence(library: Library, photo_ids: Sequence[int], *, now: datetime | None = None) -> tuple[Evidence, ...]:
    """The evidence of photos.

    Args:
        library: what is published.
        photo_ids: of the photos; each is told once, in this order.
        now: the time that is noted; the present when left out.

    Raises:
        IndexMissing: no dataset is published, so there is no answer.
        IndexCorrupt: datasets are published, but none of them can be opened.
    """
    distinct = list(dict.fromkeys(photo_ids))
    listed = library.lookup(distinct)
    training, public = library.apart(listed)
    made_at = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    unavailable = {name: error.as_dict() for name, error in library.unavailable.items()}
    found = []
    for photo_id in distinct:
        sets, censuses = (
            tuple(each for answer in answers.get(photo_id, ()) for each in _listings(library, answer, photo_id))
            for answers in (training, public)
        )
        found.append(
            Evidence(
                photo_id=str(photo_id),
                datasets=sets,
                censuses=censuses,
                asked=tuple(sorted(library.training_sets())),
                asked_censuses=tuple(sorted(library.censuses)),
                unavailable=unavailable,
                made_at=made_at,
                inset_version=__version__,
                proves_not=_proves_not((*sets, *censuses)),
            )
        )
    return tuple(found)


def _proves_not(listings: Sequence[Listing]) -> tuple[str, ...]:
    origins = [each.origin for each in listings if each.origin is not None]
    said = {
        PROBABLE: any(each.answer == "probably_listed" for each in listings),
        FROM_A_PACK: bool(origins),
        UNSIGNED: any(not each.is_signed for each in origins),
    }
    return (*PROVES_NOT, *(sentence for sentence, holds in said.items() if holds))


def _listings(library: Library, answer: DatasetAnswer, photo_id: int) -> list[Listing]:
    """What one dataset says: a listing for each list; one without rows where none are kept, or they are damaged."""
    dataset = library.datasets[answer.dataset]
    descriptor = dataset.descriptor
    try:
        places = dataset.places_of(photo_id)
        trouble = None
    except InsetError as error:
        places, trouble = [], error.message
    rows: dict[tuple[int, str, str, str, str, Base], tuple[Stretch, list[int]]] = {}
    for place in places:
        at = place.stretch
        key = (at.source, at.name, at.part, at.reader, at.column, at.base)
        rows.setdefault(key, (at, []))[1].append(place.row)
    if not rows:
        alone = descriptor.sources[0] if len(descriptor.sources) == 1 else None
        return [structs.replace(_listing(dataset, answer, alone), trouble=trouble)]
    return [
        structs.replace(
            _listing(dataset, answer, source),
            rows=tuple(sorted(set(numbers))),
            counts=at.base,
            member=at.name.removeprefix(source.name).removeprefix("/"),
            part=at.part,
            reader=at.reader,
            column=at.column,
        )
        for at, numbers in rows.values()
        if at.source < len(descriptor.sources)
        for source in [descriptor.sources[at.source]]
    ]


def _listing(dataset: DatasetIndex, answer: DatasetAnswer, source: Source | None) -> Listing:
    descriptor = dataset.descriptor
    about = descriptor.about
    return Listing(
        dataset=dataset.name,
        answer=answer.answer,
        source=None if source is None else source.name,
        sha256=None if source is None else source.sha256,
        rows=(),
        run=descriptor.run,
        built_at=descriptor.built_at,
        inset_version=descriptor.inset_version,
        reader="" if source is None else source.reader,
        column="" if source is None else source.column or "",
        bytes=None if source is None else source.bytes,
        obtained=None if source is None else source.obtained,
        chance=answer.chance,
        title=None if about is None else about.title,
        publisher=None if about is None else about.publisher,
        origin=None if descriptor.origin is None else descriptor.origin.as_verified(),
    )


def lists_of(evidence: Sequence[Evidence]) -> dict[ListKey, set[int]]:
    """The lists whose rows evidence names, each with the numbers."""
    wanted: dict[ListKey, set[int]] = {}
    for listing in (listing for each in evidence for listing in each.listings):
        if (key := _key(listing)) is not None:
            wanted.setdefault(key, set()).update(listing.rows)
    return wanted


def check_manifest(evidence: Sequence[Evidence], name: str, sha256: str) -> None:
    """Make sure that a file is one that the photos were read from.

    Args:
        evidence: of the photos.
        name: the file's, for the message; sha256: its own.

    Raises:
        ManifestInvalid: no dataset that lists these photos was built from a file with this SHA-256.
    """
    known = {listing.sha256: listing for each in evidence for listing in each.listings if listing.sha256 is not None}
    if sha256 in known:
        return
    if not known:
        raise ManifestInvalid(sentence("error_evidence_unknown", name))
    built = "; ".join(f"{each.dataset}: {each.source}, SHA-256 {sha}" for sha, each in list(known.items())[:3])
    raise ManifestInvalid(
        sentence("error_evidence_another", name, sha256),
        hint=sentence("list_hint_built_from", built),
    )


def with_raw_rows(evidence: Sequence[Evidence], raw: Raw) -> tuple[Evidence, ...]:
    """The evidence together with the rows themselves; a list that `raw` has not stays as it is."""
    return tuple(
        structs.replace(
            each,
            datasets=tuple(_with_raw(listing, raw) for listing in each.datasets),
            censuses=tuple(_with_raw(listing, raw) for listing in each.censuses),
        )
        for each in evidence
    )


def _with_raw(listing: Listing, raw: Raw) -> Listing:
    key = _key(listing)
    if key is None or key not in raw:
        return listing
    return structs.replace(listing, raw=tuple(_raw_row(number, raw[key].get(number)) for number in listing.rows))


def _raw_row(number: int, text: str | None) -> RawRow:
    hashed = None if text is None else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return RawRow(number, text, hashed)


def _key(listing: Listing) -> ListKey | None:
    if listing.sha256 is None or listing.counts is None:
        return None
    return listing.sha256, listing.member, listing.part, listing.reader, listing.counts


def evidence_json(evidence: Sequence[Evidence]) -> dict[str, Any]:
    """The JSON form: of one photo its evidence, of several all under `photos`."""
    documents: list[dict[str, Any]] = [msgspec.to_builtins(each, enc_hook=as_english) for each in evidence]
    return documents[0] if len(documents) == 1 else {"photos": documents}
