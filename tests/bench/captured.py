"""A benchmark that prints its section by itself, as one that returns it."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stdout

from bench.tables import Section


def captured(main: Callable[[], None]) -> Section:
    """What `main` prints: a heading of the third level, and Markdown below it."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        main()
    title, _, body = printed.getvalue().strip().removeprefix("### ").partition("\n")
    return Section(title, body)
