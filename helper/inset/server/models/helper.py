"""`/v1/hello`, `/v1/status` and `/v1/shutdown`: the helper itself."""

from __future__ import annotations

from typing import Literal, TypedDict


class Hello(TypedDict):
    """That this is Inset, which API it speaks, and whether a dataset can be asked. Nothing in it is private."""

    name: Literal["inset"]
    api: Literal[1]
    version: str
    ready: bool


class Status(TypedDict):
    """The running helper. `started_at` is ISO 8601 in UTC; `memory_bytes` is None where nobody can tell."""

    name: Literal["inset"]
    api: Literal[1]
    version: str
    pid: int
    port: int
    started_at: str
    ready: bool
    revision: str
    datasets: int
    unavailable: int
    pairings: int
    memory_bytes: int | None


class Stopping(TypedDict):
    """That the helper stops once the requests in flight are finished."""

    state: Literal["stopping"]
