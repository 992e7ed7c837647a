"""`inset open`: open the helper's page in the browser, as its owner."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.disk_errors import disk_error
from inset.errors import ExitStatus, InsetError

if TYPE_CHECKING:
    from inset.client.client import Client


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--print", action="store_true", dest="print_only", help="print the address instead of opening a browser"
    )
    parser.add_argument(
        "--start", action="store_true", help="start the helper first if it does not run; what the menu entry does"
    )


def _run(args: Namespace, context: Context) -> int:
    from inset.cli.steps.opened_page import open_address, open_trouble, tell_of_no_browser

    clicked = args.start and not args.print_only  # who clicked a menu entry sees no terminal
    try:
        client = _client(context, start=args.start)
        ticket = client.ticket()
    except (InsetError, OSError) as error:
        told = error if isinstance(error, InsetError) else disk_error(error)
        if clicked and told is not None:
            open_trouble(context.paths, told)
        raise
    url = f"http://127.0.0.1:{client.port}/#ticket={ticket['ticket']}"
    opened = False if args.print_only else open_address(context.paths, url)
    if clicked and not opened:
        tell_of_no_browser()
    context.output.answer(
        {"url": url, "opened": opened, "expires_in": ticket["expires_in"]},
        words().text("cli_opened") if opened else url,
    )
    if not opened and not context.output.as_json:
        context.output.note(words().text("cli_open_within", ticket["expires_in"]))
    return ExitStatus.OK


def _client(context: Context, *, start: bool) -> Client:
    from inset.client.client import Client
    from inset.client.starting import started_helper

    if start:
        return started_helper(context.paths, context.settings())
    return Client.from_state(context.paths, context.settings())


VERB = Verb("open", "open the helper's page in your browser", _add_arguments, _run, writes=True)
