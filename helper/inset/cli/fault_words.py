"""What the terminal says of an error, in the person's language.

A message that is a `sentence` is told in theirs altogether. Others, of what only a program or a damaged file brings
about, stay English, as `--json` and the API give them: then what to do by the error's code stands before it in theirs.
"""

from __future__ import annotations

from typing import Final

from inset.cli.parsing.parser import CommandWrong
from inset.cli.showing.reason_words import file_reason
from inset.cli.showing.words import words
from inset.errors import InsetError
from inset.words.messages import ENGLISH
from inset.words.sentences import Sentence

_REMEDIES: Final = {
    "input": ("usage", "photo_ref_invalid", "bad_request", "no_list"),
    "unknown": ("dataset_unknown", "run_unknown"),
    "catalog": ("not_in_catalog",),
    "gone": ("watch_unknown", "letter_unknown", "check_unknown", "check_incomplete"),
    "no_dataset": ("index_missing",),
    "list": ("manifest_invalid",),
    "missing": ("manifest_missing",),
    "unreadable": ("manifest_unreadable",),
    "by_hand": ("manifest_not_public", "manifest_by_hand"),
    "disk": ("not_writable", "link_refused", "disk_damaged", "export_failed", "log_unwritable", "pairings_corrupt"),
    "helper": ("helper_unreachable",),
    "port": ("port_unavailable",),
    "pairing": ("pairing_unknown",),
}
"""Which codes have which remedy of the command line's own (`cli_fault_…`)."""

_SHARED: Final = {
    "dataset": ("index_corrupt", "run_damaged", "index_format_unsupported"),
    "wait": ("build_busy",),
    "download": ("download_failed",),
    "mismatch": ("download_mismatch",),
    "disk_full": ("disk_full",),
    "minute": ("too_many",),
}
"""Which codes have a remedy that is the local page's too (`fault_…`)."""

_BY_CODE: Final = {
    code: f"{prefix}{remedy}"
    for prefix, remedies in (("cli_fault_", _REMEDIES), ("fault_", _SHARED))
    for remedy, codes in remedies.items()
    for code in codes
}


def told(error: InsetError) -> str:
    """Return an error's sentence for the terminal."""
    if isinstance(error, CommandWrong) and error.spoken is not None:
        return error.spoken
    if words().language == ENGLISH:
        return error.message
    if isinstance(error.message, Sentence):
        return file_reason(error.message)
    return words().text(_BY_CODE.get(error.code, "cli_fault_any"), error.message)


def hint_told(error: InsetError) -> str:
    """Return an error's hint for the terminal; empty where it has none. Hints without a message stay English."""
    if isinstance(error, CommandWrong) and error.spoken_hint is not None:
        return error.spoken_hint
    return file_reason(error.hint) if error.hint else ""
