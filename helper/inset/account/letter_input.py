"""What letters are written from, as the library has it: which datasets list the photos, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from inset.account.letter_shape import DatasetInLetter, ListFile, PhotoInList, Row
from inset.account.origin_words import Came
from inset.index.about import About
from inset.index.dataset_index import DatasetIndex
from inset.index.library import Library
from inset.index.rows import Place


def datasets_in_letters(
    library: Library,
    photo_ids: Sequence[int],
    *,
    only: Collection[str] | None = None,
    about_of: Callable[[DatasetIndex], About | None] = lambda dataset: dataset.descriptor.about,
) -> tuple[DatasetInLetter, ...]:
    """Return the datasets that list some of the photos, by name.

    Args:
        library: what is published.
        photo_ids: of the person's photos; repeats allowed.
        only: names of the datasets to ask; None for every training set. A census is asked only if it is named.
        about_of: what is known of a dataset, for programs that know more than its run.

    Raises:
        IndexMissing: no dataset is published.
        IndexCorrupt: none can be opened, or the details or rows of one cannot be read.
    """
    asked = set(library.training_sets() if only is None else only)
    found: dict[str, dict[int, bool]] = {}
    for photo_id, answers in library.lookup(photo_ids).items():
        for answer in answers:
            if answer.dataset in asked:
                found.setdefault(answer.dataset, {})[photo_id] = answer.answer == "listed"
    return tuple(_dataset(library.datasets[name], found[name], about_of) for name in sorted(found))


def _dataset(
    dataset: DatasetIndex, found: Mapping[int, bool], about_of: Callable[[DatasetIndex], About | None]
) -> DatasetInLetter:
    details = dataset.details_of(sorted(found))
    photos = []
    for photo_id, certain in sorted(found.items()):
        known = details.get(photo_id)
        rows = tuple(_row(place) for place in dataset.places_of(photo_id))
        photos.append(PhotoInList(photo_id, certain, None if known is None else known.account, rows))
    files = tuple(ListFile(source.name, source.sha256) for source in dataset.descriptor.sources)
    about, descriptor = about_of(dataset), dataset.descriptor
    return DatasetInLetter(
        dataset.name,
        about,
        tuple(photos),
        files,
        came=None
        if descriptor.origin is None
        else Came(dataset.name, descriptor.origin.as_verified(), descriptor.built_at),
        about_is_theirs=descriptor.origin is not None and about is descriptor.about,
    )


def _row(place: Place) -> Row:
    stretch = place.stretch
    return Row(f"{stretch.name} {stretch.part}" if stretch.part else stretch.name, place.row, stretch.base)
