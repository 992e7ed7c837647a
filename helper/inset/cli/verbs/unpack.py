"""`inset unpack PACK`: verify a pack that somebody else has made, and publish what is in it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import percent, seconds, size, words
from inset.cli.steps.watched import tell_news
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK", help="a pack's file, or the address that it is fetched from")
    parser.add_argument("--public-key", metavar="KEY", help="the publisher's public key: a file, or the key itself")
    parser.add_argument("--unsigned", action="store_true", help="take it whoever it is from")
    parser.add_argument("--as", dest="as_name", metavar="NAME", help="call the dataset so on this computer")


def _run(args: Namespace, context: Context) -> int:
    from inset_build.pack.by_hand import unpack_by_hand

    say = words().text
    with ProgressLine(say("cli_downloading", args.pack)) as download, ProgressLine(say("cli_unpacking")) as line:
        report = unpack_by_hand(
            args.pack,
            context.paths.datasets,
            context.paths.downloads,
            public_key=args.public_key,
            unsigned=args.unsigned,
            name=args.as_name,
            on_download=download.show_bytes,
            on_progress=line.follow,
        )
    if report.already:
        said = [say("cli_unpacked_already", report.dataset, report.run)]
    else:
        photos = words().count("photos", report.photos)
        said = [say("cli_unpacked", report.dataset, photos, size(report.bytes), seconds(report.seconds), report.run)]
    signed_by = report.origin["signed_by"]
    said.append(say("cli_unpacked_by", signed_by) if signed_by else say("cli_unpacked_unsigned"))
    if not report.exact:
        said.append(say("cli_no_exact_list", percent(report.false_positive_rate)))
    context.output.answer(report.as_dict(), *said)
    if not report.already:
        tell_news(context)
    return ExitStatus.OK


VERB = Verb(
    "unpack",
    "verify a pack that others have made, and keep its dataset on this computer",
    _add_arguments,
    _run,
    writes=True,
)
