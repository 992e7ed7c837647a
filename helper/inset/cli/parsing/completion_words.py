"""What a shell may complete: every verb's flags, choices and names, read off the parser itself."""

from __future__ import annotations

import argparse
import re
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

READERS: Final = (
    "jsonl", "json", "parquet", "sqlite", "matlab", "xml", "id-list", "tsv", "csv", "file-list", "spaces", "url-list",
)  # fmt: skip
"""Those of `inset_build.readers`, which take seconds to import; a test compares them."""

NAMES_OF: Final[Mapping[tuple[str, str], str]] = {
    ("add", "name"): "catalog",
    ("build", "name"): "catalog",
    ("build", "reader"): "readers",
    ("catalog", "name"): "catalog",
    ("check", "reader"): "readers",
    ("check", "since"): "runs",
    ("datasets", "diff"): "runs",
    ("datasets", "name"): "datasets",
    ("datasets", "use"): "runs",
    ("export", "name"): "datasets",
    ("letter", "dataset"): "datasets",
    ("letter", "reader"): "readers",
    ("merge", "name"): "catalog",
    ("pack", "name"): "datasets",
    ("publish", "names"): "datasets",
    ("publish", "withdraw"): "datasets",
    ("remove", "name"): "datasets",
    ("watch", "reader"): "readers",
}
"""Of arguments that take a name, by verb and `dest`: what it is a name of."""

_CATALOG_NAME: Final = re.compile(r'^\[\[dataset\]\]\nname = "([^"]+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Value:
    """What may follow a flag or stand as a word: one of `choices`; else what the list `asked` holds; else a file."""

    choices: tuple[str, ...] = ()
    asked: str = ""

    @property
    def is_file(self) -> bool:
        """Whether no words are known, so that files are offered."""
        return not self.choices and not self.asked


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag: its spellings, its value (None where none follows), and its help."""

    spellings: tuple[str, ...]
    value: Value | None
    help: str


@dataclass(frozen=True, slots=True)
class Words:
    """What may follow `inset` (name empty) or one of its verbs: flags, a first word, and more of them (None: none)."""

    name: str
    help: str
    flags: tuple[Flag, ...]
    first: Value | None
    more: Value | None


def describe(parser: ArgumentParser) -> list[Words]:
    """What the parser knows: `inset` itself first, then every verb."""
    (verbs,) = (part for part in parser._actions if isinstance(part, argparse._SubParsersAction))  # noqa: SLF001
    helps = {choice.dest: choice.help or "" for choice in verbs._choices_actions}  # noqa: SLF001
    found = [Words("", "", _flags("", parser), Value(tuple(verbs.choices)), None)]
    for name, verb in verbs.choices.items():
        words = [part for part in verb._actions if not part.option_strings]  # noqa: SLF001
        first = _value(name, words[0]) if words else None
        repeats = bool(words) and words[-1].nargs in ("*", "+")
        more = _value(name, words[-1]) if words and (len(words) > 1 or repeats) else None
        found.append(Words(name, helps[name], _flags(name, verb), first, more))
    return found


def _flags(verb: str, parser: ArgumentParser) -> tuple[Flag, ...]:
    return tuple(
        Flag(
            spellings=tuple(part.option_strings),
            value=None if part.nargs == 0 else _value(verb, part),
            help=(part.help or "").replace("%%", "%").partition(";")[0],
        )
        for part in parser._actions  # noqa: SLF001 - argparse has no public way to ask what it was told
        if part.option_strings
    )


def _value(verb: str, part: argparse.Action) -> Value:
    if part.choices:
        return Value(tuple(map(str, part.choices)))
    kind = NAMES_OF.get((verb, part.dest), "")
    if kind == "readers":
        return Value(READERS)
    return Value(catalog_names()) if kind == "catalog" else Value(asked=kind)


def catalog_names() -> tuple[str, ...]:
    """The bundled catalog's names, without reading all of its half a thousand facts, which takes half a second."""
    import importlib.util

    found = importlib.util.find_spec("inset_build")
    folders = [] if found is None else found.submodule_search_locations or []
    files = (Path(folder) / "catalog" / "catalog.toml" for folder in folders)
    return tuple(name for file in files for name in _CATALOG_NAME.findall(file.read_text(encoding="utf-8")))
