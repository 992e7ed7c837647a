"""`inset paths`: where Inset keeps its files."""

from __future__ import annotations

from argparse import Namespace

from inset.cli.showing.tables import table
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus


def _run(_: Namespace, context: Context) -> int:
    paths = context.paths
    places = {
        "config": str(paths.config_file),
        "datasets": str(paths.datasets),
        "downloads": str(paths.downloads),
        "helper_state": str(paths.helper_state),
        "pairings": str(paths.pairings),
        "log": str(paths.log),
    }
    say = words().text
    head = [say("cli_head_what"), say("cli_head_where")]
    lines = table(head, [[say(f"cli_place_{name}"), place] for name, place in places.items()])
    context.output.answer(places, *lines)
    return ExitStatus.OK


VERB = Verb("paths", "show where Inset keeps its files", no_arguments, _run)
