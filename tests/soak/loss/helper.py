"""A helper of a home that is attacked, and which version it answers from."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from inset.client.helper_state import read_state
from soak.loss.attacked import command
from soak.loss.home import FIRST, LEAST, MOST, Version, paths_of
from support.computer.ports import free_port

PATIENCE: Final = 60.0


class Helper(NamedTuple):
    """Where a helper answers, and the owner's token."""

    port: int
    token: str


@contextmanager
def running_helper(home: Path) -> Iterator[Helper | None]:
    """A helper that was started as a person would; None where it does not start."""
    port = free_port()
    process = command(home, {}, ("serve",), port=port)
    try:
        end = time.monotonic() + PATIENCE
        while (state := read_state(paths_of(home))) is None or state.port != port:
            if process.poll() is not None or time.monotonic() > end:
                break
            time.sleep(0.02)
        yield Helper(port, state.token) if state is not None and state.port == port else None
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def version_told_by(helper: Helper) -> Version | str:
    """The version that a helper answers from; what is wrong, in words, where that is no version as a whole."""
    photos = [str(FIRST + n) for n in range(LEAST + MOST)]
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {helper.token}"}
    asked = Request(f"http://127.0.0.1:{helper.port}/v1/lookup", json.dumps({"photos": photos}).encode(), headers)
    try:
        with urlopen(asked, timeout=PATIENCE) as reply:
            answer = json.load(reply)
    except HTTPError as error:
        code = json.load(error)["code"]
        return None if code == "index_missing" else f"the error {code}"
    listed = sorted(answer["listed"])
    if listed != photos[: len(listed)] or answer["unavailable"]:
        return f"{len(listed)} photos, unavailable {answer['unavailable']}"
    return len(listed) - LEAST
