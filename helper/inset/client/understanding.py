"""Understands what came back from the port: the helper's answer, its refusal, or that of another program."""

from __future__ import annotations

import json
from typing import Any, Final

from inset.client.helper_state import HELPER_NAME
from inset.errors import HelperUnreachable
from inset.words.sentences import sentence
from inset.words.told_errors import error_from

TIMEOUT: Final = 5.0
"""Seconds to wait for an answer."""
MAX_ANSWER: Final = 16 * 1024 * 1024
"""Bytes; a program that answers with more is not the helper."""


def understand(port: int, path: str, status: int, text: bytes) -> dict[str, Any]:
    """Return the answer to a call.

    Raises:
        HelperUnreachable: another program answered.
        InsetError: what the helper refused with, as the class that owns the error's code.
    """
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise another_program(port) from error
    if not isinstance(answer, dict):
        raise another_program(port)
    if status >= 400:
        if not all(isinstance(answer.get(name), str) for name in ("code", "message", "hint")):
            raise another_program(port)
        raise error_from(answer)
    if path == "/v1/hello" and answer.get("name") != HELPER_NAME:
        raise another_program(port)
    return answer


def another_program(port: int) -> HelperUnreachable:
    """The error for a port where no helper answers, but something else does."""
    return HelperUnreachable(sentence("error_helper_else", str(port)))


def nobody_there(port: int, error: OSError) -> HelperUnreachable:
    """The error for a port where nothing answers."""
    refused = isinstance(error, ConnectionRefusedError)
    reason = sentence("error_helper_time") if isinstance(error, TimeoutError) else error.strerror or str(error)
    return HelperUnreachable(
        sentence("error_helper_none", str(port)),
        hint="" if refused else sentence("list_hint_reason", reason),
    )
