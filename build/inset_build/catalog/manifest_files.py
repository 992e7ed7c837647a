"""The files that a program can fetch for a dataset, and how much that is as far as the catalog's sources tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from inset_build.catalog.fields import Fields

_FILE_NAME: Final = re.compile(r"(?!.*\.(?:part|origin)$)[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
"""Plain names, but for those that a download gives to what it has not finished."""

_DIGESTS: Final = {"sha256": 64, "md5": 32}


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """A manifest that a program can fetch.

    Attributes:
        url: http or https.
        file: its name on disk.
        bytes: its exact size, checked; `about_bytes`: its size as a rounded number that a source gives.
        sha256, md5: of the file as it is served, lower-case hexadecimal.
        sources: where these facts stand.
    """

    url: str
    file: str
    bytes: int | None = None
    about_bytes: int | None = None
    sha256: str | None = None
    md5: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DownloadSize:
    """The size of all files of a dataset together.

    Attributes:
        files: how many there are.
        bytes: the sum of the sizes that are known; 0 where none is.
        exact: all of those are exact, none is rounded.
        complete: the size of every file is known.
    """

    files: int
    bytes: int
    exact: bool
    complete: bool


def download_size(files: Iterable[ManifestFile]) -> DownloadSize:
    """Add up what is known of the sizes of some files."""
    sized = list(files)
    sizes = [file.bytes or file.about_bytes for file in sized]
    return DownloadSize(
        files=len(sized),
        bytes=sum(size or 0 for size in sizes),
        exact=all(file.bytes is not None or file.about_bytes is None for file in sized),
        complete=None not in sizes,
    )


def take_manifest(fields: Fields) -> ManifestFile:
    """Read and check one [[dataset.manifest]] table."""
    url = fields.url("url")
    if url is None:
        fields.fail("url", "it is missing")
    last = urlsplit(url).path.rpartition("/")[2]
    file = fields.maybe(
        "file", str, lambda name: _FILE_NAME.fullmatch(name) is not None, "it must be a plain file name"
    )
    if file is None and not _FILE_NAME.fullmatch(last):
        fields.fail("file", "its URL gives no plain file name; name it")
    manifest = ManifestFile(
        url=url,
        file=file or last,
        bytes=fields.maybe("bytes", int),
        about_bytes=fields.maybe("about_bytes", int),
        sources=fields.sources(),
        **{name: _digest(fields, name, length) for name, length in _DIGESTS.items()},
    )
    fields.done()
    return manifest


def _digest(fields: Fields, name: str, length: int) -> str | None:
    return fields.maybe(
        name,
        str,
        lambda text: re.fullmatch(rf"[0-9a-f]{{{length}}}", text) is not None,
        f"it must be {length} hexadecimal digits in lower case",
    )
