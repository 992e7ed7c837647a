"""Finds the manifests in what a person named, each with its reader; what lists no photos is passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inset.errors import ManifestInvalid
from inset_build.readers.detect import Detected, ask_readers, refused
from inset_build.readers.protocol import NOT_READ, Match, Refusal
from inset_build.readers.second_look import look_again, names_no_photo
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.passed_over import PassedOver


@dataclass(frozen=True, slots=True)
class Manifests:
    """What will be read, in order, and what was found in folders and archives but will not be read."""

    detected: list[Detected]
    passed_over: PassedOver


def find_manifests(paths: Sequence[Path], reader: str | None = None, column: str | None = None) -> Manifests:
    """Look at the beginning of every file that some paths stand for.

    A file that the person named must be readable, and so must something in each folder and archive that they named.

    Args:
        paths: files, folders, patterns.
        reader: the only reader to ask.
        column: the name, or the number counted from 1, of the column that gives the photo.

    Raises:
        UsageInvalid: there is no such reader.
        ManifestInvalid: something cannot be read; the message says what, why and what to do.
    """
    manifests = Manifests([], PassedOver())
    seen: set[Path] = set()
    for path in paths:
        sources = [source for source in expand([path], manifests.passed_over) if source.path not in seen]
        reasons: list[str] = []
        before = len(manifests.detected)
        like: Match | None = None
        for source in sources:
            answer = ask_readers(source, reader=reader, column=column, like=None if source.named else like)
            again = look_again(source, answer, reader=reader, column=column) if names_no_photo(answer) else None
            if isinstance(again, Refusal):
                answer = again
            elif again is not None:
                manifests.detected.append(Detected(*again))
                continue
            if not isinstance(answer, Refusal):
                manifests.detected.append(Detected(source, *answer))
                like = answer[1]
                for sentence in answer[1].explanation:
                    if sentence.startswith(NOT_READ):
                        manifests.passed_over.add(f"{source.name} (a part)", sentence)
                continue
            if source.named:
                raise refused(source, answer)
            manifests.passed_over.add(source.name, answer.reason)
            reasons.append(f"{source.name}: {answer.reason}")
        new = {source.path for source in sources} - seen
        if len(manifests.detected) == before and (new or not _counted(path, seen)):
            raise ManifestInvalid(
                f"Name what lists Flickr photos: nothing in {path} was found to.", hint=" ".join(reasons[:3]), path=path
            )
        seen |= new
    return manifests


def _counted(path: Path, seen: set[Path]) -> bool:
    """Whether a path gave nothing new only because a path before it stands for the same files."""
    return path in seen or any(path in file.parents for file in seen)
