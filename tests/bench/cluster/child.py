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
    phases: dict[str, tuple[float, float]] = {}
    """When each began, and how many seconds of the processor this process had taken then."""

    def take(progress: Progress) -> None:
        if progress.phase not in phases:
            phases[progress.phase] = time.monotonic(), time.process_time()

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
    phases["end"] = ended = time.monotonic(), time.process_time()
    print(json.dumps({"seconds": round(ended[0] - began, 2), "phases": phases}))


if __name__ == "__main__":
    main(sys.argv[1])
