"""`GET /v1/catalog`: the datasets that are known to list Flickr photos."""

from __future__ import annotations

from typing import Any, TypedDict


class Catalog(TypedDict):
    """The catalog: when its facts were last compared with their sources, and its entries.

    An entry is what `inset catalog NAME --json` prints; what nobody has found out is absent from it.
    """

    checked: str
    entries: list[dict[str, Any]]
