"""Every exception that Inset raises on purpose.

Each class owns three things and no other place may choose them: its `code` (stable, machine-readable, as the API
and `--json` give it), its exit status for the command line and its HTTP status for the helper. They are translated
once each: at the command line's edge (`inset.cli.main`) and in the error guard (`inset.server.guards.errors`).

A message says what to do first and what went wrong second; `hint` holds the remedy where it deserves its own line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar, Final

_ERROR_NUMBER: Final = re.compile(r"\[(?:Errno|WinError) -?\d+\] ")
"""What Python puts before the words of a system's error, which say the same for a person."""


class ExitStatus:
    """Exit statuses of the command line, in one place so that the documentation can be held to them."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    INDEX_MISSING = 3
    HELPER_UNREACHABLE = 4
    PORT_UNAVAILABLE = 5
    MANIFEST_INVALID = 6
    INTERRUPTED = 130


class InsetError(Exception):
    """Base of all of Inset's own errors.

    Args:
        message: one sentence for a person, without a trace and without a final newline.
        hint: the remedy, when the message does not already lead with it.
    """

    code: ClassVar[str] = "failure"
    exit_status: ClassVar[int] = ExitStatus.FAILURE
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        # Words that know their message (inset.words.sentences) stay what they are.
        self.message = _ERROR_NUMBER.sub("", message) if _ERROR_NUMBER.search(message) else message
        self.hint = _ERROR_NUMBER.sub("", hint) if _ERROR_NUMBER.search(hint) else hint

    def as_dict(self) -> dict[str, Any]:
        """The wire form, equal in the API and in `--json`: `{"code","message","hint"}`, all in English.

        Words that know their message also tell which: `message_told`, `hint_told` (`inset.words.sentences.Told`).
        """
        words = {"message": self.message, "hint": self.hint}
        told = {f"{name}_told": each.told for name, each in words.items() if hasattr(each, "told")}
        return {"code": self.code, **{name: str(each) for name, each in words.items()}, **told}


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


class IndexMissing(InsetError):
    """No dataset is published, so there is nothing to answer from."""

    code = "index_missing"
    exit_status = ExitStatus.INDEX_MISSING
    http_status = 503


class DatasetUnknown(IndexMissing):
    """No dataset of that name is published."""

    code = "dataset_unknown"
    http_status = 404


class RunUnknown(IndexMissing):
    """The dataset has no such run, or it was removed."""

    code = "run_unknown"
    http_status = 404


class NoList(InsetError):
    """A filter-only run keeps no list of its photos, so there is nothing to compare or to export."""

    code = "no_list"
    http_status = 409


class ExportFailed(InsetError):
    """An export could not be written; a file that was there before is unchanged."""

    code = "export_failed"


class IndexCorrupt(InsetError):
    """A file of a run is not what its descriptor says."""

    code = "index_corrupt"
    exit_status = ExitStatus.INDEX_MISSING
    http_status = 503


class RunDamaged(IndexCorrupt):
    """A run that was opened is not what was published: found while it was asked, so it must not answer any more."""

    code = "run_damaged"


class IndexFormatUnsupported(IndexCorrupt):
    """A run was written in a format that this version does not read."""

    code = "index_format_unsupported"


class FilterFull(InsetError):
    """More IDs than a filter was sized for would break its promised error rate."""

    code = "filter_full"


class BuildFailed(InsetError):
    """A build stopped before it was published; what was published before still serves."""

    code = "build_failed"


class BuildBusy(BuildFailed):
    """Another build of the same dataset is under way."""

    code = "build_busy"
    http_status = 409


class BuildInterrupted(BuildFailed):
    """The helper that ran a build ended before it was done."""

    code = "build_interrupted"


class BuildUnknown(InsetError):
    """The helper knows no such build, or has forgotten it."""

    code = "build_unknown"
    http_status = 404


class BuildEnded(InsetError):
    """The build has ended already, so it cannot be cancelled."""

    code = "build_ended"
    http_status = 409


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


class UploadUnknown(InsetError):
    """There is no such upload, or it was removed."""

    code = "upload_unknown"
    http_status = 404


class UploadInUse(InsetError):
    """An upload is being built, so it cannot be removed."""

    code = "upload_in_use"
    http_status = 409


class ManifestInvalid(InsetError):
    """A manifest cannot be read.

    Args:
        path: the manifest; `line`: 1-based line number where reading stopped, when known.
    """

    code = "manifest_invalid"
    exit_status = ExitStatus.MANIFEST_INVALID
    http_status = 422

    def __init__(
        self, message: str, *, hint: str = "", path: Path | str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line


class ManifestMissing(ManifestInvalid):
    """There is no file of a manifest's name."""

    code = "manifest_missing"


class ManifestUnreadable(ManifestInvalid):
    """A manifest's file is there, but the system does not let it be read: forbidden, in use, a broken disk."""

    code = "manifest_unreadable"


class CatalogInvalid(UsageInvalid):
    """A catalog file is not what Inset reads; the message names the entry and the field."""

    code = "catalog_invalid"


class NotInCatalog(UsageInvalid):
    """The catalog knows no dataset of that name."""

    code = "not_in_catalog"
    http_status = 404


class ManifestNotPublic(InsetError):
    """A dataset's manifest is handed out on agreement only, or not at all; the message says what to ask for."""

    code = "manifest_not_public"
    http_status = 409


class ManifestByHand(InsetError):
    """A dataset's manifest is free, but the catalog knows no address of it that a program can fetch."""

    code = "manifest_by_hand"
    http_status = 409


class DownloadFailed(InsetError):
    """A file could not be downloaded; what had arrived is kept where it can be resumed."""

    code = "download_failed"
    http_status = 502


class DownloadMismatch(DownloadFailed):
    """What arrived, or what the server announces, is not the file that the catalog describes."""

    code = "download_mismatch"


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


class DiskFull(InsetError):
    """There is not enough room on the disk."""

    code = "disk_full"
    http_status = 507


class NotWritable(InsetError):
    """A file or folder may not be written, or not be read: it belongs to somebody else, or the disk is read-only."""

    code = "not_writable"


class LinkRefused(InsetError):
    """There is a link where Inset keeps files of its own; it follows none there, because it may lead anywhere."""

    code = "link_refused"


class DiskDamaged(InsetError):
    """The disk does not do what it was asked, and says nothing that names a remedy of its own."""

    code = "disk_damaged"


class HelperUnreachable(InsetError):
    """The helper does not answer on its port."""

    code = "helper_unreachable"
    exit_status = ExitStatus.HELPER_UNREACHABLE
    http_status = 503


class PortUnavailable(InsetError):
    """The helper's port is taken or may not be used."""

    code = "port_unavailable"
    exit_status = ExitStatus.PORT_UNAVAILABLE


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


class PairingsCorrupt(InsetError):
    """The file of paired browsers is not what Inset wrote; it is never replaced by an empty one on its own."""

    code = "pairings_corrupt"


class ServiceFailed(InsetError):
    """The system does not start programs at login as Inset asks it to; what was there before is there again."""

    code = "service_failed"


class LogUnwritable(InsetError):
    """The log's file cannot be written."""

    code = "log_unwritable"


def error_of(code: str) -> type[InsetError]:
    """Return the class that owns an error's code; `InsetError` itself for one that this version does not know."""
    classes = [InsetError]
    for known in classes:
        if known.code == code:
            return known
        classes.extend(known.__subclasses__())
    return InsetError
