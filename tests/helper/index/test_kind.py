"""What a descriptor says of the kind of its list."""

from __future__ import annotations

import orjson
import pytest

from inset.errors import IndexCorrupt
from inset.index.descriptor import FILE_NAME, read_descriptor
from support.datasets.runs import PublishIds, rewrite_descriptor


def test_a_run_from_before_there_were_kinds_is_a_training_set(publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", [990000000001], kind="census")
    assert read_descriptor(run).kind == "census"
    data = orjson.loads((run / FILE_NAME).read_bytes())
    del data["kind"]
    rewrite_descriptor(run, orjson.dumps(data))
    assert read_descriptor(run).kind == "training"


def test_a_kind_that_is_unknown_is_refused(publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", [990000000001])
    data = orjson.loads((run / FILE_NAME).read_bytes())
    rewrite_descriptor(run, orjson.dumps({**data, "kind": "everything"}))
    with pytest.raises(IndexCorrupt):
        read_descriptor(run)
