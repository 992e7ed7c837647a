"""The catalog: which datasets list Flickr photos, where their manifests are, and how to opt out of them.

catalog.toml, format 1:

format = 1
checked = 2026-11-22                 when its facts were last compared with their sources
[[model_provider]]                   publishers, sources: who offers general-purpose AI models

[[dataset]]                          facts; sources = where they stand
name, title, publisher, purpose      words; name as in `inset build NAME`
kind = "training" | "census"         census: a list of nearly all photos that were public, see inset.index.kind;
                                     training where it is absent
year                                 of publication
photos, photos_note                  how many photos it lists, and what that number counts where it is not photos
flickr = "all" | "part"              whether every photo it lists is Flickr's
page, paper                          URLs
access = "free" | "agreement" | "not_public"
obtain                               how to get the manifest, or what to ask for; needed where there is none to fetch
names_photos = false                 its manifest tells of no photo which one of Flickr's it is; then `obtain` tells why
reader, column                       for the build, where looking at the manifest does not tell
  [[dataset.manifest]]               what a program can fetch: url, file, bytes, about_bytes, sha256, md5, sources
  [dataset.opt_out]                  how, page, mail, way, tag, asks_for, accepts (see inset.index.about), sources
  [dataset.contact]                  mail, page, sources: the authors', where no way out is known
  [dataset.status]                   withdrawn, when, note, sources

What nobody has found out is absent. Nothing here imports more than the standard library: `inset catalog` starts fast.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, cast

from inset.errors import CatalogInvalid, InsetError, ManifestByHand, ManifestNotPublic, NotInCatalog, UsageInvalid
from inset.index.about import ASKED_FOR, ROLES, WAYS
from inset.index.descriptor import check_dataset_name
from inset.index.kind import KINDS, Kind
from inset.words.sentences import either, sentence
from inset_build.catalog.fields import Fields
from inset_build.catalog.manifest_files import DownloadSize, ManifestFile, download_size, take_manifest

BUNDLED: Final = Path(__file__).with_name("catalog.toml")
FORMAT: Final = 1
MAX_BYTES: Final = 1 << 22
"""The bundled catalog has some 50 kB; a file over this is not a catalog, and is not read."""

Access = Literal["free", "agreement", "not_public"]
Flickr = Literal["all", "part"]


@dataclass(frozen=True, slots=True)
class OptOut:
    """How a person gets their photos out of a dataset, and where."""

    how: str
    sources: tuple[str, ...]
    page: str | None = None
    mail: str | None = None
    way: str | None = None
    tag: str | None = None
    asks_for: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Where the authors can be reached; at least one of the two is there."""

    sources: tuple[str, ...]
    mail: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the dataset's authors have withdrawn it, when (a year, month or day), and what else there is to say."""

    withdrawn: bool
    sources: tuple[str, ...]
    when: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One dataset. None stands for what is not known; the fields are those of the file, see above."""

    name: str
    title: str
    publisher: str
    purpose: str
    access: Access
    flickr: Flickr
    sources: tuple[str, ...]
    kind: Kind = "training"
    year: int | None = None
    photos: int | None = None
    photos_note: str | None = None
    page: str | None = None
    paper: str | None = None
    obtain: str | None = None
    reader: str | None = None
    column: str | None = None
    manifests: tuple[ManifestFile, ...] = ()
    opt_out: OptOut | None = None
    contact: Contact | None = None
    status: Status | None = None
    names_photos: bool = True

    @property
    def fetchable(self) -> bool:
        """Whether `inset add` can do it all."""
        return bool(self.manifests)

    @property
    def download(self) -> DownloadSize:
        """How much `inset add` fetches; no files where it fetches none."""
        return download_size(self.manifests)

    @property
    def build_command(self) -> str | None:
        """How to build it, once the person has the manifest; None where the manifest names no photo."""
        if not self.names_photos:
            return None
        options = [
            f" --{name} {value}"
            for name, value in (("reader", self.reader), ("column", self.column))
            if value is not None
        ]
        return f"inset build {self.name} FILE…{''.join(options)}"

    def why_not_fetchable(self) -> InsetError:
        """The error that says how to get the manifest without `inset add`."""
        if not self.names_photos:
            return ManifestNotPublic(sentence("catalog_leave", self.title, self.obtain))
        hint = sentence("list_hint_once_there", self.build_command)
        if self.access == "free":
            return ManifestByHand(sentence("catalog_by_hand", self.title, self.obtain), hint=hint)
        name = "catalog_agreement" if self.access == "agreement" else "catalog_not_public"
        return ManifestNotPublic(sentence(name, self.obtain, self.title), hint=hint)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entries by name, in the file's order.

    `checked`: when their facts were compared with their sources. `model_providers`: the publishers of which a source
    says that they offer general-purpose AI models.
    """

    entries: Mapping[str, CatalogEntry]
    checked: date
    model_providers: frozenset[str] = frozenset()

    def find(self, name: str) -> CatalogEntry:
        """Return the entry of that name.

        Raises:
            NotInCatalog: there is none; near matches are named.
        """
        if name in self.entries:
            return self.entries[name]
        asked = name.casefold()
        titles = {entry.title.casefold(): entry.name for entry in self.entries.values()}
        near = dict.fromkeys(
            [
                *difflib.get_close_matches(asked, self.entries, n=3, cutoff=0.6),
                *(titles[title] for title in difflib.get_close_matches(asked, titles, n=3, cutoff=0.6)),
                *(known for known in self.entries if len(asked) > 2 and (asked in known or known in asked)),
            ]
        )
        meant = list(near)[:4]
        raise NotInCatalog(
            sentence("catalog_none_meant", repr(name), either(meant))
            if meant
            else sentence("catalog_none", repr(name)),
            hint="If you have its list: `inset build NAME FILE…`.",
        )


