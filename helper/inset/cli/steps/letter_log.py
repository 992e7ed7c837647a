"""`inset letter --list`, `--answered` and `--forget`: the log of what was asked of whom, and what has become of it."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from inset.cli.showing.words import words
from inset.cli.verb import Context
from inset.errors import ExitStatus

if TYPE_CHECKING:
    from inset.account.log import Request, Standing


def list_requests(context: Context) -> int:
    """Tell every request with what has become of it."""
    import msgspec

    from inset.account.log import read_log, standing_facts, standings
    from inset.index.sound import open_sound

    requests = read_log(context.paths.letters).requests
    library = open_sound(context.paths.datasets)
    told = [(request, standings(request, library)) for request in requests]
    document: dict[str, Any] = {
        "requests": [
            {
                **_plain(msgspec.to_builtins(request)),
                "standing": [standing_facts(standing) for standing in standing_],
            }
            for request, standing_ in told
        ]
    }
    lines = [line for request, standing_ in told for line in _request_lines(request, standing_)]
    if any(standing.gone for _, standing_ in told for standing in standing_):
        lines.append(words().text("sent_copies"))
    context.output.answer(document, *(lines or [words().text("cli_letter_none")]))
    return ExitStatus.OK


def run_log_option(args: Namespace, context: Context) -> int:
    """Note an answer, or forget a request."""
    import msgspec

    from inset.account.log import forget, note_answer

    if args.forget is not None:
        request = forget(context.paths.letters, args.forget)
        said = words().text("cli_letter_forgot", str(request.id), request.recipient, _day(request.asked_on))
    else:
        request = note_answer(context.paths.letters, args.answered, _today())
        answered = _day(request.answered_on or "")
        said = words().text("cli_letter_noted", str(request.id), request.recipient, answered)
    context.output.answer(_plain(msgspec.to_builtins(request)), said)
    return ExitStatus.OK


def _plain(request: dict[str, Any]) -> dict[str, Any]:
    """Photo IDs as text, as everywhere on the wire."""
    for dataset in request["datasets"]:
        dataset["photos"] = [str(photo_id) for photo_id in dataset["photos"]]
    return request


def _request_lines(request: Request, standings: tuple[Standing, ...]) -> list[str]:
    say = words().text
    if request.answered_on is not None:
        answer = say("sent_answered", _day(request.answered_on))
    elif date.fromisoformat(request.answer_by) < _today():
        answer = say("sent_overdue", _day(request.answer_by))
    else:
        answer = say("sent_by", _day(request.answer_by))
    sent = words().told(say("sent_on", _day(request.asked_on)), request.recipient or request.url)
    head = say("cli_further", sent, answer)
    return [f"{request.id}  {head}", *(f"   {_standing(standing)}" for standing in standings)]


def _standing(standing: Standing) -> str:
    say, dataset, run = words().text, standing.dataset, standing.run
    asked = f"{dataset} ({words().count('photos', standing.asked)})"
    if standing.state == "not_published":
        return say("sent_not_here", asked)
    if standing.gone is None:
        return say("sent_same", asked)
    if standing.asked == 1:
        still = "cli_sent_still" if standing.certain else "cli_sent_possibly_still"
        return say("cli_sent_gone" if standing.gone else still, dataset, run)
    said = words().count("sent_gone", standing.gone, standing.asked, dataset, run)
    rest = not standing.certain and standing.gone != standing.asked
    return f"{words().sentence(said)} {say('sent_rest')}" if rest else said


def _day(iso: str) -> str:
    from inset.account.letter_words import words_in

    return words_in(words().language).day(date.fromisoformat(iso))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
