"""`inset watch add|list|remove`: photos to remember, and what each new build says of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from inset.account.watch_facts import watch_facts
from inset.cli.showing.progress import ProgressLine
from inset.cli.showing.words import probable_name, words
from inset.cli.steps.watched import change_words, look
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.number_words import is_unlikely
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.account.watch import Watch

ACTIONS: Final = ("add", "list", "remove")


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help=", ".join(ACTIONS))
    parser.add_argument("what", nargs="*", metavar="WHAT", help="add: as for `inset check`; remove: IDs or names")
    parser.add_argument("--name", metavar="NAME", help="add: what to call it; the WHAT itself if left out")
    parser.add_argument("--which", type=int, metavar="N", help="add: of the accounts that have a name, take the Nth")
    parser.add_argument("--column", metavar="C", help="add: the column of a list that holds the photo")
    parser.add_argument("--reader", metavar="R", help="add: read lists as this format instead of detecting it")
    parser.add_argument("--seen", action="store_true", help="list: from now on do not tell these news again")


def _run(args: Namespace, context: Context) -> int:
    if (args.action == "list") == bool(args.what):
        raise UsageInvalid(
            sentence("error_watch_list_alone") if args.what else sentence("error_watch_what", args.action)
        )
    return {"add": _add, "list": _list, "remove": _remove}[args.action](args, context)


def _add(args: Namespace, context: Context) -> int:
    from inset.account.watch import add_watch
    from inset.cli.steps.asked import Wishes, read_question
    from inset.index.sound import open_sound

    library = open_sound(context.paths.datasets)
    if not library.datasets:
        raise library.nothing_to_ask()
    with ProgressLine(words().text("cli_reading")) as line:
        wishes = Wishes(args.reader, args.column, args.which)
        question = read_question(library, args.what, wishes, line.show_files)
    if question.unclear:
        raise UsageInvalid(
            sentence("error_watch_which", ", ".join(map(repr, question.unclear))),
            hint=sentence("list_hint_check_shows", args.what[0]),
        )
    accounts = [each.account for each in question.accounts]
    if len(accounts) > 1 or (accounts and len(question.asked) > 1):
        raise UsageInvalid(sentence("error_watch_alone"))
    if not len(question.photo_ids) and not accounts:
        raise UsageInvalid(sentence("error_watch_no_photos"))
    watch = add_watch(
        context.paths.watches,
        library,
        name=args.name or " ".join(args.what),
        kind=question.asked[0].kind,
        photo_ids=question.photo_ids,
        account=accounts[0] if accounts else None,
    )
    listed = {photo_id for seen in watch.datasets.values() if seen.certain for photo_id in seen.photos}
    context.output.answer(
        watch_facts(watch),
        words().text("cli_watching", watch.name, words().count("photos", len(watch.photo_ids)), len(listed)),
        words().text("cli_watch_asked"),
        words().text("cli_watch_kept", context.paths.watches, watch.id),
    )
    return ExitStatus.OK


def _list(args: Namespace, context: Context) -> int:
    from inset.account.watch import mark_seen

    watches = look(context)
    lines = [line for watch in watches for line in _described(watch)] or [words().text("cli_not_watched")]
    context.output.answer({"watches": [watch_facts(watch) for watch in watches]}, *lines)
    if args.seen:
        mark_seen(context.paths.watches, watches)
    return ExitStatus.OK


def _remove(args: Namespace, context: Context) -> int:
    from inset.account.watch import forget_watch

    forgotten = [forget_watch(context.paths.watches, which) for which in args.what]
    context.output.answer(
        {"forgotten": [each.id for each in forgotten]},
        *(words().text("cli_forgot", each.name, words().count("photos", len(each.photo_ids))) for each in forgotten),
    )
    return ExitStatus.OK


def _described(watch: Watch) -> Iterator[str]:
    say = words().text
    counted = [
        (seen, say("cli_count_in", len(seen.photos), name)) for name, seen in watch.datasets.items() if seen.photos
    ]
    where = ", ".join(
        each if seen.certain else probable_name(each, unlikely=is_unlikely(seen.chance)) for seen, each in counted
    )
    photos = words().count("photos", len(watch.photo_ids))
    what = say("cli_watch_account", watch.account) if watch.account else photos
    asked = say("cli_watch_line", where or say("cli_none_listed"), watch.checked_at)
    yield f"{watch.id}  {watch.name} ({what}): {asked}"
    yield from (f"  {change_words(each)}" for each in watch.news)


VERB = Verb("watch", "remember photos, and tell what each new build says of them", _add_arguments, _run, writes=True)
