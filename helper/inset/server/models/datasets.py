"""`/v1/datasets`: what is published."""

from __future__ import annotations

from typing import Any, TypedDict, cast

from inset.index.dataset_index import DatasetIndex
from inset.index.library import Library


class DatasetSource(TypedDict):
    """One manifest that a run was built from."""

    name: str
    bytes: int
    sha256: str
    reader: str


class Dataset(TypedDict):
    """One published dataset: its current run.

    `chance` is how likely a hit of the filter is true; None where `exact`. `about` is what the catalog said of the
    dataset when it was built.
    """

    name: str
    run: str
    built_at: str
    photos: int
    rows: int
    rejected: int
    duplicates: int
    exact: bool
    details: int
    false_positive_rate: float
    chance: float | None
    bytes: int
    sources: list[DatasetSource]
    about: dict[str, object] | None


class DatasetUnavailable(TypedDict):
    """A dataset that is published but cannot be opened, and why."""

    name: str
    code: str
    message: str
    hint: str


class DatasetList(TypedDict):
    """Everything that is published."""

    revision: str
    datasets: list[Dataset]
    unavailable: list[DatasetUnavailable]


class DatasetRemoved(TypedDict):
    """The dataset that is no longer published."""

    removed: str


def dataset(index: DatasetIndex) -> Dataset:
    """Describe one dataset."""
    return cast("Dataset", cast("Any", index.describe()))


def dataset_list(library: Library) -> DatasetList:
    """Describe all datasets, those that cannot be opened too."""
    return DatasetList(
        revision=library.revision,
        datasets=[dataset(index) for index in library.datasets.values()],
        unavailable=[
            DatasetUnavailable(name=name, code=error.code, message=error.message, hint=error.hint)
            for name, error in library.unavailable.items()
        ],
    )
