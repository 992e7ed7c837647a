"""`inset stop`: stop the helper that runs on this computer."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus, InsetError

PATIENCE: Final = 10.0
"""Seconds to wait for it to end; it first finishes the requests in flight, which takes two seconds at most."""


def _run(_: Namespace, context: Context) -> int:
    from inset.client.client import HelperClient

    client = HelperClient.from_state(context.paths, context.settings())
    client.post("/v1/shutdown", {})
    if not client.wait_until_gone(PATIENCE):
        raise InsetError(f"Look at its log: the helper has not stopped within {PATIENCE:.0f} seconds.")
    context.output.answer({"stopped": True}, "The helper has stopped.")
    return ExitStatus.OK


VERB = Verb("stop", "stop the helper", no_arguments, _run)
