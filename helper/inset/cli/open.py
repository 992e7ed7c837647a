"""`inset open`: open the helper's page in the browser, as its owner."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--print", action="store_true", dest="print_only", help="print the address instead of opening a browser"
    )


def _run(args: Namespace, context: Context) -> int:
    from inset.client.client import Client

    client = Client.from_state(context.paths, context.settings())
    ticket = client.ticket()
    url = f"http://127.0.0.1:{client.port}/#ticket={ticket['ticket']}"
    opened = False if args.print_only else _open(url)
    context.output.answer(
        {"url": url, "opened": opened, "expires_in": ticket["expires_in"]},
        "Opened Inset's page in your browser." if opened else url,
    )
    if not opened and not context.output.as_json:
        context.output.note(f"Open this address within {ticket['expires_in']} seconds; it works once.")
    return ExitStatus.OK


def _open(url: str) -> bool:
    import webbrowser

    return webbrowser.open(url)


VERB = Verb("open", "open the helper's page in your browser", _add_arguments, _run)
