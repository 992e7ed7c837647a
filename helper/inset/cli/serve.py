"""`inset serve`: run the helper in this terminal until it is stopped."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser, Namespace

from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus
from inset.settings import LOG_LEVELS


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="listen on this port of 127.0.0.1 instead of 46738")
    parser.add_argument("--log-level", choices=LOG_LEVELS, metavar="LEVEL", help=", ".join(LOG_LEVELS))


def _run(args: Namespace, context: Context) -> int:
    from inset.server.run import serve

    settings = context.settings({"port": args.port, "log_level": args.log_level})
    logging.basicConfig(
        stream=sys.stderr,
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )

    def on_ready(url: str) -> None:
        context.output.answer(
            {"url": url, "port": settings.port},
            f"Inset answers at {url} (Ctrl+C stops it).",
            f"See it work: load the extension (`inset extension` says how), then open {url}/sample",
        )

    serve(settings, context.paths, on_ready=on_ready)
    return ExitStatus.OK


VERB = Verb("serve", "run the helper in this terminal", _add_arguments, _run)
