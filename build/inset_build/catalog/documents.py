"""What programs and descriptors are told of a catalog's entry."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from inset.index.about import About, Contact, OptOut
from inset.index.kind import Kind
from inset_build.catalog.entries import CatalogEntry, load_catalog


def catalog_document(entry: CatalogEntry) -> dict[str, Any]:
    """The wire form of an entry; what is not known is left out.

    `why_not_fetchable`, an error's `{"code","message","hint"}`, tells what to do where `inset add` cannot do it all;
    where it can, `download` tells how much it fetches, see `DownloadSize`.
    """
    known = _known(asdict(entry))
    assert isinstance(known, dict)
    way = (
        {"download": asdict(entry.download)}
        if entry.fetchable
        else {"why_not_fetchable": entry.why_not_fetchable().as_dict()}
    )
    build = {"build": entry.build_command} if entry.names_photos else {}
    return {**known, "fetchable": entry.fetchable, **way, **build}


def about_entry(entry: CatalogEntry, checked: date, *, model_provider: bool = False) -> About:
    """What a descriptor keeps of an entry.

    Args:
        checked: when the catalog was last compared with its sources.
        model_provider: its publisher offers general-purpose AI models, as far as the catalog knows.
    """
    opt_out, contact, status = entry.opt_out, entry.contact, entry.status
    return About(
        title=entry.title,
        publisher=entry.publisher,
        purpose=entry.purpose,
        year=entry.year,
        page=entry.page,
        paper=entry.paper,
        opt_out=None
        if opt_out is None
        else OptOut(
            how=opt_out.how,
            url=opt_out.page,
            mail=opt_out.mail,
            way=opt_out.way,
            tag=opt_out.tag,
            asks_for=opt_out.asks_for,
            accepts=opt_out.accepts,
        ),
        withdrawn=None if status is None else status.withdrawn,
        withdrawn_when=None if status is None else status.when,
        note=None if status is None else status.note,
        checked=checked.isoformat(),
        contact=None if contact is None else Contact(mail=contact.mail, url=contact.page),
        model_provider=model_provider,
    )


def bundled_about(dataset: str) -> About | None:
    """What the bundled catalog says of a dataset of this name; None where it knows none."""
    catalog = load_catalog()
    entry = catalog.entries.get(dataset)
    if entry is None:
        return None
    return about_entry(entry, catalog.checked, model_provider=entry.publisher in catalog.model_providers)


def bundled_kind(dataset: str) -> Kind | None:
    """What kind of list the bundled catalog says a dataset of this name is; None where it knows none."""
    entry = load_catalog().entries.get(dataset)
    return None if entry is None else entry.kind


def _known(value: Any) -> Any:  # noqa: ANN401 - any value of a document
    if isinstance(value, dict):
        return {key: _known(inner) for key, inner in value.items() if inner is not None and inner != ()}
    if isinstance(value, (list, tuple)):
        return [_known(inner) for inner in value]
    return value
