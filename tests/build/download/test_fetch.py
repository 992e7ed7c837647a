"""Downloads from a real server that makes the mistakes that servers make."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from inset.errors import BuildBusy, DiskFull, DownloadFailed, DownloadMismatch
from inset_build.download.fetch import Retries, download_all
from inset_build.download.responses import next_url
from inset_build.download.wanted import WantedFile
from support.servers.file_server import (
    Behaviour,
    FileServer,
    answers,
    breaks_after,
    ignores_range,
    sends_range,
    stalls_after,
    well,
    without_length,
)

CONTENT = b"".join(b"%d\n" % (990_000_000_001 + n) for n in range(20_000))
QUICK = Retries(connect=5.0, stall=5.0, tries=3, pause=0.0, longest_pause=0.0)
IMPATIENT = Retries(connect=5.0, stall=0.2, tries=3, pause=0.0, longest_pause=0.0)

Serve = Callable[..., FileServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(*behaviours: Behaviour, content: bytes = CONTENT, **more: Any) -> FileServer:
            running: AbstractContextManager[FileServer] = FileServer(content, list(behaviours), **more).running()
            return stack.enter_context(running)

        yield start


def wanted(server: FileServer, **facts: Any) -> WantedFile:
    return WantedFile(server.url, "photos.txt", **facts, by_hand="build from it")


def fetch(server: FileServer, folder: Path, *, patience: Retries = QUICK, **facts: Any) -> Path:
    (path,) = download_all([wanted(server, **facts)], folder, patience=patience)
    return path


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".download.lock"}


def test_a_file_arrives_whole_under_its_name(serve: Serve, tmp_path: Path) -> None:
    server = serve(well)
    seen: list[tuple[str, int, int | None]] = []
    file = wanted(
        server,
        bytes=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        md5=hashlib.md5(CONTENT, usedforsecurity=False).hexdigest(),
    )
    (path,) = download_all([file], tmp_path / "new", patience=QUICK, on_progress=lambda *told: seen.append(told))
    assert path.read_bytes() == CONTENT
    assert left_in(tmp_path / "new") == {"photos.txt", "photos.txt.origin"}
    assert seen[0] == ("photos.txt", 0, len(CONTENT))
    assert seen[-1] == ("photos.txt", len(CONTENT), len(CONTENT))


def test_a_request_is_polite_and_gives_nothing_away(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    server = serve(answers(302, Location="/elsewhere.txt", Set_Cookie="session=1"), well)
    fetch(server, tmp_path / "down")
    assert [asked["path"] for asked in server.requests] == ["/photos.txt", "/elsewhere.txt"]
    for asked in server.requests:
        assert asked["User-Agent"].startswith("inset/")
        assert asked["Accept-Encoding"] == "identity"
        assert not {"Cookie", "Authorization", "Referer"} & set(asked)


def test_a_second_run_asks_nobody(serve: Serve, tmp_path: Path) -> None:
    server = serve(well)
    facts: dict[str, Any] = {"bytes": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest()}
    fetch(server, tmp_path, **facts)
    fetch(server, tmp_path, **facts)
    assert len(server.requests) == 1


@pytest.mark.parametrize("damage", ["shorter", "other bytes", "other source"])
def test_a_finished_file_that_is_not_what_it_should_be_is_fetched_again(
    serve: Serve, tmp_path: Path, damage: str
) -> None:
    server = serve(well)
    facts: dict[str, Any] = {"sha256": hashlib.sha256(CONTENT).hexdigest()} if damage == "other bytes" else {}
    path = fetch(server, tmp_path, **facts)
    if damage == "other source":
        server.url += "?version=2"
        server.content = CONTENT[::-1]
    else:
        path.write_bytes(CONTENT[:-1] + (b"" if damage == "shorter" else b"x"))
    assert fetch(server, tmp_path, **facts).read_bytes() == server.content
    assert len(server.requests) == 2


def test_a_break_is_gone_on_from(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(100_000), breaks_after(60_000), well)
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges[0] is None
    starts = [int(str(asked).removeprefix("bytes=").removesuffix("-")) for asked in server.ranges[1:]]
    assert 0 < starts[0] <= starts[1] <= 160_000
    assert server.requests[1]["If-Range"] == '"one"'


def test_a_break_is_gone_on_from_in_the_next_run(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(100_000), answers(503))
    with pytest.raises(DownloadFailed, match="Run it again later"):
        fetch(server, tmp_path)
    assert left_in(tmp_path) == {"photos.txt.part", "photos.txt.origin"}
    arrived = (tmp_path / "photos.txt.part").stat().st_size
    assert 0 < arrived <= 100_000
    server.behaviours = [well]
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges[-1] == f"bytes={arrived}-"


def test_a_part_that_is_complete_already_is_not_asked_for_again(serve: Serve, tmp_path: Path) -> None:
    server = serve(well)
    path = fetch(server, tmp_path)
    path.rename(path.with_name("photos.txt.part"))  # like after a crash right before the last step
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert len(server.requests) == 1


def test_a_transfer_that_gets_on_a_little_each_time_gets_through(serve: Serve, tmp_path: Path) -> None:
    # Seven breaks, although three in a row are too many.
    server = serve(*[breaks_after(30_000)] * 7, well)
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert len(server.requests) == 8


def test_a_server_that_always_truncates_is_given_up(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(0))
    with pytest.raises(DownloadFailed, match="broke off 3 times in a row"):
        fetch(server, tmp_path)
    assert len(server.requests) == 3
    assert "photos.txt" not in left_in(tmp_path)


def test_a_stall_is_a_break(serve: Serve, tmp_path: Path) -> None:
    server = serve(stalls_after(50_000), well)
    assert fetch(server, tmp_path, patience=IMPATIENT).read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=50000-"]


def test_a_server_that_ignores_the_range_is_taken_from_the_beginning(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(100_000), ignores_range)
    assert fetch(server, tmp_path).read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_is_taken_from_the_beginning(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(100_000), answers(500))
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path)
    server.content, server.etag, server.behaviours = CONTENT[::-1], '"two"', [well]
    assert fetch(server, tmp_path).read_bytes() == CONTENT[::-1]
    assert server.requests[-1]["If-Range"] == '"one"'


@pytest.mark.parametrize("etag", [None, 'W/"one"'])
def test_without_a_strong_name_for_the_version_nothing_is_gone_on_from(
    serve: Serve, tmp_path: Path, etag: str | None
) -> None:
    server = serve(breaks_after(100_000), well, etag=etag)
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges == [None, None]


@pytest.mark.parametrize(
    ("content_range", "etag"),
    [
        ("bytes 5-9/260000", '"one"'),
        ("bytes 50000-259999/250000", '"one"'),
        ("nonsense", '"one"'),
        ("bytes */260000", '"one"'),
        ("bytes 50000-259999/260000", '"two"'),
    ],
)
def test_a_wrong_part_is_not_taken(serve: Serve, tmp_path: Path, content_range: str, etag: str) -> None:
    assert len(CONTENT) == 260_000
    server = serve(breaks_after(50_000), answers(503))
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path)
    (tmp_path / "photos.txt.part").write_bytes(CONTENT[:50_000])
    server.etag = etag
    server.behaviours = [*server.behaviours, *[answers(503)] * 2, sends_range(content_range, b"x" * 210_000), well]
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges[-2:] == ["bytes=50000-", None]


def test_a_part_that_nobody_asked_for_is_not_taken(serve: Serve, tmp_path: Path) -> None:
    server = serve(sends_range("bytes 0-9/20", b"0123456789"))
    with pytest.raises(DownloadFailed, match="a part of the file"):
        fetch(server, tmp_path)


def test_a_range_that_cannot_be_satisfied_begins_again(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(100_000), answers(416), well)
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.ranges[2] is None


def test_a_file_of_unannounced_size_arrives(serve: Serve, tmp_path: Path) -> None:
    server = serve(without_length)
    assert fetch(server, tmp_path, bytes=len(CONTENT)).read_bytes() == CONTENT


def test_500_then_ok(serve: Serve, tmp_path: Path) -> None:
    server = serve(answers(500), answers(429, Retry_After="3600"), well)
    assert fetch(server, tmp_path).read_bytes() == CONTENT  # it waits no longer than its patience allows


@pytest.mark.parametrize("status", [401, 403, 404, 410, 204])
def test_what_is_not_there_is_not_asked_for_twice(serve: Serve, tmp_path: Path, status: int) -> None:
    server = serve(answers(status))
    with pytest.raises(DownloadFailed, match=str(status)):
        fetch(server, tmp_path)
    assert len(server.requests) == 1
    assert left_in(tmp_path) == set()


def test_a_web_page_is_not_the_file(serve: Serve, tmp_path: Path) -> None:
    server = serve(well, content=b"<html>Please log in</html>", content_type="text/html; charset=utf-8")
    with pytest.raises(DownloadFailed, match="in a browser") as refused:
        fetch(server, tmp_path)
    assert refused.value.hint == "Save the file there, then build from it."
    assert left_in(tmp_path) == set()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"sha256": "0" * 64}, "SHA256"),
        ({"md5": "0" * 32}, "MD5"),
        ({"bytes": 99}, "260,000 bytes instead of 99"),
    ],
)
def test_another_file_than_the_expected_one_is_refused(
    serve: Serve, tmp_path: Path, facts: dict[str, Any], said: str
) -> None:
    server = serve(well)
    with pytest.raises(DownloadMismatch, match=said):
        fetch(server, tmp_path, **facts)
    assert left_in(tmp_path) == set()


def test_more_bytes_than_expected_are_not_waited_for(serve: Serve, tmp_path: Path) -> None:
    server = serve(without_length)
    with pytest.raises(DownloadMismatch, match="more than 99 bytes"):
        fetch(server, tmp_path, bytes=99)
    assert "photos.txt" not in left_in(tmp_path)


def test_two_halves_that_do_not_fit_are_fetched_once_afresh(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(100_000), answers(503), answers(503), answers(503), well)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    with pytest.raises(DownloadFailed):
        fetch(server, tmp_path, sha256=sha256)
    part = tmp_path / "photos.txt.part"
    part.write_bytes(b"x" * part.stat().st_size)
    assert fetch(server, tmp_path, sha256=sha256).read_bytes() == CONTENT
    assert server.ranges[-1] is None


def test_redirects_are_followed(serve: Serve, tmp_path: Path) -> None:
    server = serve(answers(301, Location="/a"), answers(307, Location="b?c=d"), well)
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.requests[-1]["path"] == "/b"


@pytest.mark.parametrize("location", ["", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://me:pw@127.0.0.1/x"])
def test_redirects_to_anything_else_are_refused(serve: Serve, tmp_path: Path, location: str) -> None:
    server = serve(answers(302, Location=location))
    with pytest.raises(DownloadFailed, match="elsewhere"):
        fetch(server, tmp_path)
    assert len(server.requests) == 1


def test_redirects_in_a_loop_are_given_up(serve: Serve, tmp_path: Path) -> None:
    server = serve(answers(302, Location="/photos.txt"))
    with pytest.raises(DownloadFailed, match="again and again"):
        fetch(server, tmp_path)
    assert len(server.requests) == QUICK.redirects + 1


def test_nothing_leads_from_https_to_http() -> None:
    secure = URL("https://example.org/a/b")
    assert str(next_url(secure, "../c")) == "https://example.org/c"
    assert str(next_url(secure, "//example.net/d")) == "https://example.net/d"
    assert str(next_url(URL("http://example.org/"), "https://example.org/e")) == "https://example.org/e"
    with pytest.raises(DownloadFailed, match="unprotected"):
        next_url(secure, "http://example.org/a/b")


def test_a_server_that_is_not_there_is_tried_and_given_up(serve: Serve, tmp_path: Path) -> None:
    server = FileServer(b"", [well])
    with server.running():
        pass
    with pytest.raises(DownloadFailed, match="3 times in a row"):
        fetch(server, tmp_path)


def test_a_full_disk_is_told_before_the_first_request(serve: Serve, tmp_path: Path) -> None:
    server = serve(well)
    file = wanted(server, about_bytes=3_350_000_000)
    with pytest.raises(DiskFull, match="needs 3,414 MB, 2,000 MB are free"):
        download_all([file], tmp_path, patience=QUICK, free_space=lambda _: 2_000_000_000)
    assert server.requests == []


def test_a_full_disk_is_told_as_soon_as_the_server_says_how_much_it_is(serve: Serve, tmp_path: Path) -> None:
    server = serve(well)
    with pytest.raises(DiskFull, match="Make room"):
        download_all([wanted(server)], tmp_path, patience=QUICK, free_space=lambda _: 64_000_100)
    assert left_in(tmp_path) == set()


def test_what_is_there_already_needs_no_room(serve: Serve, tmp_path: Path) -> None:
    server = serve(breaks_after(100_000), answers(503))
    file = wanted(server, bytes=len(CONTENT))
    with pytest.raises(DownloadFailed):
        download_all([file], tmp_path, patience=QUICK)
    arrived = (tmp_path / "photos.txt.part").stat().st_size
    server.behaviours = [well]
    just_enough = 64_000_000 + len(CONTENT) - arrived
    (path,) = download_all([file], tmp_path, patience=QUICK, free_space=lambda _: just_enough)
    assert path.read_bytes() == CONTENT


def test_two_downloads_to_one_folder_do_not_mix(serve: Serve, tmp_path: Path) -> None:
    server = serve(stalls_after(10))
    file = wanted(server)
    begun = threading.Event()
    failed: list[BaseException] = []

    def first() -> None:
        try:
            download_all([file], tmp_path, patience=QUICK, on_progress=lambda *_: begun.set())
        except BaseException as error:  # noqa: BLE001 - told to the test below
            failed.append(error)

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(timeout=60)
    with pytest.raises(BuildBusy):
        download_all([file], tmp_path, patience=QUICK)
    server.behaviours = [well]
    server.release.set()
    thread.join(timeout=60)
    assert failed == []
    assert (tmp_path / "photos.txt").read_bytes() == CONTENT
