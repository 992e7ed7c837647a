"""`make soak PARTS="absent kills" SECONDS=600`: attacks promises for so long each, and prints the figures."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from soak.figures import Budget
from soak.parts import PARTS


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}; all when left out")
    parser.add_argument("--seconds", type=float, default=60, help="how long each part goes on")
    asked = parser.parse_args()
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"choose parts among {', '.join(PARTS)}; {', '.join(sorted(unknown))} is none of them")
    faults = 0
    for name in asked.parts or PARTS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="inset-soak-") as folder:
            figures = PARTS[name](Budget(asked.seconds), Path(folder))
        faults += len(figures.faults)
        print(f"{name}: {len(figures.faults):,} faults in {time.monotonic() - began:,.0f} s")
        print(*figures.lines(), *(f"  FAULT: {fault}" for fault in figures.faults), sep="\n", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
