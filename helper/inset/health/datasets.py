"""Are the published runs complete, and with `verify` byte for byte what was published?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inset.errors import InsetError
from inset.health.check import Check, Subject, bad_because
from inset.index.library import Library
from inset.index.verify import verify_checksums


def check_datasets(subject: Subject) -> Iterator[Check]:
    """One line for each dataset; without any, one line that says how to get one."""
    library = Library(subject.paths.datasets)
    if not library.datasets and not library.unavailable:
        yield Check(
            "datasets",
            "warning",
            "No dataset is published, so no photo can be badged.",
            "Get one: `inset catalog`, then `inset add NAME` or `inset build NAME MANIFEST…`.",
        )
    for error in library.unavailable.values():
        yield bad_because("datasets", error)
    for name, dataset in library.datasets.items():
        facts = dataset.descriptor
        if subject.verify:
            try:
                verify_checksums(dataset.folder)
            except InsetError as error:
                yield bad_because("datasets", error)
                continue
        try:
            dataset.rows  # noqa: B018 - it is opened here
        except InsetError as error:
            found = bad_because("datasets", error)
            yield replace(found, state="warning", message=f"{name} answers, but not in which rows: {found.message}")
            continue
        how = "every checksum is right" if subject.verify else "complete"
        yield Check("datasets", "good", f"{name}: {facts.counts.photos:,} photos, run {facts.run}, {how}.")
