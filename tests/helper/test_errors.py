"""What every error of Inset has."""

from __future__ import annotations

import copyreg
from copy import copy

import pytest

from inset.errors import IndexCorrupt, InsetError
from inset.words.sentences import sentence


def _with_trace(error: InsetError) -> tuple[object, tuple[object, ...]]:
    """As tblib registers it for every error, once Dask's package is loaded."""
    return lambda words, trace: IndexCorrupt(words).with_traceback(trace), (error.message, error.__traceback__)


def test_a_copy_has_the_words_and_no_trace_whatever_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(copyreg.dispatch_table, IndexCorrupt, _with_trace)
    with pytest.raises(IndexCorrupt) as raised:
        raise IndexCorrupt(sentence("error_cluster_to"), hint="Look there.")
    error = raised.value
    assert error.__traceback__ is not None
    copied = copy(error)
    assert type(copied) is IndexCorrupt
    assert copied.__traceback__ is None
    assert (copied.as_dict(), copied.args, str(copied)) == (error.as_dict(), error.args, str(error))
