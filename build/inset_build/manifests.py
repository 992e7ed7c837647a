"""Finds the manifests in what a person named, each with its reader; what lists no photos is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, Protocol

from inset.errors import InsetError, ManifestInvalid
from inset.index.descriptor import LeftOut
from inset.words.sentences import one_after_another, sentence
from inset_build.readers.detect import Detected, ask_readers, refused
from inset_build.readers.one_photo_each import one_photo_each
from inset_build.readers.protocol import MENTIONS, NOT_READ, Match, Refusal
from inset_build.readers.second_look import lists_photos, look_again, names_no_photo
from inset_build.readers.sources.expand import expand, files_of
from inset_build.readers.sources.passed_over import PassedOver
from inset_build.readers.sources.remote.addresses import RemotePath
from inset_build.readers.sources.source import Source


@dataclass(frozen=True, slots=True)
class Manifests:
    """What will be read, in order, and what was found in folders and archives but will not be read."""

    detected: list[Detected]
    passed_over: PassedOver


class Ahead(Protocol):
    """Looks at files before they are asked about, with the help of others."""

    def answer(self, source: Source, like: Match | None, coming: Iterator[Source]) -> Detected | Refusal | None:
        """What `look_at_source` would give; None where whoever asks has to look.

        Args:
            source: the file.
            like: how its neighbour is read.
            coming: it and those that will be asked about next, as far as that is known.
        """


def find_manifests(
    paths: Sequence[Path],
    reader: str | None = None,
    column: str | None = None,
    left_out: list[LeftOut] | None = None,
    ahead: Ahead | None = None,
) -> Manifests:
    """Look at the beginning of every file that some paths stand for.

    A file that the person named must be readable, and so must something in each folder and archive that they named.

    Args:
        paths: files, folders, patterns.
        reader: the only reader to ask.
        column: the name, or the number counted from 1, of the column that gives the photo.
        left_out: if given, files that were named and cannot be read are left out and told here.
        ahead: who helps to look.

    Raises:
        UsageInvalid: there is no such reader.
        ManifestInvalid: something cannot be read; the message says what, why and what to do.
    """
    finder = _Finder(reader, column, left_out, ahead)
    seen: set[Path] = set()
    for number, path in enumerate(paths):
        seen |= finder.look_in(path, seen, paths[number + 1 :] if ahead else ())
    return finder.found()


def look_at_source(source: Source, reader: str | None, column: str | None, like: Match | None) -> Detected | Refusal:
    """How a source is read, or why it is not; arguments as for `ask_readers`.

    Raises:
        UsageInvalid: there is no such reader.
        ManifestInvalid: its bytes cannot be read, or changed meanwhile, which is why they make no sense.
    """
    try:
        answer = ask_readers(source, reader=reader, column=column, like=like)
    except ManifestInvalid as error:
        if source.meter.has_changed(source.path):
            raise source.meter.changed(source.path) from error
        raise
    if names_no_photo(answer):
        again = look_again(source, answer, reader=reader, column=column)
        if isinstance(again, Refusal):
            return again
        if again is not None:
            return Detected(*again)
    return answer if isinstance(answer, Refusal) else Detected(source, *answer)


class _Unread(NamedTuple):
    """A file that is left out, and why: a sentence, where `LeftOut` keeps its English words."""

    name: str
    reason: str


class _Finder:
    """Looks at files; arguments as for `find_manifests`."""

    def __init__(
        self, reader: str | None, column: str | None, left_out: list[LeftOut] | None, ahead: Ahead | None
    ) -> None:
        self._manifests = Manifests([], PassedOver())
        self._reader = reader
        self._column = column
        self._left_out = left_out
        self._ahead = ahead
        self._damaged: set[Path] = set()
        self._unread: list[_Unread] = []
        self._before = 0
        """How many manifests were found before the path that is looked in."""
        self._named: Match | None = None
        """How the last file that the person named is read."""

    def look_in(self, path: Path, seen: set[Path], later: Sequence[Path] = ()) -> set[Path]:
        """Look at all files that a path stands for, but those seen before; return the new ones.

        Args:
            path: it; seen: those files; later: the paths behind it.

        Raises:
            ManifestInvalid: a file that was named lists no photos, or no file of the path does; and where nobody asked
                to leave such files out, one that cannot be read.
        """
        manifests = self._manifests
        expanded = expand([path], manifests.passed_over, self._leave_out)
        sources = sorted((source for source in expanded if source.path not in seen), key=_tells_about)
        unread: list[tuple[Source, Refusal]] = []
        before = self._before = len(manifests.detected)
        like: Match | None = None
        for at, source in enumerate(sources):
            try:
                answer = self._answer(
                    source, self._named if source.named else like, chain(islice(sources, at, None), _to_come(later))
                )
                if isinstance(answer, Refusal) and source.named:
                    raise _refused(source, answer)
            except ManifestInvalid as error:
                self._leave_out(source, error)
                continue
            if isinstance(answer, Refusal):
                unread.append((source, answer))
                continue
            manifests.detected.append(answer)
            if answer.source is not source:  # written anew: nothing else is like it
                continue
            like = answer.match
            if source.named:
                self._named = like
            for said in answer.match.explanation:
                if said.startswith(NOT_READ):
                    manifests.passed_over.add(f"{source.name} (a part)", said)
        reasons = self._pass_over(unread)
        new = {source.path for source in sources} - seen
        if len(manifests.detected) == before and not self._damaged and (new or not _counted(path, seen)):
            raise ManifestInvalid(sentence("list_nothing_in", path), hint=one_after_another(reasons), path=path)
        return new

    def found(self) -> Manifests:
        """What was found.

        Raises:
            ManifestInvalid: nothing, and files were left out because they cannot be read.
        """
        # A file of which a part was damaged is left out altogether: nobody could say what of it is listed.
        kept = [each for each in self._manifests.detected if each.source.path not in self._damaged]
        if not kept and self._left_out:
            unread = self._unread[0]
            raise ManifestInvalid(sentence("list_nothing_read", unread.name), hint=unread.reason)
        return Manifests(kept, self._manifests.passed_over)

    def _pass_over(self, unread: Sequence[tuple[Source, Refusal]]) -> list[str]:
        """Tell of files that are not read, unless they are a list together; return the reasons."""
        manifests = self._manifests
        is_alone = len(manifests.detected) == self._before and self._reader is None and self._column is None
        together = one_photo_each([source for source, _ in unread]) if is_alone else []
        manifests.detected.extend(together)
        paths = {each.source.name for each in together}
        left = [(source, refusal) for source, refusal in unread if source.name not in paths]
        for source, refusal in left:
            manifests.passed_over.add(source.name, refusal.reason)
        return [sentence("list_told", source.name, refusal.reason) for source, refusal in left[:3]]

    def _answer(self, source: Source, like: Match | None, coming: Iterator[Source]) -> Detected | Refusal:
        """How a source is read, or why it is not."""
        known = None if self._ahead is None else self._ahead.answer(source, like, coming)
        answer = known or look_at_source(source, self._reader, self._column, like)
        is_beside = len(self._manifests.detected) > self._before
        if is_beside and _tells_about(source) and isinstance(answer, Detected):
            is_list = source.is_program and lists_photos(answer.source, answer.reader, answer.match)
            return answer if is_list else Refusal(MENTIONS)
        return answer

    def _leave_out(self, source: Source, error: ManifestInvalid) -> None:
        """Leave a file out where that was asked for; else raise what is wrong with it."""
        if self._left_out is None:
            raise error
        self._left_out.append(LeftOut(source.name, str(error.message)))
        self._unread.append(_Unread(source.name, error.message))
        self._damaged.add(source.path)


def _tells_about(source: Source) -> bool:
    """Whether a file in a folder or archive tells about the lists beside it, or reads them."""
    return not source.named and (source.is_readme or source.is_program)


def _to_come(paths: Sequence[Path]) -> Iterator[Source]:
    """What some paths stand for, up to the first that cannot be read or lies elsewhere, which costs requests."""
    for path in paths:
        if isinstance(path, RemotePath):
            return
        try:
            yield from files_of(path)
        except InsetError:
            return


def _refused(source: Source, refusal: Refusal) -> ManifestInvalid:
    """The error of a file that is not read: that it changed while it was looked at, if it did."""
    has_changed = source.meter.has_changed(source.path)
    return source.meter.changed(source.path) if has_changed else refused(source, refusal)


def _counted(path: Path, seen: set[Path]) -> bool:
    """Whether a path gave nothing new only because a path before it stands for the same files."""
    return path in seen or any(path in file.parents for file in seen)
