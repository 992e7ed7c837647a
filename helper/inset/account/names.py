"""Which accounts a name, an address or a photo may mean, and what each dataset lists of them.

Names are not unique, and change. Accounts are the same only where their NSIDs are, or their names in Flickr's
addresses; nothing else is ever merged, so one person may stand here several times.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote

import msgspec

from inset.account.named import NamedAccount, read_account
from inset.flickr import parse_nsid, upload_years

if TYPE_CHECKING:  # they bring SQLite, which the helper loads only when it is needed
    from inset.index.details import AccountDetails, Details
    from inset.index.library import Library

NOTE: Final = "Names are not unique, and change: look at the photos to tell which of these accounts is meant."
"""Stands beside every answer that found something by a name."""

MOST: Final = 100
"""Candidates in one answer; those with the most photos come first."""

LINKS: Final = 3

Known = Literal["nsid", "address_name", "name"]
Why = Literal["account", "photo", "name"]
"""Why an account is a candidate, the surest first: its NSID or an address of it was given; a photo that a dataset lists
as its own was; or it is called by the name that was given, in a dataset or in Flickr's addresses."""

_ORDER: Final[Mapping[Why, int]] = {"account": 0, "photo": 1, "name": 2}


class PhotosIn(msgspec.Struct, frozen=True):
    """How many photos one dataset lists as the account's."""

    dataset: str
    photos: int


class Years(msgspec.Struct, frozen=True):
    """From which year to which the photos were uploaded, as their IDs tell it: about, never exactly."""

    first: int
    last: int


class PhotoLink(msgspec.Struct, frozen=True):
    """One of the account's photos, and its page."""

    photo_id: str
    url: str


class Candidate(msgspec.Struct, frozen=True):
    """An account that may be meant.

    Attributes:
        account: its NSID or its name in Flickr's addresses; None where only names are known, and then it stands for the
            photos of one dataset that have these names, which may be several accounts'.
        known_by: which of the three it is.
        because: why it is a candidate.
        names: what the datasets call it.
        datasets: training sets that list photos of it; those that list none are left out.
        censuses: censuses likewise, which say only that photos were public.
        years: when its photos were uploaded, about; None where their IDs do not tell.
        photos: up to three of its listed photos; a census's only where no training set lists any.
    """

    account: str | None
    known_by: Known
    because: Why
    names: tuple[str, ...]
    datasets: tuple[PhotosIn, ...]
    censuses: tuple[PhotosIn, ...]
    years: Years | None
    photos: tuple[PhotoLink, ...]


class Candidates(msgspec.Struct, frozen=True):
    """The answer to "which account is this, and what is listed of it".

    Attributes:
        revision: of the library that was asked.
        candidates: at most `MOST`; one that was given by NSID or address stands first.
        left_out: how many more there are.
        note: what a person must know to choose; None where nothing was found by a name.
        without_accounts: datasets that name no accounts, so that an NSID or an address finds nothing in them.
        without_names: datasets that name no names.
        unavailable: datasets that could not be asked.
    """

    revision: str
    candidates: tuple[Candidate, ...]
    left_out: int
    note: str | None
    without_accounts: tuple[str, ...]
    without_names: tuple[str, ...]
    unavailable: tuple[str, ...]


def find_candidates(library: Library, text: str) -> Candidates:
    """Find the accounts that a person's words may mean. Reads files.

    Args:
        library: what is published.
        text: a name, `@name`, an NSID, or the address of a profile, photostream, album or photo.

    Raises:
        UsageInvalid: the words name no account.
        IndexMissing: no dataset is published, so there is no answer.
        IndexCorrupt: none can be opened, or the details of one cannot be read.
    """
    wanted = read_account(text)
    if not library.datasets:
        raise library.nothing_to_ask()
    details = {name: dataset.details for name, dataset in library.datasets.items()}
    asked = {name: each for name, each in details.items() if each is not None}
    found = _found(wanted, asked)
    candidates = [_candidate(each, library.censuses) for each in found]
    candidates.sort(key=lambda each: (_ORDER[each.because], -sum(part.photos for part in each.datasets)))
    return Candidates(
        revision=library.revision,
        candidates=tuple(candidates[:MOST]),
        left_out=max(len(candidates) - MOST, 0),
        note=NOTE if any(each.because == "name" for each in candidates) else None,
        without_accounts=tuple(name for name in details if name not in asked or not asked[name].names_accounts()),
        without_names=tuple(name for name in details if name not in asked or not asked[name].knows_names()),
        unavailable=tuple(library.unavailable),
    )


