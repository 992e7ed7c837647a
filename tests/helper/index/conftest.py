"""A datasets folder, and a way to publish into it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from support.datasets import runs
from support.datasets.runs import PublishIds


@pytest.fixture
def datasets_folder(tmp_path: Path) -> Path:
    return tmp_path / "datasets"


@pytest.fixture
def publish_ids(datasets_folder: Path) -> PublishIds:
    return partial(runs.publish_ids, datasets_folder)
