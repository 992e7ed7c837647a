"""What `--help` and mistakes in a command say, in the person's language: verbs, options, headings, what to do instead.

Help is asked for at once, so of all messages only one file of one language is read here (for a verb's own help its
options' file, too), and none for English: that is what the parser itself says. What the terminal cannot show is said in
English.
"""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Container, Iterable, Mapping
from typing import Final

from inset.cli.showing.tables import width_of
from inset.cli.showing.wrapping import wrapped
from inset.words.choice import best_language, system_languages
from inset.words.messages import ENGLISH, filled, topic

HELP: Final = "help.json"
OPTIONS: Final = "options.json"

_ABOUT: Final = {"help": "help_help", "version": "help_version", "json": "help_json"}
"""The options that every verb has, by `dest`, and their messages."""


def english(name: str, values: Iterable[object]) -> str:
    """Return a message in English, with its places filled."""
    return filled(topic(ENGLISH, HELP)[name], values, ENGLISH)


def spoken(name: str, values: Iterable[object]) -> str | None:
    """Return a message in the person's language, with its places filled; None where that is English."""
    template = _messages().get(name)
    return None if template is None else filled(template, values, _language())


def translate(parser: argparse.ArgumentParser, groups: Mapping[str, str], helps: Iterable[argparse.Action]) -> None:
    """Put a parser's help into the person's language; what only lists choices stays as it is.

    Args:
        parser: of `inset` or of one verb; `groups`: messages by the titles of its groups; `helps`: its verbs.
    """
    say = _messages()
    if not say:
        return
    _, _, verb = parser.prog.partition(" ")
    parser.description = say.get(f"help_verb_{verb}" if verb else "help_inset", parser.description)
    for group in parser._action_groups:  # noqa: SLF001 - argparse has no public way to ask what it was told
        group.title = say.get(groups.get(group.title or "", ""), group.title)
    for option in parser._actions:  # noqa: SLF001
        shared = say.get(_ABOUT.get(option.dest, ""))
        option.help = shared or (_option_said(verb, option) if verb else None) or option.help
    for each in helps:
        each.help = say.get(f"help_verb_{each.dest}", each.help)
    parser.formatter_class = _Formatter


def option_name(verb: str, option: argparse.Action, known: Container[str]) -> str | None:
    """Return the name of the message that is an option's help: its verb's own, or that of all options called so.

    Args:
        verb: whose option it is; `known`: the messages' names.
    """
    names = (f"option_{verb}_{option.dest}", f"option_{option.dest}")
    return next((name for name in names if name in known), None)


def choices_of(option: argparse.Action) -> str:
    """Return an option's choices as its help lists them; they fill $1 of its message."""
    return ", ".join(map(str, option.choices or ()))


def _option_said(verb: str, option: argparse.Action) -> str | None:
    """An option's help in the person's language; None where it has none, or only lists its choices."""
    if not option.help or option.help in (argparse.SUPPRESS, choices_of(option)):
        return None
    say = _options()
    name = option_name(verb, option, say)
    return None if name is None else filled(say[name], [choices_of(option)], _language()).replace("%", "%%")


class _Formatter(argparse.HelpFormatter):
    """argparse's own, with the heading in the person's language, and lines as wide as they look."""

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        heading = f"{_messages()['help_usage']} " if prefix is None else prefix
        # argparse counts letters, and indents the further lines by the heading's: so it is given one as long as ours is
        # wide.
        room = "x" * width_of(heading)
        return super()._format_usage(usage, actions, groups, room).replace(room, heading, 1)

    def start_section(self, heading: str | None) -> None:
        # argparse sets the colon behind a heading, without the space that French has before it.
        spaced = heading is not None and _messages()["help_usage"].endswith(" :")
        super().start_section(f"{heading} " if spaced else heading)

    def _split_lines(self, text: str, width: int) -> list[str]:
        if width_of(text) == len(text):
            return super()._split_lines(text, width)
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


@functools.cache
def _language() -> str:
    return best_language(system_languages())


@functools.cache
def _messages() -> Mapping[str, str]:
    """The messages of the person's language; none where that is English, or the terminal cannot show them."""
    return _showable(HELP)


@functools.cache
def _options() -> Mapping[str, str]:
    """The same for the options of verbs."""
    return _showable(OPTIONS)


def _showable(file: str) -> Mapping[str, str]:
    found = {} if _language() == ENGLISH else topic(_language(), file)
    try:
        "".join(found.values()).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return {}
    return found
