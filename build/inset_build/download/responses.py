"""What a server's response to a download means: continue, start from the beginning, try again later, or give up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import aiohttp
from yarl import URL

from inset.errors import DownloadFailed
from inset.words.sentences import sentence
from inset_build.download.part_file import Version
from inset_build.download.wanted import WantedFile

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may pass: worth another try."""

PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


class Broken(Exception):
    """The transfer broke off in a way that may pass. `wait`: seconds to wait that the server asks for."""

    def __init__(self, why: str, *, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class BeginAgain(Exception):
    """The part on disk cannot be continued: the download must start from the beginning."""


def next_url(url: URL, location: str) -> URL:
    """Where a redirect leads.

    Args:
        url: the URL that answered.
        location: its Location header; relative ones are relative to `url`.

    Raises:
        DownloadFailed: nowhere, to another scheme than http and https, from https to http, or with a user name.
    """
    try:
        target = url.join(URL(location)) if location else None
    except ValueError:
        target = None
    if target is None or target.scheme not in ("http", "https") or not target.host or target.user is not None:
        raise DownloadFailed(
            sentence("download_leads", url, repr(location) if location else sentence("download_nowhere"))
        )
    if url.scheme == "https" and target.scheme == "http":
        raise DownloadFailed(sentence("download_unprotected", url, target))
    return target


def judge(
    response: aiohttp.ClientResponse, wanted: WantedFile, offset: int, known: Version | None
) -> tuple[int, Version]:
    """Where the body begins in the file, and of which version of it the body is.

    Args:
        response: the final one, after redirects.
        wanted: what was asked for.
        offset: the first byte asked for; 0 for the whole file.
        known: the version whose first `offset` bytes are on disk; None when the whole file was asked for.

    Raises:
        Broken, BeginAgain, DownloadFailed: it is not what was asked for.
    """
    status = response.status
    if status in PASSING:
        raise Broken(f"HTTP {status}", wait=_seconds(response.headers.get("Retry-After", "")))
    if status == 416 and offset:
        raise BeginAgain
    if status not in (200, 206):
        raise DownloadFailed(
            sentence("download_answers", wanted.remedy, wanted.url, f"{status} {response.reason or ''}".rstrip()),
            hint=sentence("list_hint_other_way", wanted.by_hand),
        )
    if response.content_type in PAGES:
        raise DownloadFailed(
            sentence("download_page", wanted.url),
            hint=sentence("list_hint_save_there", wanted.by_hand),
        )
    version = Version(
        wanted.url, response.headers.get("ETag"), response.headers.get("Last-Modified"), response.content_length
    )
    if status == 200:
        return 0, version
    begins_at, total = _content_range(response.headers.get("Content-Range", ""))
    if (
        known is None
        or begins_at != offset
        or (known.etag, known.last_modified) != (version.etag, version.last_modified)
    ):
        raise BeginAgain if known is not None else Broken("a part of the file although all of it was asked for")
    if total is not None and known.total is not None and total != known.total:
        raise BeginAgain
    return offset, replace(version, total=total if total is not None else known.total)


def _content_range(header: str) -> tuple[int | None, int | None]:
    """First byte and size of the whole of `bytes 100-199/1000`; None for what it does not say."""
    match = re.fullmatch(r"bytes (\d{1,18})-\d{1,18}/(?:(\d{1,18})|\*)", header.strip(), re.ASCII)
    if match is None:
        return None, None
    return int(match[1]), None if match[2] is None else int(match[2])


def _seconds(header: str) -> float:
    """Retry-After as a number of seconds; dates and nonsense count as nothing asked."""
    return float(header) if re.fullmatch(r"\d{1,6}", header, re.ASCII) else 0.0
