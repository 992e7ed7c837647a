"""`inset lookup REF…`: which datasets list these photos. Reads the index itself; no helper need run."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from inset.cli.output import Output
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, PhotoRefInvalid, UsageInvalid
from inset.number_words import percent_of_chance

if TYPE_CHECKING:
    from inset.index.dataset_index import DatasetAnswer
    from inset.index.library import Library


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "refs", nargs="+", metavar="REF", help="a photo ID, or any URL that names one photo; - reads them from stdin"
    )


def _run(args: Namespace, context: Context) -> int:
    from inset.index.library import Library
    from inset.index.sound import ask_sound
    from inset.photo_ref import parse_photo_ref

    refs = list(_expand(args.refs))
    if not refs:
        raise UsageInvalid("Give at least one photo ID or URL; stdin held none.")
    photo_ids: dict[str, int | None] = {}
    for ref in refs:
        try:
            photo_ids[ref] = parse_photo_ref(ref)
        except PhotoRefInvalid:
            photo_ids[ref] = None
    asked = partial(_results, refs=refs, photo_ids=photo_ids)
    results, library = ask_sound(Library(context.paths.datasets), asked)
    document: dict[str, Any] = {
        "results": results,
        "asked": sorted(library.training_sets()),
        "censuses": sorted(library.censuses),
    }
    if library.unavailable:
        document["unavailable"] = {name: error.as_dict() for name, error in library.unavailable.items()}
    context.output.answer(document, *(_sentence(result) for result in results))
    return _warn(context.output, library.unavailable.values())


def _results(library: Library, refs: list[str], photo_ids: dict[str, int | None]) -> list[dict[str, Any]]:
    listed = library.lookup([photo_id for photo_id in photo_ids.values() if photo_id is not None])
    training, public = library.apart(listed)
    asked = bool(library.training_sets())
    return [
        _result(
            ref,
            photo_ids[ref],
            _answers(library, training, photo_ids[ref]),
            _answers(library, public, photo_ids[ref]),
            asked=asked,
        )
        for ref in refs
    ]


def _expand(refs: Iterable[str]) -> Iterable[str]:
    for ref in refs:
        if ref == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield ref


def _answers(library: Library, listed: dict[int, list[DatasetAnswer]], photo_id: int | None) -> list[dict[str, object]]:
    """What each dataset says of a photo, with account and licence as its manifest gave them."""
    from inset.wire import answer_facts, licence_facts

    if photo_id is None:
        return []
    answers: list[dict[str, object]] = []
    for answer in listed.get(photo_id, ()):
        said = library.datasets[answer.dataset].details_of([photo_id]).get(photo_id)
        account = None if said is None else said.account
        answers.append({**answer_facts(answer), "owner": account, "licence": licence_facts(said)})
    return answers


def _result(
    ref: str,
    photo_id: int | None,
    answers: list[dict[str, object]],
    censuses: list[dict[str, object]],
    *,
    asked: bool,
) -> dict[str, Any]:
    """What is said of one reference; `answer` is that of the training sets, `unknown` where none could be asked."""
    if photo_id is None:
        overall = "invalid"
    elif not asked:
        overall = "unknown"
    elif any(answer["answer"] == "listed" for answer in answers):
        overall = "listed"
    else:
        overall = "probably_listed" if answers else "not_listed"
    return {
        "ref": ref,
        "photo_id": None if photo_id is None else str(photo_id),
        "answer": overall,
        "datasets": answers,
        "censuses": censuses,
    }


def _sentence(result: dict[str, Any]) -> str:
    if result["answer"] == "invalid":
        return f"{result['ref']}: names no photo (give an ID, or a URL of one photo)"
    shown = result["photo_id"] if result["ref"] == result["photo_id"] else f"{result['ref']} ({result['photo_id']})"
    certain, probable = _names(result["datasets"])
    parts = [f"listed in {', '.join(certain)}"] * bool(certain) + [f"probably listed in {', '.join(probable)}"] * bool(
        probable
    )
    said = (
        "; ".join(parts) or {"not_listed": "not listed", "unknown": "no training set could be asked"}[result["answer"]]
    )
    found = [*result["datasets"], *result["censuses"]]
    return "\n".join([f"{shown}: {said}", *_public(result["censuses"]), *map(_details, filter(_has_details, found))])


def _names(answers: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The datasets that list a photo for certain, and those that probably do, with the chance that it is true."""
    certain = [found["dataset"] for found in answers if found["answer"] == "listed"]
    probable = [
        f"{found['dataset']} (the chance that this is true is {percent_of_chance(found['chance'])})"
        for found in answers
        if found["answer"] == "probably_listed"
    ]
    return certain, probable


def _public(censuses: list[dict[str, Any]]) -> list[str]:
    """What censuses say of a photo: that it was public, and nothing of training."""
    certain, probable = _names(censuses)
    return [
        *(f"  was public: so says the census {name}, which says nothing of training" for name in certain),
        *(f"  was probably public: so says the census {name}, which says nothing of training" for name in probable),
    ]


def _has_details(found: dict[str, Any]) -> bool:
    return found["owner"] is not None or found["licence"] is not None


def _details(found: dict[str, Any]) -> str:
    """Account and licence in one line; both are what the manifest said, and people change licences."""
    parts = [] if found["owner"] is None else [f"owner {found['owner']}"]
    licence = found["licence"]
    if licence is not None:
        allows = {True: ", allows commercial use", False: ", no commercial use", None: ""}[licence.get("commercial")]
        parts.append(f"licence {licence['name']}{allows}")
    return f"  {found['dataset']}, when it was made: {'; '.join(parts)}"


def _warn(output: Output, errors: Iterable[Any]) -> int:
    """Say which datasets could not be asked: for them, `not listed` has not been answered."""
    status = ExitStatus.OK
    for error in errors:
        output.note(f"inset: not asked: {error.message}")
        status = error.exit_status
    return status


VERB = Verb("lookup", "tell which datasets list these photos", _add_arguments, _run)
