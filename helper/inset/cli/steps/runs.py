"""What `inset datasets NAME` does with runs: `--runs` lists the kept ones, `--use` goes back, `--diff` compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from inset.cli.output import Output
from inset.cli.showing.tables import table
from inset.cli.showing.words import size, words
from inset.errors import DatasetUnknown, ExitStatus, InsetError
from inset.words.counting import written_number
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from inset.index.compare import Difference
    from inset.index.dataset_index import DatasetIndex


def list_runs(datasets_folder: Path, dataset: str, output: Output) -> int:
    """Say which runs are kept, newest first, and which of them answers."""
    from inset.index.dataset_index import DatasetIndex
    from inset.index.shelf.current import current_run
    from inset.index.shelf.runs import kept_runs
    from inset.wire import dataset_facts

    current = current_run(datasets_folder / dataset)
    runs: list[dict[str, Any]] = []
    unavailable: dict[str, InsetError] = {}
    for folder in reversed(kept_runs(datasets_folder, dataset)):
        try:
            opened = DatasetIndex(folder)
            opened.compare_all()  # so that no run is offered that could not be used
            described = dataset_facts(opened)
        except InsetError as error:
            unavailable[folder.name] = error
            continue
        facts = {
            "run": described["run"],
            "built_at": described["built_at"],
            "photos": described["photos"],
            "exact": described["exact"],
            "bytes": described["bytes"],
        }
        runs.append({**facts, "current": folder.name == current})
    document = {
        "dataset": dataset,
        "current": current,
        "runs": runs,
        "unavailable": [{"run": run, **trouble.as_dict()} for run, trouble in unavailable.items()],
    }
    output.answer(document, *_rows(runs))
    for trouble in unavailable.values():
        output.note(f"inset: {trouble.message}")
    if all(run["run"] != current for run in runs):
        output.note(f"inset: Choose one with `inset datasets {dataset} --use RUN`: no run that can be used is current.")
        return ExitStatus.INDEX_MISSING
    return ExitStatus.INDEX_MISSING if unavailable else ExitStatus.OK


def _rows(runs: list[dict[str, Any]]) -> list[str]:
    if not runs:
        return []
    say = words().text
    rows = [
        [
            run["run"],
            run["built_at"],
            written_number(run["photos"], words().language),
            say("cli_exact" if run["exact"] else "cli_probable"),
            size(run["bytes"]),
            say("cli_current") if run["current"] else "",
        ]
        for run in runs
    ]
    head = [say(f"cli_head_{name}") for name in ("run", "built", "photos", "answers", "size")]
    return table([*head, ""], rows, right=(2, 4))


def use(datasets_folder: Path, dataset: str, run: str, output: Output) -> int:
    """Make a kept run current again."""
    from inset.index.publish import use_run
    from inset.index.shelf.current import current_run
    from inset.wire import dataset_facts

    before = current_run(datasets_folder / dataset)
    described = dataset_facts(use_run(datasets_folder, dataset, run))
    say, photos = words().text, words().count("photos", described["photos"])
    if before == run:
        said = say("cli_run_already", dataset, run, photos)
    else:
        back = f" {say('cli_run_back', dataset, before)}" if before else ""
        said = f"{say('cli_run_now', dataset, run, photos, described['built_at'])}{back}"
    output.answer(
        {"dataset": dataset, "run": run, "before": before, "photos": described["photos"]},
        said,
    )
    return ExitStatus.OK


def diff(datasets_folder: Path, dataset: str, run: str, output: Output, *, with_ids: bool) -> int:
    """Compare a kept run with the current one: what the current one added to it, and what it no longer has."""
    from inset.index.compare import compare, count_differences, store_of
    from inset.index.dataset_index import DatasetIndex
    from inset.index.shelf.runs import find_run

    old_folder = find_run(datasets_folder, dataset, run)
    new = _current(datasets_folder, dataset)
    old_store, new_store = store_of(DatasetIndex(old_folder)), store_of(new)
    counts = count_differences(old_store, new_store)
    facts = {"dataset": dataset, "from": run, "to": new.descriptor.run, **asdict(counts)}
    if with_ids and output.as_json:
        lists = {
            "added_ids": (part.added for part in compare(old_store, new_store)),
            "removed_ids": (part.removed for part in compare(old_store, new_store)),
        }
        _write_document(facts, lists)
    elif with_ids:
        for part in compare(old_store, new_store):
            sys.stdout.writelines(_signed(part))
        sys.stdout.flush()
    else:
        output.answer(
            facts,
            words().text(
                "cli_run_diff",
                dataset,
                new.descriptor.run,
                run,
                words().count("photos", counts.added),
                counts.removed,
                counts.kept,
            ),
        )
    return ExitStatus.OK


def _current(datasets_folder: Path, dataset: str) -> DatasetIndex:
    from inset.index.dataset_index import DatasetIndex
    from inset.index.shelf.current import current_run

    current = current_run(datasets_folder / dataset)
    if current is None:
        raise DatasetUnknown(sentence("error_no_current", dataset))
    return DatasetIndex(datasets_folder / dataset / current)


def _signed(part: Difference) -> Iterator[str]:
    """`+ID` and `-ID`, one a line, in order of the IDs' numbers: what `sort` and `grep` take."""
    both = [(photo_id, "+") for photo_id in part.added.tolist()] + [(gone, "-") for gone in part.removed.tolist()]
    return (f"{sign}{photo_id}\n" for photo_id, sign in sorted(both))


def _write_document(facts: Mapping[str, object], lists: Mapping[str, Iterator[Any]]) -> None:
    """Print one JSON document whose lists of photo IDs, given in parts, may be larger than memory."""
    sys.stdout.write(orjson.dumps(facts).decode().removesuffix("}"))
    for name, parts in lists.items():
        sys.stdout.write(f',"{name}":[')
        comma = ""
        for part in parts:
            if len(part):
                sys.stdout.write(comma + ",".join(f'"{photo_id}"' for photo_id in part.tolist()))
                comma = ","
        sys.stdout.write("]")
    sys.stdout.write("}\n")
    sys.stdout.flush()
