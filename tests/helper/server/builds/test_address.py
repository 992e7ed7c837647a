"""Adding from an address: a child process asks how large the file is, downloads it over TLS, and builds it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from inset.errors import BadRequest
from inset.server.builds.wire import read_address
from support.api.served import CHROME, Served, code_of
from support.builds.building import FIRST, files_below, listing, until
from support.servers.certificates import make_certificate
from support.servers.file_server import Behaviour, FileServer, answers, well, without_length

CONTENT = listing(range(FIRST, FIRST + 2_000))

ServeSafely = Callable[..., FileServer]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, in one file."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def safely(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServeSafely]:
    """Serves over TLS, with a certificate that children trust."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with ExitStack() as stack:

        def serve(*behaviours: Behaviour, **more: Any) -> FileServer:
            return stack.enter_context(FileServer(CONTENT, list(behaviours), tls=tls, **more).running())

        yield serve


async def build(served: Served, address: str, name: str = "found", **how: Any) -> dict[str, Any]:
    answer = await served.post(f"/v1/datasets/{name}/builds", {"address": address, **how}, **served.owner)
    assert answer.status == 202, await answer.text()
    queued: dict[str, Any] = await answer.json()
    return queued


async def test_it_is_asked_for_its_size_and_then_built(served: Served, safely: ServeSafely) -> None:
    server = safely(well)
    answer = await served.post("/v1/sizes", {"address": server.url}, **served.owner)
    assert (answer.status, await answer.json()) == (200, {"file": "photos.txt", "bytes": len(CONTENT)})
    done = await until(served, await build(served, f" {server.url}#top"), state="published")
    assert done["source"] == {"kind": "address", "name": server.url}
    assert done["report"]["photos"] == 2_000
    described = await (await served.get("/v1/datasets/found", **served.owner)).json()
    assert described["sources"][0]["obtained"].startswith(f"{server.url}, downloaded 2")
    assert files_below(served.paths.downloads) == set()


async def test_a_size_that_nobody_knows_is_null(served: Served, safely: ServeSafely) -> None:
    answer = await served.post("/v1/sizes", {"address": safely(without_length).url}, **served.owner)
    assert (await answer.json())["bytes"] is None


async def test_how_it_is_read_goes_with_it(served: Served, safely: ServeSafely) -> None:
    queued = await build(served, safely(well).url, reader="id-list")
    failed = await until(served, queued, state="failed")
    assert failed["error"]["code"] == "manifest_invalid"
    done = await until(
        served, await build(served, safely(well).url, kind="census", filter_only=True), state="published"
    )
    assert done["report"]["exact"] is False


@pytest.mark.parametrize(
    ("behaviour", "remedy"),
    [
        (answers(404), "Check the address: https://"),
        (answers(302, Location="http://example.org/"), "Look for the file"),
    ],
)
async def test_what_is_wrong_begins_with_what_to_do(
    served: Served, safely: ServeSafely, behaviour: Behaviour, remedy: str
) -> None:
    answer = await served.post("/v1/sizes", {"address": safely(behaviour).url}, **served.owner)
    assert (answer.status, await code_of(answer)) == (502, "download_failed")
    assert (await answer.json())["message"].startswith(remedy)


async def test_a_server_that_nobody_vouches_for_is_not_asked(
    served: Served, safely: ServeSafely, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = safely(well)
    monkeypatch.delenv("SSL_CERT_FILE")
    answer = await served.post("/v1/sizes", {"address": server.url}, **served.owner)
    assert (answer.status, await code_of(answer)) == (502, "download_failed")
    assert (await answer.json())["message"].startswith("Check the address")
    assert server.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "", "example.org/list.csv", "http://example.org/list.csv", "ftp://example.org/list.csv", "file:///etc/passwd",
        "https://", "https://me@example.org/", "https://me:secret@example.org/", "https://example.org/a\nb",
        "https://[::1/", f"https://example.org/{'a' * 2048}", 7, None,
    ],
)  # fmt: skip
async def test_other_addresses_are_refused(address: object) -> None:
    with pytest.raises(BadRequest, match=r"^Give an address that begins with https://"):
        read_address(address)


async def test_only_the_owner_may_ask(served: Served) -> None:
    paired = served.paired(CHROME) | {"Origin": CHROME}
    for path in ("/v1/sizes", "/v1/datasets/x/builds"):
        answer = await served.post(path, {"address": "https://example.org/list.csv"}, **paired)
        assert (answer.status, await code_of(answer)) == (403, "owner_only")
    for body in ({"address": "https://example.org/", "upload": "x"}, {"address": 7}, {"catalog": "x", "address": "y"}):
        assert (await served.post("/v1/datasets/x/builds", body, **served.owner)).status == 400
