"""Every exception that Inset raises on purpose; the files beside this one hold them by what they are about.

Each class owns three things and no other place may choose them: its `code` (stable, machine-readable, as the API
and `--json` give it), its exit status for the command line and its HTTP status for the helper. They are translated
once each: at the command line's edge (`inset.cli.main`) and in the error guard (`inset.server.guards.errors`).

A message says what to do first and what went wrong second; `hint` holds the remedy where it deserves its own line.
"""

from __future__ import annotations

from inset.errors.asked import (
    CatalogInvalid,
    CheckAnswered,
    CheckIncomplete,
    CheckOpen,
    CheckUnknown,
    LetterUnknown,
    NotInCatalog,
    PhotoRefInvalid,
    SubscriptionUnknown,
    UsageInvalid,
    WatchUnknown,
)
from inset.errors.base import ExitStatus, InsetError
from inset.errors.builds import (
    BuildBusy,
    BuildEnded,
    BuildFailed,
    BuildInterrupted,
    BuildUnknown,
    DownloadFailed,
    DownloadMismatch,
    ManifestByHand,
    ManifestInvalid,
    ManifestMissing,
    ManifestNotPublic,
    ManifestUnreadable,
    UploadInUse,
    UploadUnknown,
)
from inset.errors.computer import (
    DiskDamaged,
    DiskFull,
    HelperUnreachable,
    LinkRefused,
    LogUnwritable,
    NotWritable,
    PairingsCorrupt,
    PortUnavailable,
    ServiceFailed,
)
from inset.errors.datasets import (
    DatasetUnknown,
    ExportFailed,
    FilterFull,
    IndexCorrupt,
    IndexFormatUnsupported,
    IndexMissing,
    NoList,
    RunDamaged,
    RunUnknown,
)
from inset.errors.packs import (
    DeltaUnusable,
    KeyMissing,
    PackInvalid,
    PublisherRefused,
    PublisherStale,
    RepositoryDamaged,
    SignatureInvalid,
)
from inset.errors.refused import (
    BadRequest,
    HostForbidden,
    MethodNotAllowed,
    NotFound,
    NotJson,
    NotPaired,
    OriginForbidden,
    OwnerOnly,
    PairingUnknown,
    RequestRefused,
    SiteForbidden,
    TicketUnknown,
    TooLarge,
    TooMany,
    TypeForbidden,
)

__all__ = [
    "BadRequest",
    "BuildBusy",
    "BuildEnded",
    "BuildFailed",
    "BuildInterrupted",
    "BuildUnknown",
    "CatalogInvalid",
    "CheckAnswered",
    "CheckIncomplete",
    "CheckOpen",
    "CheckUnknown",
    "DatasetUnknown",
    "DeltaUnusable",
    "DiskDamaged",
    "DiskFull",
    "DownloadFailed",
    "DownloadMismatch",
    "ExitStatus",
    "ExportFailed",
    "FilterFull",
    "HelperUnreachable",
    "HostForbidden",
    "IndexCorrupt",
    "IndexFormatUnsupported",
    "IndexMissing",
    "InsetError",
    "KeyMissing",
    "LetterUnknown",
    "LinkRefused",
    "LogUnwritable",
    "ManifestByHand",
    "ManifestInvalid",
    "ManifestMissing",
    "ManifestNotPublic",
    "ManifestUnreadable",
    "MethodNotAllowed",
    "NoList",
    "NotFound",
    "NotInCatalog",
    "NotJson",
    "NotPaired",
    "NotWritable",
    "OriginForbidden",
    "OwnerOnly",
    "PackInvalid",
    "PairingUnknown",
    "PairingsCorrupt",
    "PhotoRefInvalid",
    "PortUnavailable",
    "PublisherRefused",
    "PublisherStale",
    "RepositoryDamaged",
    "RequestRefused",
    "RunDamaged",
    "RunUnknown",
    "ServiceFailed",
    "SignatureInvalid",
    "SiteForbidden",
    "SubscriptionUnknown",
    "TicketUnknown",
    "TooLarge",
    "TooMany",
    "TypeForbidden",
    "UploadInUse",
    "UploadUnknown",
    "UsageInvalid",
    "WatchUnknown",
    "error_of",
]


def error_of(code: str) -> type[InsetError]:
    """Return the class that owns an error's code; `InsetError` itself for one that this version does not know."""
    classes = [InsetError]
    for known in classes:
        if known.code == code:
            return known
        classes.extend(known.__subclasses__())
    return InsetError
