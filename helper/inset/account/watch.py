"""Watches: photos that a person chose to remember, asked about again after each build, and what has changed for them.

Each is one file that only this person can read (mode 0600), `<folder>/<id>.json`:

    {"format": 1, "id", "name", "kind", "account", "added_at", "checked_at",
     "photo_ids": [900000000001, …],                   what was remembered
     "datasets": {"ffhq": {"run", "certain", "photos": [900000000001, …], "chance"}, …},    what each training set lists
     "news": [{"dataset", "since", "run", "certain", "new": […], "gone": […], "noticed_at", "chance"}, …]}  not seen yet

An account's photos are found anew each time, because a new list may name more of them. Censuses are not watched. A
dataset that was removed or cannot be opened is left as it was: nothing is gone because nobody could be asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.account.check import Found, check_photos
from inset.errors import InsetError, UsageInvalid, WatchUnknown
from inset.index.library import Library
from inset.own_files import read_own
from inset.private_files import locked, remove_private, write_private
from inset.words.sentences import sentence
from inset.written_files import format_of, read_as

FORMAT: Final = 1

_LOCK: Final = ".lock"
_ALL: Final = 1 << 40
"""More photos than any account has."""


class Seen(msgspec.Struct, frozen=True):
    """What one training set listed of the photos when it was asked last.

    `certain`: its answers are; else only a filter let each photo by. `photos`: IDs, ascending. `chance`: how likely
    each of them is true, 0 to 1; None where answers are certain.
    """

    run: str
    certain: bool
    photos: tuple[int, ...]
    chance: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether it says how likely its photos are true: older versions of Inset did not note it."""
        return self.certain or self.chance is not None


class News(msgspec.Struct, frozen=True):
    """What has changed in one training set.

    Attributes:
        since: the run that was asked before; empty where the dataset was not here then. Where it is the same as `run`,
            another list has named more photos as the account's, and so they became known here too.
        run: the run that was asked now.
        certain: the new photos are listed for certain; else only a filter names them.
        new: photos that it lists now and did not before; gone: the other way round. IDs, ascending.
        chance: how likely each of the new photos is true, 0 to 1; None where they are certain.
    """

    dataset: str
    since: str
    run: str
    certain: bool
    new: tuple[int, ...]
    gone: tuple[int, ...]
    noticed_at: str
    chance: float | None = None


class Watch(msgspec.Struct, frozen=True):
    """One watch; see the top of this file. `account` is None where fixed photos are watched."""

    id: str
    name: str
    kind: str
    added_at: str
    checked_at: str
    photo_ids: tuple[int, ...]
    account: str | None = None
    datasets: dict[str, Seen] = {}
    news: tuple[News, ...] = ()
    format: int = FORMAT


def add_watch(
    folder: Path,
    library: Library,
    *,
    name: str,
    kind: str,
    photo_ids: NDArray[np.uint64],
    account: str | None = None,
    rename: bool = False,
) -> Watch:
    """Remember photos, or an account, and what is listed of them now; nothing of that is news.

    Args:
        folder: of the watches; made where there is none.
        name: what the person calls it.
        kind: what was remembered: `account`, `export`, `list` or `photo`.
        photo_ids: uint64, repeats allowed.
        account: its NSID or its name in addresses, whose photos are found anew each time.
        rename: where another watch has this name, call this one `name 2` and on, instead of refusing it.

    Raises:
        UsageInvalid: a watch has this name, or exactly these photos, already.
        IndexMissing, IndexCorrupt: no dataset can be asked.
    """
    now = _now()
    remembered = tuple(np.unique(photo_ids).tolist())
    watch = Watch(secrets.token_hex(4), name, kind, now, now, remembered, account)
    asked, _ = _looked(watch, library, first=True)
    with locked(folder / _LOCK):
        others = _all(folder)
        for each in others:
            if each.account == account and (account is not None or each.photo_ids == remembered):
                raise UsageInvalid(sentence("error_watch_again", repr(each.name)))
        asked = msgspec.structs.replace(asked, name=_free_name(name, {each.name for each in others}, rename=rename))
        _write(folder, asked)
    return asked


def _free_name(name: str, taken: Collection[str], *, rename: bool) -> str:
    if name not in taken:
        return name
    if not rename:
        raise UsageInvalid(sentence("error_watch_name", repr(name)))
    return next(each for each in (f"{name} {number}" for number in count(2)) if each not in taken)


def look_again(folder: Path, library: Callable[[], Library]) -> tuple[Watch, ...]:
    """Ask about every watch whatever has been built since it was asked, and return all watches with what is new.

    Args:
        folder: of the watches; where there are none, nothing is opened.
        library: opens what is published.
    """
    if not any(_files(folder)):
        return ()
    opened = library()
    with locked(folder / _LOCK):
        watches = []
        for watch in _all(folder):
            looked, changed = _looked(watch, opened) if opened.datasets else (watch, False)
            if changed:
                _write(folder, looked)
            watches.append(looked)
    return tuple(watches)


