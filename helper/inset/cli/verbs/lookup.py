"""`inset lookup REF…`: which datasets list these photos. Reads the index itself; no helper need run.

`lookup_refs` tells what a REF may be.
"""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Final

from inset.cli.output import Output
from inset.cli.showing.ref_advice import advice_for
from inset.cli.showing.words import percent_of_chance, words
from inset.cli.verb import Context, Verb
from inset.errors import ExitStatus, UsageInvalid
from inset.number_words import is_unlikely
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.cli.steps.lookup_refs import Untold, Word
    from inset.index.dataset_index import DatasetAnswer
    from inset.index.library import Library

_SAID_HERE: Final = {"saw_nothing": "cli_no_photo", "saw_name": "cli_saw_name", "saw_album": "cli_saw_album"}
"""Advice that on Inset's page leads to another part of it, and here to another verb."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "refs",
        nargs="+",
        metavar="REF",
        help="a photo ID, or any URL that names one photo; an account (NSID, address or @name), or a file that lists "
        "photos; - reads them from stdin",
    )
    parser.add_argument("--ndjson", action="store_true", help="print one JSON object a line for each photo")


def _run(args: Namespace, context: Context) -> int:
    from inset.cli.steps.lookup_refs import read_words
    from inset.index.library import Library
    from inset.index.sound import ask_sound

    given = read_words(args.refs)
    if not given:
        raise UsageInvalid(sentence("error_no_refs"))
    (results, untold), library = ask_sound(Library(context.paths.datasets), partial(_results, words=given))
    if args.ndjson:
        context.output.answer_in_lines(results)
    else:
        document: dict[str, Any] = {
            "results": results,
            "asked": sorted(library.training_sets()),
            "censuses": sorted(library.censuses),
            "origins": _origins(library, results),
        }
        if library.unavailable:
            document["unavailable"] = {name: error.as_dict() for name, error in library.unavailable.items()}
        if untold:
            document["gaps"] = [
                {"of": each.of, "what": each.gap.what, "words": each.gap.words, "count": each.gap.count}
                for each in untold
            ]
        context.output.answer(document, *(line for result in results for line in _sentences(result)))
    _tell_origins(context.output, library, results)
    for each in untold:
        context.output.note(f"inset: {words().told(each.of, _told(each))}")
    return _warn(context.output, library.unavailable.values())


def _named(results: Iterable[dict[str, Any]]) -> set[str]:
    """The datasets in the answers."""
    return {found["dataset"] for result in results for found in (*result["datasets"], *result["censuses"])}


def _origins(library: Library, results: Iterable[dict[str, Any]]) -> dict[str, dict[str, object]]:
    """Of each dataset in the answers that was not built here where it came from, and when its publisher built it."""
    from inset.wire import origin_facts

    origins: dict[str, dict[str, object]] = {}
    for name in sorted(_named(results)):
        found = library.datasets.get(name)
        if found is not None and found.descriptor.origin is not None:
            origins[name] = {**origin_facts(found.descriptor.origin), "built_at": found.descriptor.built_at}
    return origins


def _tell_origins(output: Output, library: Library, results: Iterable[dict[str, Any]]) -> None:
    """Say once of each dataset in the answers that was not built here where it came from."""
    from inset.account.origin_words import notes

    for note in notes(library, _named(results), words()):
        output.note(f"inset: {note}")


def _told(untold: Untold) -> str:
    from inset.account.report_words import gap_counted

    return gap_counted(untold.gap, words())


def _results(library: Library, words: Sequence[Word]) -> tuple[list[dict[str, Any]], list[Untold]]:
    from inset.cli.steps.lookup_refs import find_refs

    refs, untold = find_refs(library, words)
    listed = library.lookup([ref.photo_id for ref in refs if ref.photo_id is not None])
    training, public = library.apart(listed)
    asked = bool(library.training_sets())
    results = [
        {
            **_result(
                ref.text,
                ref.photo_id,
                _answers(library, training, ref.photo_id),
                _answers(library, public, ref.photo_id),
                asked=asked,
            ),
            **({"of": ref.of} if ref.of else {}),
        }
        for ref in refs
    ]
    return results, untold


def _answers(library: Library, listed: dict[int, list[DatasetAnswer]], photo_id: int | None) -> list[dict[str, object]]:
    """What each dataset says of a photo, with account and licence as its manifest gave them."""
    from inset.wire import answer_facts, licence_facts

    if photo_id is None:
        return []
    answers: list[dict[str, object]] = []
    for answer in listed.get(photo_id, ()):
        said = library.datasets[answer.dataset].details_of([photo_id], names=True).get(photo_id)
        account = None if said is None else said.account
        names = {"owner_names": list(said.names)} if said is not None and said.names else {}
        answers.append({**answer_facts(answer), "owner": account, **names, "licence": licence_facts(said)})
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


def _sentences(result: dict[str, Any]) -> list[str]:
    if result["answer"] == "invalid":
        advice = advice_for(result["ref"])
        return [words().text(_SAID_HERE.get(advice, advice), result["ref"], shlex.quote(result["ref"]))]
    shown = result["photo_id"] if result["ref"] == result["photo_id"] else f"{result['ref']} ({result['photo_id']})"
    listed = zip(
        ("cli_listed_in", "cli_probably_listed_in", "cli_possibly_listed_in"), _names(result["datasets"]), strict=True
    )
    parts = [words().text(name, ", ".join(named)) for name, named in listed if named]
    none = {"not_listed": "cli_not_listed", "unknown": "cli_nobody_asked"}
    said = _further(parts) or words().text(none[result["answer"]])
    found = [*result["datasets"], *result["censuses"]]
    return [words().told(shown, said), *_public(result["censuses"]), *map(_details, filter(_has_details, found))]


def _further(parts: Sequence[str]) -> str:
    """Parts of a sentence behind each other; empty where there is none."""
    return reduce(partial(words().text, "cli_further"), parts) if parts else ""


def _names(answers: list[dict[str, Any]]) -> tuple[list[str], list[str], list[str]]:
    """The datasets that list a photo for certain, those that probably do, and those that possibly do.

    The latter two with the chance that it is true: what is more likely false is not "probably" so.
    """
    certain = [found["dataset"] for found in answers if found["answer"] == "listed"]
    uncertain: tuple[list[str], list[str]] = [], []
    for found in answers:
        if found["answer"] == "probably_listed":
            said = words().text("cli_chance", found["dataset"], percent_of_chance(found["chance"]))
            uncertain[is_unlikely(found["chance"])].append(said)
    return certain, *uncertain


def _public(censuses: list[dict[str, Any]]) -> list[str]:
    """What censuses say of a photo: that it was public, and nothing of training."""
    messages = ("cli_was_public", "cli_was_probably_public", "cli_was_possibly_public")
    public = zip(messages, _names(censuses), strict=True)
    return [f"  {words().text(message, name)}" for message, names in public for name in names]


def _has_details(found: dict[str, Any]) -> bool:
    return found["owner"] is not None or "owner_names" in found or found["licence"] is not None


def _details(found: dict[str, Any]) -> str:
    """Account and licence in one line; both are what the manifest said, and people change licences."""
    say = words().text
    parts = [] if found["owner"] is None else [say("cli_row_owner", found["owner"])]
    if "owner_names" in found:
        parts.append(say("cli_called", ", ".join(found["owner_names"])))
    licence = found["licence"]
    if licence is not None:
        names = {True: "cli_licence_commercial", False: "cli_licence_not_commercial", None: "cli_row_licence"}
        parts.append(say(names[licence.get("commercial")], licence["name"]))
    return f"  {say('cli_details_then', found['dataset'], _further(parts))}"


def _warn(output: Output, errors: Iterable[Any]) -> int:
    """Say which datasets could not be asked: for them, `not listed` has not been answered."""
    status = ExitStatus.OK
    for error in errors:
        output.note(f"inset: {words().text('cli_not_asked', error.message)}")
        status = error.exit_status
    return status


VERB = Verb("lookup", "tell which datasets list these photos", _add_arguments, _run)
