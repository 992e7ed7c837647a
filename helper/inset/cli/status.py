"""`inset status`: whether the helper runs, and how it is."""

from __future__ import annotations

from argparse import Namespace

from inset.cli.output import plural, size
from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus


def _run(_: Namespace, context: Context) -> int:
    from inset.server.client import HelperClient

    answer = HelperClient.from_state(context.paths, context.settings()).get("/v1/status")
    memory = answer["memory_bytes"]
    lines = [
        f"The helper answers at http://127.0.0.1:{answer['port']} (version {answer['version']}, "
        f"process {answer['pid']}, since {answer['started_at']}).",
        f"{plural(answer['datasets'], 'dataset')} published, {plural(answer['pairings'], 'pairing')}"
        + (f", {size(memory)} of memory." if memory else "."),
    ]
    if answer["unavailable"]:
        lines.append(f"{plural(answer['unavailable'], 'dataset')} cannot be opened; `inset datasets` says why.")
    context.output.answer(answer, *lines)
    return ExitStatus.OK


VERB = Verb("status", "tell whether the helper runs, and how it is", no_arguments, _run)
