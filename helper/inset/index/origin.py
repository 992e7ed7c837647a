"""Origin: where a run that somebody else built came from. A run that was built here has none.

The keys under `origin` in dataset.json, the same as in the API; null where it is not known:

{
  "dataset", "run":        the publisher's names, which may be others than those here
  "descriptor":            the SHA-256 of the publisher's dataset.json, which names their run among all runs
  "pack":                  the SHA-256 of the pack's file (docs/PACKS.md)
  "signed_by":             the key that signed it: of minisign's the whole public key, because its ID may be anybody's;
                           of TUF's the hash of the first root; null: nobody did, or nobody looked
  "how":                   "minisign" or "tuf": what of it was verified; null: nothing
  "publisher":             the publisher's own words for who they are, which nobody has verified
  "address":               where it was fetched from; null for a file that was handed over
  "unpacked_at":           "2026-11-22T12:00:00Z", UTC
}
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal, get_args

import msgspec
from msgspec import structs
from msgspec.structs import force_setattr

from inset.index.about import web_address

How = Literal["minisign", "tuf"]

HOWS: Final[tuple[How, ...]] = get_args(How)

MAX_WORDS: Final = 200
"""Characters of what is shown of a publisher."""

_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Words = Annotated[str, msgspec.Meta(max_length=MAX_WORDS)]
_Address = Annotated[str, msgspec.Meta(max_length=4096)]


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a run came from; see the top of this file. `address` is http, https or nothing."""

    dataset: _Words
    run: _Words
    descriptor: _Sha256
    pack: _Sha256 | None = None
    signed_by: _Words | None = None
    how: str | None = None
    publisher: _Words | None = None
    address: _Address | None = None
    unpacked_at: str

    def __post_init__(self) -> None:
        """Drop an address that is no page's, and a way of verifying that this version does not know.

        Raises:
            ValueError: `unpacked_at` is no time in UTC.
        """
        force_setattr(self, "address", web_address(self.address))
        if self.how not in HOWS:
            force_setattr(self, "how", None)
        if not self.unpacked_at.endswith("Z"):
            raise ValueError("unpacked_at must be a time in UTC that ends in Z")
        datetime.fromisoformat(self.unpacked_at)

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed the pack and the signature was verified here, in a way that this version knows."""
        return self.signed_by is not None and self.how is not None

    def as_verified(self) -> Origin:
        """The same, where a signature that was not verified here counts as none."""
        return self if self.is_signed else structs.replace(self, signed_by=None, how=None)
