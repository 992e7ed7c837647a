"""Owner and licence of a photo, as a manifest gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

if TYPE_CHECKING:  # it brings SQLite, which the helper loads when somebody asks for details
    from inset.index.details import PhotoDetails


class LicenceFacts(TypedDict):
    """A licence as the manifest gave it.

    `id` is Flickr's number, and then everything else is there too; None where the manifest has words of its own, which
    are then the `name`, and nothing is said about what they allow.
    """

    id: int | None
    name: str
    url: NotRequired[str]
    commercial: NotRequired[bool | None]
    derivatives: NotRequired[bool | None]
    attribution: NotRequired[bool | None]


def licence_facts(details: PhotoDetails | None) -> LicenceFacts | None:
    """Return the licence in a photo's details; None where nothing is known."""
    return None if details is None else cast("LicenceFacts | None", details.licence_as_dict())
