"""`inset build NAME LIST…`: read manifests and publish a new run of a dataset, or only explain them."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inset.account.export.names import PROFILE, RECORD
from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.reason_words import file_reason, row_reason
from inset.cli.showing.words import percent, seconds, size, words
from inset.cli.steps.watched import tell_news
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.index.kind import KINDS
from inset.index.sample import SAMPLE_NAME
from inset.words.sentences import sentence, spoken

if TYPE_CHECKING:
    from inset.client.announced import Announcement
    from inset_build.explain import Explanation
    from inset_build.report import BuildOptions, BuildReport, Progress


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the dataset's name, such as coco")
    parser.add_argument(
        "manifests", nargs="*", type=_named, metavar="LIST", help="a file, folder or archive, or its address"
    )
    parser.add_argument("--sample", action="store_true", help=f"build the bundled made-up dataset, {SAMPLE_NAME}")
    parser.add_argument(
        "--explain",
        nargs="*",
        type=_named,
        metavar="LIST",
        help="build nothing, but say how lists would be read and why; needs no NAME",
    )
    parser.add_argument("--reader", metavar="R", help="read the list as this format instead of detecting it")
    parser.add_argument("--column", metavar="C", help="name or number (from 1) of the column that holds the photo")
    parser.add_argument("--error-rate", type=float, metavar="P", help="the filter's false-positive rate, such as 1e-6")
    parser.add_argument(
        "--filter-only", action="store_true", help="keep no exact list on disk; answers are then never certain"
    )
    parser.add_argument(
        "--no-rows", action="store_true", help="do not keep in which rows photos stand; evidence then names none"
    )
    parser.add_argument(
        "--no-details", action="store_true", help="do not keep what the lists say of accounts and licences"
    )
    parser.add_argument("--obtained", metavar="TEXT", help="where and when you got the lists, for the evidence")
    parser.add_argument(
        "--kind",
        choices=KINDS,
        help="training: photos chosen for training (unless the catalog says otherwise); census: all that was public",
    )
    parser.add_argument("--shard", metavar="K/N", help="read only shard K of N, into the folder of --to")
    parser.add_argument(
        "--to", type=Path, metavar="SHARED", help="the folder that all shards are read into, for `inset merge`"
    )
    parser.add_argument("--resume", action="store_true", help="read only what is not read yet")
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="let a Dask scheduler's workers read; local:N: N processes here"
    )
    parser.add_argument(
        "--skip-bad", action="store_true", help="leave out files that cannot be read, and name them in the dataset"
    )


def _named(text: str) -> Path:
    """What a person named, as a path: also an address, such as `s3://bucket/part-*.parquet`."""
    if "://" not in text:
        return Path(text)
    from inset_build.readers.sources.remote.addresses import named_path

    return named_path(text)


def _run(args: Namespace, context: Context) -> int:
    if args.explain is not None:
        return _explain(args, context)

    from inset_build.sample import SAMPLE_MANIFEST

    name, manifests = args.name, args.manifests
    if args.sample:
        if name is not None:
            raise UsageInvalid(sentence("error_sample_alone"))
        name, manifests = SAMPLE_NAME, [SAMPLE_MANIFEST]
    if name is None or not manifests or _is_turned_round(name, manifests):
        raise UsageInvalid(
            sentence("error_build_what"),
            hint="Or try the bundled made-up one: `inset build --sample`.",
        )
    if args.shard is not None and args.cluster is not None:
        raise UsageInvalid(sentence("error_cluster_all"))
    if args.shard is not None:
        return _build_shard(args, context, name, manifests)
    if args.cluster is not None:
        return _build_on_cluster(args, context, name, manifests)
    for flag, given in (("--to", args.to is not None), ("--resume", args.resume), ("--skip-bad", args.skip_bad)):
        if given:
            raise UsageInvalid(sentence("error_by_several", flag))

    from inset_build.pipeline import build_dataset

    with ProgressLine(words().text("cli_building", name)) as line:
        report = build_dataset(
            context.paths.datasets,
            name,
            manifests,
            _options(args),
            on_progress=line.follow,
        )
    context.output.answer(report.as_dict(), *sentences(report))
    tell_news(context)
    return ExitStatus.OK


def _is_turned_round(name: str, manifests: Sequence[Path]) -> bool:
    """Whether somebody gave the list first and the name behind it: `inset build photos.csv holidays`."""
    return len(manifests) == 1 and Path(name).suffix != "" and Path(name).is_file() and not manifests[0].exists()


def _options(args: Namespace) -> BuildOptions:
    from inset_build.report import BuildOptions

    return BuildOptions(
        reader=args.reader,
        column=args.column,
        error_rate=args.error_rate,
        filter_only=args.filter_only,
        kind=args.kind,
        rows=not args.no_rows,
        details=not args.no_details,
        obtained=args.obtained,
    )


def _build_on_cluster(args: Namespace, context: Context, name: str, manifests: Sequence[Path]) -> int:
    from inset.client.announced import announced
    from inset_build.engine.clustered import build_on_cluster

    with (
        announced(context.paths.announced, name, "inset build --cluster") as announcement,
        ProgressLine(words().text("cli_building", name)) as line,
    ):

        def tell_dashboard(address: str) -> None:
            context.output.note(words().text("cli_dashboard", address))
            announcement.show_dashboard(address)

        report = build_on_cluster(
            context.paths.datasets,
            name,
            manifests,
            _options(args),
            cluster=args.cluster,
            shared=args.to,
            resume=args.resume,
            skip_bad=args.skip_bad,
            on_dashboard=tell_dashboard,
            on_progress=both(line, announcement),
        )
        announcement.end("published", report=report.as_dict())
    context.output.answer(report.as_dict(), *sentences(report), *left_out(report.left_out))
    tell_news(context)
    return ExitStatus.OK


def both(line: ProgressLine, announcement: Announcement) -> Callable[[Progress], None]:
    """Tells how far a build is here and, by the helper, on Inset's page."""

    def tell(progress: Progress) -> None:
        line.follow(progress)
        announcement.show(progress)

    return tell


