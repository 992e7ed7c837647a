"""`inset catalog [NAME]`: which datasets are known to list Flickr photos, where their manifests are, how to opt out."""

from __future__ import annotations

import textwrap
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from inset.cli.output import plural, size, table
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus

if TYPE_CHECKING:
    from inset_build.catalog.entries import CatalogEntry, ManifestFile

WIDTH = 110


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="tell all about this one")
    add_catalog_argument(parser)


def add_catalog_argument(parser: ArgumentParser) -> None:
    """The flag that `inset catalog` and `inset add` share."""
    parser.add_argument("--catalog", type=Path, metavar="FILE", help="use this catalog instead of the bundled one")


def _run(args: Namespace, context: Context) -> int:
    from inset.index.library import CURRENT_FILE
    from inset_build.catalog.documents import catalog_document
    from inset_build.catalog.entries import load_catalog

    def is_published(name: str) -> bool:
        return (context.paths.datasets / name / CURRENT_FILE).is_file()

    catalog = load_catalog(args.catalog)
    if args.name is not None:
        entry = catalog.find(args.name)
        published = is_published(entry.name)
        context.output.answer(
            {**catalog_document(entry), "published": published}, *_details(entry, published=published)
        )
        return ExitStatus.OK
    published_names = {name for name in catalog.entries if is_published(name)}
    document = {
        "checked": catalog.checked,
        "datasets": [
            {**catalog_document(entry), "published": entry.name in published_names}
            for entry in catalog.entries.values()
        ],
    }
    rows = [
        [
            "*" if entry.name in published_names else "",
            entry.name,
            _short(entry.title, 34),
            _short(entry.purpose, 30),
            "" if entry.photos is None else f"{entry.photos:,}",
            _way(entry),
        ]
        for entry in catalog.entries.values()
    ]
    context.output.answer(
        document,
        *table(["", "name", "title", "purpose", "photos", "how to get it"], rows, right=(4,)),
        "",
        "* published here. All about one of them, and how to opt out of it: `inset catalog NAME`.",
    )
    return ExitStatus.OK


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def _way(entry: CatalogEntry) -> str:
    """How to get the manifest, in three words at most."""
    if entry.fetchable:
        return "inset add"
    return {"free": "free, by hand", "agreement": "on agreement", "not_public": "not public"}[entry.access]


def _details(entry: CatalogEntry, *, published: bool) -> list[str]:
    lines = [f"{entry.title} ({entry.name})", f"  {entry.publisher}{f', {entry.year}' if entry.year else ''}"]
    lines += _line("purpose", entry.purpose)
    if entry.photos is not None:
        note = entry.photos_note or ("only a part of them Flickr's" if entry.flickr == "part" else "")
        lines += _line("photos", f"{entry.photos:,}{f' ({note})' if note else ''}")
    lines += _line("page", entry.page) + _line("paper", entry.paper)
    if entry.status is not None:
        word = "withdrawn" if entry.status.withdrawn else "still handed out"
        when = f" ({entry.status.when})" if entry.status.when else ""
        lines += _line("status", f"{word}{when}{f': {entry.status.note}' if entry.status.note else ''}")
    lines += _line("get it", f"`inset add {entry.name}`" if entry.fetchable else _way(entry))
    for manifest in entry.manifests:
        lines += _line("", f"{manifest.url}{_size(manifest)}")
    lines += _line("", entry.obtain)
    if not entry.fetchable:
        lines += _line("", f"Once you have it: `{entry.build_command}`")
    if entry.opt_out is None:
        lines += _line("opt out", "no way is known")
    else:
        lines += _line("opt out", entry.opt_out.how)
        lines += _line("", entry.opt_out.page) + _line("", entry.opt_out.mail)
    lines += _line("published", "yes (`inset datasets` tells more)" if published else "no")
    sources = dict.fromkeys(
        [
            *entry.sources,
            *(source for manifest in entry.manifests for source in manifest.sources),
            *(entry.opt_out.sources if entry.opt_out else ()),
            *(entry.status.sources if entry.status else ()),
        ]
    )
    for number, source in enumerate(sources):
        lines += _line(plural(len(sources), "source").split()[-1] if number == 0 else "", source)
    return lines


def _line(label: str, text: str | None) -> list[str]:
    """`  label      text`, wrapped under itself; nothing where there is no text."""
    if text is None:
        return []
    wrapped = textwrap.wrap(text, WIDTH - 13, break_long_words=False, break_on_hyphens=False)
    return [f"  {label if number == 0 else '':<11}{part}" for number, part in enumerate(wrapped)]


def _size(manifest: ManifestFile) -> str:
    if manifest.bytes is not None:
        return f" ({size(manifest.bytes)})"
    return "" if manifest.about_bytes is None else f" (about {size(manifest.about_bytes)})"


VERB = Verb(
    "catalog", "list the datasets that are known to list Flickr photos, or tell all about one", _add_arguments, _run
)
