"""What every error of Inset has, and the exit statuses of the command line."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final, Self

_ERROR_NUMBER: Final = re.compile(r"\[(?:Errno|WinError) -?\d+\] ")
"""What Python puts before the words of a system's error, which say the same for a person."""


def without_number(words: str) -> str:
    """Return words without the numbers of system errors; those that have none stay what they are."""
    return _ERROR_NUMBER.sub("", words) if _ERROR_NUMBER.search(words) else words


class ExitStatus:
    """Exit statuses of the command line, in one place so that the documentation can be held to them."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    INDEX_MISSING = 3
    HELPER_UNREACHABLE = 4
    PORT_UNAVAILABLE = 5
    MANIFEST_INVALID = 6
    INTERRUPTED = 130


class InsetError(Exception):
    """Base of all of Inset's own errors.

    Args:
        message: one sentence for a person, without a trace and without a final newline.
        hint: the remedy, when the message does not already lead with it.
    """

    code: ClassVar[str] = "failure"
    exit_status: ClassVar[int] = ExitStatus.FAILURE
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = without_number(message)
        self.hint = without_number(hint)

    def __copy__(self) -> Self:
        """Another one with the same words and without the trace, which would hold whoever raised it.

        By its own means: for all others `copy` asks what is registered for pickling, and there Dask's helpers have
        registered that errors keep their traces.
        """
        other = type(self).__new__(type(self), *self.args)
        other.__dict__.update(self.__dict__)
        return other

    def as_dict(self) -> dict[str, Any]:
        """The wire form, equal in the API and in `--json`: `{"code","message","hint"}`, all in English.

        Words that know their message also tell which: `message_told`, `hint_told` (`inset.words.sentences.Told`).
        """
        words = {"message": self.message, "hint": self.hint}
        told = {f"{name}_told": each.told for name, each in words.items() if hasattr(each, "told")}
        return {"code": self.code, **{name: str(each) for name, each in words.items()}, **told}
