"""`inset serve`: run the helper in this terminal until it is stopped."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from inset.cli.output import command_name
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.disk_errors import disk_error
from inset.errors import ExitStatus, InsetError
from inset.extension_folder import find_extension
from inset.settings import LOG_FORMATS, LOG_LEVELS, LOG_PLACES


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="listen on this port of 127.0.0.1 instead of 46738")
    parser.add_argument("--log-level", choices=LOG_LEVELS, metavar="LEVEL", help=", ".join(LOG_LEVELS))
    parser.add_argument("--log-format", choices=LOG_FORMATS, metavar="FORMAT", help=", ".join(LOG_FORMATS))
    parser.add_argument(
        "--log-to", choices=LOG_PLACES, metavar="PLACE", help="stderr, or file: helper.log in the log folder"
    )


def _run(args: Namespace, context: Context) -> int:
    from inset.server.light_start import import_aiohttp, started, starting

    with starting():
        import_aiohttp()
        return _serve(args, context, started)


def _serve(args: Namespace, context: Context, started: Callable[[], None]) -> int:
    from inset.server.logs import log_failure
    from inset.server.run import serve
    from inset.tokens import TokenStore

    flags = {name: getattr(args, name) for name in ("port", "log_level", "log_format", "log_to")}
    settings = context.settings(flags)

    def on_ready(url: str) -> None:
        started()
        paired = TokenStore(context.paths.pairings).list()
        context.output.answer(
            {"url": url, "port": settings.port},
            words().text("cli_serving", url),
            *([] if paired else _first_steps(url)),
        )

    try:
        serve(settings, context.paths, on_ready=on_ready)
    except (InsetError, OSError) as error:
        told = error if isinstance(error, InsetError) else disk_error(error)
        if settings.log_to == "file" and told is not None:  # what this process prints may go unseen
            log_failure(told)
        raise
    return ExitStatus.OK


def _first_steps(url: str) -> list[str]:
    """What to do next, for a person who has not paired a browser yet."""
    inset, folder, say = command_name(), find_extension(), words().text
    load = say("cli_step_load", folder, inset) if folder else say("cli_step_load_any", inset)
    return [
        "",
        say("cli_next"),
        f"  1. {load}",
        f"  2. {say('cli_step_connect')}",
        f"     {say('cli_step_approve', inset)}",
        f"  3. {say('cli_step_sample', f'{url}/sample')}",
        say("cli_step_build", inset),
    ]


VERB = Verb("serve", "run the helper in this terminal", _add_arguments, _run, writes=True)
