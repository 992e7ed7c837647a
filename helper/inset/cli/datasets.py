"""`inset datasets [NAME]`: what is published."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from inset.cli.output import percent, plural, size, table
from inset.cli.verb import Context, Verb
from inset.errors import DatasetUnknown, ExitStatus


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="tell all about this one")


def _run(args: Namespace, context: Context) -> int:
    from inset.index.library import Library

    library = Library(context.paths.datasets)
    if args.name is not None:
        if args.name in library.unavailable:
            raise library.unavailable[args.name]
        if args.name not in library.datasets:
            raise DatasetUnknown(f"Choose a published dataset (`inset datasets` lists them): there is no {args.name}.")
        described = library.datasets[args.name].describe()
        context.output.answer(described, *_details(described))
        return ExitStatus.OK
    entries = [dataset.describe() for dataset in library.datasets.values()]
    document = {
        "revision": library.revision,
        "datasets": entries,
        "unavailable": [{"name": name, **error.as_dict()} for name, error in library.unavailable.items()],
    }
    context.output.answer(document, *(_list(entries) if entries else _nothing(library.unavailable)))
    for error in library.unavailable.values():
        context.output.note(f"inset: {error.message}")
    return ExitStatus.INDEX_MISSING if library.unavailable else ExitStatus.OK


def _nothing(unavailable: object) -> list[str]:
    if unavailable:
        return []
    return ["No dataset is published yet. Build one: `inset build NAME MANIFEST…`, or `inset build --sample`."]


def _list(entries: list[dict[str, Any]]) -> list[str]:
    rows = [
        [
            entry["name"],
            f"{entry['photos']:,}",
            "exact" if entry["exact"] else "probable",
            size(entry["bytes"]),
            entry["built_at"],
            entry["run"],
        ]
        for entry in entries
    ]
    return table(["dataset", "photos", "answers", "size", "built", "run"], rows, right=(1, 3))


def _details(entry: dict[str, Any]) -> list[str]:
    answers = (
        "exact: every hit of the filter is confirmed in the ID store"
        if entry["exact"]
        else f"probable: a hit is true with a chance of {percent(entry['chance'])}"
    )
    return [
        f"{entry['name']}, run {entry['run']}, built {entry['built_at']}",
        f"  {plural(entry['photos'], 'photo')} from {plural(entry['rows'], 'row')}, "
        f"{plural(entry['duplicates'], 'repeat')}, {entry['rejected']:,} rejected",
        f"  answers are {answers}",
        f"  the filter lets {percent(entry['false_positive_rate'])} of absent photos by",
        f"  {size(entry['bytes'])} on disk",
        *(
            f"  from {source['name']} ({size(source['bytes'])}, read as {source['reader']}, SHA-256 {source['sha256']})"
            for source in entry["sources"]
        ),
    ]


VERB = Verb("datasets", "list what is published, or tell all about one dataset", _add_arguments, _run)
