"""`inset completion SHELL`: a script that lets the shell complete verbs, flags and their choices.

The script is written from the parser itself, so it never knows other words than the command line does. It is plain
data: the shell starts no Python while a person types.
"""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus

SHELLS: Final = ("bash", "zsh", "fish")


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag: its spellings, whether a word follows it and which, and its help."""

    spellings: tuple[str, ...]
    takes_word: bool
    choices: tuple[str, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Words:
    """What may follow `inset` (name empty) or one of its verbs: flags, and words, if any, which may all be known."""

    name: str
    help: str
    flags: tuple[Flag, ...]
    takes_words: bool
    choices: tuple[str, ...]


def describe(parser: ArgumentParser) -> list[Words]:
    """What the parser knows: `inset` itself first, then every verb."""
    (verbs,) = (part for part in parser._actions if isinstance(part, argparse._SubParsersAction))  # noqa: SLF001
    helps = {choice.dest: choice.help or "" for choice in verbs._choices_actions}  # noqa: SLF001
    found = [Words("", "", _flags(parser), True, tuple(verbs.choices))]
    for name, verb in verbs.choices.items():
        positional = next((part for part in verb._actions if not part.option_strings), None)  # noqa: SLF001
        choices = tuple(positional.choices) if positional is not None and positional.choices else ()
        found.append(Words(name, helps[name], _flags(verb), positional is not None, choices))
    return found


def _flags(parser: ArgumentParser) -> tuple[Flag, ...]:
    return tuple(
        Flag(
            spellings=tuple(part.option_strings),
            takes_word=part.nargs != 0,
            choices=tuple(map(str, part.choices or ())),
            help=(part.help or "").replace("%%", "%").partition(";")[0],
        )
        for part in parser._actions  # noqa: SLF001 - argparse has no public way to ask what it was told
        if part.option_strings
    )


def bash(known: Sequence[Words]) -> str:
    """A function for `complete -F`. Files are completed wherever no known word can follow."""
    inset, *verbs = known
    after = "\n".join(
        f"    {verb.name}:{flag.spellings[-1]}) words={_quoted(' '.join(flag.choices))}; "
        f"files={'' if flag.choices else '1'} ;;"
        for verb in verbs
        for flag in verb.flags
        if flag.takes_word
    )
    plain = "\n".join(
        f"    {verb.name}) flags={_quoted(_spelled(verb.flags))}; words={_quoted(' '.join(verb.choices))}; "
        f"files={'1' if verb.takes_words and not verb.choices else ''} ;;"
        for verb in verbs
    )
    return f"""\
# Completion of inset for bash. In ~/.bashrc: eval "$(inset completion bash)"
_inset() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" verb="${{COMP_WORDS[1]}}"
  local flags="" words="" files=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W {_quoted(" ".join((*inset.choices, *_spelled(inset.flags).split())))} -- "$current"))
    return
  fi
  case "$verb" in
{plain}
    *) return ;;
  esac
  case "$verb:$before" in
{after}
    *) if [ "${{current#-}}" != "$current" ]; then words="$flags"; files=; fi ;;
  esac
  if [ -n "$files" ]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY=($(compgen -f -- "$current"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}}
complete -F _inset inset
"""


def zsh(known: Sequence[Words]) -> str:
    """A function for `compdef`."""
    inset, *verbs = known
    listed = "\n".join(f"    {_quoted(f'{verb.name}:{verb.help}')}" for verb in verbs)
    cases = "\n".join(
        f"    {verb.name}) _arguments {' '.join(_zsh_flags(verb.flags))} "
        + (_quoted(f"*: :({' '.join(verb.choices)})") if verb.choices else "'*: :_files'" if verb.takes_words else "")
        + " ;;"
        for verb in verbs
    )
    return f"""\
#compdef inset
# Completion of inset for zsh. In ~/.zshrc, after compinit: eval "$(inset completion zsh)"
_inset() {{
  local -a verbs
  verbs=(
{listed}
  )
  if (( CURRENT == 2 )); then
    if [[ "$PREFIX" == -* ]]; then
      compadd -- {_spelled(inset.flags)}
    else
      _describe verb verbs
    fi
    return
  fi
  local verb="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$verb" in
{cases}
  esac
}}
compdef _inset inset
"""


def fish(known: Sequence[Words]) -> str:
    """Lines of `complete`."""
    inset, *verbs = known
    lines = [
        "# Completion of inset for fish. In ~/.config/fish/config.fish: inset completion fish | source",
        "complete -c inset -n __fish_use_subcommand -f",
    ]
    lines += [f"complete -c inset -n __fish_use_subcommand {_fish_flag(flag)}" for flag in inset.flags]
    for verb in verbs:
        lines.append(f"complete -c inset -n __fish_use_subcommand -a {verb.name} -d {_fish_quoted(verb.help)}")
        seen = f"-n '__fish_seen_subcommand_from {verb.name}'"
        if verb.choices or not verb.takes_words:
            lines.append(f"complete -c inset {seen} -f -a {_fish_quoted(' '.join(verb.choices))}")
        lines += [f"complete -c inset {seen} {_fish_flag(flag)}" for flag in verb.flags]
    return "\n".join(lines) + "\n"


def _spelled(flags: Sequence[Flag]) -> str:
    return " ".join(spelling for flag in flags for spelling in flag.spellings)


def _zsh_flags(flags: Sequence[Flag]) -> list[str]:
    specs = []
    for flag in flags:
        told = flag.help.replace("[", "(").replace("]", ")").replace(":", " ")
        word = "" if not flag.takes_word else f": :({' '.join(flag.choices)})" if flag.choices else ": :_files"
        specs += [_quoted(f"{spelling}[{told}]{word}") for spelling in flag.spellings]
    return specs


def _fish_flag(flag: Flag) -> str:
    names = [f"-l {each[2:]}" if each.startswith("--") else f"-s {each[1:]}" for each in flag.spellings]
    word = f" -x -a {_fish_quoted(' '.join(flag.choices))}" if flag.choices else " -r" if flag.takes_word else ""
    return f"{' '.join(names)}{word} -d {_fish_quoted(flag.help)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


WRITERS: Final[dict[str, Callable[[Sequence[Words]], str]]] = {"bash": bash, "zsh": zsh, "fish": fish}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def _run(args: Namespace, context: Context) -> int:
    script = WRITERS[args.shell](describe(context.parser))
    context.output.answer({"shell": args.shell, "script": script}, *script.splitlines())
    return ExitStatus.OK


VERB = Verb("completion", "print a script that lets the shell complete inset's words", _add_arguments, _run)
