"""The whole API of a real helper, asked by schemathesis what its description allows and what it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inset.index.publish import stage_run
from inset.server.resources.openapi import description
from support.command_line.commands import Inset
from support.computer.ports import free_port

TESTS = Path(__file__).parents[2]
SECONDS = 900
MANIFEST = """photo_id,owner_nsid,license
990000000101,12345678@N00,4
990000000102,12345678@N00,0
990000000103,87654321@N01,4
"""


def statuses_by_operation(report: Path) -> dict[str, list[int]]:
    """Every answer's status, by the operation that was being tested."""
    found: dict[str, list[int]] = {}
    for line in report.read_text().splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        for case, call in recorder.get("interactions", {}).items():
            asked = recorder["cases"][case]["value"]
            if call.get("response") and call["response"]["status_code"] != 405:
                label = f"{asked['method']} {asked['path']}"
                found.setdefault(label, []).append(call["response"]["status_code"])
    return found


def described_operations(port: int) -> set[str]:
    paths = description(port)["paths"]
    return {f"{method.upper()} {path}" for path, item in paths.items() for method in item if method != "parameters"}


@pytest.mark.slow
def test_every_check_of_schemathesis(tmp_path: Path) -> None:
    inset = Inset(home=tmp_path / "home", port=free_port(), folder=tmp_path)
    (tmp_path / "photos.csv").write_text(MANIFEST)
    assert inset("build", "--sample").status == 0
    assert inset("build", "made-up", tmp_path / "photos.csv").status == 0
    # Lock the sample as a build does, so that it cannot be removed: look-ups need a dataset that stays.
    with stage_run(tmp_path / "home" / "data" / "datasets", "inset-sample"), inset.serving() as process:
        tokens = {
            "INSET_OWNER_TOKEN": json.loads((tmp_path / "home" / "state" / "helper.json").read_bytes())["token"],
            "INSET_PAIRED_TOKEN": inset("pair", "--new-token", "schemathesis").out.strip(),
        }
        done = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "schemathesis.cli",
                    "--config-file",
                    TESTS / "support" / "api" / "schemathesis.toml",
                ),
                *("run", f"http://127.0.0.1:{inset.port}/openapi.json", "--seed", "46738"),
                *("--max-examples", "3", "--continue-on-failure", "--report-ndjson-path", tmp_path / "calls.ndjson"),
                # It would stop the helper, and with it this test; test_routes covers it.
                *("--exclude-operation-id", "shutdown"),
                # It asks the network for whatever address is made up; test_address covers it.
                *("--exclude-operation-id", "askSize"),
                *("--no-shrink", "--no-color", "--warnings", "off", "--output-truncate", "true"),
            ],
            env={**os.environ, "PYTHONPATH": str(TESTS), "SCHEMATHESIS_HOOKS": "support.api.api_hooks", **tokens},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert process.poll() is None
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    statuses = statuses_by_operation(tmp_path / "calls.ndjson")
    never = {label for label, seen in statuses.items() if not any(200 <= status < 300 for status in seen)}
    # A build of so few photos is over before it can be cancelled; which pairings there are, no schema can tell; no
    # plain request opens a WebSocket; and nobody is followed, for whoever begins to asks the network.
    never_well = {"DELETE /v1/builds/{id}", "POST /v1/pairings/{id}/name", "GET /v1/lookup"}
    assert never <= never_well | {"POST /v1/subscriptions/{id}/update", "DELETE /v1/subscriptions/{id}"}
    # It reads /openapi.json to begin with, and is told to leave two out.
    left_out = {"GET /openapi.json", "POST /v1/shutdown", "POST /v1/sizes"}
    assert statuses.keys() == described_operations(inset.port) - left_out
    assert sum(map(len, statuses.values())) > 300
    log = (tmp_path / "serve.log").read_text()
    assert "mistake" not in log
    assert not any(token in log for token in tokens.values())
