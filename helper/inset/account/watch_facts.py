"""Watches and their news as JSON, for `inset watch --json` and the API, and the numbers for the browser's button.

`server/openapi.yaml` describes the same forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

from inset.number_words import is_unlikely

if TYPE_CHECKING:  # it imports NumPy, for which the helper's start must not wait
    from inset.account.watch import News, Seen, Watch


class WatchDataset(TypedDict):
    """How many of a watch's photos one training set lists: for certain, or by a filter, right with that chance."""

    dataset: str
    run: str
    listed: int
    probably_listed: int
    chance: float | None


class WatchNews(TypedDict):
    """What has changed in one training set; see `inset.account.watch.News`. `since` is None where it was not here."""

    watch: str
    dataset: str
    since: str | None
    run: str
    certain: bool
    new: list[str]
    gone: list[str]
    noticed_at: str
    chance: float | None


class WatchFacts(TypedDict):
    """A watch.

    `photos` is how many are remembered. `listed` and `probably_listed` are distinct photos that some training set
    listed when it was asked last: for certain; and none for certain, but some by a filter. `unlikely` are those of the
    latter that only filters name which are more often wrong than right.
    """

    id: str
    name: str
    kind: str
    account: str | None
    photos: int
    listed: int
    probably_listed: int
    unlikely: int
    added_at: str
    checked_at: str
    datasets: list[WatchDataset]
    news: list[WatchNews]


class Changes(TypedDict):
    """Distinct photos, of all watches together, that are new in some training set or gone from one, and not seen yet.

    `new` are those that a list names for certain; `probably_new` those that only filters name, and of these
    `unlikely_new` those whose filters are all more often wrong than right.
    """

    new: int
    probably_new: int
    unlikely_new: int
    gone: int


def watch_facts(watch: Watch) -> WatchFacts:
    """Describe a watch."""
    listed, probably, unlikely = _listed(watch.datasets.values())
    return {
        "id": watch.id,
        "name": watch.name,
        "kind": watch.kind,
        "account": watch.account,
        "photos": len(watch.photo_ids),
        "listed": len(listed),
        "probably_listed": len(probably),
        "unlikely": len(unlikely),
        "added_at": watch.added_at,
        "checked_at": watch.checked_at,
        "datasets": [
            {
                "dataset": name,
                "run": seen.run,
                "listed": len(seen.photos) if seen.certain else 0,
                "probably_listed": 0 if seen.certain else len(seen.photos),
                "chance": seen.chance,
            }
            for name, seen in watch.datasets.items()
        ],
        "news": news_facts(watch),
    }


def news_facts(watch: Watch) -> list[WatchNews]:
    """Describe what is new of a watch."""
    return [
        {
            "watch": watch.id,
            "dataset": each.dataset,
            "since": each.since or None,
            "run": each.run,
            "certain": each.certain,
            "new": [str(photo_id) for photo_id in each.new],
            "gone": [str(photo_id) for photo_id in each.gone],
            "noticed_at": each.noticed_at,
            "chance": each.chance,
        }
        for each in watch.news
    ]


def changes_of(watches: Iterable[Watch]) -> Changes:
    """Count what is left of the news when what came and went again, or went and came again, is taken away."""
    certain: set[int] = set()
    probable: set[int] = set()
    likely: set[int] = set()
    gone: set[int] = set()
    for watch in watches:
        came: dict[tuple[str, int], News] = {}
        went: set[tuple[str, int]] = set()
        for each in watch.news:
            for photo_id in each.new:
                at = (each.dataset, photo_id)
                if at in went:
                    went.remove(at)
                else:
                    came[at] = each
            for photo_id in each.gone:
                at = (each.dataset, photo_id)
                if came.pop(at, None) is None:
                    went.add(at)
        for (_, photo_id), each in came.items():
            (certain if each.certain else probable).add(photo_id)
            if not is_unlikely(each.chance):
                likely.add(photo_id)
        gone.update(photo_id for _, photo_id in went)
    return {
        "new": len(certain),
        "probably_new": len(probable - certain),
        "unlikely_new": len(probable - certain - likely),
        "gone": len(gone),
    }


def _listed(datasets: Iterable[Seen]) -> tuple[set[int], set[int], set[int]]:
    """The distinct photos that are listed for certain, those that only filters name, and of these the unlikely ones."""
    listed: set[int] = set()
    probably: set[int] = set()
    likely: set[int] = set()
    for seen in datasets:
        (listed if seen.certain else probably).update(seen.photos)
        if not is_unlikely(seen.chance):
            likely.update(seen.photos)
    return listed, probably - listed, probably - listed - likely
