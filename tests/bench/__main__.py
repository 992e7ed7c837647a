"""`make bench`: measure, print the figures as Markdown, and with `--write` put them into docs/PERFORMANCE.md."""

from __future__ import annotations

import argparse
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bench import (
    billions,
    builds,
    cards,
    catalogue,
    census,
    checks,
    collecting,
    deltas,
    filters,
    following,
    growth,
    hashes,
    helper_start,
    http_load,
    lookups,
    manifests,
    names,
    packs,
    rows,
    sizes,
    start_up,
)
from bench.captured import captured
from bench.cluster import report as cluster
from bench.document import write_sections
from bench.options import Options
from bench.scale import fitting
from bench.scale import report as scale
from bench.shelf import Shelf
from bench.tables import Section

DOCS: Final = Path(__file__).parents[2] / "docs"
DEFAULT_SIZES: Final = (1_000_000, 3_000_000, 10_000_000)
LARGE: Final = (30_000_000, 100_000_000)

PARTS: Final[dict[str, Callable[[Options], Section]]] = {
    "build": builds.run,
    "collecting": collecting.run,
    "filters": filters.run,
    "hash": hashes.run,
    "lookups": lookups.run,
    "size": sizes.run,
    "start": start_up.run,
    "helper": helper_start.run,
    "http": http_load.run,
    "growth": growth.run,
    "check": checks.run,
    "names": names.run,
    "cards": cards.run,
    "rows": rows.run,
    "packs": packs.run,
    "deltas": deltas.run,
    "following": following.run,
    "catalogue": catalogue.run,
    "manifests": lambda _: captured(manifests.main),
    "census": census.run,
    "scale": scale.run,
    "cluster": cluster.run,
    "costs": fitting.run,
    "billions": billions.run,
}
WHEN_NAMED: Final = ("catalogue", "manifests", "census", "scale", "cluster", "costs", "billions")
"""The first three take minutes each, and so do the last three, whose tables stand in docs/SCALE.md; `scale` measures
nothing, and its table stands there too."""


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parse(arguments)
    chosen = asked.parts or [name for name in PARTS if name not in WHEN_NAMED]
    print(
        f"{platform.platform()}, Python {platform.python_version()}; ratios hold better than absolutes.\n", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="inset-bench-", dir=asked.folder) as folder:
        shelf = Shelf(Path(folder) / "shelf")
        for name in chosen:
            began = time.monotonic()
            part = Path(folder) / name
            part.mkdir()
            images = DOCS / "images" if asked.write else None
            section = PARTS[name](Options(asked.sizes, asked.rounds, shelf, part, images, asked.small, asked.cache))
            print(section, flush=True)
            print(f"({name}: {time.monotonic() - began:.0f} s)\n", flush=True)
            if asked.write:  # at once, so that a failure later does not cost what was measured
                write_sections(DOCS / "PERFORMANCE.md", {name: section})


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    named = ", ".join(WHEN_NAMED)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all but {named} when left out")
    parser.add_argument(
        "--sizes", nargs="+", type=_size, default=list(DEFAULT_SIZES), metavar="N", help="photos, as 1e6 or 1000000"
    )
    parser.add_argument(
        "--large", action="store_true", help="10⁸ photos too: some minutes, 1.5 GB of memory, 1 GB of disk"
    )
    parser.add_argument("--small", action="store_true", help="catalogue: with a tenth of the photos")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()),
        help="where the catalogue's library (2 GB), the census' lists and those of `cluster` (45 MB a million rows) "
        "are kept; the system's temporary folder when left out",
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each is measured (3)")
    parser.add_argument("--write", action="store_true", help="replace these parts' sections of docs/PERFORMANCE.md")
    parser.add_argument("--folder", type=Path, help="where temporary files go; the system's folder when left out")
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.parts) - set(PARTS))
    if unknown:
        parser.error(f"choose among {', '.join(PARTS)}; {', '.join(unknown)} is none of them")
    if asked.rounds < 1:
        parser.error("measure at least once")
    asked.sizes = tuple(sorted({*asked.sizes, *(LARGE if asked.large else ())}))
    if asked.sizes[0] > 10_000_000 and not (asked.parts and set(asked.parts) <= set(WHEN_NAMED)):
        parser.error("give at least one size up to 1e7: peers are measured there")
    return asked


def _size(text: str) -> int:
    size = int(float(text))
    if not 10_000 <= size <= 10_000_000_000:
        raise argparse.ArgumentTypeError("choose from 1e4 to 1e10 photos; all parts but `billions` up to 2e8")
    return size


if __name__ == "__main__":
    main()
