"""The JSON forms that the API and the command line's `--json` share: a dataset, a look-up's answer, a licence.

`server/openapi.yaml` describes them; a test holds both equal, field by field. A form that only the API has stands
beside its handler in `server/resources/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict, cast

import msgspec

from inset.index.kind import Kind
from inset.index.origin import How

if TYPE_CHECKING:
    from inset.index import dataset_index
    from inset.index.details import PhotoDetails  # it brings SQLite, which is loaded when somebody asks for details
    from inset.index.origin import Origin


class DatasetSource(TypedDict):
    """One manifest that a run was built from.

    `column` is what of a row gave the photo, and `obtained` where and when somebody got the file, both in words; None
    where nobody noted it.
    """

    name: str
    bytes: int
    sha256: str | None
    reader: str
    column: str | None
    obtained: str | None


class Dataset(TypedDict):
    """One published dataset: its current run.

    `chance` is how likely a hit of the filter is true; None where `exact`. `about` is what the catalog said of the
    dataset when it was built; `origin` is where it came from, None where it was built on this computer.
    """

    name: str
    kind: Kind
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
    origin: DatasetOrigin | None


class DatasetOrigin(TypedDict):
    """Where a dataset came from that was not built on this computer, see `inset.index.origin`.

    `signed_by` and `how` are both there, or nobody vouches for it. `publisher`, `dataset` and `run` are their words.
    """

    dataset: str
    run: str
    descriptor: str
    pack: str | None
    signed_by: str | None
    how: How | None
    publisher: str | None
    address: str | None
    unpacked_at: str


class DatasetAnswer(TypedDict):
    """What one dataset says of a photo that it lists, or seems to.

    `chance` is there for `probably_listed` alone; `unvouched` only where somebody else made the dataset, and no
    signature was verified.
    """

    dataset: str
    answer: Literal["listed", "probably_listed"]
    chance: NotRequired[float]
    unvouched: NotRequired[Literal[True]]


class LicenceFacts(TypedDict):
    """A licence as the manifest gave it.

    `id` is Flickr's number, and then everything else is there too; None where the manifest has words of its own, which
    are then the `name`, and nothing is said about what they allow.
    """

    id: int | None
    name: str
    url: NotRequired[str]
    commercial: NotRequired[bool | None]
    derivatives: NotRequired[bool | None]
    attribution: NotRequired[bool | None]


def dataset_facts(index: dataset_index.DatasetIndex) -> Dataset:
    """Describe one dataset."""
    descriptor = index.descriptor
    return {
        "name": descriptor.dataset,
        "kind": descriptor.kind,
        "run": descriptor.run,
        "built_at": descriptor.built_at,
        "photos": descriptor.counts.photos,
        "rows": descriptor.counts.rows,
        "rejected": descriptor.counts.rejected,
        "duplicates": descriptor.counts.duplicates,
        "exact": descriptor.exact,
        "details": descriptor.details,
        "false_positive_rate": descriptor.filter.false_positive_rate,
        "chance": index.answer.chance,
        "bytes": sum(facts.bytes for facts in descriptor.files.values()),
        "sources": [
            {
                "name": source.name,
                "bytes": source.bytes,
                "sha256": source.sha256,
                "reader": source.reader,
                "column": source.column,
                "obtained": source.obtained,
            }
            for source in descriptor.sources
        ],
        "about": None if descriptor.about is None else msgspec.to_builtins(descriptor.about),
        "origin": None if descriptor.origin is None else origin_facts(descriptor.origin),
    }


def origin_facts(origin: Origin) -> DatasetOrigin:
    """Describe where a dataset came from; a signature that was not verified here counts as none."""
    signed = origin.is_signed
    return {
        "dataset": origin.dataset,
        "run": origin.run,
        "descriptor": origin.descriptor,
        "pack": origin.pack,
        "signed_by": origin.signed_by if signed else None,
        "how": cast("How", origin.how) if signed else None,
        "publisher": origin.publisher,
        "address": origin.address,
        "unpacked_at": origin.unpacked_at,
    }


def answer_facts(answer: dataset_index.DatasetAnswer) -> DatasetAnswer:
    """Describe the answer of one dataset for one photo."""
    facts: DatasetAnswer = {"dataset": answer.dataset, "answer": answer.answer}
    if answer.chance is not None:
        facts["chance"] = answer.chance
    if answer.unvouched:
        facts["unvouched"] = True
    return facts


def licence_facts(details: PhotoDetails | None) -> LicenceFacts | None:
    """Describe the licence in a photo's details: Flickr's with what it allows, else the manifest's words, else None."""
    if details is None:
        return None
    licence = details.licence
    if licence is None:
        return None if details.licence_words is None else {"id": None, "name": details.licence_words}
    return {
        "id": licence.id,
        "name": licence.name,
        "url": licence.url,
        "commercial": licence.commercial,
        "derivatives": licence.derivatives,
        "attribution": licence.attribution,
    }
