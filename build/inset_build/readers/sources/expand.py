"""Turns what a person names (files, folders, patterns, archives) into sources, one for each manifest."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.sources.archives import open_up
from inset_build.readers.sources.meter import Meter
from inset_build.readers.sources.passed_over import PassedOver
from inset_build.readers.sources.remote.addresses import RemotePath
from inset_build.readers.sources.remote.expand import remote_files
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.streams import unreadable

_DIGITS: Final = re.compile(r"([0-9]+)")


def expand(
    paths: Sequence[Path],
    passed_over: PassedOver | None = None,
    on_damage: Callable[[Source, ManifestInvalid], None] | None = None,
) -> list[Source]:
    """The sources that some paths stand for, in order; each file once.

    Folders are searched through with all folders in them, in natural order and without hidden files; a path that is no
    file but a pattern (`*`, `?`, `[…]`, `**` for any folders) stands for the files that it matches; compressed files
    and archives stand for what they hold. An address stands for what lies there, in the same ways.

    Args:
        paths: what the person named.
        passed_over: is told of the pictures found in folders and archives.
        on_damage: is told of a file that cannot be unpacked, which is left out then.

    Raises:
        ManifestInvalid: something that the person named is not there, or something cannot be read or unpacked.
    """
    passed_over = PassedOver() if passed_over is None else passed_over
    files = {file.path: file for path in reversed(paths) for file in reversed(list(files_of(path)))}
    found: list[Source] = []
    for file in reversed(files.values()):
        try:
            found += list(open_up(file, passed_over))
        except ManifestInvalid as error:
            if on_damage is None:
                raise
            on_damage(file, error)
    return found


def files_of(path: Path) -> Iterator[Source]:
    """The files that a path stands for, in order, unopened: what is packed is one file.

    Raises:
        ManifestInvalid: it is not there, or a device.
    """
    if isinstance(path, RemotePath):
        yield from remote_files(path, natural)
        return
    for file in _matches(path):
        try:
            mode = file.stat().st_mode
        except (OSError, ValueError) as error:
            raise unreadable(file, error) from error
        if stat.S_ISDIR(mode):
            for inner in _walk(file):
                name = str(Path(file.absolute().name, inner.relative_to(file)))
                yield Source(inner, name, plain=True, named=False, file=name, meter=Meter(name))
        elif stat.S_ISREG(mode):
            yield Source(file, file.name, plain=True, file=file.name, meter=Meter(file.name))
        else:
            raise ManifestInvalid(sentence("list_is_device", file), path=file)


def _matches(path: Path) -> list[Path]:
    """The path itself, or the files that it matches if it is a pattern that the shell has not expanded."""
    if not any(mark in str(path) for mark in "*?[") or path.exists():
        return [path]
    start = Path(path.anchor or ".")
    found = start.glob(str(path.relative_to(path.anchor) if path.anchor else path))
    matches = [match for match in found if not any(map(_is_hidden, set(match.parts) - set(path.parts)))]
    return sorted(matches, key=natural) or [path]


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=natural)
    except OSError as error:
        raise unreadable(folder, error) from error
    for entry in entries:
        if _is_hidden(entry.name):
            continue
        if entry.is_dir():
            if not entry.is_symlink():  # a link to a folder above would never end
                yield from _walk(entry)
        elif entry.is_file():
            yield entry


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def natural(path: Path) -> list[tuple[int, str]]:
    """A key by which `part-2` comes before `part-10`."""
    return [(int(part), "") if number else (0, part) for number, part in _parts(str(path))]


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Text and numbers in turn, beginning with text, so that like is compared with like."""
    for index, part in enumerate(_DIGITS.split(text)):
        yield index % 2 == 1, part
