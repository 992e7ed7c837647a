"""`inset datasets [NAME]`: what is published, and the kept runs of one dataset."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from inset.cli import runs
from inset.cli.output import percent, plural, size
from inset.cli.tables import table
from inset.cli.verb import Context, Verb
from inset.cli.words import words
from inset.errors import DatasetUnknown, ExitStatus, UsageInvalid
from inset.number_words import percent_of_chance

if TYPE_CHECKING:
    from inset.wire import Dataset


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="tell all about this one")
    about_runs = parser.add_mutually_exclusive_group()
    about_runs.add_argument("--runs", action="store_true", help="list the dataset's kept runs")
    about_runs.add_argument("--use", metavar="RUN", help="make a kept run current again")
    about_runs.add_argument("--diff", metavar="RUN", help="count the photos added and removed since a kept run")
    parser.add_argument("--ids", action="store_true", help="with --diff: print the photos, +ID added and -ID removed")


def _run(args: Namespace, context: Context) -> int:
    about_runs = args.runs or args.use is not None or args.diff is not None
    if args.ids and args.diff is None:
        raise UsageInvalid("Add --diff RUN: --ids lists the photos that differ from that run.")
    if about_runs and args.name is None:
        raise UsageInvalid("Name the dataset whose runs are meant: `inset datasets NAME --runs`.")
    if args.runs:
        return runs.list_runs(context.paths.datasets, args.name, context.output)
    if args.use is not None:
        return runs.use(context.paths.datasets, args.name, args.use, context.output)
    if args.diff is not None:
        return runs.diff(context.paths.datasets, args.name, args.diff, context.output, with_ids=args.ids)
    return _published(args, context)


def _published(args: Namespace, context: Context) -> int:
    from inset.index.library import Library
    from inset.wire import dataset_facts

    library = Library(context.paths.datasets)
    if args.name is not None:
        if args.name in library.unavailable:
            raise library.unavailable[args.name]
        if args.name not in library.datasets:
            raise DatasetUnknown(f"Choose a published dataset (`inset datasets` lists them): there is no {args.name}.")
        described = dataset_facts(library.datasets[args.name])
        context.output.answer(described, *_details(described))
        return ExitStatus.OK
    entries = [dataset_facts(dataset) for dataset in library.datasets.values()]
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
    return [words().text("cli_no_dataset")]


def _list(entries: list[Dataset]) -> list[str]:
    """Training sets, then censuses apart from them, in one table."""
    training = [entry for entry in entries if entry["kind"] == "training"]
    censuses = [entry for entry in entries if entry["kind"] == "census"]
    head, *lines = _table([*training, *censuses])
    if censuses:
        said = "Censuses: lists of nearly all photos that were public, not of photos chosen for training"
        lines[len(training) : len(training)] = ["", said] if training else [said]
    return [head, *lines]


def _table(entries: list[Dataset]) -> list[str]:
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


def _details(entry: Dataset) -> list[str]:
    answers = (
        "exact: every hit of the filter is confirmed in the ID store"
        if entry["chance"] is None
        else f"probable: a hit is true with a chance of {percent_of_chance(entry['chance'])}"
    )
    return [
        f"{entry['name']}, run {entry['run']}, built {entry['built_at']}",
        *(["  a census: it lists what was public, and says nothing of training"] if entry["kind"] == "census" else []),
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


VERB = Verb(
    "datasets", "list what is published, or tell all about one dataset and its runs", _add_arguments, _run, writes=True
)