def mark_seen(folder: Path, shown: Iterable[Watch]) -> None:
    """The person has seen what is new in these watches, as they were shown: it is told no more.

    What was noticed after they were read stays news.
    """
    seen = {watch.id: watch.news for watch in shown if watch.news}
    if seen:
        with locked(folder / _LOCK):
            for watch in _all(folder):
                left = tuple(each for each in watch.news if each not in seen.get(watch.id, ()))
                if left != watch.news:
                    _write(folder, msgspec.structs.replace(watch, news=left))


def find_watch(watches: Iterable[Watch], which: str) -> Watch:
    """Return the watch of that ID or name.

    Raises:
        WatchUnknown: there is none.
    """
    for watch in watches:
        if which in (watch.id, watch.name):
            return watch
    raise WatchUnknown(sentence("error_no_watch", repr(which)))


def forget_watch(folder: Path, which: str) -> Watch:
    """Remove a watch, its photos and all that was noticed of them, by its ID or its name.

    Raises:
        WatchUnknown: there is none.
    """
    if any(_files(folder)):
        with locked(folder / _LOCK):
            watch = find_watch(_all(folder), which)
            remove_private(folder / f"{watch.id}.json")
            return watch
    return find_watch((), which)


def _looked(watch: Watch, library: Library, *, first: bool = False) -> tuple[Watch, bool]:
    """The watch asked again, and whether that changed anything in it."""
    runs = {name: library.datasets[name].descriptor.run for name in library.training_sets()}
    known = {name: seen.run for name, seen in watch.datasets.items() if seen.is_told}
    if not first and runs.items() <= known.items():
        return watch, False
    check = check_photos(library, watched_photos(library, watch))
    now = _now()
    seen = {each.dataset.name: _seen(each, check.photo_ids) for each in check.training_sets}
    news = [] if first else [each for each in _news(watch.datasets, seen, now) if each.new or each.gone]
    before = (_with_chance(each, seen.get(each.dataset)) for each in watch.news)
    return msgspec.structs.replace(
        watch, datasets={**watch.datasets, **seen}, news=(*before, *news), checked_at=now
    ), True


def _with_chance(news: News, seen: Seen | None) -> News:
    """News of an older Inset does not say how likely they are: now the dataset's filter does."""
    if news.certain or news.chance is not None or seen is None:
        return news
    return msgspec.structs.replace(news, chance=seen.chance)


def watched_photos(library: Library, watch: Watch) -> NDArray[np.uint64]:
    """All photos of a watch, uint64: those that were remembered or found since, and what is an account's now."""
    before = {photo_id for seen in watch.datasets.values() for photo_id in seen.photos}
    return np.fromiter({*watch.photo_ids, *before, *_photos_of(library, watch.account)}, dtype=np.uint64)


def _photos_of(library: Library, account: str | None) -> Iterator[int]:
    for dataset in library.datasets.values() if account is not None else ():
        if dataset.details is not None:
            yield from dataset.details.photos_of(account or "", limit=_ALL)


def _seen(found: Found, photo_ids: NDArray[np.uint64]) -> Seen:
    photos = tuple(photo_ids[found.positions].tolist())
    return Seen(found.dataset.descriptor.run, found.is_exact, photos, found.dataset.answer.chance)


def _news(before: Mapping[str, Seen], after: Mapping[str, Seen], now: str) -> Iterator[News]:
    for name, seen in after.items():
        old = before.get(name, Seen("", seen.certain, ()))
        was, is_now = set(old.photos), set(seen.photos)
        # What only a filter seemed to name was perhaps never listed, so it cannot be told as gone.
        gone = was - is_now if old.certain and seen.certain else set()
        new = tuple(sorted(is_now - was))
        yield News(name, old.run, seen.run, seen.certain, new, tuple(sorted(gone)), now, seen.chance)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def _all(folder: Path) -> list[Watch]:
    """Every watch, in the order in which they were added, by name within one second; the caller holds the lock."""
    return sorted((_read(path) for path in _files(folder)), key=lambda watch: (watch.added_at, watch.name, watch.id))


def _read(path: Path) -> Watch:
    try:
        content = read_own(path)
        if format_of(content) != FORMAT:
            raise InsetError(sentence("error_later", path))
        return read_as(content, Watch)
    except (OSError, ValueError) as error:
        raise InsetError(sentence("error_watch_unread", path, error)) from error


def _write(folder: Path, watch: Watch) -> None:
    write_private(folder / f"{watch.id}.json", msgspec.json.encode(watch))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
