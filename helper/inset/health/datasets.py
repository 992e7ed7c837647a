"""Are the published runs complete, and with `verify` byte for byte what was published?

The helper compares everything in the background, and what it found is told here. Where none runs, all is compared now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inset.errors import InsetError
from inset.health.check import Check, Subject, bad_because
from inset.index.library import Library
from inset.index.publish import use_run
from inset.index.shelf.leftovers import unpublished
from inset.index.shelf.runs import kept_runs
from inset.index.sound import open_sound
from inset.index.verify import verify_run
from inset.words.sentences import sentence


def check_datasets(subject: Subject) -> Iterator[Check]:
    """One line for each dataset; without any, one line that says how to get one."""
    yield from _check_unpublished(subject)
    opens = Library if subject.port.holder == "this" else open_sound
    library = opens(subject.paths.datasets)
    if not library.datasets and not library.unavailable:
        yield Check(
            "datasets",
            "warning",
            sentence("doctor_no_datasets"),
            sentence("doctor_get_dataset"),
        )
    unavailable = {**subject.unavailable, **library.unavailable}
    for error in unavailable.values():
        yield bad_because("datasets", error)
    for name, dataset in library.datasets.items():
        if name in unavailable:
            continue
        facts = dataset.descriptor
        if subject.verify:
            try:
                verify_run(dataset.folder)
            except InsetError as error:
                yield bad_because("datasets", error)
                continue
        try:
            dataset.rows  # noqa: B018 - it is opened here
        except InsetError as error:
            found = bad_because("datasets", error)
            yield replace(found, state="warning", message=sentence("doctor_no_rows", name, found.message))
            continue
        told = "doctor_dataset_verified" if subject.verify else "doctor_dataset_complete"
        yield Check("datasets", "good", sentence(told, name, facts.counts.photos, facts.run))


def _check_unpublished(subject: Subject) -> Iterator[Check]:
    """Finished runs of which none is current: a build was killed before it could publish, or CURRENT got lost."""
    folder = subject.paths.datasets
    for name in unpublished(folder):
        newest = kept_runs(folder, name)[-1].name
        if not subject.fix:
            yield Check(
                "datasets",
                "warning",
                sentence("doctor_never_published", name, newest),
                sentence("doctor_publish_it", name),
            )
            continue
        try:
            use_run(folder, name, newest)
        except InsetError as error:
            yield bad_because("datasets", error)
