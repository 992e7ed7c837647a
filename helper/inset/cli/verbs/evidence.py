"""`inset evidence PHOTO…`: in which rows of which list photos stand, to look it up, to print, to hand over."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, InsetError, ManifestInvalid, UsageInvalid
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.account.evidence import Evidence, ListKey

FORMATS: Final = ("html", "datapackage")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("refs", nargs="+", metavar="PHOTO", help="a photo ID, or any URL that names one photo")
    parser.add_argument(
        "--manifest",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="the very file that a dataset was built from: its SHA-256 is checked and its rows are shown",
    )
    parser.add_argument("--format", choices=FORMATS, help="write a page to print, or a Frictionless Data Package")
    parser.add_argument("-o", "--output", type=Path, metavar="PATH", help="where to: FILE.html, FILE.zip, a folder")
    parser.add_argument("--force", action="store_true", help="replace what is there already")
    parser.add_argument(
        "--timestamp", metavar="URL", help="ask this RFC 3161 server to stamp it; only its hash is sent there"
    )


def _run(args: Namespace, context: Context) -> int:
    from inset.account.evidence import evidence_json, find_evidence
    from inset.cli.showing.evidence_lines import lines
    from inset.index.sound import open_sound
    from inset.photo_ref import parse_photo_ref

    to = _format(args)
    path = _path(args, to)
    photo_ids = [parse_photo_ref(ref) for ref in args.refs]
    library = open_sound(context.paths.datasets)
    evidence = find_evidence(library, photo_ids)
    if args.manifest:
        evidence = _with_manifests(evidence, args.manifest)
    document = evidence_json(evidence)
    told = [line for each in evidence for line in lines(each)]
    if to is not None and path is not None:
        document["files"] = [str(file) for file in _write(evidence, to, path, args)]
        told += [words().text("cli_wrote", file) for file in document["files"]]
    context.output.answer(document, *told)
    return _warn(context, library.unavailable.values())


def _format(args: Namespace) -> str | None:
    """What to write: as asked for, else by the path's ending."""
    if args.format is not None or args.output is None:
        if args.timestamp is not None and args.format is None:
            raise UsageInvalid(sentence("error_stamp_of_file"))
        chosen: str | None = args.format
        return chosen
    ending = args.output.suffix.lower()
    return "html" if ending in (".html", ".htm") else "datapackage"


def _path(args: Namespace, to: str | None) -> Path | None:
    """Where to write; a name in this folder if the person gave none."""
    if to is None:
        return None
    path: Path = args.output or Path(f"inset-evidence.{'html' if to == 'html' else 'zip'}")
    if path.exists() and not args.force:
        raise UsageInvalid(sentence("error_path_there", path))
    if not path.absolute().parent.is_dir():
        raise UsageInvalid(sentence("error_path_folder", path.parent))
    return path


def _with_manifests(evidence: Sequence[Evidence], manifests: Sequence[Path]) -> tuple[Evidence, ...]:
    """The evidence with the rows of these files, each of which must be one that a dataset was built from.

    Raises:
        ManifestInvalid: a file is another one, or cannot be read.
    """
    from inset.account.evidence import check_manifest, lists_of, with_raw_rows
    from inset.index.verify import file_facts

    hashes: dict[str, Path] = {}
    for manifest in manifests:
        if not manifest.is_file():
            raise ManifestInvalid(sentence("error_manifest_none", manifest), path=manifest)
        sha256 = file_facts(manifest).sha256
        check_manifest(evidence, manifest.name, sha256)
        hashes[sha256] = manifest
    from inset_build.raw_rows import Wanted, raw_rows  # after the check, because it imports Polars

    raw: dict[ListKey, dict[int, str]] = {}
    for sha256, manifest in hashes.items():
        keys = {Wanted(*key[1:]): (key, rows) for key, rows in lists_of(evidence).items() if key[0] == sha256}
        found = raw_rows(manifest, {wanted: rows for wanted, (_, rows) in keys.items()})
        raw |= {keys[wanted][0]: texts for wanted, texts in found.items()}
        if file_facts(manifest).sha256 != sha256:
            raise ManifestInvalid(sentence("error_manifest_changed", manifest), path=manifest)
    return with_raw_rows(evidence, raw)


def _write(evidence: Sequence[Evidence], to: str, path: Path, args: Namespace) -> list[Path]:
    """Write what was asked for, private to this person; return the files."""
    from inset.account.evidence_package import evidence_package, verifying_commands, zipped
    from inset.account.evidence_page import evidence_page
    from inset.private_files import write_new_private

    if to == "html":
        page = "".join(evidence_page(evidence, verify=verifying_commands(evidence))).encode("utf-8", "replace")
        stamp = _stamp(page, args)
        files = {path: page} | ({path.with_name(f"{path.name}.tsr"): stamp} if stamp else {})
    else:
        contents = evidence_package(evidence)
        if stamp := _stamp(contents["datapackage.json"], args):
            contents["datapackage.json.tsr"] = stamp
        if path.suffix.lower() == ".zip":
            files = {path: zipped(contents)}
        else:
            path.mkdir(exist_ok=True)
            files = {path / name: content for name, content in contents.items()}
    for file, content in files.items():
        write_new_private(file, [content])
    return list(files)


def _stamp(data: bytes, args: Namespace) -> bytes | None:
    if args.timestamp is None:
        return None
    from inset.account.time_stamp import time_stamp

    return time_stamp(data, args.timestamp)[0]


def _warn(context: Context, errors: Iterable[InsetError]) -> int:
    """Say which datasets could not be asked: for them, nothing has been answered."""
    status: int = ExitStatus.OK
    for error in errors:
        context.output.note(f"inset: {words().text('cli_not_asked', error.message)}")
        status = error.exit_status
    return status


VERB = Verb("evidence", "tell in which rows of which list photos stand, as proof", _add_arguments, _run)
