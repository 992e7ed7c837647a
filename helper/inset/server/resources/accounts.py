"""`GET /v1/accounts/{nsid}`: which photos of a Flickr account are listed, in pages.

`/v1/owners/{nsid}` is its older name. The keys of the answer are from that time: `owner` there is the account.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from inset.client.answers import Account, AccountDataset, AccountPhoto
from inset.errors import BadRequest
from inset.flickr import parse_name_in_addresses, parse_nsid
from inset.index.library import Library
from inset.photo_ref import parse_photo_id
from inset.server.answers import json_answer
from inset.server.asked import only, read_limit
from inset.server.keys import LIBRARY

if TYPE_CHECKING:  # imports SQLite, which the helper loads only when it is needed
    from inset.index.details import Details


def read_account(text: str) -> str:
    """Return the account in an address, as details name accounts: an NSID, else the name in its URLs in small letters.

    Raises:
        BadRequest: it is neither an NSID nor a possible name.
    """
    account = parse_nsid(text) or parse_name_in_addresses(text)
    if account is None:
        raise BadRequest("Give an account's NSID, such as 12345678@N00, or its name in Flickr's addresses.")
    return account


def list_photos(library: Library, account: str, *, after: int, limit: int) -> Account:
    """List the photos of an account with IDs above `after`, ascending, at most `limit`. Reads files.

    Raises:
        IndexMissing: no dataset is published, so there is no answer.
        IndexCorrupt: none can be opened, or the details of one cannot be read.
    """
    if not library.datasets:
        raise library.nothing_to_ask()
    details = {name: dataset.details for name, dataset in library.datasets.items()}
    asked: dict[str, Details] = {
        name: each for name, each in details.items() if each is not None and each.names_accounts()
    }
    listed: dict[int, list[str]] = {}
    for name in [each for each in asked if each not in library.censuses]:
        for photo_id in asked[name].photos_of(account, after=after, limit=limit + 1):
            listed.setdefault(photo_id, []).append(name)
    page = sorted(listed)[: limit + 1]
    more = len(page) > limit
    counts = [AccountDataset(dataset=name, photos=each.count_of(account)) for name, each in asked.items()]
    return Account(
        revision=library.revision,
        owner=account,
        datasets=[each for each in counts if each["dataset"] not in library.censuses],
        censuses=[each for each in counts if each["dataset"] in library.censuses],
        without_owners=[name for name in details if name not in asked and name not in library.censuses],
        censuses_without_owners=[name for name in details if name not in asked and name in library.censuses],
        unavailable=list(library.unavailable),
        photos=[AccountPhoto(photo_id=str(photo_id), datasets=listed[photo_id]) for photo_id in page[:limit]],
        next=str(page[limit - 1]) if more else None,
    )


async def get_account(request: web.Request) -> web.Response:
    """Answer one page of an account's photos.

    Raises:
        BadRequest: the address names no account, or the cursor or the limit is invalid.
        IndexMissing, IndexCorrupt: see `list_photos`.
    """
    account = read_account(request.match_info["nsid"])
    only(request.query, "limit", "cursor")
    ask = partial(list_photos, account=account, after=_read_cursor(request), limit=read_limit(request.query))
    return json_answer(await request.app[LIBRARY].ask(ask))


def _read_cursor(request: web.Request) -> int:
    """The photo ID after which the page begins, so that pages stay right if a run is published between two of them."""
    text = request.query.get("cursor")
    if text is None:
        return 0
    photo_id = parse_photo_id(text)
    if photo_id is None:
        raise BadRequest("Give as cursor what the page before it gave as `next`.")
    return photo_id
