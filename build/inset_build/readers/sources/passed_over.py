"""What was found in folders and archives but is not read, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from inset.words.sentences import told_of

NAMES_KEPT: Final = 5
"""How many names are kept for each reason, so that a hundred thousand pictures do not become as many lines."""

REASONS_KEPT: Final = 20
OTHER: Final = "For other reasons."


@dataclass(slots=True)
class Reason:
    """How many were passed over for one reason, and the names of the first."""

    count: int = 0
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PassedOver:
    """How many were found that are not read, by reason."""

    count: int = 0
    reasons: dict[str, Reason] = field(default_factory=dict)

    def add(self, name: str, reason: str) -> None:
        """Count one more."""
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
                {"reason": reason, "told": told_of(reason), "count": known.count, "names": known.names}
                for reason, known in self.reasons.items()
            ],
        }
