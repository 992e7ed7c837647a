"""Everything that the command line prints: sentences for a person, or one JSON document with `--json`.

Answers go to stdout, everything else (progress, warnings, errors) to stderr, so that a pipe holds answers alone.

Lines may hold words of manifests, servers and file names, so all of them are made visible here (`inset.visible`), in
JSON by JSON's own escapes. A line is one line: a line break inside it is somebody else's.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from typing import Any

import orjson

from inset.cli.fault_words import hint_told, told
from inset.cli.showing.characters import HANDLER, json_as_shown
from inset.errors import InsetError
from inset.number_words import plural
from inset.visible import visible_json, visible_line

__all__ = ["Output", "command_name", "plural"]


class Output:
    """Prints for a person or for a program.

    Args:
        as_json: print one JSON document instead of sentences.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def answer(self, document: object, *lines: str) -> None:
        """Print the document with `--json`, else the lines."""
        if self.as_json:
            sys.stdout.write(_json(_dumped(document, orjson.OPT_INDENT_2)) + "\n")
        else:
            sys.stdout.write("".join(f"{visible_line(line)}\n" for line in lines))
        sys.stdout.flush()

    def answer_with_list(self, document: dict[str, Any], name: str, entries: Iterable[bytes]) -> None:
        """Print a document whose last member is a list, which may be long: each of its entries is JSON, in one line."""
        head = _json(_dumped(document, orjson.OPT_INDENT_2))
        sys.stdout.write(f'{head.removesuffix(chr(10) + "}")},\n  "{name}": [')
        separator = "\n    "
        for entry in entries:
            sys.stdout.write(separator + _json(entry))
            separator = ",\n    "
        sys.stdout.write("\n  ]\n}\n")
        sys.stdout.flush()

    def answer_in_lines(self, entries: Iterable[object]) -> None:
        """Print newline-delimited JSON: one document a line."""
        for entry in entries:
            sys.stdout.write(_json(_dumped(entry)) + "\n")
        sys.stdout.flush()

    def note(self, line: str) -> None:
        """Tell a person something besides the answer, on stderr."""
        sys.stderr.write(f"{visible_line(line)}\n")
        sys.stderr.flush()

    def error(self, error: InsetError) -> None:
        """Say what went wrong: on stderr for a person, and with `--json` as `{"error": …}` on stdout too."""
        if self.as_json:
            self.answer({"error": error.as_dict()})
        self.note(f"inset: {told(error)}")
        if hint := hint_told(error):
            self.note(f"  {hint}")


def _dumped(document: object, option: int = 0) -> bytes:
    """The document as JSON. A byte of a file's name that is no text is shown as it is to a person: JSON has none."""
    try:
        return orjson.dumps(document, option=option)
    except orjson.JSONEncodeError:
        return orjson.dumps(_as_text(document), option=option)


def _as_text(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", HANDLER).decode()
    if isinstance(value, dict):
        return {_as_text(name): _as_text(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(each) for each in value]
    return value


def _json(document: bytes) -> str:
    return json_as_shown(visible_json(document.decode()))


def command_name() -> str:
    """How this person calls Inset: `inset` where the shell finds it, else the path that they typed."""
    return "inset" if shutil.which("inset") else sys.argv[0]
