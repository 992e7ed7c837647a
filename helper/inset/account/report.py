"""The report of a check: how many photos, listed where, by year, album and licence, and what it cannot know.

Counts are of distinct photos. A photo counts as `listed` where some training set lists it for certain, and as
`probably_listed` where none does and some filter-only training set seems to. Censuses are never part of a count.
docs/AM_I_IN_IT.md tells what everything in it means.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from inset import __version__
from inset.account.check import Check, Found, PhotoFacts
from inset.account.report_shape import (
    AlbumCount,
    Asked,
    DatasetReport,
    LicenceCount,
    Limits,
    ListedPhoto,
    NotInLibrary,
    Report,
    Unavailable,
    YearCount,
)
from inset.flickr import LICENCES

if TYPE_CHECKING:
    from inset.index.details import PhotoDetails

_BY_NAME: Final = {licence.name: licence for licence in LICENCES}
_NO_FACTS: Final = PhotoFacts()

Key = TypeVar("Key", bound=Hashable)


def make_report(
    check: Check,
    asked: Sequence[Asked],
    *,
    not_in_library: Iterable[NotInLibrary] = (),
    without_accounts: Iterable[str] = (),
) -> Report:
    """Count what a check found. Reads the details of the datasets that list something.

    Args:
        check: what was found.
        asked: what the person asked about.
        not_in_library: datasets that the catalog knows and the library lacks.
        without_accounts: datasets that could not be asked about an account.

    Raises:
        IndexCorrupt: the details of a dataset cannot be read.
    """
    said = {found.dataset.name: _said(check, found) for found in check.found}
    return Report(
        checked=len(check.photo_ids),
        listed=int(check.listed.sum()),
        probably_listed=int(check.probably_listed.sum()),
        datasets=_datasets(check, check.training_sets, said),
        censuses=_datasets(check, check.censuses, said),
        by_year=tuple(
            YearCount(year, *counts) for year, counts in _years(_counts(check, lambda facts: (facts.year,)).items())
        ),
        by_album=tuple(
            AlbumCount(album, *counts)
            for album, counts in _most_first(_counts(check, lambda facts: facts.albums or (None,)).items())
        ),
        by_licence=tuple(
            _licence_count(name, listed, probably, checked)
            for name, (checked, listed, probably) in _most_first(_counts(check, lambda facts: (facts.licence,)).items())
        ),
        by_list_licence=_list_licences(check, said),
        asked=tuple(asked),
        limits=Limits(
            no_training_set=not check.training_sets,
            not_in_library=tuple(not_in_library),
            without_accounts=tuple(without_accounts),
            unavailable=tuple(
                Unavailable(name, error.code, error.message) for name, error in check.unavailable.items()
            ),
            gaps=tuple(gap for each in asked for gap in each.gaps),
        ),
        made_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        inset_version=__version__,
        revision=check.revision,
        unlikely=int(check.unlikely.sum()),
    )


def listed_photos(check: Check) -> Iterator[ListedPhoto]:
    """The photos that some training set lists or seems to, ascending by ID."""
    certain: dict[int, list[str]] = {}
    probable: dict[int, list[str]] = {}
    for found in check.training_sets:
        named = certain if found.is_exact else probable
        for position in found.positions.tolist():
            named.setdefault(position, []).append(found.dataset.name)
    for position in sorted(certain.keys() | probable.keys()):
        photo_id = int(check.photo_ids[position])
        facts = check.facts.get(photo_id, _NO_FACTS)
        yield ListedPhoto(
            photo_id=str(photo_id),
            answer="listed" if position in certain else "probably_listed",
            datasets=tuple(certain.get(position, ())),
            probably=tuple(probable.get(position, ())),
            year=facts.year,
            title=facts.title,
            licence=facts.licence,
            albums=facts.albums,
            video=facts.video,
        )


_Said = list[str | None]
"""Of each photo found in a dataset, the licence that its list gave; empty where it gives none."""

_Counts = tuple[int, int, int]

_DETAILS_AT_ONCE: Final = 1 << 13


def _said(check: Check, found: Found) -> _Said:
    """The licences that a dataset's list gave to the photos found in it."""
    details = found.dataset.details
    if details is None or not details.knows_licences():
        return []
    said: _Said = []
    for start in range(0, len(found.positions), _DETAILS_AT_ONCE):
        some = check.photo_ids[found.positions[start : start + _DETAILS_AT_ONCE]].tolist()
        known = details.get(some)
        said += [_licence_name(known.get(photo_id)) for photo_id in some]
    return said


def _datasets(check: Check, founds: Iterable[Found], said: dict[str, _Said]) -> tuple[DatasetReport, ...]:
    """One report for each dataset, those that list most first."""
    reports = [_dataset(check, found, said[found.dataset.name]) for found in founds]
    return tuple(sorted(reports, key=lambda each: (-each.listed, -each.probably_listed, each.dataset)))


