"""The command line's grammar as argparse knows it, with errors that lead with the remedy, as Inset's own do.

Flags and words may stand in any order (argparse alone takes no more words behind a flag: bpo-14191). What argparse says
of a mistake is read and said again in our words; `_REWORDED` has every kind of message of Python 3.11 to 3.14.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NoReturn

from inset.errors import UsageInvalid

OTHER_WORDS: Final = {
    "ask": "lookup", "find": "lookup", "query": "lookup", "search": "lookup", "ls": "datasets", "list": "datasets",
    "show": "datasets", "start": "serve", "run": "serve", "server": "serve", "daemon": "serve", "download": "add",
    "get": "add", "fetch": "add", "import": "build", "rebuild": "build", "delete": "remove", "rm": "remove",
    "drop": "remove", "connect": "pair", "disconnect": "unpair", "quit": "stop", "kill": "stop", "info": "status",
    "health": "doctor", "verify": "doctor", "proof": "evidence", "mail": "letter", "write": "letter",
}  # fmt: skip
"""What people call a verb in other programs."""


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are `UsageInvalid`, and which takes its flags and words in any order."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse says as an error of Inset's own."""
        raise UsageInvalid(reworded(self, message), hint=f"`{self.prog} --help` tells more.")

    def verbs(self) -> dict[str, Parser]:
        """The verbs and their parsers; none for a verb's own."""
        found = (part for part in self._actions if isinstance(part, argparse._SubParsersAction))  # noqa: SLF001
        return next((dict(part.choices) for part in found), {})

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Parse a command: a verb, and its flags and words in any order. Flags of the verb may stand before it, too.

        Raises:
            UsageInvalid: it is none.
            SystemExit: it asked for help or the version, which has been printed.
        """
        verbs = self.verbs()
        if words and words[0] == "help":
            words = [*words[1:2], "--help"]
        at = next((at for at, word in enumerate(words) if not word.startswith("-")), len(words))
        verb = verbs.get(words[at]) if at < len(words) else None
        if verb is None or "--version" in words[:at] or {"-h", "--help"} & set(words[:at]):
            self._check_flags(words[:at])
            return self.parse_args(words)
        rest = [*words[:at], *words[at + 1 :]]
        verb._check_flags(rest)  # noqa: SLF001 - its own kind's
        found = argparse.Namespace(verb=words[at])
        # Python 3.11 forgets `--` when it parses in any order, and would take what follows for flags.
        return verb.parse_args(rest, found) if "--" in rest else verb.parse_intermixed_args(rest, found)

    def _check_flags(self, words: Sequence[str]) -> None:
        """An unknown flag is told before a missing word, which argparse would tell first."""
        known = self.flags()
        for word in words:
            if word == "--":
                return
            flag = word.partition("=")[0] if word.startswith("--") else word[:2]
            if (
                word.startswith("-")
                and word != "-"
                and not word[1:2].isdigit()
                and " " not in word
                and flag not in known
            ):
                self.error(f"unrecognized arguments: {word}")

    def flags(self) -> list[str]:
        """Every spelling of every flag."""
        return [spelling for part in self._actions for spelling in part.option_strings]

    def action_called(self, shown: str) -> argparse.Action | None:
        """The argument that argparse's messages call so: `--to`, `-o/--output`, `NAME`."""
        for part in self._actions:
            names = {"/".join(part.option_strings), *part.option_strings, str(part.metavar or part.dest)}
            if shown in names:
                return part
        return None


def reworded(parser: Parser, message: str) -> str:
    """What argparse says of a mistake, led by the remedy."""
    for pattern, say in _REWORDED:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return say(parser, *found.groups())
    return f"Fix the command: {message}."


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The one of the known words that is most like it, if any is."""
    return next(iter(difflib.get_close_matches(word, list(known), 1, 0.6)), None)


def _last(name: str) -> str:
    """`--output` of what argparse calls `-o/--output`."""
    return name.rpartition("/")[2]


def _unknown(parser: Parser, words: str) -> str:
    word = words.partition(" ")[0]
    if not word.startswith("-") or word == "-":
        return f"Leave out {words!r}: `{parser.prog}` takes no more words."
    flag, _, _ = word.partition("=")
    meant = did_you_mean(flag, parser.flags())
    if meant is not None:
        return f"Did you mean {meant}? `{parser.prog}` has no {flag}."
    return f"Leave out {flag}: `{parser.prog}` has no such option."


def _missing(parser: Parser, names: str) -> str:
    if names == "VERB":
        return "Say what to do: `inset --help` lists the verbs, and `inset open` opens Inset's page in your browser."
    told = []
    for name in names.split(", "):
        part = parser.action_called(name)
        if part is not None and part.nargs == "*":
            continue  # may be left out; argparse names it all the same
        help_ = (part.help or "").partition(";")[0] if part is not None else ""
        told.append(f"{_last(name)}{f' ({help_})' if help_ else ''}")
    return f"Add {' and '.join(told)}: `{parser.prog}` needs it."


def _no_choice(parser: Parser, name: str, value: str) -> str:
    value = value.strip("'\"")
    if name == "VERB":
        meant = OTHER_WORDS.get(value.lower()) or did_you_mean(value.lower(), parser.verbs())
        if meant is not None:
            return f"Did you mean `inset {meant}`? There is no verb {value!r}."
        return f"Choose a verb that `inset --help` lists: there is no {value!r}."
    part = parser.action_called(name)
    choices = [str(choice) for choice in (part.choices if part is not None else None) or ()]
    meant = did_you_mean(value.lower(), choices)
    called = f"for {_last(name)} " if name.startswith("-") else ""
    if meant is not None:
        return f"Did you mean {meant}? The choices {called}are {', '.join(choices)}; {value!r} is none."
    return f"Choose {called}one of {', '.join(choices)}: {value!r} is none."


def _no_value(parser: Parser, name: str) -> str:
    part = parser.action_called(name)
    if part is None or not part.option_strings:
        return f"Add {name}: `{parser.prog}` needs at least one."
    value = part.metavar or (next(iter(part.choices)) if part.choices else part.dest.upper())
    return f"Give {_last(name)} a value: `{part.option_strings[-1]} {value}` ({part.help})."


def _no_number(_: Parser, name: str, kind: str, value: str) -> str:
    wanted = {"int": "a whole number", "float": "a number"}.get(kind, f"a {kind}")
    return f"Give {_last(name)} {wanted}: {value} is none."


def _not_both(parser: Parser, one: str, other: str) -> str:
    return f"Leave out {_last(one)} or {_last(other)}: `{parser.prog}` takes only one of them."


def _takes_no_value(_: Parser, name: str, value: str) -> str:
    return f"Leave out {value} behind {_last(name)}: it takes no value."


def _one_of(parser: Parser, names: str) -> str:
    return f"Add one of {', '.join(names.split(' '))}: `{parser.prog}` needs it."


_REWORDED: Final[tuple[tuple[str, Callable[..., str]], ...]] = (
    (r"unrecognized arguments: (.*)", _unknown),
    (r"the following arguments are required: (.*)", _missing),
    (r"argument (\S+): invalid choice: (.*?) \(choose from .*", _no_choice),
    (r"argument (\S+): expected .*argument.*", _no_value),
    (r"argument (\S+): invalid (\w+) value: (.*)", _no_number),
    (r"argument (\S+): not allowed with argument (\S+)", _not_both),
    (r"argument (\S+): ignored explicit argument (.*)", _takes_no_value),
    (r"one of the arguments (.*) is required", _one_of),
)
