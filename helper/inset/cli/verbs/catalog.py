"""`inset catalog [NAME]`: which datasets are known to list Flickr photos, where their manifests are, how to opt out."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.cli.showing.tables import ANY, table, width_of
from inset.cli.showing.words import catalog_said, purpose_said, size, way_out_said, words
from inset.cli.showing.wrapping import wrapped
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus
from inset.words.counting import short_number, written_number

if TYPE_CHECKING:
    from inset_build.catalog.entries import CatalogEntry
    from inset_build.catalog.manifest_files import DownloadSize, ManifestFile

MARGIN: Final = 13
"""Columns in front of what a label is of, at least."""

LABELS: Final = ("kind", "purpose", "page", "paper", "status", "get", "opt_out", "contact", "here", "source_other")
"""As in `cli_label_…`; the widest tells the margin."""

NARROWEST: Final = 60
WIDEST: Final = 110
"""Lines are as long as the terminal is wide, within these bounds; 80 where there is none."""

SHORTEST_TITLE: Final = 12


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="tell all about this one")
    add_catalog_argument(parser)


def add_catalog_argument(parser: ArgumentParser) -> None:
    """The flag that `inset catalog` and `inset add` share."""
    parser.add_argument("--catalog", type=Path, metavar="FILE", help="use this catalog instead of the bundled one")


def _run(args: Namespace, context: Context) -> int:
    from inset.index.shelf.current import CURRENT_FILE
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
        said = words().text("cli_censuses_said")
        lines[len(training) : len(training)] = ["", *wrapped(said, _width())]
    return [head, *lines, "", *wrapped(words().text("cli_catalog_here"), _width())]


def _table(entries: Sequence[CatalogEntry], published: Collection[str]) -> list[str]:
    def rows(title_width: int) -> list[list[str]]:
        return [
            [
                "*" if entry.name in published else "",
                entry.name,
                _short(entry.title, title_width),
                "" if entry.photos is None else short_number(entry.photos, words().language),
                _way(entry),
            ]
            for entry in entries
        ]

    head = ["", *(words().text(f"cli_head_{name}") for name in ("name", "title", "photos", "way"))]
    others = max(map(width_of, table([*head[:2], "", *head[3:]], rows(0), right=(3,), room=ANY)))
    return table(head, rows(max(_width() - others, SHORTEST_TITLE)), right=(3,), room=_width())


def _width() -> int:
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def _short(title: str, width: int) -> str:
    """A title in so many columns: without what stands in brackets behind it, or else cut."""
    bare = title.partition(" (")[0]
    fitting = next((each for each in (title, bare) if len(each) <= width), None)
    return fitting if fitting is not None else f"{title[: width - 1].rstrip()}…" if width else ""


def _way(entry: CatalogEntry) -> str:
    """How to get the manifest, in a few words."""
    if entry.fetchable:
        known = download_words(entry.download)
        return f"inset add{f', {known}' if known else ''}"
    if not entry.names_photos:
        return words().text("cli_way_names_none")
    return words().text(f"cli_way_{entry.access}")


def download_words(download: DownloadSize) -> str:
    """How much is downloaded, as far as it is known: `6 MB`, `about 1.1 GB`, `over 45.2 MB`, or nothing."""
    if download.bytes == 0:
        return ""
    amount = size(download.bytes, round_off=True)
    if not download.complete:
        return words().text("cli_over_size", amount)
    return amount if download.exact else words().text("cli_about_size", amount)


def _details(entry: CatalogEntry, *, published: bool) -> list[str]:
    say = words().text
    lines = wrapped(f"{entry.title} ({entry.name})", _width())
    lines += _line("", f"{entry.publisher}{f', {entry.year}' if entry.year else ''}", margin=2)
    if entry.kind == "census":
        lines += _line(say("cli_label_kind"), say("cli_catalog_census"))
    lines += _line(say("cli_label_purpose"), purpose_said(entry.purpose))
    if entry.photos is not None:
        part = say("cli_catalog_part") if entry.flickr == "part" else ""
        note = catalog_said(entry.photos_note) if entry.photos_note else part
        counted = written_number(entry.photos, words().language)
        lines += _line(say("cli_head_photos"), f"{counted}{f' ({note})' if note else ''}")
    lines += _line(say("cli_label_page"), entry.page) + _line(say("cli_label_paper"), entry.paper)
    if entry.status is not None:
        state = say("cli_withdrawn" if entry.status.withdrawn else "cli_still_there")
        when = f" ({entry.status.when})" if entry.status.when else ""
        state += when
        if entry.status.note:
            state = words().told(state, catalog_said(entry.status.note))
        lines += _line(say("cli_label_status"), state)
    lines += _how_to_get(entry)
    if entry.opt_out is None:
        lines += _line(say("cli_label_opt_out"), say("cli_no_way_known"))
    else:
        lines += _line(say("cli_label_opt_out"), way_out_said(entry.opt_out.how))
        lines += _line("", entry.opt_out.page) + _line("", entry.opt_out.mail)
    if entry.contact is not None:
        lines += _line(say("cli_label_contact"), entry.contact.mail or entry.contact.page)
    lines += _line(say("cli_label_here"), say("cli_catalog_yes" if published else "cli_catalog_no"))
    sources = _sources(entry)
    for number, source in enumerate(sources):
        lines += _line(words().count("cli_label_source", len(sources)) if number == 0 else "", source)
    return lines


def _sources(entry: CatalogEntry) -> list[str]:
    """All sources of what is told, each once."""
    sources = dict.fromkeys(
        [
            *entry.sources,
            *(source for manifest in entry.manifests for source in manifest.sources),
            *(entry.opt_out.sources if entry.opt_out else ()),
            *(entry.contact.sources if entry.contact else ()),
            *(entry.status.sources if entry.status else ()),
        ]
    )
    return list(sources)


def _how_to_get(entry: CatalogEntry) -> list[str]:
    label = words().text("cli_label_get")
    obtain = catalog_said(entry.obtain) if entry.obtain else None
    if not entry.fetchable:
        once = words().text("cli_once_there", entry.build_command) if entry.names_photos else None
        return _line(label, _way(entry)) + _line("", obtain) + _line("", once)
    known = download_words(entry.download) or words().text("cli_size_untold")
    lines = _line(label, words().count("cli_add_downloads", entry.download.files, entry.name, known))
    for manifest in entry.manifests:
        lines += _line("", f"{manifest.url}{_size(manifest)}")
    return lines + _line("", obtain)


def _line(label: str, text: str | None, *, margin: int | None = None) -> list[str]:
    """`  label      text`, wrapped under itself; nothing where there is no text."""
    if text is None:
        return []
    margin = _margin() if margin is None else margin
    first = f"  {label}"
    first += " " * (margin - width_of(first))
    return [
        f"{' ' * margin if number else first}{part}" for number, part in enumerate(wrapped(text, _width() - margin))
    ]


def _margin() -> int:
    labels = [words().text(name) for name in (*(f"cli_label_{label}" for label in LABELS), "cli_head_photos")]
    return max(MARGIN, *(width_of(label) + 4 for label in labels))


def _size(manifest: ManifestFile) -> str:
    if manifest.bytes is not None:
        return f" ({size(manifest.bytes)})"
    return "" if manifest.about_bytes is None else f" ({words().text('cli_about_size', size(manifest.about_bytes))})"


VERB = Verb(
    "catalog", "list the datasets that are known to list Flickr photos, or tell all about one", _add_arguments, _run
)
