"""`make bench`: run every benchmark and print its figures as the tables of docs/PERFORMANCE.md."""

from __future__ import annotations

import platform

from bench import filters, manifests, start_up


def main() -> None:
    print(f"{platform.platform()}, Python {platform.python_version()}; ratios hold better than absolutes.\n")
    filters.main()
    manifests.main()
    start_up.main()


main()
