"""What a server that answers as Hugging Face's does is asked, and refuses; its lists: see `test_remote_stores.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.servers.hub_server import OWNER, SIGNATURE, HubServer
from support.servers.stores import FILES, fill, inset

pytest.importorskip("huggingface_hub", reason="pip install huggingface-hub: hf:// is read by it")

ADDRESS = f"hf://datasets/{OWNER}"
PATTERN = f"{ADDRESS}/data/part-*.parquet"
TOKEN = "hf_a-token-that-is-in-no-file"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with HubServer().running() as server:
        fill(server)
        yield server


def test_a_file_is_asked_for_once_whether_it_is_still_the_same(tmp_path: Path, hub: HubServer) -> None:
    assert inset(tmp_path, "home")("build", "set", PATTERN, **hub.settings).status == 0
    # One listing, and of each file one question at its end.
    assert len([each for each in hub.asked if "/paths-info/" in each.path]) == FILES


@pytest.mark.parametrize(
    ("address", "token", "told"),
    [
        (f"{ADDRESS}/data/none.parquet", None, f"Check the address: there is nothing at {ADDRESS}/data/none.parquet."),
        (f"{ADDRESS}/data/*.csv", None, f"Check the pattern: no file matches {ADDRESS}/data/*.csv."),
        (PATTERN, TOKEN, f"Check your credentials for {ADDRESS}/data/part-0.parquet: its server does not let you"),
        ("hf://datasets/somebody/other/a.csv", None, "Check the address and your credentials: there is nothing at"),
        ("hf://datasets/somebody/other/*.csv", None, "Check the address and your credentials: there is nothing at"),
    ],
)
def test_errors_lead_with_the_remedy(
    address: str, token: str | None, told: str, tmp_path: Path, hub: HubServer
) -> None:
    hub.token = token
    done = inset(tmp_path, "home")("build", "set", address, **hub.settings)
    said = " ".join(done.err.split())
    assert done.status != 0
    assert told in said
    assert ("hf auth login" in said) is ("credentials" in told)
    assert SIGNATURE not in said
