"""The shape of a check's report: what is counted, and what it cannot know. `inset.account.report` fills it.

`report_json` gives it as JSON, in this order of keys, for `inset check --json` and the API.
"""

from __future__ import annotations

from typing import Any

import msgspec

from inset.index.about import OptOut
from inset.index.kind import Kind
from inset.index.origin import Origin
from inset.words.sentences import as_english


class Gap(msgspec.Struct, frozen=True):
    """Something that the check cannot answer for, or that was not understood.

    Attributes:
        what: a short code: `without_id`, `not_understood`, …
        words: what it is, in plain words, so that the count and the examples can follow.
        count: how many photos, lines or files; None where nobody knows.
        examples: the first few.
    """

    what: str
    words: str
    count: int | None = None
    examples: tuple[str, ...] = ()


class Asked(msgspec.Struct, frozen=True):
    """One thing that the person asked about.

    Attributes:
        kind: `account`, `export`, `list` or `photo`.
        name: as the person gave it.
        photos: distinct photos that it gave to the check.
        account: the account's NSID, or its name in Flickr's addresses, where one is known.
        photos_said: how many photos it says that there are (a data export's profile), where it says so.
        gaps: what of it could not be asked about.
    """

    kind: str
    name: str
    photos: int
    account: str | None = None
    photos_said: int | None = None
    gaps: tuple[Gap, ...] = ()


class LicenceCount(msgspec.Struct, frozen=True):
    """How many listed photos stand under one licence, and what it allows.

    `licence` is the name as Flickr writes it, other words, or None where nothing is said. What it allows is None where
    that is not known.
    """

    licence: str | None
    commercial: bool | None
    derivatives: bool | None
    attribution: bool | None
    listed: int
    probably_listed: int
    checked: int | None = None
    """How many photos were asked about with it; None where licences are those that the lists give."""


class YearCount(msgspec.Struct, frozen=True):
    """The photos of one year; `year` is None for those of which it is not known."""

    year: int | None
    checked: int
    listed: int
    probably_listed: int


class AlbumCount(msgspec.Struct, frozen=True):
    """The photos of one album; `album` is None for those in none. A photo in two albums counts in both."""

    album: str | None
    checked: int
    listed: int
    probably_listed: int


class DatasetReport(msgspec.Struct, frozen=True):
    """What one dataset lists, and what the catalog knew of it when it was built.

    Attributes:
        listed: photos that it lists for certain; 0 for a filter-only dataset.
        probably_listed: photos that its filter lets by; 0 for a dataset with a list.
        chance: how likely a single one of `probably_listed` is true, 0 to 1; None for a dataset with a list.
        expected_false: how many photos its filter is expected to let by wrongly among as many unlisted photos as were
            checked (`false_positive_rate` times the number); None for a dataset with a list.
        photos: how many photos it lists in all.
        licences: what the list said of the licences of the photos found, most first; empty where it says nothing.
        obtained: where and when the files of its list were obtained, as whoever built it noted; empty if nobody did.
        origin: where it came from; None where it was built on this computer.
    """

    dataset: str
    listed: int
    probably_listed: int
    chance: float | None
    expected_false: float | None
    kind: Kind
    run: str
    built_at: str
    photos: int
    title: str | None
    publisher: str | None
    purpose: str | None
    year: int | None
    withdrawn: bool | None
    withdrawn_when: str | None
    page: str | None
    opt_out: OptOut | None
    note: str | None
    licences: tuple[LicenceCount, ...]
    obtained: tuple[str, ...] = ()
    origin: Origin | None = None


class Unavailable(msgspec.Struct, frozen=True):
    """A published dataset that could not be asked, and why."""

    dataset: str
    code: str
    message: str


class NotInLibrary(msgspec.Struct, frozen=True):
    """A dataset that the catalog knows and that nobody has built here. `photos` is how many it lists, if known."""

    dataset: str
    title: str
    photos: int | None = None


class Limits(msgspec.Struct, frozen=True):
    """What the report cannot know.

    Attributes:
        no_training_set: no training set could be asked, so nothing may be said of any photo.
        not_in_library: datasets that the catalog names and the library lacks; photos may be in them too.
        without_accounts: where an account was asked about, the datasets that name nobody's account.
        unavailable: published datasets that could not be opened.
        gaps: what the things asked about lack or hold that could not be understood.
    """

    no_training_set: bool
    not_in_library: tuple[NotInLibrary, ...]
    without_accounts: tuple[str, ...]
    unavailable: tuple[Unavailable, ...]
    gaps: tuple[Gap, ...]


class Report(msgspec.Struct, frozen=True):
    """The whole report but for the photos themselves, which `listed_photos` gives one by one."""

    checked: int
    listed: int
    probably_listed: int
    datasets: tuple[DatasetReport, ...]
    censuses: tuple[DatasetReport, ...]
    by_year: tuple[YearCount, ...]
    by_album: tuple[AlbumCount, ...]
    by_licence: tuple[LicenceCount, ...]
    by_list_licence: tuple[LicenceCount, ...]
    asked: tuple[Asked, ...]
    limits: Limits
    made_at: str
    inset_version: str
    revision: str
    unlikely: int | None = None
    """How many of `probably_listed` only filters name which are more often wrong than right; None in an older file."""

    @property
    def likely(self) -> int:
        """How many of `probably_listed` at least one filter names that is right in half of all cases or more."""
        return self.probably_listed - (self.unlikely or 0)


class ListedPhoto(msgspec.Struct, frozen=True, gc=False):
    """One photo that some training set lists, or seems to.

    Attributes:
        answer: `listed` or `probably_listed`.
        datasets: training sets that list it for certain.
        probably: training sets that seem to.
        year, title, licence, albums, video: as `PhotoFacts`.
    """

    photo_id: str
    answer: str
    datasets: tuple[str, ...]
    probably: tuple[str, ...]
    year: int | None
    title: str | None
    licence: str | None
    albums: tuple[str, ...]
    video: bool


def report_json(report: Report) -> dict[str, Any]:
    """The report as JSON's own types, `checked` first."""
    document: dict[str, Any] = msgspec.to_builtins(report, enc_hook=as_english)
    return document
