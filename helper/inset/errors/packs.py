"""Packs, their signatures, and who publishes them."""

from __future__ import annotations

from inset.errors.base import InsetError


class PublisherRefused(InsetError):
    """What a publisher's server gives is not what the publisher has signed; what was followed before still serves."""

    code = "publisher_refused"
    http_status = 502


class PublisherStale(PublisherRefused):
    """What a publisher has signed counts no more: they have not said for long that it still does."""

    code = "publisher_stale"


class KeyMissing(InsetError):
    """A publisher's key is needed for signing and is not where it was looked for, or its file is damaged."""

    code = "key_missing"
    http_status = 409


class RepositoryDamaged(InsetError):
    """A publisher's own repository is not what was published last."""

    code = "repository_damaged"


class PackInvalid(InsetError):
    """A pack is not what its format says, or not what its publisher says; nothing of it was unpacked."""

    code = "pack_invalid"
    http_status = 422


class SignatureInvalid(PackInvalid):
    """A pack has no signature that is right, or one of another key."""

    code = "signature_invalid"


class DeltaUnusable(InsetError):
    """A delta does not lead from what is here to the pack that it promises: the whole pack is needed."""

    code = "delta_unusable"
    http_status = 409
