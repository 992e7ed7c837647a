"""The account of what was found in folders and archives and not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

NAMES_KEPT: Final = 5
"""Names that are kept for each reason; a hundred thousand pictures are one reason, not as many lines."""

REASONS_KEPT: Final = 20
OTHER: Final = "For other reasons."


@dataclass(slots=True)
class Reason:
    """Why some were passed over, how many, and the first of their names."""

    count: int = 0
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PassedOver:
    """What was found and holds no photos that can be read, by the reason why."""

    count: int = 0
    reasons: dict[str, Reason] = field(default_factory=dict)

    def add(self, name: str, reason: str) -> None:
        """Pass one over."""
        self.count += 1
        if reason not in self.reasons and len(self.reasons) >= REASONS_KEPT:
            reason = OTHER
        known = self.reasons.setdefault(reason, Reason())
        known.count += 1
        if len(known.names) < NAMES_KEPT:
            known.names.append(name)

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "count": self.count,
            "reasons": [
                {"reason": reason, "count": known.count, "names": known.names} for reason, known in self.reasons.items()
            ],
        }
