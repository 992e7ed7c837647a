"""`inset open`: open the helper's page in the browser, as its owner."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Final

from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, HelperUnreachable, InsetError

if TYPE_CHECKING:
    from inset.client.client import Client

PATIENCE: Final = 20.0
"""Seconds to wait for a helper that was started to answer; an idle computer needs about half of one."""
_POLL: Final = 0.05


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--print", action="store_true", dest="print_only", help="print the address instead of opening a browser"
    )
    parser.add_argument(
        "--start", action="store_true", help="start the helper first if it does not run; what the menu entry does"
    )


def _run(args: Namespace, context: Context) -> int:
    from inset.cli.opened_page import open_address, open_trouble

    try:
        client = _started(context) if args.start else _running(context)
        ticket = client.ticket()
    except InsetError as error:
        if args.start and not args.print_only:  # who clicked a menu entry sees no terminal
            open_trouble(context.paths, error)
        raise
    url = f"http://127.0.0.1:{client.port}/#ticket={ticket['ticket']}"
    opened = False if args.print_only else open_address(context.paths, url)
    context.output.answer(
        {"url": url, "opened": opened, "expires_in": ticket["expires_in"]},
        "Opened Inset's page in your browser." if opened else url,
    )
    if not opened and not context.output.as_json:
        context.output.note(f"Open this address within {ticket['expires_in']} seconds; it works once.")
    return ExitStatus.OK


def _running(context: Context) -> Client:
    from inset.client.client import Client

    return Client.from_state(context.paths, context.settings())


def _started(context: Context) -> Client:
    """A client of the person's helper, which is started if it does not answer.

    Raises:
        PortUnavailable: another program, or another person's helper, has the port.
        HelperUnreachable: the helper was started, but does not answer.
    """
    from inset.client.port import take_port
    from inset.service.plan import make_plan
    from inset.service.start import start_helper

    client = _answering(context)
    if client is not None:
        return client
    take_port(context.settings().port, context.paths).close()
    start_helper(make_plan(context.paths))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        client = _answering(context)
        if client is not None:
            return client
        time.sleep(_POLL)
    raise HelperUnreachable(
        "Read what `inset serve` says in a terminal: the helper was started, but does not answer.",
        hint=f"Its log: {context.paths.log_file}",
    )


def _answering(context: Context) -> Client | None:
    """A client of the person's helper, with the owner's token; None if it does not answer."""
    from inset.client.helper_state import read_state

    if read_state(context.paths) is None:  # none runs, or it has just begun and has not written its token yet
        return None
    client = _running(context)
    try:
        client.hello()
    except HelperUnreachable:  # the file is left from a helper that was killed
        return None
    return client


VERB = Verb("open", "open the helper's page in your browser", _add_arguments, _run, writes=True)
