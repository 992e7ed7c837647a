"""`inset stop`: stop the helper that runs on this computer."""

from __future__ import annotations

import time
from argparse import Namespace
from typing import Final

from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus, HelperUnreachable, InsetError

PATIENCE: Final = 10.0
"""Seconds to wait for it to be gone; it finishes the requests in flight first, two seconds at most."""


def _run(_: Namespace, context: Context) -> int:
    from inset.server.client import HelperClient

    client = HelperClient.from_state(context.paths, context.settings())
    client.post("/v1/shutdown", {})
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            client.hello()
        except HelperUnreachable:
            context.output.answer({"stopped": True}, "The helper has stopped.")
            return ExitStatus.OK
        time.sleep(0.05)
    raise InsetError(f"Look at its log: the helper has not stopped within {PATIENCE:.0f} seconds.")


VERB = Verb("stop", "stop the helper", no_arguments, _run)
