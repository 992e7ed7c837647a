"""`python -m inset_build`: the build as a process that the helper starts, so that a crash does not end the helper.

    build NAME LIST… --datasets FOLDER [--reader R] [--column C] [--error-rate P] [--filter-only]
          [--kind K] [--cluster ADDRESS [--to SHARED] [--resume] [--skip-bad]]
    add NAME --datasets FOLDER --downloads FOLDER [--catalog FILE]
    sample --datasets FOLDER
    fetch NAME ADDRESS --datasets FOLDER --downloads FOLDER [as for build]
    size ADDRESS
    follow [ID…] --subscriptions FOLDER --datasets FOLDER
    explain LIST… [--reader R] [--column C]
    photos LIST [--reader R] [--column C]
    catalog [--catalog FILE]

Its stdout is JSON, one object a line: any number of `{"progress":{"phase","rows","bytes_read","bytes_total"}}`, at most
ten a second, not counting the first of each phase; where a cluster has one, `{"dashboard": ADDRESS}`; then one of

    {"report": {…}}                       what was built, explained, found or listed
    {"error": {"code","message","hint"}}  what is wrong with the manifest, the disk, …
    {"mistake": {"kind","trace"}}         a bug in Inset: an exception's type and where it happened, without its message

`bytes_total` is 0 if it is not known. If the last line is missing, it was interrupted: see `inset_build.lifeline`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from inset.disk_errors import disk_error
from inset.errors import ExitStatus, InsetError
from inset.index.kind import KINDS
from inset.index.sample import SAMPLE_NAME
from inset_build.lifeline import Lifeline

PROGRESS_EVERY: Final = 0.1
"""Seconds."""

_NICER: Final = 5
"""By how much a build lowers its priority. Explaining and listing do not, because the person waits for them."""


class _Lines:
    """Writes the lines to stdout."""

    def __init__(self) -> None:
        # Redirect stdout to stderr, so that nothing a library prints gets between the lines.
        self._stdout = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        self._last: dict[str, object] = {}
        self._told = float("-inf")

    def write(self, kind: str, content: object) -> None:
        self._stdout.write(orjson.dumps({kind: content}, option=orjson.OPT_APPEND_NEWLINE))
        self._stdout.flush()

    def progress(self, phase: str, rows: int, bytes_read: int, bytes_total: int) -> None:
        line = {"phase": phase, "rows": rows, "bytes_read": bytes_read, "bytes_total": bytes_total}
        now = time.monotonic()
        begins = phase != self._last.get("phase")
        if line == self._last or (not begins and now - self._told < PROGRESS_EVERY and bytes_read != bytes_total):
            return
        # After the first line of a phase, let the next one through at once: there may be no other for a while.
        self._last, self._told = line, float("-inf") if begins else now
        self.write("progress", line)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    args = _parser().parse_args(argv)
    lines, lifeline = _Lines(), Lifeline()
    lifeline.hold()
    if args.command in ("build", "add", "fetch", "sample", "follow") and sys.platform != "win32":
        os.nice(_NICER)
    try:
        report = _COMMANDS[args.command](args, lines, lifeline)
        lines.write("report", report)
    except InsetError as error:
        lines.write("error", error.as_dict())
        return error.exit_status
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        return ExitStatus.FAILURE  # the process that read the lines has ended
    except Exception as error:  # noqa: BLE001 - the last place where a bug can still be reported
        told = disk_error(error)
        if told is not None:
            lines.write("error", told.as_dict())
            return told.exit_status
        frames = "".join(traceback.format_tb(error.__traceback__))
        lines.write("mistake", {"kind": type(error).__name__, "trace": frames})
        return ExitStatus.FAILURE
    return ExitStatus.OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m inset_build", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", allow_abbrev=False)
    build.add_argument("name")
    add = commands.add_parser("add", allow_abbrev=False)
    add.add_argument("name")
    sample = commands.add_parser("sample", allow_abbrev=False)
    fetch = commands.add_parser("fetch", allow_abbrev=False)
    fetch.add_argument("name")
    fetch.add_argument("address")
    size = commands.add_parser("size", allow_abbrev=False)
    size.add_argument("address")
    for command in (build, fetch):
        command.add_argument("--error-rate", type=float)
        command.add_argument("--filter-only", action="store_true")
        command.add_argument("--kind", choices=KINDS)
    build.add_argument("--cluster")
    build.add_argument("--to", type=Path)
    build.add_argument("--resume", action="store_true")
    build.add_argument("--skip-bad", action="store_true")
    for command in (add, fetch):
        command.add_argument("--downloads", type=Path, required=True)
    follow = commands.add_parser("follow", allow_abbrev=False)
    follow.add_argument("ids", nargs="*")
    follow.add_argument("--subscriptions", type=Path, required=True)
    explain = commands.add_parser("explain", allow_abbrev=False)
    photos = commands.add_parser("photos", allow_abbrev=False)
    photos.add_argument("list", type=Path)
    catalog = commands.add_parser("catalog", allow_abbrev=False)
    for command in (build, add, fetch, sample, follow):
        command.add_argument("--datasets", type=Path, required=True)
    for command in (add, catalog):
        command.add_argument("--catalog", type=Path)
    for command in (build, explain):
        command.add_argument("manifests", nargs="+", type=Path)
    for command in (build, fetch, explain, photos):
        command.add_argument("--reader")
        command.add_argument("--column")
    return parser


# Each command imports what it needs by itself, so that listing the catalog does not import Polars.


def _build(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:
    if args.cluster is not None:
        from inset_build.engine.clustered import build_on_cluster

        return build_on_cluster(
            args.datasets,
            args.name,
            args.manifests,
            _options(args),
            cluster=args.cluster,
            shared=args.to,
            resume=args.resume,
            skip_bad=args.skip_bad,
            on_dashboard=lambda address: lines.write("dashboard", address),
            on_progress=lambda progress: _tell(lines, lifeline, progress),
        ).as_dict()

    from inset_build.pipeline import build_dataset

    return build_dataset(
        args.datasets,
        args.name,
        args.manifests,
        _options(args),
        on_progress=lambda progress: _tell(lines, lifeline, progress),
    ).as_dict()


def _sample(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:
    from inset_build.pipeline import build_dataset
    from inset_build.sample import SAMPLE_MANIFEST

    return build_dataset(
        args.datasets,
        SAMPLE_NAME,
        [SAMPLE_MANIFEST],
        on_progress=lambda progress: _tell(lines, lifeline, progress),
    ).as_dict()


def _options(args: argparse.Namespace) -> Any:  # noqa: ANN401 - its type would import Polars
    from inset_build.report import BuildOptions

    return BuildOptions(
        reader=args.reader,
        column=args.column,
        error_rate=args.error_rate,
        filter_only=args.filter_only,
        kind=args.kind,
    )


def _fetch(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:
    lines.progress("downloading", 0, 0, 0)
    from inset_build.add import add_from_address  # after the first line, because it takes a second

    return add_from_address(
        args.address,
        args.name,
        args.datasets,
        args.downloads,
        _options(args),
        on_download=lambda _, so_far, total: lines.progress("downloading", 0, so_far, total or 0),
        on_progress=lambda progress: _tell(lines, lifeline, progress),
    ).as_dict()


def _size(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:  # noqa: ARG001 - as all
    from inset_build.download.fetch import ask_size
    from inset_build.download.wanted import wanted_from

    wanted = wanted_from(args.address, "NAME")
    return {"file": wanted.name, "bytes": ask_size(wanted)}


def _follow(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:  # noqa: ARG001 - as all
    """Update the subscriptions of these IDs; those that are due where none is named. Each keeps how it fared."""
    from inset_build.pack.following import following
    from inset_build.pack.update import update, update_due

    whole: list[dict[str, str]] = []
    where = following(
        args.subscriptions,
        args.datasets,
        on_bytes=lambda so_far, total: lines.progress("downloading", 0, so_far, total),
        # A second pack is fetched after the first was published, so the lifeline is not let go.
        on_progress=lambda progress: lines.progress(
            progress.phase, progress.rows, progress.bytes_read, progress.bytes_total
        ),
        on_whole=lambda dataset, error: whole.append({"dataset": dataset, "code": error.code, "why": error.message}),
    )
    if not args.ids:
        return {"updated": [each.id for each in update_due(where)], "whole": whole}
    for each in args.ids:
        update(where, each)
    return {"updated": args.ids, "whole": whole}


def _add(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:
    from inset_build.catalog.entries import load_catalog

    catalog = load_catalog(args.catalog)
    entry = catalog.find(args.name)
    if not entry.fetchable:
        raise entry.why_not_fetchable()
    sizes = {manifest.file: manifest.bytes or manifest.about_bytes or 0 for manifest in entry.manifests}
    arrived: dict[str, int] = {}

    def tell_download(file: str, so_far: int, total: int | None) -> None:
        arrived[file] = so_far
        sizes[file] = total or sizes[file]
        known = all(sizes.values())
        lines.progress("downloading", 0, sum(arrived.values()), max(sum(sizes.values()), sum(arrived.values())) * known)

    lines.progress("downloading", 0, 0, sum(sizes.values()) * all(sizes.values()))
    from inset_build.add import add_dataset  # after the first line, because it takes a second

    return add_dataset(
        entry,
        catalog.checked,
        args.datasets,
        args.downloads,
        on_download=tell_download,
        on_progress=lambda progress: _tell(lines, lifeline, progress),
    ).as_dict()


def _explain(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:  # noqa: ARG001 - as all
    from inset_build.explain import explain

    return explain(args.manifests, reader=args.reader, column=args.column).as_dict()


def _photos(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:  # noqa: ARG001 - as all
    import msgspec

    from inset_build.list_pictures import pictures_in
    from inset_build.photo_list import read_photo_list

    found = read_photo_list(args.list, reader=args.reader, column=args.column)
    return {
        "photo_ids": found.photo_ids.tolist(),
        "licences": {str(photo_id): licence for photo_id, licence in found.licences.items()},
        "pictures": {str(photo): msgspec.to_builtins(each) for photo, each in pictures_in(args.list).items()},
        "asked": msgspec.to_builtins(found.asked(args.list.name)),
    }


def _catalog(args: argparse.Namespace, lines: _Lines, lifeline: Lifeline) -> dict[str, Any]:  # noqa: ARG001 - as all
    from inset_build.catalog.documents import catalog_document
    from inset_build.catalog.entries import load_catalog

    catalog = load_catalog(args.catalog)
    return {"checked": catalog.checked, "entries": [catalog_document(entry) for entry in catalog.entries.values()]}


def _tell(lines: _Lines, lifeline: Lifeline, progress: Any) -> None:  # noqa: ANN401 - its type would import Polars
    lines.progress(progress.phase, progress.rows, progress.bytes_read, progress.bytes_total)
    if progress.phase == "publishing":
        lifeline.release()


_COMMANDS: Final = {
    "build": _build,
    "add": _add,
    "sample": _sample,
    "fetch": _fetch,
    "size": _size,
    "follow": _follow,
    "explain": _explain,
    "photos": _photos,
    "catalog": _catalog,
}

if __name__ == "__main__":
    sys.exit(main())
