"""What this computer lacks or does not let: room, rights, a port, a helper that runs."""

from __future__ import annotations

from inset.errors.base import ExitStatus, InsetError


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


class PairingsCorrupt(InsetError):
    """The file of paired browsers is not what Inset wrote; it is never replaced by an empty one on its own."""

    code = "pairings_corrupt"


class ServiceFailed(InsetError):
    """The system does not start programs at login as Inset asks it to; what was there before is there again."""

    code = "service_failed"


class LogUnwritable(InsetError):
    """The log's file cannot be written."""

    code = "log_unwritable"
