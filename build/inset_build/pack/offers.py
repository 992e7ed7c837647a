"""What a publisher offers, as far as Inset believes it: only what is named exactly as it must be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final

import msgspec
from tuf.api.metadata import TargetFile

from inset.index.descriptor import is_dataset_name, is_run_name
from inset.visible import blanked
from inset_build.pack.layout import PACK_ENDING, delta_path

_LONGEST_TITLE: Final = 200


class Offered(msgspec.Struct, frozen=True):
    """What a publisher tells of a pack."""

    dataset: str
    run: str
    photos: Annotated[int, msgspec.Meta(ge=1, le=1 << 53)]


class OfferedDelta(msgspec.Struct, frozen=True):
    """What a publisher tells of a delta: the SHA-256 of the pack that it leads from, and of that which it leads to."""

    dataset: str
    run: str
    from_: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")] = msgspec.field(name="from")
    to: str


def offered_packs(targets: Iterable[TargetFile]) -> dict[str, tuple[Offered, TargetFile]]:
    """The newest pack of each dataset. What is not one of a dataset, by a name that says so exactly, is passed over.

    A name such as `../x` leads nowhere: a pack is fetched under its hash, and kept under that alone.
    """
    found: dict[str, tuple[Offered, TargetFile]] = {}
    for target in targets:
        offered = _offered(target)
        if offered is None:
            continue
        before = found.get(offered.dataset)
        if before is None or _order(offered.run) > _order(before[0].run):
            found[offered.dataset] = offered, target
    return found


def offered_delta(targets: Iterable[TargetFile], pack: TargetFile, dataset: str, before: str) -> TargetFile | None:
    """What leads to an offered pack from another, if it is smaller than that; None where nothing does.

    Args:
        targets: all that is offered; dataset: whose pack it is; before: SHA-256 of the pack that is here.
    """
    for target in targets:
        try:
            told = msgspec.convert(target.custom, OfferedDelta)
        except msgspec.ValidationError:
            continue
        leads = (told.dataset, told.from_, told.to) == (dataset, before, pack.hashes["sha256"])
        is_named = target.path == delta_path(dataset, told.run, before) and is_run_name(told.run)
        if leads and is_named and set(target.hashes) == {"sha256"} and target.length < pack.length:
            return target
    return None


def title_in(fields: Any) -> str | None:  # noqa: ANN401 - a publisher may write anything there
    """How a publisher calls what they offer, made harmless; None where they do not."""
    title = fields.get("title") if isinstance(fields, dict) else None
    if not isinstance(title, str):
        return None
    return " ".join(blanked(title).split())[:_LONGEST_TITLE] or None


def format_in(fields: Any) -> int | None:  # noqa: ANN401 - a publisher may write anything there
    """The number of the form in which a publisher describes packs; None where that is no number."""
    number = fields.get("format") if isinstance(fields, dict) else None
    return number if type(number) is int else None


def _offered(target: TargetFile) -> Offered | None:
    try:
        offered = msgspec.convert(target.custom, Offered)
    except msgspec.ValidationError:
        return None
    if not is_dataset_name(offered.dataset) or not is_run_name(offered.run) or set(target.hashes) != {"sha256"}:
        return None
    return offered if target.path == f"{offered.dataset}/{offered.run}{PACK_ENDING}" else None


def _order(run: str) -> tuple[str, int]:
    day, _, number = run.partition("-")
    return day, int(number)
