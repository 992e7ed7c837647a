"""A command, a setting, a name or a question that is none, and what is asked for that is not there."""

from __future__ import annotations

from inset.errors.base import ExitStatus, InsetError


class UsageInvalid(InsetError):
    """A command's arguments, a setting or a name are invalid."""

    code = "usage"
    exit_status = ExitStatus.USAGE
    http_status = 400


class WatchUnknown(UsageInvalid):
    """There is no such watch, or it was forgotten."""

    code = "watch_unknown"
    http_status = 404


class SubscriptionUnknown(UsageInvalid):
    """No publisher is followed under that address, or no longer."""

    code = "subscription_unknown"
    http_status = 404


class LetterUnknown(UsageInvalid):
    """No such letter is in the log, or it was removed."""

    code = "letter_unknown"
    http_status = 404


class PhotoRefInvalid(UsageInvalid):
    """A reference names no photo: neither an ID nor a URL that names exactly one."""

    code = "photo_ref_invalid"


class CatalogInvalid(UsageInvalid):
    """A catalog file is not what Inset reads; the message names the entry and the field."""

    code = "catalog_invalid"


class NotInCatalog(UsageInvalid):
    """The catalog knows no dataset of that name."""

    code = "not_in_catalog"
    http_status = 404


class CheckUnknown(InsetError):
    """There is no check of that ID, or no longer."""

    code = "check_unknown"
    http_status = 404


class CheckIncomplete(InsetError):
    """Of a kept check only the photos that were found can be read, not all that were asked about."""

    code = "check_incomplete"
    http_status = 409


class CheckOpen(InsetError):
    """The check's question has not come to its end, so there is no answer yet."""

    code = "check_open"
    http_status = 409


class CheckAnswered(InsetError):
    """The check's question has been answered, so nothing can be added to it."""

    code = "check_answered"
    http_status = 409