def load_catalog(path: Path | None = None) -> Catalog:
    """Read and check a catalog.

    Args:
        path: the file; None for the bundled one.

    Raises:
        CatalogInvalid: it cannot be read; the message names the entry and the field.
    """
    path = path or BUNDLED
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b"\0"
        data = tomllib.loads(content.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogInvalid(sentence("catalog_unread", path, error)) from error
    top = Fields(data, f"{path.name}")
    if top.take("format", int) != FORMAT:
        raise CatalogInvalid(sentence("catalog_format", FORMAT, path))
    checked = top.take("checked", date)
    model_providers = _model_providers(top)
    entries: dict[str, CatalogEntry] = {}
    for number, table in enumerate(top.tables("dataset"), start=1):
        entry = _entry(Fields(table, f"{path.name}: dataset {table.get('name', f'number {number}')!s}"))
        if entry.name in entries:
            raise CatalogInvalid(sentence("catalog_twice", entry.name, path.name))
        entries[entry.name] = entry
    top.done()
    return Catalog(entries, checked, model_providers)


def _model_providers(top: Fields) -> frozenset[str]:
    named: set[str] = set()
    for number, table in enumerate(top.tables("model_provider"), start=1):
        fields = Fields(table, f"{top.where}: model_provider number {number}")
        fields.sources()
        named.update(fields.words("publishers"))
        fields.done()
    return frozenset(named)


def _is_name(name: str) -> bool:
    try:
        check_dataset_name(name)
    except UsageInvalid:
        return False
    return True


def _entry(fields: Fields) -> CatalogEntry:
    opt_out, contact, status = fields.table("opt_out"), fields.table("contact"), fields.table("status")
    entry = CatalogEntry(
        name=fields.take("name", str, _is_name, "it must be a name that a dataset can have"),
        title=fields.take("title", str),
        publisher=fields.take("publisher", str),
        purpose=fields.take("purpose", str),
        access=cast(
            "Access",
            fields.take(
                "access", str, ("free", "agreement", "not_public").__contains__, "free, agreement or not_public"
            ),
        ),
        flickr=cast("Flickr", fields.take("flickr", str, ("all", "part").__contains__, "it must be all or part")),
        sources=fields.sources(),
        kind=cast("Kind", fields.maybe("kind", str, KINDS.__contains__, "it must be training or census") or "training"),
        year=fields.maybe("year", int, range(2004, 2100).__contains__, "it must be a year since Flickr began, 2004"),
        photos=fields.maybe("photos", int),
        photos_note=fields.maybe("photos_note", str),
        page=fields.url("page"),
        paper=fields.url("paper"),
        obtain=fields.maybe("obtain", str),
        reader=fields.maybe("reader", str),
        column=fields.maybe("column", str),
        manifests=tuple(
            take_manifest(Fields(table, f"{fields.where}, manifest {number}"))
            for number, table in enumerate(fields.tables("manifest"), start=1)
        ),
        opt_out=None if opt_out is None else _opt_out(opt_out),
        contact=None if contact is None else _contact(contact),
        status=None if status is None else _status(status),
        names_photos=fields.maybe("names_photos", bool) is not False,
    )
    fields.done()
    if entry.manifests and not entry.names_photos:
        fields.fail("manifest", "one that names no photo is not fetched")
    if entry.manifests and entry.access != "free":
        fields.fail("manifest", "only a free one can be fetched by a program")
    if not entry.manifests and entry.obtain is None:
        fields.fail("obtain", "say how to get the manifest, or what to ask for")
    if entry.page is None and entry.paper is None:
        fields.fail("page", "name the dataset's page or its paper")
    names = [manifest.file for manifest in entry.manifests]
    if len({name.casefold() for name in names}) != len(names):
        fields.fail("manifest", "two files have one name; give one of them another by `file`")
    return entry


def _opt_out(fields: Fields) -> OptOut:
    opt_out = OptOut(
        how=fields.take("how", str),
        sources=fields.sources(),
        page=fields.url("page"),
        mail=_mail(fields),
        way=fields.maybe("way", str, WAYS.__contains__, f"it must be {', '.join(WAYS[:-1])} or {WAYS[-1]}"),
        tag=fields.maybe("tag", str, lambda text: " " not in text, "it must be one word, as Flickr's tags are"),
        asks_for=fields.words("asks_for", ASKED_FOR),
        accepts=fields.words("accepts", ROLES),
    )
    fields.done()
    if (opt_out.way == "mail" and opt_out.mail is None) or (opt_out.way not in (None, "mail") and opt_out.page is None):
        fields.fail("way", "say where: a mail needs `mail`, any other way needs `page`")
    return opt_out


def _contact(fields: Fields) -> Contact:
    contact = Contact(sources=fields.sources(), mail=_mail(fields), page=fields.url("page"))
    fields.done()
    if contact.mail is None and contact.page is None:
        fields.fail("mail", "give a mail address or a page")
    return contact


def _mail(fields: Fields) -> str | None:
    return fields.maybe("mail", str, lambda text: "@" in text and " " not in text, "it must be a mail address")


def _status(fields: Fields) -> Status:
    status = Status(
        withdrawn=fields.take("withdrawn", bool),
        sources=fields.sources(),
        when=fields.maybe(
            "when", str, lambda text: re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) is not None, "YYYY[-MM[-DD]]"
        ),
        note=fields.maybe("note", str),
    )
    fields.done()
    return status
