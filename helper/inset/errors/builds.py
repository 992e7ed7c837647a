"""Builds, what is uploaded for them, and the lists that they read."""

from __future__ import annotations

from pathlib import Path

from inset.errors.base import ExitStatus, InsetError


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