def photos_of(library: Library, candidate: Candidate, *, with_censuses: bool = False) -> Iterator[int]:
    """Every photo that some training set lists as a candidate's, each once, ascending.

    Args:
        with_censuses: also those that only censuses list, so that training sets that name no accounts can be asked.
    """
    streams = []
    for part in (*candidate.datasets, *(candidate.censuses if with_censuses else ())):
        details = library.datasets[part.dataset].details
        if details is not None:
            streams.append(photos_in(details, candidate))
    before = 0
    for photo_id in heapq.merge(*streams):
        if photo_id != before:
            yield photo_id
            before = photo_id


@dataclass(slots=True)
class _Found:
    account: str | None
    because: Why
    said: dict[str, AccountDetails]
    """What each dataset says of it, by the dataset's name."""


def _found(wanted: NamedAccount, asked: Mapping[str, Details]) -> list[_Found]:
    met = (*_met_by_photo(wanted.photo_id, asked), *_met_by_name(wanted.name, asked))
    accounts: dict[str, Why] = {}
    if wanted.account is not None:
        accounts[wanted.account] = "account" if wanted.certain else "name"
    nameless: list[_Found] = []
    for why, dataset, said in met:
        if said.account is not None:
            accounts.setdefault(said.account, why)
        elif not any(each.said.get(dataset) == said for each in nameless):
            nameless.append(_Found(None, why, {dataset: said}))
    found = [_Found(account, why, _everywhere(account, asked)) for account, why in accounts.items()]
    return [each for each in (*found, *nameless) if each.said]


def _met_by_photo(photo_id: int | None, asked: Mapping[str, Details]) -> Iterator[tuple[Why, str, AccountDetails]]:
    """What each dataset says of the account whose photo this is."""
    for dataset, details in asked.items() if photo_id is not None else ():
        photo = details.get([photo_id or 0], names=True).get(photo_id or 0)
        if photo is not None:
            said = details.nameless(photo.names) if photo.account is None else details.account(photo.account)
            if said is not None:
                yield "photo", dataset, said


def _met_by_name(name: str | None, asked: Mapping[str, Details]) -> Iterator[tuple[Why, str, AccountDetails]]:
    called = () if name is None else (name, f"@{name}")  # some write the @ into their name
    for dataset, details in asked.items():
        for each in called:
            for said in details.accounts_named(each):
                yield "name", dataset, said


def _everywhere(account: str, asked: Mapping[str, Details]) -> dict[str, AccountDetails]:
    """What each dataset that knows the account says of it."""
    said = ((dataset, details.account(account)) for dataset, details in asked.items())
    return {dataset: each for dataset, each in said if each is not None}


def _candidate(found: _Found, censuses: frozenset[str]) -> Candidate:
    training = {name: said for name, said in found.said.items() if name not in censuses}
    public = {name: said for name, said in found.said.items() if name in censuses}
    shown = (training or public).values()
    some = list(islice(dict.fromkeys(heapq.merge(*(said.some for said in shown))), LINKS))
    years = upload_years(min(said.first for said in shown), max(said.last for said in shown))
    known_by: Known = "name"
    if found.account is not None:
        known_by = "address_name" if parse_nsid(found.account) is None else "nsid"
    return Candidate(
        account=found.account,
        known_by=known_by,
        because=found.because,
        names=tuple(dict.fromkeys(name for said in found.said.values() for name in said.names)),
        datasets=_counts(training),
        censuses=_counts(public),
        years=None if years is None else Years(*years),
        photos=tuple(PhotoLink(str(photo_id), photo_page(photo_id, found.account)) for photo_id in some),
    )


def photo_page(photo_id: int, account: str | None) -> str:
    """The address of a photo's page; without its account, one that Flickr leads on to it."""
    if account is None:
        return f"https://www.flickr.com/photo.gne?id={photo_id}"
    return f"https://www.flickr.com/photos/{_in_address(account)}/{photo_id}/"


def account_page(account: str) -> str:
    """The address of an account's profile."""
    return f"https://www.flickr.com/people/{_in_address(account)}/"


def _in_address(account: str) -> str:
    """An account as a part of an address. A list may call it anything: words among it are none in an address."""
    return quote(account, safe="@")


def _counts(said: Mapping[str, AccountDetails]) -> tuple[PhotosIn, ...]:
    return tuple(PhotosIn(name, each.photos) for name, each in said.items())


def photos_in(details: Details, candidate: Candidate) -> Iterator[int]:
    """Every photo that one run lists as a candidate's, ascending."""
    after = 0
    while page := (
        details.photos_called(candidate.names, after=after)
        if candidate.account is None
        else details.photos_of(candidate.account, after=after)
    ):
        yield from page
        after = page[-1]
