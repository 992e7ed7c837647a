"""`/v1/health`: whether all is well."""

from __future__ import annotations

from typing import Literal, TypedDict


class HealthCheck(TypedDict):
    """One line: what was looked at, how it is, and what to do about it where there is something to do."""

    name: str
    state: Literal["good", "warning", "bad"]
    message: str
    remedy: str | None


class Health(TypedDict):
    """The answer of `GET /v1/health`."""

    checks: list[HealthCheck]
