"""The person's watches for the server: each is asked again once the library has changed. All of it reads files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from inset.account.watch_facts import Changes, changes_of
from inset.errors import WatchUnknown
from inset.index.library import Library

if TYPE_CHECKING:  # it imports NumPy, for which the helper's start must not wait
    from inset.account.watch import Watch

_Files = tuple[tuple[str, int, int], ...]


class Watches:
    """The watches of one folder.

    Args:
        folder: `<state>/watches`; it may be missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._counted: tuple[str, _Files, Changes] | None = None

    def all(self, library: Library) -> tuple[Watch, ...]:
        """Return all watches, asked about whatever was built since.

        Raises:
            InsetError: a watch's file cannot be read.
        """
        if not self._files():
            return ()
        from inset.account.watch import look_again

        return look_again(self.folder, lambda: library)

    def named(self, watch_ids: Sequence[str], library: Library) -> list[Watch]:
        """Return the watches of these IDs.

        Raises:
            WatchUnknown: there is none of one of them.
        """
        if not watch_ids:
            return []
        watches = {watch.id: watch for watch in self.all(library)}
        for watch_id in watch_ids:
            if watch_id not in watches:
                raise WatchUnknown("Reload the list of watches: there is none of this ID, or no longer.")
        return [watches[watch_id] for watch_id in watch_ids]

    def changes(self, library: Library) -> Changes:
        """Count what is new and not seen yet. Files that have not changed are not read again."""
        files, known = self._files(), self._counted
        if known is not None and known[:2] == (library.revision, files):
            return known[2]
        changes = changes_of(self.all(library))
        # As they were before they were read: if another program has changed one since, it is read again next time.
        # Where this look itself has written to one, the next one reads them once more, too.
        self._counted = (library.revision, files, changes)
        return changes

    def _files(self) -> _Files:
        try:
            with os.scandir(self.folder) as entries:
                found = [(each.name, each.stat().st_mtime_ns, each.stat().st_size) for each in entries]
        except FileNotFoundError:
            return ()
        return tuple(sorted(each for each in found if each[0].endswith(".json")))
