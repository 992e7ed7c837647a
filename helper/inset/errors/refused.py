"""What the helper's guards refuse."""

from __future__ import annotations

from inset.errors.base import InsetError


class RequestRefused(InsetError):
    """Base of what the helper's guards refuse."""

    code = "refused"
    http_status = 403


class HostForbidden(RequestRefused):
    """The Host header is not exactly this helper's own (DNS rebinding)."""

    code = "forbidden_host"


class SiteForbidden(RequestRefused):
    """A page of another site started the request (`Sec-Fetch-Site`)."""

    code = "forbidden_site"


class OriginForbidden(RequestRefused):
    """The Origin is not that of a paired extension or of the helper's own page."""

    code = "forbidden_origin"


class NotPaired(RequestRefused):
    """No valid token came with the request."""

    code = "not_paired"
    http_status = 401


class OwnerOnly(RequestRefused):
    """The token is valid but not the owner's."""

    code = "owner_only"


class BadRequest(RequestRefused):
    """The body is not what the route expects."""

    code = "bad_request"
    http_status = 400


class NotJson(RequestRefused):
    """A POST came with another content type than application/json."""

    code = "not_json"
    http_status = 415


class TypeForbidden(RequestRefused):
    """A file came with a content type that any page's form can send, or with none."""

    code = "forbidden_type"
    http_status = 415


class TooLarge(RequestRefused):
    """The body, or the number of photos in it, exceeds the limit."""

    code = "too_large"
    http_status = 413


class TooMany(RequestRefused):
    """Too many attempts in too short a time."""

    code = "too_many"
    http_status = 429


class NotFound(RequestRefused):
    """No such route or thing."""

    code = "not_found"
    http_status = 404


class MethodNotAllowed(RequestRefused):
    """The route exists, but not for this method."""

    code = "method_not_allowed"
    http_status = 405


class TicketUnknown(RequestRefused):
    """A ticket for the local page was used already, has expired, or was never given out."""

    code = "ticket_unknown"


class PairingUnknown(NotFound):
    """No pairing request or paired browser like that: never made, expired, or already collected."""

    code = "pairing_unknown"
