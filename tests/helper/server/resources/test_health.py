"""`GET /v1/health`: what `inset doctor` tells, for the owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.api.served import Served
from support.datasets.runs import PublishIds


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No service of the person who runs the tests is looked at."""
    monkeypatch.setenv("HOME", str(tmp_path))


async def test_checks_of_a_running_helper(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    served.paired()
    answer = await served.get("/v1/health", **served.owner)
    assert answer.status == 200
    checks = {check["name"]: check for check in (await answer.json())["checks"]}
    assert checks["port"] == {
        "name": "port",
        "state": "good",
        "message": f"The helper answers on port {served.port}.",
        "remedy": None,
        "message_told": {"name": "doctor_port", "values": [str(served.port)]},
    }
    assert checks["datasets"]["message"].startswith("faces: 1 photos")
    assert checks["pairings"]["state"] == "good"


async def test_it_is_for_the_owner_alone(served: Served) -> None:
    assert (await served.get("/v1/health")).status == 401
    assert (await served.get("/v1/health", **served.paired())).status == 403
