"""`inset build NAME MANIFEST…`: read manifests and publish a new run of a dataset, or only explain them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inset.cli.output import percent, plural, size
from inset.cli.progress import ProgressLine
from inset.cli.verb import Context, Verb
from inset.cli.watch import tell_news
from inset.errors import ExitStatus, UsageInvalid
from inset.index.kind import KINDS

if TYPE_CHECKING:
    from inset_build.explain import Explanation
    from inset_build.report import BuildReport

SAMPLE_NAME: Final = "inset-sample"


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the dataset's name, such as coco")
    parser.add_argument("manifests", nargs="*", type=Path, metavar="MANIFEST", help="a file, folder or archive")
    parser.add_argument("--sample", action="store_true", help=f"build the bundled made-up dataset, {SAMPLE_NAME}")
    parser.add_argument(
        "--explain",
        nargs="*",
        type=Path,
        metavar="MANIFEST",
        help="build nothing, but say how manifests would be read and why; needs no NAME",
    )
    parser.add_argument("--reader", metavar="R", help="read the manifest as this format instead of detecting it")
    parser.add_argument("--column", metavar="C", help="name or number (from 1) of the column that holds the photo")
    parser.add_argument("--error-rate", type=float, metavar="P", help="the filter's false-positive rate, such as 1e-6")
    parser.add_argument(
        "--filter-only", action="store_true", help="keep no exact list on disk; answers are then only probable"
    )
    parser.add_argument(
        "--no-rows", action="store_true", help="do not keep in which rows photos stand; evidence then names none"
    )
    parser.add_argument("--obtained", metavar="TEXT", help="where and when you got the manifests, for the evidence")
    parser.add_argument(
        "--kind",
        choices=KINDS,
        help="training: photos chosen for training (unless the catalog says otherwise); census: all that was public",
    )


def _run(args: Namespace, context: Context) -> int:
    if args.explain is not None:
        return _explain(args, context)

    from inset_build.pipeline import build_dataset
    from inset_build.report import BuildOptions
    from inset_build.sample import SAMPLE_MANIFEST

    name, manifests = args.name, args.manifests
    if args.sample:
        if name is not None:
            raise UsageInvalid("Leave out the name and the manifests with --sample: both are bundled.")
        name, manifests = SAMPLE_NAME, [SAMPLE_MANIFEST]
    if name is None or not manifests:
        raise UsageInvalid(
            "Name a dataset and at least one manifest: `inset build NAME MANIFEST…`.",
            hint="Or try the bundled made-up one: `inset build --sample`.",
        )
    options = BuildOptions(
        reader=args.reader,
        column=args.column,
        error_rate=args.error_rate,
        filter_only=args.filter_only,
        kind=args.kind,
        rows=not args.no_rows,
        obtained=args.obtained,
    )
    with ProgressLine(f"Building {name}") as line:
        report = build_dataset(
            context.paths.datasets,
            name,
            manifests,
            options,
            on_progress=lambda progress: line.show(
                progress.phase, progress.rows, progress.bytes_read, progress.bytes_total, progress.share
            ),
        )
    context.output.answer(report.as_dict(), *sentences(report))
    tell_news(context)
    return ExitStatus.OK


def _explain(args: Namespace, context: Context) -> int:
    from inset_build.explain import explain

    manifests = [*args.manifests, *args.explain]
    # `--explain --json FILE` leaves the first FILE where a NAME would be; a name is only one before a manifest.
    if args.name is not None and (not manifests or Path(args.name).is_file()):
        manifests.insert(0, Path(args.name))
    if not manifests:
        raise UsageInvalid("Name at least one manifest to explain: `inset build --explain MANIFEST…`.")
    explanation = explain(manifests, reader=args.reader, column=args.column)
    context.output.answer(explanation.as_dict(), *_explained(explanation))
    return ExitStatus.OK


def _explained(explanation: Explanation) -> list[str]:
    lines: list[str] = []
    for source in explanation.sources:
        lines.append(f"{source.name}: {source.reader}")
        lines += [f"  {sentence}" for sentence in source.why]
        for row in source.rows:
            said = [
                ", ".join(row.photo_ids) or "no photo",
                *(f"{name} {value}" for name, value in (("owner", row.owner), ("licence", row.licence)) if value),
                *(f"name {name}" for name in row.names),
            ]
            lines.append(f"    {' · '.join(said)}{'  ←  ' if row.text else ''}{row.text}")
    return [*lines, *_passed_over(explanation.passed_over.as_dict())]


def _passed_over(account: Mapping[str, Any]) -> list[str]:
    if not account["count"]:
        return []
    is_part = any(name.endswith(" (a part)") for each in account["reasons"] for name in each["names"])
    lines = [f"Passed over {plural(account['count'], 'file')}{' or part' if is_part else ''}:"]
    for each in account["reasons"]:
        more = f" and {each['count'] - len(each['names']):,} more" if each["count"] > len(each["names"]) else ""
        lines.append(f"  {', '.join(each['names'])}{more}: {each['reason']}")
    return lines


def sentences(report: BuildReport) -> list[str]:
    """What a build did, for a person."""
    lines = [
        f"Published {report.dataset}: {plural(report.photos, 'photo')} from {plural(report.rows, 'row')}, "
        f"{plural(report.duplicates, 'repeat')}, {report.rejected:,} rejected; "
        f"{size(report.bytes)}, {report.seconds:.1f} s (run {report.run}).",
    ]
    if not report.exact:
        lines.append(
            f"It holds no exact list: its answers are probable, and wrong for {percent(report.false_positive_rate)} "
            "of the photos that are not in it."
        )
    if report.rejected_examples:
        lines.append("The first rejected rows:")
        lines += [
            f"  {example['manifest']}:{example['line']}: {example['reason']}: {example['text']}"
            for example in report.rejected_examples
        ]
    lines += _passed_over(report.passed_over)
    if report.rejected:
        lines.append(f"{report.rejected:,} of {plural(report.rows, 'row')} gave no photo.")
    return lines


VERB = Verb("build", "read manifests and publish them as a dataset", _add_arguments, _run, writes=True)
