"""`inset letter --list`, `--answered` and `--forget`: the log of what was asked of whom, and what has become of it."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from inset.cli.output import plural
from inset.cli.verb import Context
from inset.errors import ExitStatus

if TYPE_CHECKING:
    from inset.account.log import Request, Standing

NOTHING: Final = "Nothing was logged: `inset letter … --log` keeps what you ask of whom."
COPIES: Final = "A photo that is gone from a list may still be in copies that others made."


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
        lines.append(COPIES)
    context.output.answer(
        document, *(lines or ["Nothing was logged: `inset letter … --log` keeps what you ask of whom."])
    )
    return ExitStatus.OK


def run_log_option(args: Namespace, context: Context) -> int:
    """Note an answer, or forget a request."""
    import msgspec

    from inset.account.log import forget, note_answer

    if args.forget is not None:
        request = forget(context.paths.letters, args.forget)
        said = f"Forgot request {request.id}, to {request.recipient} of {_day(request.asked_on)}."
    else:
        request = note_answer(context.paths.letters, args.answered, _today())
        said = (
            f"Noted: request {request.id}, to {request.recipient}, was answered on {_day(request.answered_on or '')}."
        )
    context.output.answer(_plain(msgspec.to_builtins(request)), said)
    return ExitStatus.OK


def _plain(request: dict[str, Any]) -> dict[str, Any]:
    """Photo IDs as text, as everywhere on the wire."""
    for dataset in request["datasets"]:
        dataset["photos"] = [str(photo_id) for photo_id in dataset["photos"]]
    return request


def _request_lines(request: Request, standings: tuple[Standing, ...]) -> list[str]:
    if request.answered_on is not None:
        answer = f"answered on {_day(request.answered_on)}"
    elif date.fromisoformat(request.answer_by) < _today():
        answer = f"no answer noted, and the date it named, {_day(request.answer_by)}, is over"
    else:
        answer = f"an answer was asked for by {_day(request.answer_by)}"
    head = f"{request.id}  asked on {_day(request.asked_on)}: {request.recipient or request.url}; {answer}"
    return [head, *(f"   {standing.dataset}: {_standing(standing)}" for standing in standings)]


def _standing(standing: Standing) -> str:
    of = plural(standing.asked, "photo")
    if standing.state == "not_published":
        return f"{of}; it is not published here any more, or cannot be opened, so nothing is known"
    if standing.gone is None:
        return f"{of}; not built from a new list since, so nothing can be said"
    run = f"the run {standing.run}"
    if standing.asked == 1:
        left = "still in" if standing.certain else "probably still in"
        return f"the photo is {'gone from' if standing.gone else left} {run}"
    rest = "" if standing.certain or standing.gone == standing.asked else "; the others are probably still in it"
    return f"{standing.gone} of {of} are gone from {run}{rest}"


def _day(iso: str) -> str:
    from inset.account.letter_words import words_in

    return words_in("en").day(date.fromisoformat(iso))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
