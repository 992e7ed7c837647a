"""Ends what runs at its n-th call of some functions, as a kill would."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


class Killed(BaseException):
    """Nobody catches it: as little is done after it as after a kill."""


def dying_at(at: int, patched: pytest.MonkeyPatch, module: ModuleType, *names: str) -> None:
    """Have functions that a module has imported die instead of the n-th call of them all together, from 0."""
    calls = iter(range(at))

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            if next(calls, None) is None:
                raise Killed
            return real(*args, **named)

        return call

    for name in names:
        patched.setattr(module, name, dying(getattr(module, name)))
