"""The scripts of `inset completion` for bash, zsh and fish, written from what the parser knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from inset.cli.parsing.completion_words import Flag, Value, Words


def bash(known: Sequence[Words]) -> str:
    """A function for `complete -F`. Files are completed wherever no known word can follow."""
    inset, *verbs = known
    after = "\n".join(
        f"    {verb.name}:{spelling}) {_bash_value(flag.value)} ;;"
        for verb in verbs
        for flag in verb.flags
        for spelling in flag.spellings
        if flag.value is not None
    )
    plain = "\n".join(
        f"    {verb.name}) flags={_quoted(_spelled(verb.flags))}; valued={_quoted(_valued(verb.flags))} ;;"
        for verb in verbs
    )
    firsts = "\n".join(f"    {verb.name}:0) {_bash_value(verb.first)} ;;" for verb in verbs)
    every_verb = " ".join((*_choices(inset.first), _spelled(inset.flags)))
    others = "\n".join(f"    {verb.name}:*) {_bash_value(verb.more)} ;;" for verb in verbs)
    return f"""\
# Completion of inset for bash. In ~/.bashrc: eval "$(inset completion bash)"
_inset_words() {{ "${{COMP_WORDS[0]}}" completion --words "$@" 2>/dev/null; }}
_inset() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" verb="${{COMP_WORDS[1]}}"
  local flags="" valued="" words="" files="" first="" nth=0 at
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W {_quoted(every_verb)} -- "$current"))
    return
  fi
  case "$verb" in
{plain}
    *) return ;;
  esac
  for ((at = 2; at < COMP_CWORD; at++)); do
    case "${{COMP_WORDS[at]}}" in -*) continue ;; esac
    case " $valued " in *" ${{COMP_WORDS[at-1]}} "*) continue ;; esac
    [ "$nth" -gt 0 ] || first="${{COMP_WORDS[at]}}"
    nth=$((nth + 1))
  done
  case "$verb:$before" in
{after}
    *)
      if [ "${{current#-}}" != "$current" ]; then words="$flags"
      else case "$verb:$nth" in
{firsts}
{others}
      esac; fi ;;
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


def _bash_value(value: Value | None) -> str:
    if value is None:
        return "words="
    if value.asked == "runs":
        return 'words="$(_inset_words runs ${first:+--of "$first"})"'
    if value.asked:
        return f'words="$(_inset_words {value.asked})"'
    return f"words={_quoted(' '.join(value.choices))}" if value.choices else "files=1"


def zsh(known: Sequence[Words]) -> str:
    """A function for `compdef`."""
    inset, *verbs = known
    listed = "\n".join(f"    {_quoted(f'{verb.name}:{verb.help}')}" for verb in verbs)
    cases = "\n".join(
        f"    {verb.name}) _arguments {' '.join([*_zsh_flags(verb.flags), *_zsh_words(verb)])} ;;" for verb in verbs
    )
    return f"""\
#compdef inset
# Completion of inset for zsh. In ~/.zshrc, after compinit: eval "$(inset completion zsh)"
_inset_words() {{
  local -a found of
  local word
  if [[ "$1" == runs ]]; then
    for word in $words[2,-1]; do [[ "$word" != -* ]] && of=(--of "$word") && break; done
  fi
  found=(${{(f)"$($inset completion --words $1 $of 2>/dev/null)"}})
  compadd -a found
}}
_inset() {{
  local inset="$words[1]"
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


def _zsh_words(verb: Words) -> list[str]:
    first = [] if verb.first is None else [_quoted(f"1:{_zsh_value(verb.first)}")]
    return first if verb.more is None else [*first, _quoted(f"*:{_zsh_value(verb.more)}")]


def _zsh_value(value: Value) -> str:
    """What follows the place in `_arguments`' words: a message, and what is offered."""
    if value.asked:
        return f" : _inset_words {value.asked}"  # behind a blank it gets these words alone
    return f" :({' '.join(value.choices)})" if value.choices else " :_files"


def _zsh_flags(flags: Sequence[Flag]) -> list[str]:
    specs = []
    for flag in flags:
        told = flag.help.replace("[", "(").replace("]", ")").replace(":", " ")
        value = "" if flag.value is None else f":{_zsh_value(flag.value)}"
        specs += [_quoted(f"{spelling}[{told}]{value}") for spelling in flag.spellings]
    return specs


def fish(known: Sequence[Words]) -> str:
    """Lines of `complete`, and the functions that they use."""
    inset, *verbs = known
    valued = " ".join(sorted({spelling for verb in verbs for spelling in _valued(verb.flags).split()}))
    lines = [
        f"""\
# Completion of inset for fish. In ~/.config/fish/config.fish: inset completion fish | source
function __inset_typed
  set -l before ''
  for word in (commandline -opc)[3..-1]
    if not string match -q -- '-*' $word; and not contains -- $before {valued}
      echo $word
    end
    set before $word
  end
end
function __inset_words
  set -l of
  set -l typed (__inset_typed)
  test $argv[1] = runs; and set -q typed[1]; and set of --of $typed[1]
  set -l inset (commandline -opc)[1]
  command $inset completion --words $argv[1] $of 2>/dev/null
end
function __inset_no_verb
  test (count (commandline -opc)) -eq 1
end
function __inset_verb
  set -l typed (commandline -opc)
  test (count $typed) -ge 2; and test $typed[2] = $argv[1]
end
function __inset_nth
  test (count (__inset_typed)) -eq $argv[1]
end
complete -c inset -n __inset_no_verb -f"""
    ]
    lines += [f"complete -c inset -n __inset_no_verb {_fish_flag(flag)}" for flag in inset.flags]
    for verb in verbs:
        lines.append(f"complete -c inset -n __inset_no_verb -a {verb.name} -d {_fish_quoted(verb.help)}")
        seen = f"__inset_verb {verb.name}"
        lines.append(_fish_words(f"{seen}; and __inset_nth 0", verb.first))
        lines.append(_fish_words(f"{seen}; and not __inset_nth 0", verb.more))
        lines += [f"complete -c inset -n '{seen}' {_fish_flag(flag)}" for flag in verb.flags]
    return "\n".join(line for line in lines if line) + "\n"


def _fish_words(when: str, value: Value | None) -> str:
    if value is None:
        return f"complete -c inset -n '{when}' -f"
    return "" if value.is_file else f"complete -c inset -n '{when}' -f -a {_fish_offered(value)}"


def _fish_offered(value: Value) -> str:
    return _fish_quoted(f"(__inset_words {value.asked})" if value.asked else " ".join(value.choices))


def _fish_flag(flag: Flag) -> str:
    names = [f"-l {each[2:]}" if each.startswith("--") else f"-s {each[1:]}" for each in flag.spellings]
    word = ""
    if flag.value is not None:
        word = " -r" if flag.value.is_file else f" -x -a {_fish_offered(flag.value)}"
    return f"{' '.join(names)}{word} -d {_fish_quoted(flag.help)}"


def _choices(value: Value | None) -> tuple[str, ...]:
    return () if value is None else value.choices


def _spelled(flags: Sequence[Flag]) -> str:
    return " ".join(spelling for flag in flags for spelling in flag.spellings)


def _valued(flags: Sequence[Flag]) -> str:
    return _spelled([flag for flag in flags if flag.value is not None])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


WRITERS: Final[dict[str, Callable[[Sequence[Words]], str]]] = {"bash": bash, "zsh": zsh, "fish": fish}
