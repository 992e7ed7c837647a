"""What a server that answers as Google Cloud Storage does refuses; its lists: see `test_remote_stores.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.servers.gcs_server import BUCKET, GcsServer
from support.servers.stores import fill, inset

pytest.importorskip("gcsfs", reason="pip install gcsfs: gs:// is read by it")

ADDRESS = f"gs://{BUCKET}"
PATTERN = f"{ADDRESS}/data/part-*.parquet"
TOKEN = "ya29.a-token-that-is-in-no-file"


@pytest.fixture
def gcs() -> Iterator[GcsServer]:
    with GcsServer().running() as server:
        fill(server)
        yield server


@pytest.mark.parametrize(
    ("address", "needs", "sent", "told"),
    [
        (f"{ADDRESS}/data/none.parquet", None, "anon", f"Check the address: there is nothing at {ADDRESS}/data/none."),
        (f"{ADDRESS}/data/*.csv", None, "anon", f"Check the pattern: no file matches {ADDRESS}/data/*.csv."),
        ("gs://other/a.csv", None, "anon", "Check the address: there is nothing at gs://other/a.csv."),
        (PATTERN, TOKEN, "anon", f"Set up credentials for {PATTERN}: none were found."),
        (f"{ADDRESS}/data/part-0.parquet", TOKEN, "anon", "Set up credentials for gs://sets/data/part-0.parquet:"),
        (PATTERN, TOKEN, "ya29.another", f"Check your credentials for {PATTERN}: its server does not let you"),
    ],
)
def test_errors_lead_with_the_remedy(
    address: str, needs: str | None, sent: str, told: str, tmp_path: Path, gcs: GcsServer
) -> None:
    gcs.token = needs
    done = inset(tmp_path, "home")("build", "set", address, **{**gcs.settings, "FSSPEC_GS_TOKEN": sent})
    said = " ".join(done.err.split())
    assert done.status != 0
    assert told in said
    assert ("gcloud auth application-default login" in said) is ("credentials" in told)
    assert "Traceback" not in said
    assert "ya29" not in said
