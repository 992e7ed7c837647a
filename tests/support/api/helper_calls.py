"""Asking the running helper over real HTTP, as a script does."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable

from support.command_line.commands import Inset


def listed_by_helper(inset: Inset, token: str, photo_ids: Iterable[int]) -> set[str]:
    """Which of these photos the running helper says are listed."""
    connection = http.client.HTTPConnection("127.0.0.1", inset.port, timeout=60)
    try:
        body = json.dumps({"photos": [str(photo_id) for photo_id in photo_ids]})
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        connection.request("POST", "/v1/lookup", body, headers)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    assert answer.status == 200, content
    return set(json.loads(content)["listed"])
