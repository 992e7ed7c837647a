"""Finds the columns that give a photo's account, its names and licence: by name, or from the known layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

from inset.flickr import find_account
from inset.words.sentences import listed, sentence
from inset_build.readers.meaning.account_names import QUOTED_NAME, find_names
from inset_build.readers.meaning.cell_kinds import KINDS, URL, kind_told
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import NEARLY_ALL
from inset_build.readers.meaning.table_layouts import Layout
from inset_build.readers.protocol import Column

ACCOUNT: Final = "account"
LICENCE: Final = "licence"

ACCOUNT_NAMES: Final = (
    *("owner", "ownernsid", "nsid", "usernsid", "uid", "userid", "ownerid", "userids", "authorprofileurl"),
    *("profileurl", "authorurl", "ownerurl", "author", "user"),
)
"""Names of columns that may hold an account, in small letters without separators, the surest first.

The name alone proves nothing (`uid` may be another site's, `author` a person's name): the cells must be NSIDs or URLs
of profiles too.
"""

PAGE_NAMES: Final = (
    "pageurl",
    "originallandingurl",
    "landingurl",
    "photopageurl",
    "flickrpage",
    "photourl",
    "flickrurl",
)
"""Names of columns that may hold the photo's page, whose URL contains the account."""

LICENCE_NAMES: Final = ("licenseurl", "licenceurl", "license", "licence", "licensename", "licencename")
"""Names of licence columns, best first: a URL says which version of a licence it is, a name often does not."""

API_NAMES: Final = frozenset({"secret", "server", "farm", "originalsecret", "urlo", "urll", "photoflickrid"})
"""Names of fields of Flickr's API. Beside them, a number in a licence column is Flickr's number of a licence."""


@dataclass(frozen=True, slots=True)
class DetailColumns:
    """The columns of account, names and licence, if there are any, and a sentence about them for a person."""

    account: Column | None = None
    licence: Column | None = None
    account_names: tuple[Column, ...] = ()

    @property
    def explanation(self) -> tuple[str, ...]:
        """One sentence, or none if there are no such columns."""
        told: list[str] = []
        if self.account is not None:
            told.append(sentence("list_the_account", self.account.told))
        if self.account_names:
            told.append(sentence("list_the_name", reduce(_and, (column.told for column in self.account_names))))
        if self.licence is not None:
            told.append(sentence("list_the_licence", kind_told(self.licence.kind), self.licence.told))
        return (sentence("list_also_gives", listed(told)),) if told else ()


def _and(told: str, more: str) -> str:
    return sentence("list_and", told, more)


def find_details(sample: SampledRows, photo: Sequence[Column], layout: Layout | None = None) -> DetailColumns:
    """The columns of account, names and licence.

    Args:
        sample: rows of the table.
        photo: the columns that give the photo.
        layout: the known layout, if it is one.
    """
    if layout is not None and not sample.names:
        account = None if layout.account is None else Column(layout.account, None, ACCOUNT)
        licence = None if layout.licence is None else Column(layout.licence, None, LICENCE)
        names = () if layout.name is None else (Column(layout.name, None, QUOTED_NAME),)
        return DetailColumns(account, licence, names)
    account = _account(sample, photo)
    return DetailColumns(account, _licence(sample), find_names(sample, photo, account))


def without_unknown_numbers(details: DetailColumns, sample: SampledRows) -> DetailColumns:
    """The same without a licence column of numbers, unless the table comes from Flickr's API.

    Other tables number licences in their own way, and a wrong licence is worse than none.
    """
    if details.licence is None or not API_NAMES.isdisjoint(sample.plain_names):
        return details
    cells = sample.filled(details.licence.index)
    numbers = sum(cell.strip().isdigit() for cell in cells) >= NEARLY_ALL * len(cells)
    return replace(details, licence=None) if cells and numbers else details


def _account(sample: SampledRows, photo: Sequence[Column]) -> Column | None:
    for name in (*ACCOUNT_NAMES, *PAGE_NAMES):
        for index, found in enumerate(sample.plain_names):
            if found == name and _are_accounts(sample, index):
                return sample.column(index, ACCOUNT)
    for column in photo:
        if KINDS[column.kind].accounts is not None:
            return column
        if column.kind == URL and _are_accounts(sample, column.index):
            return sample.column(column.index, ACCOUNT)
    return None


def _licence(sample: SampledRows) -> Column | None:
    for name in LICENCE_NAMES:
        for index, found in enumerate(sample.plain_names):
            if found == name and any(map(_says_something, sample.filled(index))):
                return sample.column(index, LICENCE)
    return None


def _are_accounts(sample: SampledRows, index: int) -> bool:
    cells = sample.filled(index)
    return bool(cells) and sum(find_account(cell) is not None for cell in cells) >= NEARLY_ALL * len(cells)


def _says_something(cell: str) -> bool:
    return any(map(str.isalnum, cell))  # LAION's licences are mostly `?`
