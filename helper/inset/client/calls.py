"""The API's calls as data: method, path, body, and the type of the answer. How they are sent is the clients' part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from urllib.parse import quote, urlencode

from inset.errors import InsetError
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.client import answers

Answer = TypeVar("Answer")

MOST_PHOTOS: Final = 1000
"""The helper takes so many photos in one look-up."""
MOST_BYTES: Final = 60_000
"""And 64 KiB of JSON; addresses may be long."""
TRIES: Final = 3
"""So often a look-up in several parts begins again, when a dataset was published between two of them."""


@dataclass(frozen=True, slots=True)
class Call(Generic[Answer]):
    """One call, and as its parameter the type of its answer."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None


def hello() -> Call[answers.Hello]:
    """That it is Inset, and whether any training set can be asked."""
    return Call("GET", "/v1/hello")


def lookup(photos: Sequence[str]) -> Call[answers.Lookup]:
    """Which of at most `MOST_PHOTOS` photos are listed."""
    return Call("POST", "/v1/lookup", {"photos": list(photos)})


def photo(photo_id: str | int) -> Call[answers.Photo]:
    """All that is known of one photo."""
    return Call("GET", f"/v1/photos/{quote(str(photo_id), safe='')}")


def accounts(name: str) -> Call[answers.Candidates]:
    """Which accounts a name or an address may mean."""
    return Call("GET", f"/v1/accounts?{urlencode({'name': name})}")


def account(account: str, cursor: str | None) -> Call[answers.Account]:
    """Which photos of an account are listed; a page."""
    after = "" if cursor is None else f"?{urlencode({'cursor': cursor})}"
    return Call("GET", f"/v1/accounts/{quote(account, safe='@')}{after}")


def datasets() -> Call[answers.DatasetList]:
    """What is published."""
    return Call("GET", "/v1/datasets")


def status() -> Call[answers.Status]:
    """How the helper is; for the owner."""
    return Call("GET", "/v1/status")


def health() -> Call[answers.Health]:
    """What `inset doctor` says; for the owner."""
    return Call("GET", "/v1/health")


def pairings() -> Call[answers.PairingList]:
    """Who waits to be paired, and who is; for the owner."""
    return Call("GET", "/v1/pairings")


def approve(code: str) -> Call[answers.PairingApproved]:
    """Pair what shows this code; for the owner."""
    return Call("POST", "/v1/pairings/by-code/approval", {"code": code})


def ticket() -> Call[answers.Ticket]:
    """A ticket that opens Inset's page once; for the owner."""
    return Call("POST", "/v1/tickets", {})


def shutdown() -> Call[answers.Stopping]:
    """Stop the helper; for the owner."""
    return Call("POST", "/v1/shutdown", {})


def in_parts(photos: Iterable[str | int] | int) -> Iterator[list[str]]:
    """Photos in parts of which each is one call; at least one part, which may be empty.

    One photo alone is one photo: else a text's letters would be taken for photos, and the one that was meant would be
    in no answer, as if it were not listed.
    """
    if isinstance(photos, bytes):
        photos = photos.decode("utf-8", "replace")
    if isinstance(photos, str | int):
        photos = [photos]
    part: list[str] = []
    size = 0
    for text in map(str, photos):
        needs = 3 + len(text.encode("utf-8", "replace")) * (1 if text.isascii() else 2)
        if part and (len(part) == MOST_PHOTOS or size + needs > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(text)
        size += needs
    yield part


def merged(parts: Sequence[answers.Lookup]) -> answers.Lookup | None:
    """The answers of all parts as one; None if they are not of one revision, so that they do not belong together."""
    first = parts[0]
    if any(part["revision"] != first["revision"] for part in parts):
        return None
    return {
        **first,
        "listed": {photo: found for part in parts for photo, found in part["listed"].items()},
        "public": {photo: found for part in parts for photo, found in part["public"].items()},
        "named": {address: photo for part in parts for address, photo in part["named"].items()},
        "invalid": [text for part in parts for text in part["invalid"]],
    }


def unsteady() -> InsetError:
    """The error for a look-up whose parts never came from one revision."""
    return InsetError(sentence("error_client_moment"))
