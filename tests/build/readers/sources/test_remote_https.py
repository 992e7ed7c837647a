"""Manifests on a real web server, over TLS: ranges of them, patterns, and what the server must not be believed."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from aiohttp import web
from fsspec.asyn import sync
from yarl import URL

from inset.errors import InsetError, ManifestMissing, ManifestUnreadable
from inset_build.pipeline import build_dataset
from inset_build.readers.sources.remote import retrying, store
from inset_build.readers.sources.remote.addresses import named_path
from support.servers.certificates import make_certificate
from support.servers.file_server import Behaviour, FileServer

CONTENT = b"".join(b"https://www.flickr.com/photos/somebody/%d\n" % (10**9 + number * 7) for number in range(20_000))
SECRETS = "X-Amz-Signature=abcdef0123456789"

Serve = Callable[..., FileServer]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def serve(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serves by a behaviour over TLS, with a certificate that is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(retrying, "PAUSE", 0.0)
    store._opened.cache_clear()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with ExitStack() as stack:

        def start(behaviour: Behaviour, **more: object) -> FileServer:
            more = {"tls": tls, **more}
            return stack.enter_context(FileServer(CONTENT, [behaviour], **more).running())  # type: ignore[arg-type]

        yield start
    store._opened.cache_clear()


async def in_parts(server: FileServer, request: web.Request) -> web.StreamResponse:
    """Answers as a good server: with the range that was asked for."""
    found = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("Range", ""))
    headers = server.headers() | {"Accept-Ranges": "bytes"}
    if found is None:
        return web.Response(body=server.content, headers=headers)
    start, end = int(found[1]), int(found[2]) + 1
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(server.content)}"
    return web.Response(status=206, body=server.content[start:end], headers=headers)


def test_a_file_is_read_in_large_ranges(serve: Serve, tmp_path: Path) -> None:
    server = serve(in_parts)
    report = build_dataset(tmp_path, "set", [named_path(server.url)])
    assert report.photos == 20_000
    asked = [each for each in server.ranges if each]
    assert all(each for each in server.ranges[1:-1])  # nothing but the first and the last look is without a range
    assert len(asked) <= 5


def test_what_is_secret_in_an_address_is_sent_and_not_kept(serve: Serve, tmp_path: Path) -> None:
    asked: list[str] = []

    async def only_signed(server: FileServer, request: web.Request) -> web.StreamResponse:
        asked.append(request.query_string)
        return await in_parts(server, request) if request.query_string == SECRETS else web.Response(status=403)

    server = serve(only_signed)
    report = build_dataset(tmp_path, "set", [named_path(f"{server.url}?{SECRETS}")])
    assert set(asked) == {SECRETS}
    assert report.sources[0]["name"] == "photos.txt"
    assert report.sources[0]["obtained"].startswith(f"{server.url}, ETag one, read there ")
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"abcdef0123456789" not in file.read_bytes()

    with pytest.raises(ManifestUnreadable) as caught:
        build_dataset(tmp_path, "set", [named_path(f"{server.url}?{SECRETS}0")])
    assert caught.value.message == f"Check your credentials for {server.url}: its server does not let you read it."
    assert caught.value.__cause__ is None


async def whole_only(server: FileServer, request: web.Request) -> web.StreamResponse:
    """Ignores what is asked for."""
    return web.Response(body=server.content, headers=server.headers())


async def not_there(server: FileServer, request: web.Request) -> web.StreamResponse:
    return web.Response(status=404)


async def without_size(server: FileServer, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers=server.headers())
    response.enable_chunked_encoding()
    await response.prepare(request)
    await response.write(server.content)
    return response


@pytest.mark.parametrize(
    ("behaviour", "kind", "told"),
    [
        (whole_only, ManifestUnreadable, "Download {} and name the file: its server gives it only as a whole."),
        (without_size, ManifestUnreadable, "Download {} and name the file: its server gives it only as a whole."),
        (not_there, ManifestMissing, "Check the address: there is nothing at {}."),
    ],
)
def test_errors_lead_with_the_remedy(
    behaviour: Behaviour, kind: type[InsetError], told: str, serve: Serve, tmp_path: Path
) -> None:
    server = serve(behaviour)
    with pytest.raises(kind) as caught:
        build_dataset(tmp_path, "set", [named_path(server.url)])
    assert caught.value.message == told.format(server.url)


def test_a_certificate_that_nobody_vouches_for_is_told(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(in_parts)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    monkeypatch.setattr(retrying, "TRIES", 1)
    with pytest.raises(InsetError) as caught:
        build_dataset(tmp_path, "set", [named_path(server.url.replace("127.0.0.1", "localhost"))])
    assert caught.value.message.startswith("Check the address: the certificate for https://localhost:")


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1:{}", "localhost:{}", "[::1]:{}"])
def test_no_redirect_leads_out_of_protection(host: str, serve: Serve, tmp_path: Path) -> None:
    unprotected = serve(in_parts, tls=None)
    location = f"http://{host.format(URL(unprotected.url).port)}/photos.txt"

    async def leads_away(server: FileServer, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": location})

    server = serve(leads_away)
    with pytest.raises(ManifestUnreadable) as caught:
        build_dataset(tmp_path, "set", [named_path(server.url)])
    assert caught.value.message == f"Look for the file elsewhere: {server.url} leads to an unprotected address."
    assert unprotected.ranges == []


def test_a_server_of_this_computer_may_be_named_without_protection(serve: Serve, tmp_path: Path) -> None:
    server = serve(in_parts, tls=None)
    try:
        assert build_dataset(tmp_path, "set", [named_path(server.url)]).photos == 20_000
    finally:
        web_store = store._opened("http")
        sync(web_store.loop, web_store._session.close)


def test_a_pattern_stands_for_what_a_page_links_to(serve: Serve, tmp_path: Path) -> None:
    async def folder(server: FileServer, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/"):
            links = "".join(f'<a href="part-{number}.txt">part</a>' for number in (10, 2, 1))
            return web.Response(
                text=f"<html><body>{links}<a href='readme.html'></a></body></html>", content_type="text/html"
            )
        return await in_parts(server, request)

    server = serve(folder)
    address = server.url.replace("photos.txt", "lists/part-*.txt")
    report = build_dataset(tmp_path, "set", [named_path(address)])
    assert [source["name"] for source in report.sources] == ["part-1.txt", "part-2.txt", "part-10.txt"]
    assert (report.photos, report.duplicates) == (20_000, 40_000)
