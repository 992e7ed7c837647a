"""`inset publish DIR NAME…`: datasets as signed packs in a folder that any static host can serve."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from inset.cli.showing.words import size, words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.words.sentences import sentence


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that a static host serves")
    parser.add_argument("names", nargs="*", metavar="NAME", help="datasets to publish there")
    parser.add_argument("--filter-only", action="store_true", help="publish the filters without the lists")
    parser.add_argument(
        "--error-rate", type=float, metavar="P", help="with --filter-only: how often it is wrong; 1e-6 if left out"
    )
    parser.add_argument("--site", action="store_true", help="add a web page that answers in the reader's browser")
    parser.add_argument("--no-owners", action="store_true", help="leave out what is known of accounts")
    parser.add_argument("--withdraw", action="append", default=[], metavar="NAME", help="offer this dataset no more")
    parser.add_argument("--title", metavar="TEXT", help="what you call all of it, told to those who follow")
    parser.add_argument(
        "--keys", type=Path, metavar="FOLDER", help="where your keys are; in the data folder if left out"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--refresh", action="store_true", help="sign anew that all of it still counts")
    instead.add_argument("--rotate-root", action="store_true", help="replace the key that says which keys count")
    instead.add_argument("--rotate-keys", action="store_true", help="replace all keys")


def _run(args: Namespace, context: Context) -> int:
    alone = args.refresh or args.rotate_root or args.rotate_keys
    changes = bool(args.names or args.withdraw or args.site or args.title is not None)
    of_packs = args.filter_only or args.no_owners or args.error_rate is not None
    if alone and (args.names or args.withdraw or args.title is not None or of_packs):
        raise UsageInvalid(sentence("error_publish_alone"))
    if not (alone or changes):
        raise UsageInvalid(sentence("error_publish_what", args.folder))
    from inset_build.pack import publish  # what signs is slow to import
    from inset_build.pack.site.offered import expect_page, renew_site

    expect_page(args.folder, wanted=args.site, renewed=bool(args.names))
    keys = args.keys or publish.keys_of(args.folder, context.paths.keys)
    if args.refresh:
        told = publish.refresh(args.folder, keys)
    elif alone:
        told = publish.rotate(args.folder, keys, only_root=args.rotate_root)
    else:
        wish = publish.Wish(
            args.names, args.withdraw, args.title, args.filter_only, not args.no_owners, args.error_rate
        )
        told = publish.publish(args.folder, keys, context.paths.datasets, wish, make=publish.packs)
    site = renew_site(args.folder, context.paths.datasets, told, wanted=args.site)
    if site is not None:
        told = {**told, "site": site}
    context.output.answer(told, *_sentences(told))
    return ExitStatus.OK


def _sentences(told: Mapping[str, Any]) -> Iterator[str]:
    say, count = words().text, words().count
    packs = told["packs"]
    yield say("cli_offered", told["repository"], size(sum(each["bytes"] for each in packs)))
    for each in packs:
        named = f"{each['dataset']} {each['run']}"
        yield f"  {words().told(named, count('photos', each['photos']))} · {size(each['bytes'])}"
    if "site" in told:
        yield say("cli_offered_site", told["site"]["page"], size(told["site"]["bytes"]))
    yield say("cli_offered_root", told["root"], told["root_sha256"])
    yield say("cli_offered_keys", told["keys"])
    yield say("cli_offered_until", told["ends"]["timestamp"], f"`inset publish {told['repository']} --refresh`")
    for role in told["ends_soon"]:
        yield say("cli_offered_ends", f"{role}-….pem", told["ends"][role])


VERB = Verb("publish", "publish datasets as signed packs for others to follow", _add_arguments, _run, writes=True)
