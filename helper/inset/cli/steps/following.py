"""Where a person's subscriptions are, for the verbs that fetch; how far a pack is, they tell on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from inset.cli.showing.progress import ProgressLine
from inset.cli.verb import Context

if TYPE_CHECKING:
    from inset_build.pack.update import Following


@contextmanager
def followed(context: Context, title: str) -> Iterator[Following]:
    """Where this person's subscriptions are, with a line that tells how far a pack is."""
    from inset_build.pack.following import following

    with ProgressLine(title) as download, ProgressLine(title) as unpacking:
        yield following(
            context.paths.subscriptions,
            context.paths.datasets,
            on_bytes=lambda so_far, total: download.show_bytes("pack", so_far, total),
            on_progress=lambda told: unpacking.show(
                told.phase, told.rows, told.bytes_read, told.bytes_total, told.share
            ),
        )
