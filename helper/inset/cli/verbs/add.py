"""`inset add NAME`: download a dataset's manifests from where its authors published them, and build it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import words
from inset.cli.steps.watched import tell_news
from inset.cli.verb import Context, Verb
from inset.cli.verbs.build import sentences
from inset.cli.verbs.catalog import add_catalog_argument, download_words
from inset.errors import ExitStatus


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a dataset of the catalog (`inset catalog` lists them)")
    parser.add_argument("--keep", action="store_true", help="keep the downloaded lists once it is built")
    add_catalog_argument(parser)


def _run(args: Namespace, context: Context) -> int:
    from inset_build.catalog.entries import load_catalog

    catalog = load_catalog(args.catalog)
    entry = catalog.find(args.name)
    if not entry.fetchable:
        raise entry.why_not_fetchable()
    # Only now, because it is slow to import: an error about the dataset must come at once.
    from inset_build.add import add_dataset

    say = words().text
    known = download_words(entry.download) or say("cli_size_untold")
    context.output.note(words().count("cli_downloading_files", entry.download.files, entry.title, known))
    folder = context.paths.downloads / entry.name
    downloading, building = say("cli_downloading", entry.name), say("cli_building", entry.name)
    with ProgressLine(downloading) as download, ProgressLine(building) as line:
        report = add_dataset(
            entry,
            catalog.checked,
            context.paths.datasets,
            folder,
            keep=args.keep,
            on_download=download.show_bytes,
            on_progress=line.follow,
        )
    kept = {"downloads": str(folder)} if args.keep else {}
    said = [say("cli_manifests_kept", folder)] if args.keep else []
    context.output.answer({**report.as_dict(), **kept}, *sentences(report), *said)
    tell_news(context)
    return ExitStatus.OK


VERB = Verb("add", "download a dataset of the catalog and build it", _add_arguments, _run, writes=True)
