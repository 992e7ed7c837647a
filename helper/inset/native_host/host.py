"""The host: the browser starts it, for Inset's extension alone, and it answers on its standard output.

The extension asks `{"verb": "start"}`, which starts the helper if it does not run, or `{"verb": "ticket"}`, which gets
a ticket that opens Inset's page as its owner, once and within a minute. There is no third verb, and none takes an
argument.

An answer is `{"ok": true, "port": N}`, for a ticket with `"ticket"` and `"expires_in"` (seconds), or `{"ok": false,
"error": {"code", "message", "hint"}}`.

The browser starts the host for the extensions that its manifest names and no others, so a web page cannot reach it. The
host looks at who asks all the same: a manifest that somebody has widened must not widen this.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, Final, Literal

import msgspec

from inset.client.client import Client
from inset.client.starting import started_helper
from inset.disk_errors import disk_error
from inset.errors import BadRequest, ExitStatus, HelperUnreachable, InsetError
from inset.identity import Identity, read_identity
from inset.native_host.framing import read_message, write_message
from inset.paths import Paths, find_paths
from inset.settings import load_settings

_REFUSED: Final = (
    "Use Inset's extension: this program answers a browser that asks for it, and nobody else. "
    "In a terminal, `inset open --start` does the same."
)


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """What the extension asks."""

    verb: Literal["start", "ticket"]


def main(words: Sequence[str] | None = None) -> int:
    """Answer the browser until it closes our standard input; return the exit status.

    Args:
        words: what the browser gives: in Chrome the extension's origin, in Firefox the manifest's path and the add-on's
            ID. `sys.argv` when left out.
    """
    if not is_allowed(sys.argv[1:] if words is None else words, read_identity()):
        sys.stderr.write(f"{_REFUSED}\n")
        return ExitStatus.USAGE
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print would be taken for a message
    return converse(sys.stdin.buffer, answers, find_paths())


def is_allowed(words: Sequence[str], identity: Identity) -> bool:
    """Tell whether it is Inset's extension for which a browser has started the host with these arguments.

    On Windows, Chrome adds `--parent-window=N` after the origin.
    """
    if words and words[0].startswith("chrome-extension://"):
        return words[0] == identity.chrome_origin
    return len(words) >= 2 and words[1] == identity.firefox_id


def converse(asked: BinaryIO, answers: BinaryIO, paths: Paths) -> int:
    """Answer every message; after one that is not a message, nothing that follows can be read, so it ends."""
    while True:
        try:
            message = read_message(asked)
        except BadRequest as error:
            write_message(answers, msgspec.json.encode(_failed(error)))
            return ExitStatus.USAGE
        if message is None:
            return ExitStatus.OK
        write_message(answers, msgspec.json.encode(_answer(message, paths)))


def _answer(message: bytes, paths: Paths) -> dict[str, Any]:
    try:
        return {"ok": True, **_do(_question(message), paths)}
    except InsetError as error:
        return _failed(error)
    except OSError as error:
        told = disk_error(error)
        if told is None:
            raise
        return _failed(told)


def _question(message: bytes) -> Question:
    try:
        return msgspec.json.decode(message, type=Question)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRequest('Ask {"verb": "start"} or {"verb": "ticket"}, and nothing else.') from error


def _do(question: Question, paths: Paths) -> dict[str, Any]:
    settings = load_settings(paths.config_file)
    if question.verb == "start":
        return {"port": started_helper(paths, settings).port}
    client = Client.from_state(paths, settings)
    ticket = client.ticket()
    return {"port": client.port, "ticket": ticket["ticket"], "expires_in": ticket["expires_in"]}


def _failed(error: InsetError) -> dict[str, Any]:
    if isinstance(error, HelperUnreachable) and not error.hint:
        error.hint = "Click Inset in your applications menu."
    return {"ok": False, "error": error.as_dict()}
