"""`inset stop`: stop the helper that runs on this computer."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus, HelperUnreachable, InsetError
from inset.words.sentences import sentence

PATIENCE: Final = 10.0
"""Seconds to wait for it to end; it first finishes the requests in flight, which takes two seconds at most."""


def _run(_: Namespace, context: Context) -> int:
    from inset.client.client import Client

    client = Client.from_state(context.paths, context.settings())
    try:
        client.shutdown()
    except HelperUnreachable as error:
        if isinstance(error.__cause__, ConnectionRefusedError):  # not a helper that hangs, nor another program
            context.output.answer({"stopped": False}, words().text("cli_nothing_to_stop", str(client.port)))
            return ExitStatus.OK
        raise
    if not client.wait_until_gone(PATIENCE):
        raise InsetError(sentence("error_stop_slow", f"{PATIENCE:.0f}"))
    context.output.answer({"stopped": True}, words().text("cli_stopped"))
    return ExitStatus.OK


VERB = Verb("stop", "stop the helper", no_arguments, _run)
