"""The account of what was found in folders and archives and not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

NAMED: Final = 20
"""How many are kept by name; the others are only counted."""


@dataclass(slots=True)
class PassedOver:
    """What was found and holds no photos: how many, and the first of them with why."""

    count: int = 0
    first: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, reason: str) -> None:
        """Pass one over."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append((name, reason))

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return {"count": self.count, "first": [{"name": name, "reason": reason} for name, reason in self.first]}
