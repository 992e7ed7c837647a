"""`inset status`: whether the helper runs, and how it is."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inset.account.watch_facts import news_facts
from inset.cli.output import command_name, plural, size
from inset.cli.progress import duration
from inset.cli.verb import Context, Verb, no_arguments
from inset.cli.watch import look, news_lines
from inset.errors import ExitStatus

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
    up = (datetime.now(UTC) - datetime.fromisoformat(status["started_at"])).total_seconds()
    memory = f", {size(status['memory_bytes'])} of memory" if status["memory_bytes"] else ""
    published, paired, health = status["published"], status["paired"], status["health"]
    training = [dataset for dataset in published if dataset["kind"] == "training"]
    censuses = [dataset for dataset in published if dataset["kind"] == "census"]
    photos = sum(dataset["photos"] for dataset in training)
    of = f": {', '.join(paired)}" if paired else ""
    lines = [
        f"The helper answers at http://127.0.0.1:{status['port']}.",
        f"  version {status['version']}, process {status['pid']}, for {duration(max(up, 0.0))}{memory}",
        f"  {plural(len(training), 'training set')}, {plural(photos, 'entry', 'entries')}{_named(training)}",
        *([f"  {plural(len(censuses), 'census', 'censuses')} of public photos{_named(censuses)}"] if censuses else []),
        f"  {plural(len(paired), 'pairing')}{of}",
    ]
    lines += [f"  {build['state']}: a build of {build['dataset']}" for build in status["builds"]]
    lines += [f"  {entry['name']} cannot be opened: {entry['message']}" for entry in unavailable]
    troubles = [f"{health['bad']} bad"] * bool(health["bad"])
    troubles += [plural(health["warning"], "warning")] * bool(health["warning"])
    if troubles:
        lines.append(f"{' and '.join(troubles)}: `{command_name()} doctor` tells what to do.")
    return lines


def _named(datasets: list[dict[str, Any]]) -> str:
    named = ", ".join(f"{dataset['name']} ({dataset['photos']:,})" for dataset in datasets)
    return f": {named}" if named else ""


def _news(watches: Iterable[Watch]) -> list[str]:
    lines = [line for watch in watches for line in news_lines(watch)]
    told = [f"`{command_name()} watch list --seen` shows this again, and then no more."] if lines else []
    return [*lines, *told]


VERB = Verb("status", "tell whether the helper runs, and how it is", no_arguments, _run)
