"""What an address stands for: a file, the files that a pattern matches, or those in a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from inset.errors import ManifestMissing
from inset.words.sentences import sentence
from inset_build.readers.sources.remote.addresses import RemotePath, scheme_of
from inset_build.readers.sources.remote.content import RemoteContent, RemoteMeter
from inset_build.readers.sources.remote.store import ask_facts, list_folder, list_pattern
from inset_build.readers.sources.source import Source


def remote_files(path: RemotePath, order: Callable[[Path], Any]) -> Iterator[Source]:
    """The files that an address stands for.

    Args:
        path: the address.
        order: the key by which several are sorted.

    Raises:
        ManifestMissing: there are none.
        ManifestUnreadable: the store does not give them.
        UsageInvalid: nothing reads such an address, or a library for it is not installed.
    """
    known: dict[Any, Any] = {}
    if path.facts is None and _is_pattern(path):
        found = sorted((each for each in list_pattern(path) if not _is_hidden(each, path)), key=order)
        if not found:
            _check_bucket(path)
            raise ManifestMissing(sentence("list_remote_no_match", str(path)), path=path)
        for each in found:
            yield _source(each, each.name, known, named=True)
        return
    facts = path.facts or ask_facts(path)
    if facts is not None:
        yield _source(RemotePath(path.address, facts), path.name, known, named=True)
        return
    folder = str(path).rstrip("/")
    inside = sorted((each for each in list_folder(path) if not _is_hidden(each, path)), key=order)
    for each in inside:
        name = str(Path(Path(folder).name, str(each).removeprefix(folder).lstrip("/")))
        yield _source(each, name, known, named=False)


def _check_bucket(path: RemotePath) -> None:
    """A pattern in a bucket that is not there matches nothing either, but that is not what is wrong.

    Raises:
        ManifestMissing: there is no such bucket.
    """
    scheme = scheme_of(path)
    if scheme in ("s3", "gs"):
        bucket = str(path).removeprefix(f"{scheme}://").partition("/")[0]
        try:
            ask_facts(RemotePath(f"{scheme}://{bucket}"))
        except ManifestMissing:
            raise ManifestMissing(sentence("list_remote_no_bucket", str(path)), path=path) from None


def _source(path: RemotePath, name: str, known: dict[Any, Any], *, named: bool) -> Source:
    facts = path.facts or ask_facts(path)
    assert facts is not None
    path.facts = facts
    if scheme_of(path) in ("http", "https"):
        name = unquote(name).replace("/", "_") if named else unquote(name)
    meter = RemoteMeter(name, facts)
    content = RemoteContent(path, meter, known)
    return Source(path, name, plain=False, named=named, file=name, meter=meter, content=content)


def _is_pattern(path: RemotePath) -> bool:
    """Whether an address is a pattern; on the web, `?` begins a query and is no sign of one."""
    is_web = scheme_of(path) in ("http", "https")
    return re.search(r"[*\[]" if is_web else r"[*?\[]", str(path) if is_web else path.address) is not None


def _is_hidden(path: RemotePath, asked: RemotePath) -> bool:
    """Whether a file, or a folder above it, is hidden and was not named."""
    return any(part.startswith(".") for part in set(str(path).split("/")) - set(str(asked).split("/")))
