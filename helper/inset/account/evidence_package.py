"""Evidence as a Frictionless Data Package: a description, the rows as a table, all as JSON, a page, how to verify it.

datapackage.json   what lies here, with the SHA-256 of each file. Source: specs.frictionlessdata.io, version 1
rows.csv           a row for each row that names a photo: where it stands, its text as it stands there, its SHA-256
evidence.json      what `inset evidence --json` prints
evidence.html      the same to read and print
VERIFY.txt         what it proves and what not, and commands by which somebody else looks the rows up
"""

from __future__ import annotations

import csv
import hashlib
import io
import shlex
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

from inset.account.evidence import Evidence, Listing, evidence_json
from inset.account.evidence_page import evidence_page
from inset.account.evidence_words import proves

COLUMNS: Final = {
    "photo_id": ("string", "the photo, as Flickr numbers it"),
    "dataset": ("string", "the dataset that lists it"),
    "answer": ("string", "listed for certain, or probably_listed"),
    "chance": ("number", "how likely a probable answer is true, from 0 to 1"),
    "run": ("string", "the build that read the list"),
    "source": ("string", "the list's file"),
    "source_sha256": ("string", "SHA-256 of that file"),
    "member": ("string", "in the file: a member of an archive, a sheet, a table"),
    "part": ("string", "the list in it"),
    "counts": ("string", "what the row's number counts from 1: line (the header is line 1), row or record"),
    "row": ("integer", "the row's number"),
    "text": ("string", "the row as it stands there, where the file was at hand"),
    "text_sha256": ("string", "SHA-256 of the text in UTF-8"),
}

_TYPES: Final = {"csv": "text/csv", "json": "application/json", "html": "text/html", "txt": "text/plain"}


def evidence_package(evidence: Sequence[Evidence]) -> dict[str, bytes]:
    """The files by name; `datapackage.json`, which has the hashes of the others, comes last."""
    verify = verifying_commands(evidence)
    contents = {
        "rows.csv": _rows(evidence),
        "evidence.json": orjson.dumps(evidence_json(evidence), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
        "evidence.html": "".join(evidence_page(evidence, verify=verify)).encode("utf-8", "replace"),
        "VERIFY.txt": "\n".join(_verify(evidence, verify)).encode("utf-8", "replace"),
    }
    description = _description(evidence, contents, verify)
    return {**contents, "datapackage.json": orjson.dumps(description, option=orjson.OPT_INDENT_2)}


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """The files of a package as one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


def verifying_commands(evidence: Sequence[Evidence]) -> list[str]:
    """Commands by which somebody who has the same files looks the rows up: with plain tools, and with Inset."""
    commands: dict[str, None] = {}
    manifests: dict[str, None] = {}
    for listing in (listing for each in evidence for listing in each.listings):
        if listing.source is None or listing.sha256 is None:
            continue
        name = shlex.quote(listing.source)
        commands[f"echo '{listing.sha256}  '{name} | sha256sum --check"] = None
        if listing.counts == "line" and not listing.member and listing.reader and not _is_packed(listing.source):
            commands |= {f"sed -n {row}p {name}": None for row in listing.rows[:10]}
        if listing.rows:
            manifests[f"--manifest {name}"] = None
    if manifests:
        commands[" ".join(("inset evidence", *(each.photo_id for each in evidence[:10]), *manifests))] = None
    return list(commands)


def _is_packed(name: str) -> bool:
    return name.lower().endswith((".gz", ".bz2", ".xz", ".zst", ".zip", ".tgz"))


def _rows(evidence: Sequence[Evidence]) -> bytes:
    """A row for each row of a list; one without a row's number where none is known."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in evidence:
        for listing in each.listings:
            writer.writerows(_cells(each.photo_id, listing))
    return out.getvalue().encode("utf-8", "replace")


def _cells(photo_id: str, listing: Listing) -> Iterator[list[object]]:
    texts = {raw.row: raw for raw in listing.raw}
    for row in listing.rows or (None,):
        raw = texts.get(row) if row is not None else None
        yield [
            photo_id,
            listing.dataset,
            listing.answer,
            listing.chance,
            listing.run,
            listing.source,
            listing.sha256,
            listing.member,
            listing.part,
            listing.counts,
            row,
            None if raw is None else raw.text,
            None if raw is None else raw.sha256,
        ]


def _description(evidence: Sequence[Evidence], contents: dict[str, bytes], verify: Sequence[str]) -> dict[str, Any]:
    photos = [each.photo_id for each in evidence]
    name = f"inset-evidence-{photos[0]}" + (f"-and-{len(photos) - 1}-more" if len(photos) > 1 else "")
    sources = {
        listing.sha256: {
            "title": listing.source,
            "sha256": listing.sha256,
            "bytes": listing.bytes,
            "obtained": listing.obtained,
        }
        for each in evidence
        for listing in each.listings
        if listing.sha256 is not None
    }
    return {
        "profile": "data-package",
        "name": name,
        "title": f"Where in lists of photos these stand: {', '.join(photos[:5])}{' …' * (len(photos) > 5)}",
        "created": evidence[0].made_at,
        "sources": list(sources.values()),
        "resources": [_resource(file, content) for file, content in contents.items()],
        "inset": {
            "version": evidence[0].inset_version,
            "proves": proves(evidence),
            "proves_not": list(dict.fromkeys(sentence for each in evidence for sentence in each.proves_not)),
            "verify": list(verify),
        },
    }


def _resource(file: str, content: bytes) -> dict[str, Any]:
    name, _, ending = file.rpartition(".")
    resource: dict[str, Any] = {
        "name": name.lower() if name.lower() != "evidence" else f"evidence-{ending}",
        "path": file,
        "format": ending,
        "mediatype": _TYPES[ending],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if ending == "csv":
        fields = [{"name": name, "type": kind, "description": told} for name, (kind, told) in COLUMNS.items()]
        resource |= {"profile": "tabular-data-resource", "schema": {"fields": fields, "missingValues": [""]}}
    return resource


def _verify(evidence: Sequence[Evidence], commands: Sequence[str]) -> Iterator[str]:
    yield "WHAT THIS PROVES"
    yield proves(evidence)
    yield ""
    yield "WHAT IT DOES NOT PROVE"
    yield from dict.fromkeys(f"- {sentence}" for each in evidence for sentence in each.proves_not)
    yield ""
    yield "TO LOOK IT UP YOURSELF, with the same file"
    yield from (f"    {command}" for command in commands)
    yield ""
    yield "The text of a row in rows.csv is the line without its end, or the record: of JSON as it stands there, of"
    yield "a spreadsheet its cells as CSV, of other formats as JSON. Its SHA-256 is of that text in UTF-8."
    yield ""
