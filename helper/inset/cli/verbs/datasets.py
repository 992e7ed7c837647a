"""`inset datasets [NAME]`: what is published, and the kept runs of one dataset."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from inset.cli.fault_words import told
from inset.cli.showing.tables import table
from inset.cli.showing.words import percent, percent_of_chance, size, words
from inset.cli.steps import runs
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.words.counting import written_number
from inset.words.sentences import sentence

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
        raise UsageInvalid(sentence("error_ids_diff"))
    if about_runs and args.name is None:
        raise UsageInvalid(sentence("error_runs_of"))
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
        described = dataset_facts(library.dataset(args.name))
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
        context.output.note(f"inset: {told(error)}")
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
        said = words().text("cli_censuses_said")
        lines[len(training) : len(training)] = ["", said] if training else [said]
    origins = [said for entry in entries for said in _origin(entry)]
    return [head, *lines, *([""] * bool(origins)), *origins]


def _table(entries: list[Dataset]) -> list[str]:
    say = words().text
    rows = [
        [
            entry["name"],
            written_number(entry["photos"], words().language),
            say("cli_exact" if entry["exact"] else "cli_probable"),
            size(entry["bytes"]),
            entry["built_at"],
            entry["run"],
        ]
        for entry in entries
    ]
    head = [say(f"cli_head_{name}") for name in ("dataset", "photos", "answers", "size", "built", "run")]
    return table(head, rows, right=(1, 3))


def _details(entry: Dataset) -> list[str]:
    say, count = words().text, words().count
    chance = entry["chance"]
    counts = count("photos", entry["photos"]), count("rows", entry["rows"]), entry["duplicates"], entry["rejected"]
    facts = [
        *([say("cli_a_census")] if entry["kind"] == "census" else []),
        say("cli_photos_from", *counts),
        say("cli_answers_exact") if chance is None else say("cli_answers_probable", percent_of_chance(chance)),
        say("cli_filter_lets", percent(entry["false_positive_rate"])),
        *_origin(entry),
        say("cli_on_disk", size(entry["bytes"])),
        *(
            say("cli_from_source", source["name"], size(source["bytes"]), source["reader"], source["sha256"])
            if source["sha256"] is not None
            else say("cli_from_elsewhere", source["name"], size(source["bytes"]), source["reader"], source["obtained"])
            for source in entry["sources"]
        ),
    ]
    return [say("cli_dataset_head", entry["name"], entry["run"], entry["built_at"]), *(f"  {fact}" for fact in facts)]


def _origin(entry: Dataset) -> list[str]:
    """Where a dataset came from that was not built here."""
    from inset.account.origin_words import came
    from inset.index.origin import Origin

    origin = entry["origin"]
    return [] if origin is None else [came(entry["name"], Origin(**origin), entry["built_at"], words())]


VERB = Verb(
    "datasets",
    "list the datasets on this computer, or tell all about one and its builds",
    _add_arguments,
    _run,
    writes=True,
)
