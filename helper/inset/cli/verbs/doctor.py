"""`inset doctor`: whether all is well, a line a check, each trouble with its remedy."""

from __future__ import annotations

import errno
import re
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, get_args

from inset.cli.fault_words import hint_told, told
from inset.cli.showing.reason_words import file_reason
from inset.cli.showing.tables import width_of
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, InsetError, PortUnavailable
from inset.settings import Settings
from inset.words.messages import ENGLISH, topic
from inset.words.sentences import Sentence, retold, sentence

if TYPE_CHECKING:
    from inset.health.check import Check, PortUse

_COLON: Final = re.compile(r"\s?(?:: |\uff1a)")
_ENDS: Final = re.compile(r": |\uff1a|。(?=.)|\. (?=.)")
_IN_TWO_SENTENCES: Final = ("ja", "ko")
"""Where an error says what to do in a sentence of its own, and then why; elsewhere a colon stands between the two."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--verify", action="store_true", help="read every dataset and compare its checksums")
    parser.add_argument(
        "--fix", action="store_true", help="close folders to other people, and remove what killed builds have left"
    )


def _run(args: Namespace, context: Context) -> int:
    from inset.health.check import Subject
    from inset.health.checks import run_checks
    from inset.tokens import TokenStore

    settings, trouble = Settings(), None
    try:
        settings = context.settings()
    except InsetError as error:
        trouble = error
    subject = Subject(
        paths=context.paths,
        settings=settings,
        port=find_port_use(context, settings),
        pairings=lambda: len(TokenStore(context.paths.pairings).list()),
        trouble=trouble,
        verify=args.verify,
        unavailable=_unavailable(context),
        fix=args.fix,
    )
    checks: list[Check] = []
    for check in run_checks(subject):
        checks.append(check)
        if not context.output.as_json:  # printed at once, because checksums of a large dataset take a while
            context.output.answer(None, _line(check))
    states = Counter(check.state for check in checks)
    if context.output.as_json:
        context.output.answer({"checks": [check.as_dict() for check in checks]})
    elif states["bad"] or states["warning"]:
        context.output.answer(None, words().count("cli_doctor_sum", states["warning"], states["bad"]))
    else:
        context.output.answer(None, words().text("cli_all_well"))
    return ExitStatus.FAILURE if states["bad"] else ExitStatus.OK


def _unavailable(context: Context) -> dict[str, InsetError]:
    """What the running helper, which compares checksums in the background, says of datasets that it cannot ask."""
    from inset.client.client import Client
    from inset.client.helper_state import read_state

    state = read_state(context.paths)
    if state is None:
        return {}
    try:
        found = Client(state.port, state.token).datasets()["unavailable"]
    except InsetError:
        return {}
    return {
        each["name"]: InsetError(retold(each["message"], each.get("message_told")), hint=each["hint"]) for each in found
    }


def _line(check: Check) -> str:
    """State, name, what is, and behind an arrow what to do about it: in columns, in the person's language."""
    from inset.health.check import State

    state, name = _state(check.state), words().text_or(_name(check.name), check.name)
    found, remedy = _found(check)
    columns = (_padded(state, map(_state, get_args(State))), _padded(name, _names()), found)
    return f"{'  '.join(columns)}{f'  →  {remedy}' if remedy else ''}"


def _found(check: Check) -> tuple[str, str]:
    """What is, and what to do."""
    error = check.error
    if error is None or words().language == ENGLISH:
        return file_reason(check.message), file_reason(check.remedy or "")
    from inset.health.check import bad_because

    found, remedy = _parts(error)
    if isinstance(check.message, Sentence):  # it tells of the error within a sentence of its own
        english = bad_because(check.name, error).message
        within = (found if each == english else each for each in check.message.values)
        found = file_reason(sentence(check.message.name, *within))
    return found, remedy


def _parts(error: InsetError) -> tuple[str, str]:
    """What is, and what to do, of an error that has both in one sentence, which languages divide differently."""
    whole = told(error)
    parts = (_ENDS if words().language in _IN_TWO_SENTENCES else _COLON).split(whole, maxsplit=1)
    if not isinstance(error.message, Sentence) or len(parts) == 1:
        return whole, hint_told(error)
    remedy, reason = parts
    return f"{reason[:1].upper()}{reason[1:]}", words().sentence(remedy)


def _state(state: str) -> str:
    return state if words().language == ENGLISH else words().text(f"health_{state}")


def _name(name: str) -> str:
    return f"check_name_{name.replace(' ', '_')}"


def _names() -> Iterator[str]:
    """What any check is called: lines are printed at once, before it is known which come."""
    return (words().text(name) for name in topic(ENGLISH, "checks.json") if name.startswith("check_name_"))


def _padded(text: str, column: Iterable[str]) -> str:
    return text + " " * (max(map(width_of, column)) - width_of(text))


def find_port_use(context: Context, settings: Settings) -> PortUse:
    """Who has the helper's port. If this person's helper runs on another port, that one counts."""
    from inset.client.client import Client
    from inset.client.helper_state import read_state
    from inset.client.port import take_port
    from inset.health.check import PortUse

    state = read_state(context.paths)
    if state is not None:
        try:
            status = Client(state.port, state.token).status()
            return PortUse("this", state.port, str(status["version"]))
        except InsetError:
            pass  # the state file is left from a helper that was killed
    try:
        take_port(settings.port, context.paths).close()
    except PortUnavailable as error:
        try:
            hello = Client(settings.port).hello()
        except InsetError:
            taken = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EADDRINUSE
            return PortUse("other", settings.port, trouble=None if taken else error)
        return PortUse("inset", settings.port, str(hello.get("version", "unknown")))
    return PortUse("free", settings.port)


VERB = Verb("doctor", "tell whether all is well, and what to do about what is not", _add_arguments, _run)
