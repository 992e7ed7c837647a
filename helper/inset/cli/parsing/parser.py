"""The command line's grammar as argparse knows it, with errors that lead with the remedy, as Inset's own do.

Flags and words may stand in any order (argparse alone takes no more words behind a flag: bpo-14191). What argparse says
of a mistake is read and said again in our words, which are in `help.json`; `_REWORDED` has every kind of message of
Python 3.11 to 3.14.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from inset.cli.parsing.help_words import english, spoken, translate
from inset.errors import UsageInvalid
from inset.words.meant import did_you_mean

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

OTHER_WORDS: Final = {
    "ask": "lookup", "find": "lookup", "query": "lookup", "search": "lookup", "ls": "datasets", "list": "datasets",
    "show": "datasets", "start": "serve", "run": "serve", "server": "serve", "daemon": "serve", "download": "add",
    "get": "add", "fetch": "add", "import": "build", "rebuild": "build", "delete": "remove", "rm": "remove",
    "drop": "remove", "connect": "pair", "disconnect": "unpair", "quit": "stop", "kill": "stop", "info": "status",
    "health": "doctor", "verify": "doctor", "proof": "evidence", "mail": "letter", "write": "letter",
}  # fmt: skip
"""What people call a verb in other programs."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in a command, as a message of `help.json`.

    Args:
        name: of the message, without `usage_`.
        values: for its places.
        helped: the same for English, with what the arguments' help says of them, where that is of use.
    """

    name: str
    values: tuple[str, ...]
    helped: tuple[str, ...] = ()


class CommandWrong(UsageInvalid):
    """A command that the grammar does not know.

    Args:
        mistake: what is wrong; `program`: whose help tells more, such as `inset build`.
    """

    def __init__(self, mistake: Mistake, program: str) -> None:
        name = f"usage_{mistake.name}"
        super().__init__(english(name, mistake.helped or mistake.values), hint=english("usage_more", [program]))
        self.spoken = spoken(name, mistake.values)
        self.spoken_hint = spoken("usage_more", [program])


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are `UsageInvalid`, and which takes its flags and words in any order."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse says as an error of Inset's own."""
        raise CommandWrong(reworded(self, message), self.prog)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the help in the person's language. The manual page and the completions are made of the English one."""
        verbs = (part for part in self._actions if isinstance(part, argparse._SubParsersAction))  # noqa: SLF001
        each = [choice for part in verbs for choice in part._choices_actions]  # noqa: SLF001
        translate(self, {"verbs": "help_verbs", "positional arguments": "help_words", "options": "help_options"}, each)
        super().print_help(file)

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
        # Python 3.11 forgets `--` when it parses in any order, and would take what follows for flags; and it breaks the
        # usage that help begins with into lines as if "usage: " stood before it, whatever the language.
        if {"--", "-h", "--help"} & set(rest):
            return verb.parse_args(rest, found)
        return verb.parse_intermixed_args(rest, found)

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


def reworded(parser: Parser, message: str) -> Mistake:
    """What argparse says of a mistake, led by the remedy."""
    for pattern, say in _REWORDED:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return say(parser, *found.groups())
    return Mistake("fix", (message,))


def _last(name: str) -> str:
    """`--output` of what argparse calls `-o/--output`."""
    return name.rpartition("/")[2]


def _unknown(parser: Parser, words: str) -> Mistake:
    word = words.partition(" ")[0]
    if not word.startswith("-") or word == "-":
        return Mistake("no_more", (repr(words), parser.prog))
    flag, _, _ = word.partition("=")
    meant = did_you_mean(flag, parser.flags())
    if meant is not None:
        return Mistake("meant_flag", (meant, parser.prog, flag))
    return Mistake("no_flag", (flag, parser.prog))


def _missing(parser: Parser, names: str) -> Mistake:
    if names == "VERB":
        return Mistake("say_what", ())
    wanted, told = [], []
    for name in names.split(", "):
        part = parser.action_called(name)
        if part is not None and part.nargs == "*":
            continue  # may be left out; argparse names it all the same
        help_ = (part.help or "").partition(";")[0] if part is not None else ""
        choices = ", ".join(map(str, (part.choices if part is not None else None) or ()))
        wanted.append(f"{_last(name)}{f' ({choices})' if choices else ''}")
        told.append(f"{_last(name)}{f' ({help_})' if help_ else ''}")
    return Mistake("add", (", ".join(wanted), parser.prog), (" and ".join(told), parser.prog))


def _no_choice(parser: Parser, name: str, value: str) -> Mistake:
    value = value.strip("'\"")
    if name == "VERB":
        meant = OTHER_WORDS.get(value.lower()) or did_you_mean(value.lower(), parser.verbs())
        if meant is not None:
            return Mistake("meant_verb", (meant, repr(value)))
        return Mistake("no_verb", (repr(value),))
    part = parser.action_called(name)
    known = [str(choice) for choice in (part.choices if part is not None else None) or ()]
    meant = did_you_mean(value.lower(), known)
    choices = ", ".join(known)
    of_flag = name.startswith("-")
    if meant is not None:
        values = (meant, choices, repr(value))
        return Mistake("meant_choice_of", (*values, _last(name))) if of_flag else Mistake("meant_choice", values)
    chosen = (choices, repr(value))
    return Mistake("choose_for", (*chosen, _last(name))) if of_flag else Mistake("choose", chosen)


def _no_value(parser: Parser, name: str) -> Mistake:
    part = parser.action_called(name)
    if part is None or not part.option_strings:
        return Mistake("at_least", (name, parser.prog))
    value = part.metavar or (next(iter(part.choices)) if part.choices else part.dest.upper())
    shown = f"`{part.option_strings[-1]} {value}`"
    return Mistake("value", (_last(name), shown), (_last(name), f"{shown} ({part.help})"))


def _no_number(_: Parser, name: str, kind: str, value: str) -> Mistake:
    return Mistake("whole_number" if kind == "int" else "number", (_last(name), value))


def _not_both(parser: Parser, one: str, other: str) -> Mistake:
    return Mistake("not_both", (_last(one), _last(other), parser.prog))


def _takes_no_value(_: Parser, name: str, value: str) -> Mistake:
    return Mistake("takes_no_value", (value, _last(name)))


def _one_of(parser: Parser, names: str) -> Mistake:
    return Mistake("one_of", (", ".join(names.split(" ")), parser.prog))


_REWORDED: Final[tuple[tuple[str, Callable[..., Mistake]], ...]] = (
    (r"unrecognized arguments: (.*)", _unknown),
    (r"the following arguments are required: (.*)", _missing),
    (r"argument (\S+): invalid choice: (.*?) \(choose from .*", _no_choice),
    (r"argument (\S+): expected .*argument.*", _no_value),
    (r"argument (\S+): invalid (\w+) value: (.*)", _no_number),
    (r"argument (\S+): not allowed with argument (\S+)", _not_both),
    (r"argument (\S+): ignored explicit argument (.*)", _takes_no_value),
    (r"one of the arguments (.*) is required", _one_of),
)
