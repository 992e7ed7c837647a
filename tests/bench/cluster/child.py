"""One build in a process of its own: `python -m bench.cluster.child` is told what as JSON, and tells what it took."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from inset.errors import InsetError
from inset_build.engine.clustered import build_on_cluster
from inset_build.pipeline import build_dataset
from inset_build.readers.sources.remote.addresses import named_path
from inset_build.report import BuildReport, Progress


def main(asked: str) -> None:
    told = json.loads(asked)
    source = named_path(told["source"]) if "://" in told["source"] else Path(told["source"])
    phases: dict[str, float] = {}

    def take(progress: Progress) -> None:
        phases.setdefault(progress.phase, time.monotonic())

    build: Callable[[], BuildReport] = partial(
        build_dataset, Path(told["datasets"]), "lists", [source], on_progress=take
    )
    if told["cluster"] is not None:
        build = partial(
            build_on_cluster,
            Path(told["datasets"]),
            "lists",
            [source],
            cluster=told["cluster"],
            shared=Path(told["shared"]),
            resume=told["resume"],
            on_progress=take,
        )
    began = time.monotonic()
    try:
        build()
    except InsetError as error:
        print(json.dumps({"error": str(error)}))
        return
    ended = time.monotonic()
    ends = [*list(phases.values())[1:], ended]
    lasted = {name: round(end - start, 2) for (name, start), end in zip(phases.items(), ends, strict=True)}
    print(json.dumps({"seconds": round(ended - began, 2), "phases": lasted, "processor": time.process_time()}))


if __name__ == "__main__":
    main(sys.argv[1])