def _build_shard(args: Namespace, context: Context, name: str, manifests: Sequence[Path]) -> int:
    if args.to is None:
        raise UsageInvalid(sentence("error_shard_to"))

    from inset_build.engine.shards import Share, build_shard

    share = Share.parse(args.shard)
    with ProgressLine(words().text("cli_building", name)) as line:
        report = build_shard(
            args.to,
            name,
            manifests,
            _options(args),
            share=share,
            resume=args.resume,
            skip_bad=args.skip_bad,
            on_progress=line.follow,
        )
    say, count = words().text, words().count
    read = count("rows", report.rows), count("ask_files", report.files)
    merge = shlex.join(["inset", "merge", name, str(args.to)])
    context.output.answer(
        report.as_dict(),
        say("cli_share_read", str(share), *read, report.rejected, seconds(report.seconds)),
        *_rejected(report.rejected_examples),
        *left_out(report.left_out),
        *_passed_over(report.passed_over),
        say("cli_shares_wait" if report.missing else "cli_shares_ready", merge),
    )
    return ExitStatus.OK


def _explain(args: Namespace, context: Context) -> int:
    from inset_build.explain import explain

    manifests = [*args.manifests, *args.explain]
    # `--explain --json FILE` leaves the first FILE where a NAME would be; a name is only one before a manifest.
    if args.name is not None and (not manifests or "://" in args.name or Path(args.name).is_file()):
        manifests.insert(0, _named(args.name))
    if not manifests:
        raise UsageInvalid(sentence("error_explain_what"))
    explanation = explain(manifests, reader=args.reader, column=args.column)
    context.output.answer(explanation.as_dict(), *_explained(explanation))
    return ExitStatus.OK


def _explained(explanation: Explanation) -> list[str]:
    say = words().text
    lines: list[str] = []
    for source in explanation.sources:
        lines.append(words().told(source.name, source.reader))
        lines += [f"  {spoken(sentence, words().language)}" for sentence in source.why]
        for row in source.rows:
            facts = [("owner", row.owner), ("licence", row.licence), *(("name", name) for name in row.names)]
            said = [
                ", ".join(row.photo_ids) or say("cli_found_none"),
                *(say(f"cli_row_{name}", value) for name, value in facts if value),
            ]
            lines.append(f"    {' · '.join(said)}{'  ←  ' if row.text else ''}{row.text}")
    return [
        *lines,
        *_passed_over(explanation.passed_over.as_dict()),
        *_own_export(source.name for source in explanation.sources),
    ]


def _own_export(names: Iterable[str]) -> list[str]:
    """A dataset made of somebody's own data export lists all of their photos, as if they had been chosen."""
    if not any(kind.fullmatch(name.rpartition("/")[2]) for name in names for kind in (RECORD, PROFILE)):
        return []
    return [f"{words().text('explain_export')} `inset check`."]


def _passed_over(account: Mapping[str, Any]) -> list[str]:
    if not account["count"]:
        return []
    is_part = any(name.endswith(" (a part)") for each in account["reasons"] for name in each["names"])
    lines = [words().count("cli_passed_over_parts" if is_part else "cli_passed_over", account["count"])]
    for each in account["reasons"]:
        names, more = ", ".join(each["names"]), each["count"] - len(each["names"])
        named = words().text("cli_and_more", names, more) if more > 0 else names
        lines.append(f"  {words().told(named, file_reason(each['reason']))}")
    return lines


def _rejected(examples: Sequence[Mapping[str, Any]]) -> list[str]:
    if not examples:
        return []
    lines = [
        f"  {example['manifest']}:{example['line']}: {words().told(row_reason(example), example['text'])}"
        for example in examples
    ]
    return [words().text("cli_first_rejected"), *lines]


def left_out(files: Sequence[Mapping[str, str]]) -> list[str]:
    """The files that a build left out, and why."""
    if not files:
        return []
    return [words().text("cli_left_out"), *(f"  {words().told(each['name'], each['reason'])}" for each in files)]


def sentences(report: BuildReport) -> list[str]:
    """What a build did, for a person."""
    say, count = words().text, words().count
    rows = count("rows", report.rows)
    lines = [
        say(
            "cli_published",
            report.dataset,
            count("photos", report.photos),
            rows,
            count("cli_repeats", report.duplicates),
            report.rejected,
            size(report.bytes),
            seconds(report.seconds),
            report.run,
        )
    ]
    if not report.exact:
        lines.append(say("cli_no_exact_list", percent(report.false_positive_rate)))
    lines += _rejected(report.rejected_examples)
    lines += _passed_over(report.passed_over)
    if report.rejected:
        lines.append(say("cli_rows_without", report.rejected, rows))
    # Of an archive only the parts that were passed over are named.
    passed_over = (name for each in report.passed_over["reasons"] for name in each["names"])
    return [*lines, *_own_export((*(each["name"] for each in report.sources), *passed_over))]


VERB = Verb("build", "read lists and make a dataset of them", _add_arguments, _run, writes=True)
