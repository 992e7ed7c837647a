"""A made-up account over five training sets and a census, and what every count of a report must be, by sets."""

from __future__ import annotations

import json
import random
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from support.accounts.flickr_exports import LICENCES, NSID, record
from support.datasets.runs import publish_ids

FIRST: Final = 900_000_000_001
OTHERS: Final = 950_000_000_001
CENSUS: Final = "all-public"
FILTERED: Final = "filtered"
WORDS: Final = [words for words in LICENCES if words is not None]


@dataclass(frozen=True)
class MadeAccount:
    """An account of some photos, and what each dataset lists of them.

    Attributes:
        photo_ids: of the account, ascending, with gaps between.
        years, albums, licences: of each photo; a photo may be in two albums or in none.
        listed: by training set with a list; filtered: by the filter-only one.
    """

    photo_ids: list[int]
    years: dict[int, int]
    albums: dict[int, list[str]]
    licences: dict[int, str]
    listed: dict[str, set[int]]
    filtered: set[int]

    def certain(self) -> set[int]:
        return set().union(*self.listed.values())

    def probable(self) -> set[int]:
        return self.filtered - self.certain()


def make_account(photos: int, seed: int = 12) -> MadeAccount:
    order = random.Random(seed)
    photo_ids = sorted(FIRST + n for n in order.sample(range(20 * photos), photos))
    named = ["Sea", "Best of", "Family", "Streets", *(f"Journey {n}" for n in range(40))]
    shares = {"faces": 0.1, "scenes": 0.05, "captions": 0.02, "search": 0.2}
    return MadeAccount(
        photo_ids,
        years={photo_id: 2004 + at * 20 // photos for at, photo_id in enumerate(photo_ids)},
        albums={photo_id: order.sample(named, order.choice((0, 1, 1, 2))) for photo_id in photo_ids},
        licences={photo_id: order.choice(WORDS) for photo_id in photo_ids},
        listed={name: set(order.sample(photo_ids, int(photos * share))) for name, share in shares.items()},
        filtered=set(order.sample(photo_ids, photos // 20)),
    )


def publish(datasets: Path, made: MadeAccount, others: int) -> None:
    """Publish what lists the account's photos, each dataset with so many photos of others."""
    for at, (name, mine) in enumerate(made.listed.items()):
        strangers = range(OTHERS + at * others, OTHERS + (at + 1) * others)
        # Two name accounts; of the others nobody could tell whose photos they list, if the census did not.
        details = dict.fromkeys(mine, (NSID, 4)) if at % 2 == 0 else None
        publish_ids(datasets, name, [*mine, *strangers], details=details)
    strangers = range(OTHERS, OTHERS + others)
    # At this rate the filter names none by mistake of as many photos as are checked here.
    publish_ids(datasets, FILTERED, [*made.filtered, *strangers], exact=False, error_rate=1e-9)
    publish_ids(datasets, CENSUS, made.photo_ids, kind="census", details=dict.fromkeys(made.photo_ids, (NSID, None)))


def write_export(folder: Path, made: MadeAccount, parts: int = 4) -> list[Path]:
    """The account's data export: metadata zips as they come, however many photos there are."""
    titles = sorted({title for titles in made.albums.values() for title in titles})
    members: dict[str, list[str]] = {title: [] for title in titles}
    for photo_id, in_albums in made.albums.items():
        for title in in_albums:
            members[title].append(str(photo_id))
    albums = [
        {"id": str(72_157_600_000_000_000 + at), "title": title, "photo_count": str(len(members[title])),
         "cover_photo": "", "photos": members[title]}
        for at, title in enumerate(titles)
    ]  # fmt: skip
    paths = []
    for part in range(parts):
        path = folder / f"72157700000000001_0123456789ab_part{part + 1}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            if part == 0:
                archive.writestr("albums.json", json.dumps({"albums": albums}))
                profile = {"nsid": NSID, "path_alias": "made-up", "stats": {"photos_count": str(len(made.photo_ids))}}
                archive.writestr("account_profile.json", json.dumps(profile))
            for photo_id in made.photo_ids[part::parts]:
                taken = f"{made.years[photo_id]}-05-06 07:08:09"
                content = record(photo_id, date_taken=taken, license=made.licences[photo_id])
                archive.writestr(f"photo_{photo_id}.json", json.dumps(content))
        paths.append(path)
    return paths


def differences(document: dict[str, Any], made: MadeAccount, *, facts: bool) -> list[str]:
    """What in a report is another number than counting by sets gives; nothing, if all is right.

    Args:
        document: what `inset check --json` printed.
        facts: whether years, albums and licences were known to it.
    """
    certain, probable = made.certain(), made.probable()
    expected: dict[str, object] = {
        "checked": len(made.photo_ids),
        "listed": len(certain),
        "probably_listed": len(probable),
        "datasets": {name: (len(mine), 0) for name, mine in made.listed.items()} | {FILTERED: (0, len(made.filtered))},
        "censuses": {CENSUS: (len(made.photo_ids), 0)},
        "photos": {str(photo_id) for photo_id in certain | probable},
    }
    found: dict[str, object] = {name: document[name] for name in ("checked", "listed", "probably_listed")}
    for name in ("datasets", "censuses"):
        found[name] = {each["dataset"]: (each["listed"], each["probably_listed"]) for each in document[name]}
    found["photos"] = {photo["photo_id"] for photo in document["photos"]}
    if facts:
        groups: dict[str, dict[int, list[Any]]] = {
            "year": {photo_id: [year] for photo_id, year in made.years.items()},
            "album": {photo_id: list(titles) or [None] for photo_id, titles in made.albums.items()},
            "licence": {photo_id: [LICENCES[words]] for photo_id, words in made.licences.items()},
        }
        for name, keys in groups.items():
            rows = document[f"by_{name}"]
            found[name] = {each[name]: (each["checked"], each["listed"], each["probably_listed"]) for each in rows}
            expected[name] = _counted(keys, certain, probable)
    return [
        f"{name}: {found[name]!r:.200} is not {expected[name]!r:.200}"
        for name in expected
        if found[name] != expected[name]
    ]


def _counted(keys: dict[int, list[Any]], certain: set[int], probable: set[int]) -> dict[Any, tuple[int, int, int]]:
    def tally(photo_ids: Iterable[int]) -> Counter[Any]:
        return Counter(key for photo_id in photo_ids for key in keys[photo_id])

    everything, listed, probably = tally(keys), tally(certain), tally(probable)
    return {key: (count, listed[key], probably[key]) for key, count in everything.items()}
