"""The log of letters: what a person asked of whom and when, kept only by their word, in a file that only they can read.

letters.json: {"format": 1, "next": 3, "requests": [{"id": 1, "asked_on": "2027-05-03", "recipient": …, …}, …]}.

What has become of a request is never stored: it is asked of what is published now. A photo that the list names no more
is gone from the list; whether copies of it were deleted, nobody can see from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from inset.account.letter import Letter
from inset.errors import LetterUnknown, UsageInvalid
from inset.index.dataset_index import DatasetIndex
from inset.index.descriptor import Descriptor
from inset.index.library import Library
from inset.own_files import read_own
from inset.private_files import locked, write_private
from inset.words.sentences import sentence
from inset.written_files import format_of, read_as

FORMAT: Final = 1


class AskedOfDataset(msgspec.Struct, frozen=True):
    """The photos of one dataset that a letter was about.

    `run` and `lists`, the SHA-256 of its list's files, are those at that time. `photos`: IDs, ascending.
    """

    dataset: str
    run: str
    lists: tuple[str, ...]
    photos: tuple[int, ...]


class Request(msgspec.Struct, frozen=True):
    """One letter that the person says they send.

    Dates are ISO days; `answered_on` is None until they note an answer.
    """

    id: int
    asked_on: str
    answer_by: str
    recipient: str
    mail: str | None
    url: str | None
    role: str
    basis: str
    datasets: tuple[AskedOfDataset, ...]
    answered_on: str | None = None


class Log(msgspec.Struct, frozen=True):
    """The whole file. `next` is the ID of the next request: an ID is never used twice."""

    requests: tuple[Request, ...] = ()
    next: int = 1
    format: int = FORMAT

    def find(self, request_id: int) -> Request:
        """Return the request of that ID.

        Raises:
            LetterUnknown: there is none.
        """
        for request in self.requests:
            if request.id == request_id:
                return request
        raise LetterUnknown(sentence("error_no_letter", str(request_id)))


class Standing(msgspec.Struct, frozen=True):
    """What has become of one dataset's photos of a request.

    Attributes:
        state: `built_since`: the dataset was built from another list since; `same_list`: it was not, so nothing can be
            said; `not_published`: it is not on this computer any more, or cannot be opened.
        run: the run that was asked now; None where there is none.
        asked: how many photos the letter was about.
        gone: how many of them the list names no more, with `built_since`; else None.
        gone_photos: which ones, IDs, ascending.
        certain: the photos that are left are named by the list; else only a filter names them.
    """

    dataset: str
    state: Literal["built_since", "same_list", "not_published"]
    run: str | None
    asked: int
    gone: int | None = None
    certain: bool = True
    gone_photos: tuple[int, ...] = ()


def read_log(path: Path) -> Log:
    """Return what was logged; an empty log where there is no file.

    Raises:
        UsageInvalid: the file is no log, or one of a later version; it is left as it is.
    """
    try:
        content = read_own(path)
    except FileNotFoundError:
        return Log()
    try:
        if format_of(content) != FORMAT:
            raise UsageInvalid(sentence("error_later", path))
        return read_as(content, Log)
    except ValueError as error:
        raise UsageInvalid(sentence("error_no_log", path, error)) from error


def add_letters(path: Path, letters: Iterable[Letter], library: Library, role: str, today: date) -> list[Request]:
    """Log letters as sent on that day, and return them as they were logged.

    Args:
        path: of the log; made where there is none.
        letters: as they were written for what `library` lists.
        library: that was asked.
        role: the person's, `author` or `shown`.
        today: when they are sent.
    """
    added: list[Request] = []

    def add(log: Log) -> Log:
        for letter in letters:
            request_id = log.next + len(added)
            added.append(_request(request_id, letter, library, role, today))
        return Log(requests=(*log.requests, *added), next=log.next + len(added))

    _change(path, add)
    return added


def note_answer(path: Path, request_id: int, day: date) -> Request:
    """Note that a request was answered on that day.

    Raises:
        LetterUnknown: there is no such request.
    """

    def note(log: Log) -> Log:
        log.find(request_id)
        return msgspec.structs.replace(
            log,
            requests=tuple(
                msgspec.structs.replace(each, answered_on=day.isoformat()) if each.id == request_id else each
                for each in log.requests
            ),
        )

    return _change(path, note).find(request_id)


def forget(path: Path, request_id: int) -> Request:
    """Remove a request from the log, and return what it was.

    Raises:
        LetterUnknown: there is no such request.
    """
    removed: list[Request] = []

    def remove(log: Log) -> Log:
        removed.append(log.find(request_id))
        return msgspec.structs.replace(log, requests=tuple(each for each in log.requests if each.id != request_id))

    _change(path, remove)
    return removed[0]


def standings(request: Request, library: Library) -> tuple[Standing, ...]:
    """Ask what is published now what has become of a request. Reads files."""
    return tuple(_standing(asked, library.datasets.get(asked.dataset)) for asked in request.datasets)


def standing_facts(standing: Standing) -> dict[str, Any]:
    """Describe it as JSON, with photo IDs as text."""
    facts: dict[str, Any] = msgspec.to_builtins(standing)
    return facts | {"gone_photos": [str(photo_id) for photo_id in standing.gone_photos]}


def _standing(asked: AskedOfDataset, dataset: DatasetIndex | None) -> Standing:
    if dataset is None:
        return Standing(asked.dataset, "not_published", None, len(asked.photos))
    descriptor = dataset.descriptor
    lists = {source.sha256 for source in descriptor.sources}
    if descriptor.run == asked.run or (lists and None not in lists and lists == set(asked.lists)):
        return Standing(asked.dataset, "same_list", descriptor.run, len(asked.photos), certain=descriptor.exact)
    listed = set(_listed(dataset, asked.photos))
    gone = tuple(photo_id for photo_id in asked.photos if photo_id not in listed)
    return Standing(asked.dataset, "built_since", descriptor.run, len(asked.photos), len(gone), descriptor.exact, gone)


def _listed(dataset: DatasetIndex, photos: Sequence[int]) -> Sequence[int]:
    import numpy as np

    from inset.index.filter.photo_hash import hash_photo_ids

    ids = np.array(photos, dtype=np.uint64)
    return [photos[position] for position in dataset.find(ids, hash_photo_ids(ids))]


def _known_lists(descriptor: Descriptor) -> tuple[str, ...]:
    """The SHA-256 of the files whose SHA-256 is known."""
    return tuple(source.sha256 for source in descriptor.sources if source.sha256 is not None)


def _request(request_id: int, letter: Letter, library: Library, role: str, today: date) -> Request:
    return Request(
        id=request_id,
        asked_on=today.isoformat(),
        answer_by=letter.answer_by.isoformat(),
        recipient=letter.recipient.name,
        mail=letter.recipient.mail,
        url=letter.recipient.url,
        role=role,
        basis=letter.basis,
        datasets=tuple(
            AskedOfDataset(
                dataset=name,
                run=library.datasets[name].descriptor.run,
                lists=_known_lists(library.datasets[name].descriptor),
                photos=photos,
            )
            for name, photos in letter.photos_by_dataset
        ),
    )


def _change(path: Path, change: Callable[[Log], Log]) -> Log:
    """Read the log, change it and write it, while no other program does."""
    with locked(path.with_suffix(".lock")):
        changed = change(read_log(path))
        write_private(path, msgspec.json.format(msgspec.json.encode(changed), indent=1) + b"\n")
    return changed
