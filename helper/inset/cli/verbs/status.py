"""`inset status`: whether the helper runs, and how it is."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inset.account.watch_facts import news_facts
from inset.cli.fault_words import told
from inset.cli.output import command_name
from inset.cli.showing.progress import duration
from inset.cli.showing.words import size, words
from inset.cli.steps.watched import look, news_lines
from inset.cli.verb import Context, Verb, no_arguments
from inset.errors import ExitStatus
from inset.words.counting import written_number
from inset.words.told_errors import error_from

if TYPE_CHECKING:
    from inset.account.watch import Watch
    from inset.client.answers import DatasetUnavailable


def _run(_: Namespace, context: Context) -> int:
    from inset.client.client import Client

    client = Client.from_state(context.paths, context.settings())
    status = client.status()
    datasets = client.datasets()
    paired = client.pairings()["paired"]
    builds = [build for build in client.get("/v1/builds")["builds"] if build["state"] in ("queued", "running")]
    checks = client.health()["checks"]
    states = Counter(check["state"] for check in checks)
    document = {
        **status,
        "published": [
            {"name": dataset["name"], "photos": dataset["photos"], "kind": dataset["kind"]}
            for dataset in datasets["datasets"]
        ],
        "paired": [pairing["name"] for pairing in paired],
        "builds": [{"dataset": build["dataset"], "state": build["state"]} for build in builds],
        "health": {state: states[state] for state in ("good", "warning", "bad")},
    }
    watches = look(context)
    document["news"] = [each for watch in watches for each in news_facts(watch)]
    context.output.answer(document, *_lines(document, datasets["unavailable"]), *_news(watches))
    return ExitStatus.OK


def _lines(status: dict[str, Any], unavailable: list[DatasetUnavailable]) -> list[str]:
    say, count = words().text, words().count
    up = (datetime.now(UTC) - datetime.fromisoformat(status["started_at"])).total_seconds()
    process = [say("cli_version", status["version"], str(status["pid"]), duration(max(up, 0.0)))]
    process += [say("cli_memory", size(status["memory_bytes"]))] * bool(status["memory_bytes"])
    published, paired, health = status["published"], status["paired"], status["health"]
    training = [dataset for dataset in published if dataset["kind"] == "training"]
    censuses = [dataset for dataset in published if dataset["kind"] == "census"]
    entries = count("cli_entries", sum(dataset["photos"] for dataset in training))
    sets = f"{count('training_sets', len(training))}, {entries}"
    public = say("cli_of_public", count("censuses", len(censuses)))
    lines = [
        say("cli_answers_at", f"http://127.0.0.1:{status['port']}"),
        f"  {', '.join(process)}",
        f"  {_named(sets, training)}",
        *([f"  {_named(public, censuses)}"] if censuses else []),
        f"  {_with(count('cli_pairings', len(paired)), paired)}",
    ]
    lines += [f"  {say('cli_build_' + build['state'], build['dataset'])}" for build in status["builds"]]
    lines += [f"  {say('cli_cannot_open', entry['name'], told(error_from(entry)))}" for entry in unavailable]
    troubles = [say("cli_bad", health["bad"])] * bool(health["bad"])
    troubles += [count("cli_warnings", health["warning"])] * bool(health["warning"])
    if troubles:
        lines.append(say("cli_doctor_tells", ", ".join(troubles), command_name()))
    return lines


def _named(said: str, datasets: list[dict[str, Any]]) -> str:
    counted = ((dataset["name"], written_number(dataset["photos"], words().language)) for dataset in datasets)
    return _with(said, [f"{name} ({photos})" for name, photos in counted])


def _with(said: str, names: list[str]) -> str:
    return words().told(said, ", ".join(names)) if names else said


def _news(watches: Iterable[Watch]) -> list[str]:
    lines = [line for watch in watches for line in news_lines(watch)]
    told = [words().text("cli_news_seen", command_name())] if lines else []
    return [*lines, *told]


VERB = Verb("status", "tell whether the helper runs, and how it is", no_arguments, _run)
