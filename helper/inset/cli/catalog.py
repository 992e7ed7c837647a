"""`inset catalog [NAME]`: which datasets are known to list Flickr photos, where their manifests are, how to opt out."""

from __future__ import annotations

import shutil
import textwrap
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.cli.output import plural, size
from inset.cli.tables import ANY, table, width_of
from inset.cli.verb import Context, Verb
from inset.cli.words import words
from inset.errors import ExitStatus

if TYPE_CHECKING:
    from inset_build.catalog.entries import CatalogEntry
    from inset_build.catalog.manifest_files import DownloadSize, ManifestFile

MARGIN: Final = 13
"""Columns in front of what a label is of."""

NARROWEST: Final = 60
WIDEST: Final = 110
"""Lines are as long as the terminal is wide, within these bounds; 80 where there is none."""

SHORTEST_TITLE: Final = 12

CENSUS: Final = (
    "A census: it lists nearly all photos that were public, and does not say that any was used for training."
)


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="tell all about this one")
    add_catalog_argument(parser)


def add_catalog_argument(parser: ArgumentParser) -> None:
    """The flag that `inset catalog` and `inset add` share."""
    parser.add_argument("--catalog", type=Path, metavar="FILE", help="use this catalog instead of the bundled one")


def _run(args: Namespace, context: Context) -> int:
    from inset.index.shelf import CURRENT_FILE
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
    context.output.answer(document, *_listed(list(catalog.entries.values()), published_names))
    return ExitStatus.OK


def _listed(entries: Sequence[CatalogEntry], published: Collection[str]) -> list[str]:
    """The catalog as a table that fits the terminal: training sets first, then censuses."""
    training = [entry for entry in entries if entry.kind == "training"]
    censuses = [entry for entry in entries if entry.kind == "census"]
    head, *lines = _table([*training, *censuses], published)
    if censuses:
        said = "Censuses: lists of nearly all photos that were public, not of photos chosen for training"
        lines[len(training) : len(training)] = ["", *textwrap.wrap(said, _width())]
    more = "* published here. All about one of them, and how to opt out of it: `inset catalog NAME`."
    return [head, *lines, "", *textwrap.wrap(more, _width())]


def _table(entries: Sequence[CatalogEntry], published: Collection[str]) -> list[str]:
    def rows(title_width: int) -> list[list[str]]:
        return [
            [
                "*" if entry.name in published else "",
                entry.name,
                _short(entry.title, title_width),
                "" if entry.photos is None else _count(entry.photos),
                _way(entry),
            ]
            for entry in entries
        ]

    head = ["", "name", "title", "photos", "how to get it"]
    others = max(map(width_of, table([*head[:2], "", *head[3:]], rows(0), right=(3,), room=ANY)))
    return table(head, rows(max(_width() - others, SHORTEST_TITLE)), right=(3,), room=_width())


def _width() -> int:
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def _short(title: str, width: int) -> str:
    """A title in so many columns: without what stands in brackets behind it, or else cut."""
    bare = title.partition(" (")[0]
    fitting = next((each for each in (title, bare) if len(each) <= width), None)
    return fitting if fitting is not None else f"{title[: width - 1].rstrip()}…" if width else ""


def _count(photos: int) -> str:
    """`70,000`, `1.47 million`, `5.85 billion`."""
    if photos < 1_000_000:
        return f"{photos:,}"
    amount, unit = (photos / 1e6, "million") if photos < 999_500_000 else (photos / 1e9, "billion")
    return f"{amount:.3g} {unit}"


def _way(entry: CatalogEntry) -> str:
    """How to get the manifest, in a few words."""
    if entry.fetchable:
        known = download_words(entry.download)
        return f"inset add{f', {known}' if known else ''}"
    if not entry.names_photos:
        return "names no photo"
    return {"free": "free, by hand", "agreement": "on agreement", "not_public": "not public"}[entry.access]


def download_words(download: DownloadSize) -> str:
    """How much is downloaded, as far as it is known: `6 MB`, `about 1.1 GB`, `over 45.2 MB`, or nothing."""
    if download.bytes == 0:
        return ""
    amount = size(download.bytes).replace(".0 ", " ")
    if not download.complete:
        return words().text("cli_over_size", amount)
    return amount if download.exact else words().text("cli_about_size", amount)


def _details(entry: CatalogEntry, *, published: bool) -> list[str]:
    lines = textwrap.wrap(f"{entry.title} ({entry.name})", _width())
    lines += _line("", f"{entry.publisher}{f', {entry.year}' if entry.year else ''}", margin=2)
    if entry.kind == "census":
        lines += _line("kind", CENSUS)
    lines += _line("purpose", entry.purpose)
    if entry.photos is not None:
        note = entry.photos_note or ("only a part of them Flickr's" if entry.flickr == "part" else "")
        lines += _line("photos", f"{entry.photos:,}{f' ({note})' if note else ''}")
    lines += _line("page", entry.page) + _line("paper", entry.paper)
    if entry.status is not None:
        word = "withdrawn" if entry.status.withdrawn else "still handed out"
        when = f" ({entry.status.when})" if entry.status.when else ""
        lines += _line("status", f"{word}{when}{f': {entry.status.note}' if entry.status.note else ''}")
    lines += _how_to_get(entry)
    if entry.opt_out is None:
        lines += _line("opt out", "no way is known")
    else:
        lines += _line("opt out", entry.opt_out.how)
        lines += _line("", entry.opt_out.page) + _line("", entry.opt_out.mail)
    if entry.contact is not None:
        lines += _line("contact", entry.contact.mail or entry.contact.page)
    lines += _line("published", "yes (`inset datasets` tells more)" if published else "no")
    sources = dict.fromkeys(
        [
            *entry.sources,
            *(source for manifest in entry.manifests for source in manifest.sources),
            *(entry.opt_out.sources if entry.opt_out else ()),
            *(entry.contact.sources if entry.contact else ()),
            *(entry.status.sources if entry.status else ()),
        ]
    )
    for number, source in enumerate(sources):
        lines += _line(plural(len(sources), "source").split()[-1] if number == 0 else "", source)
    return lines


def _how_to_get(entry: CatalogEntry) -> list[str]:
    if not entry.fetchable:
        once = f"Once you have it: `{entry.build_command}`" if entry.names_photos else None
        return _line("get it", _way(entry)) + _line("", entry.obtain) + _line("", once)
    files = plural(entry.download.files, "file")
    known = download_words(entry.download) or words().text("cli_size_untold")
    lines = _line("get it", f"`inset add {entry.name}` downloads {files}, {known}")
    for manifest in entry.manifests:
        lines += _line("", f"{manifest.url}{_size(manifest)}")
    return lines + _line("", entry.obtain)


def _line(label: str, text: str | None, *, margin: int = MARGIN) -> list[str]:
    """`  label      text`, wrapped under itself; nothing where there is no text."""
    if text is None:
        return []
    wrapped = textwrap.wrap(text, _width() - margin, break_long_words=False, break_on_hyphens=False)
    return [f"  {label if number == 0 else '':<{margin - 2}}{part}" for number, part in enumerate(wrapped)]


def _size(manifest: ManifestFile) -> str:
    if manifest.bytes is not None:
        return f" ({size(manifest.bytes)})"
    return "" if manifest.about_bytes is None else f" ({words().text('cli_about_size', size(manifest.about_bytes))})"


VERB = Verb(
    "catalog", "list the datasets that are known to list Flickr photos, or tell all about one", _add_arguments, _run
)
