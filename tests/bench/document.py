"""docs/PERFORMANCE.md: each benchmark replaces its own section and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bench.tables import Section


def write_sections(path: Path, sections: Mapping[str, Section]) -> None:
    """Replace what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`; append what has no such place."""
    text = path.read_text(encoding="utf-8")
    for name, section in sections.items():
        marked = f"<!-- bench:{name} -->\n{section}<!-- /bench:{name} -->\n"
        place = re.compile(rf"<!-- bench:{re.escape(name)} -->\n.*?<!-- /bench:{re.escape(name)} -->\n", re.DOTALL)
        if place.search(text):
            text = place.sub(lambda _, marked=marked: marked, text, count=1)  # type: ignore[misc]
        else:
            text = f"{text.rstrip()}\n\n{marked}"
    path.write_text(text, encoding="utf-8")
