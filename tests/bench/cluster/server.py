"""The S3 server of the tests in a process of its own: `python -m bench.cluster.server`; what it was asked, on stdin.

Prints its port. Each line on stdin is answered by one of JSON: requests by method, bytes sent of objects, and the
distinct bytes of objects that were sent at least once; then all of it is forgotten.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict

from support.servers.s3_server import Asked, S3Server


def main() -> None:
    server = S3Server()
    with server.running():
        print(server.port, flush=True)
        for _ in sys.stdin:
            asked = list(server.asked)
            server.asked.clear()
            print(json.dumps(_summed(asked)), flush=True)


def _summed(asked: list[Asked]) -> dict[str, object]:
    ranges: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in asked:
        if each.method == "GET" and each.range is not None:
            ranges[each.key].append(each.range)
    distinct = 0
    for found in ranges.values():
        end = 0
        for start, stop in sorted(found):
            distinct += max(0, stop - max(start, end))
            end = max(end, stop)
    return {
        "requests": dict(Counter(each.method for each in asked)),
        "bytes": sum(each.sent for each in asked if each.method == "GET" and each.range is not None),
        "distinct": distinct,
    }


if __name__ == "__main__":
    main()
