"""What a check is, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from inset.errors import InsetError
from inset.paths import Paths
from inset.settings import Settings

State = Literal["good", "warning", "bad"]
Holder = Literal["free", "this", "inset", "other"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the answer.

    Attributes:
        name: what was looked at; stable, for programs.
        state: `good`; `warning`: it works, but something will not go as expected; `bad`: something does not work.
        message: what was found.
        remedy: what to do about it, None where there is nothing to do.
        error: what the two were taken from; other languages than English tell it by its own sentence.
    """

    name: str
    state: State
    message: str
    remedy: str | None = None
    error: InsetError | None = None

    def as_dict(self) -> dict[str, str | None]:
        """The wire form."""
        return {"name": self.name, "state": self.state, "message": self.message, "remedy": self.remedy}


@dataclass(frozen=True, slots=True)
class PortUse:
    """Who has the helper's port.

    Attributes:
        holder: `free`: nobody; `this`: the helper of these folders; `inset`: another helper; `other`: another program.
        port: where it is; version: of the helper that answers there, empty when none does.
        trouble: why the system lets no program use it, if so.
    """

    holder: Holder
    port: int
    version: str = ""
    trouble: InsetError | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at.

    Attributes:
        paths: the person's folders; settings: theirs, or the defaults when theirs cannot be read, which is `trouble`.
        port: who has the port.
        pairings: counts the paired browsers and scripts; raises InsetError when their list is damaged.
        verify: read all of every dataset and compare checksums.
        unavailable: datasets that the running helper found to be unusable, each with why.
        fix: put right what can be put right without a choice: close folders to others, remove what is left over.
    """

    paths: Paths
    settings: Settings
    port: PortUse
    pairings: Callable[[], int]
    trouble: InsetError | None = None
    verify: bool = False
    unavailable: Mapping[str, InsetError] = field(default_factory=dict)
    fix: bool = False


_END: Final = ": "


def bad_because(name: str, error: InsetError) -> Check:
    """Turn an error into a check that failed. The error's message gives the remedy, a colon, and then what is wrong."""
    remedy, divided, reason = error.message.partition(_END)
    if not divided:
        return Check(name, "bad", error.message, error.hint or None, error)
    if reason.split()[0].isalpha():  # a sentence, not the name of a file
        reason = f"{reason[0].upper()}{reason[1:]}"
    return Check(name, "bad", reason, f"{remedy}.", error)
