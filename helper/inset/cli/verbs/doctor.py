"""`inset doctor`: whether all is well, a line a check, each trouble with its remedy."""

from __future__ import annotations

import errno
from argparse import ArgumentParser, Namespace
from collections import Counter
from typing import TYPE_CHECKING

from inset.cli.showing.reason_words import file_reason
from inset.cli.showing.words import words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, InsetError, PortUnavailable
from inset.settings import Settings
from inset.words.messages import ENGLISH
from inset.words.sentences import Sentence, retold

if TYPE_CHECKING:
    from inset.health.check import Check, PortUse


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
    """In English as the check says it; in another language what it comes to, and then the details, in theirs too."""
    if words().language == ENGLISH:
        return f"{check.state:<8} {check.name:<10} {_details(check.message, check.remedy)}"
    if check.error is not None and isinstance(check.error.message, Sentence):
        told = file_reason(check.error.message)
    else:
        told = _details(file_reason(check.message), file_reason(check.remedy or ""))
    key = check.name.replace(" ", "_")
    state, name = words().text(f"health_{check.state}"), words().text_or(f"check_name_{key}", check.name)
    said = words().text_or(f"check_said_{key}_{check.state}", "")
    return words().told(words().told(state, name), f"{said}{' ' if said else ''}({told})")


def _details(message: str, remedy: str | None) -> str:
    return f"{message}{f'  →  {remedy}' if remedy else ''}"


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
