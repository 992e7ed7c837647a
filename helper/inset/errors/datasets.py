"""Datasets, their runs, and what is made of them."""

from __future__ import annotations

from inset.errors.base import ExitStatus, InsetError


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