def _dataset(check: Check, found: Found, said: _Said) -> DatasetReport:
    descriptor, about = found.dataset.descriptor, found.dataset.descriptor.about
    count, exact = len(found.positions), found.is_exact
    return DatasetReport(
        dataset=found.dataset.name,
        listed=count if exact else 0,
        probably_listed=0 if exact else count,
        chance=found.dataset.answer.chance,
        expected_false=None if exact else _rounded(descriptor.filter.false_positive_rate * len(check.photo_ids)),
        kind=descriptor.kind,
        run=descriptor.run,
        built_at=descriptor.built_at,
        photos=descriptor.counts.photos,
        title=getattr(about, "title", None),
        publisher=getattr(about, "publisher", None),
        purpose=getattr(about, "purpose", None),
        year=getattr(about, "year", None),
        withdrawn=getattr(about, "withdrawn", None),
        withdrawn_when=getattr(about, "withdrawn_when", None),
        page=getattr(about, "page", None),
        opt_out=getattr(about, "opt_out", None),
        note=getattr(about, "note", None),
        licences=_licences_of(said, exact=exact) if any(said) else (),
        obtained=tuple(dict.fromkeys(source.obtained for source in descriptor.sources if source.obtained)),
        origin=None if descriptor.origin is None else descriptor.origin.as_verified(),
    )


def _rounded(number: float) -> float:
    """A number of photos with three digits that mean something."""
    return float(f"{number:.3g}")


def _licences_of(names: Iterable[str | None], *, exact: bool) -> tuple[LicenceCount, ...]:
    counts: dict[str | None, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (item[0] is None, -item[1], item[0] or ""))
    return tuple(_licence_count(name, count if exact else 0, 0 if exact else count) for name, count in ordered)


def _licence_name(details: PhotoDetails | None) -> str | None:
    if details is None:
        return None
    return details.licence_words if details.licence is None else details.licence.name


def _licence_count(name: str | None, listed: int, probably: int, checked: int | None = None) -> LicenceCount:
    licence = _BY_NAME.get(name or "")
    return LicenceCount(
        licence=name,
        commercial=getattr(licence, "commercial", None),
        derivatives=getattr(licence, "derivatives", None),
        attribution=getattr(licence, "attribution", None),
        listed=listed,
        probably_listed=probably,
        checked=checked,
    )


def _list_licences(check: Check, said: dict[str, _Said]) -> tuple[LicenceCount, ...]:
    """Distinct listed photos by the licences that training sets give; a photo to which lists give two counts twice."""
    under: dict[str | None, set[int]] = {}
    named: set[int] = set()
    for found in check.training_sets:
        licences = said[found.dataset.name]
        for position, name in zip(found.positions.tolist(), licences, strict=True) if licences else ():
            if name is not None:
                under.setdefault(name, set()).add(position)
                named.add(position)
    if not under:
        return ()
    either = check.listed | check.probably_listed
    under[None] = {position for position in np.flatnonzero(either).tolist() if position not in named}
    counts = {
        name: (len(at), *_certain_and_probable(check, np.fromiter(at, dtype=np.int64, count=len(at))))
        for name, at in under.items()
        if at
    }
    return tuple(_licence_count(name, listed, probably) for name, (_, listed, probably) in _most_first(counts.items()))


def _certain_and_probable(check: Check, positions: NDArray[np.int64]) -> tuple[int, int]:
    return int(check.listed[positions].sum()), int(check.probably_listed[positions].sum())


def _counts(check: Check, keys_of: Callable[[PhotoFacts], Sequence[Key | None]]) -> dict[Key | None, _Counts]:
    """How many photos were checked, are listed and probably listed, by what is known of them; {} if nothing is."""
    under: dict[Key | None, list[int]] = {}
    for position, photo_id in enumerate(check.photo_ids.tolist()):
        for key in keys_of(check.facts.get(photo_id, _NO_FACTS)):
            under.setdefault(key, []).append(position)
    if not under.keys() - {None}:
        return {}
    return {key: (len(at), *_certain_and_probable(check, np.array(at, dtype=np.int64))) for key, at in under.items()}


def _years(counts: Iterable[tuple[int | None, _Counts]]) -> list[tuple[int | None, _Counts]]:
    return sorted(counts, key=lambda item: (item[0] is None, item[0] or 0))


def _most_first(counts: Iterable[tuple[str | None, _Counts]]) -> list[tuple[str | None, _Counts]]:
    """Those with most listed photos first; what is not known comes last."""
    return sorted(counts, key=lambda item: (item[0] is None, -item[1][1], -item[1][2], -item[1][0], item[0] or ""))
