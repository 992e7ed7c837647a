"""`GET /v1/datasets/{name}/profile`: how a dataset's photos spread over Flickr's IDs, licences and accounts."""

from __future__ import annotations

from typing import TypedDict


class IdSpread(TypedDict):
    """Photos by ID: `counts[i]` have an ID from `first + i · width` to just below `first + (i + 1) · width`.

    IDs are given out in order, so they tell roughly when a photo was uploaded. `last` is the end of the last range.
    """

    first: int
    last: int
    width: int
    counts: list[int]


class LicenceCount(TypedDict):
    """Photos under one licence: Flickr's number and name; else the manifest's own words; both None: not known."""

    id: int | None
    name: str | None
    photos: int


class Profile(TypedDict):
    """The answer. `ids` is None where the run keeps no list; `owners`, distinct accounts, where it names none.

    `licences` come most frequent first; the photos of those beyond the first hundred are `other_licences`.
    """

    dataset: str
    run: str
    ids: IdSpread | None
    licences: list[LicenceCount]
    other_licences: int
    owners: int | None
