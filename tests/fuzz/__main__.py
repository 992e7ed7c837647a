"""`make fuzz-manifests SECONDS=1800 FIRST=0`: damages manifests for so long, and keeps those that show a fault."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from fuzz.campaign import Finding, campaign


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--seconds", type=float, default=60, help="how long")
    parser.add_argument("--first", type=int, default=0, help="the number of the first damaged manifest")
    parser.add_argument("--keep", type=Path, default=None, help="a folder for those that show a fault")
    asked = parser.parse_args()
    findings: list[Finding] = []
    tried = 0
    end = time.monotonic() + asked.seconds
    with tempfile.TemporaryDirectory() as folder:
        for found in campaign(asked.first, Path(folder)):
            tried += 1
            if found is not None:
                findings.append(found)
                print(found, flush=True)
                if asked.keep is not None:
                    asked.keep.mkdir(parents=True, exist_ok=True)
                    (asked.keep / str(found.number)).write_bytes(found.data)
            if time.monotonic() > end:
                break
    print(f"{tried:,} damaged manifests from {asked.first:,} on, {len(findings):,} faults")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
