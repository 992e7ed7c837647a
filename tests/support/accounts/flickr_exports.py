"""Made-up Flickr data exports in the layouts that public programs read; nothing in them is anybody's.

`make_export` writes the files of one account and says what is in it. Beside the person's own photos every export names
photos of others in all the places where real ones do: favourites, galleries, comments, descriptions, album covers.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FIRST_OWN = 900_000_000_001
FIRST_OTHER = 980_000_000_001
NSID = "90000001@N00"
OTHER_NSID = "90000002@N00"

LICENCES: dict[str | None, str | None] = {
    None: None,
    "All Rights Reserved": "All Rights Reserved",
    "Attribution-NonCommercial-ShareAlike License": "CC BY-NC-SA 2.0",
    "Attribution License": "CC BY 2.0",
    "CC BY-NC-SA 4.0": "CC BY-NC-SA 4.0",
    "CC BY-ND 2.0": "CC BY-ND 2.0",
}
"""Words of three generations, and the licence that each names."""


@dataclass
class MadeExport:
    """What an export was made of.

    Attributes:
        files: content by name, as the metadata zips hold it.
        media: content by name, as the `data-download` zips hold it.
        own: the person's own photos.
        others: photos of others that the files name.
        years, licences, albums, videos: of the person's own photos.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)
    others: set[int] = field(default_factory=set)
    years: dict[int, int | None] = field(default_factory=dict)
    licences: dict[int, str | None] = field(default_factory=dict)
    albums: dict[int, list[str]] = field(default_factory=dict)
    videos: set[int] = field(default_factory=set)


def page(photo_id: int, account: str = "made-up-person") -> str:
    return f"https://www.flickr.com/photos/{account}/{photo_id}/"


def record(photo_id: int, **changes: Any) -> dict[str, Any]:
    """A photo's record as Flickr writes it: IDs and counts as text, other people in tags, notes and comments."""
    other = FIRST_OTHER + photo_id % 1000
    return {
        "id": str(photo_id),
        "name": f"Made-up title {photo_id}",
        "description": f'Like <a href="{page(other, "somebody-else")}">this one</a>',
        "count_views": "194",
        "count_faves": "1",
        "count_comments": "1",
        "date_taken": "2009-09-12 19:37:56",
        "count_tags": "1",
        "count_notes": "0",
        "rotation": 0,
        "date_imported": "2010-01-12 16:37:56",
        "photopage": page(photo_id),
        "original": f"https://live.staticflickr.com/3741/{photo_id}_c5ac986ac2_o.jpg",
        "license": "All Rights Reserved",
        "geo": [{"latitude": "43722273", "longitude": "-79410638", "accuracy": "16"}],
        "groups": [{"id": "90000003@N00", "name": "A group", "url": "https://www.flickr.com/groups/made-up/"}],
        "albums": [],
        "tags": [{"tag": "sea", "user": "https://www.flickr.com/photos/made-up-person/", "date_create": "2010-01-12"}],
        "people": [],
        "notes": [],
        "privacy": "public",
        "comment_permissions": "any flickr member",
        "tagging_permissions": "any flickr member",
        "safety": "safe",
        "comments": [
            {"id": f"{photo_id}-1", "date": "2011-01-01 00:00:00", "user": OTHER_NSID,
             "comment": f"Seen in {page(other, 'somebody-else')}", "url": f"{page(photo_id)}#comment1"}
        ],
    } | changes  # fmt: skip


def make_export(photos: int = 30) -> MadeExport:
    """An export of so many own photos, at least 30, with everything that is odd in real ones."""
    made = MadeExport()
    odd: dict[int, dict[str, Any]] = {
        1: {"license": None, "geo": {"latitude": "1", "longitude": "2", "accuracy": "3"}},
        2: {"date_taken": "0000-00-00 00:00:00"},
        3: {"date_taken": "0000-00-00 00:00:00", "date_imported": "0000-00-00 00:00:00", "name": ""},
        4: {"original": f"https://live.staticflickr.com/9/{FIRST_OWN + 4}_c5ac986ac2_o.mp4"},
        5: {"original": "https://live.staticflickr.com/9/video_encoding.jpg"},
        6: {"privacy": "friend & family"},
        7: {"name": '=HYPERLINK("http://example.invalid")'},
        8: {"date_taken": "1899-01-01 00:00:00"},
    }  # fmt: skip
    words = list(LICENCES)
    for n in range(photos):
        photo_id = FIRST_OWN + n
        said = words[n % len(words)]
        changes: dict[str, Any] = {"date_taken": f"{2004 + n % 20}-05-06 07:08:09", "license": said}
        content = record(photo_id, **changes | odd.get(n, {}))
        made.files[f"photo_{photo_id}.json"] = json.dumps(content).encode()
        made.own.add(photo_id)
        made.others.add(FIRST_OTHER + photo_id % 1000)
        made.licences[photo_id] = LICENCES[content["license"]]
        made.years[photo_id] = {2: 2010, 3: None, 8: 1899}.get(n, 2004 + n % 20)
        if n in (4, 5):
            made.videos.add(photo_id)
    _add_albums(made, photos)
    _add_other_files(made)
    return made


def _add_albums(made: MadeExport, photos: int) -> None:
    album = {"description": "", "view_count": "1", "created": "1517485941", "last_updated": "1518767690"}
    cover = FIRST_OTHER + 2001
    made.others.add(cover)
    sea = [FIRST_OWN + n for n in range(0, photos, 3)]
    best = [FIRST_OWN + n for n in range(0, photos, 5)]
    lost = 970_000_000_001
    made.files["albums.json"] = json.dumps(
        {
            "albums": [
                album | {"id": "72157600000000001", "title": "Sea", "photo_count": str(len(sea)),
                         "cover_photo": page(cover, "somebody-else"), "photos": [*map(str, sea), "0", "deleted"]},
                album | {"id": "72157600000000002", "title": "Best of", "photo_count": str(len(best) + 2),
                         "cover_photo": page(best[0]), "photos": [*map(str, best), str(lost)]},
                album | {"id": "72157600000000003", "title": "Sea", "photo_count": "1",
                         "cover_photo": "", "photos": [str(FIRST_OWN + 1)]},
                album | {"id": "72157600000000004", "title": "Empty", "photo_count": "0", "cover_photo": "",
                         "photos": []},
            ]
        }
    ).encode()  # fmt: skip
    made.others.add(lost)
    for title, members in (
        ("Sea (72157600000000001)", sea),
        ("Best of", best),
        ("Sea (72157600000000003)", [FIRST_OWN + 1]),
    ):
        for photo_id in members:
            made.albums.setdefault(photo_id, []).append(title)


def _add_other_files(made: MadeExport) -> None:
    """The account, and files that name other people's photos."""
    others = iter(range(FIRST_OTHER + 3000, FIRST_OTHER + 4000))

    def other() -> int:
        photo_id = next(others)
        made.others.add(photo_id)
        return photo_id

    def comments(kind: str) -> list[dict[str, str]]:
        at = other()
        return [{"photo_id": str(at), "photo_url": page(at, "somebody-else"), "comment": f"{kind} at {page(other())}"}]

    shown = FIRST_OWN
    documents: dict[str, Any] = {
        "account_profile.json": {
            "real_name": "Made Up", "nsid": NSID, "path_alias": "made-up-person", "screen_name": "Made-up Person",
            "join_date": "2005-08-31 03:47:36", "profile_url": "https://www.flickr.com/people/made-up-person/",
            "pro_user": "no", "showcase": {"photos": [str(shown)]}, "settings": {"default_license": "CC BY-NC-SA 4.0"},
            "stats": {"view_counts": {"photos": 10_000, "total": 17_000}, "comments_count": {"photos": "3"}},
        },
        "account_testimonials.json": {"testimonials": []},
        "contacts_part001.json": {"contacts": {"somebody": "https://www.flickr.com/people/somebody/"}},
        "followers_part001.json": {"followers": {}},
        "faves_part001.json": {"faves": [{"photo_id": str(at := other()), "photo_url": page(at, "somebody-else")}]},
        "galleries.json": {"galleries": [{"title": "G", "photos": [{"id": str(other())}, str(other())]}]},
        "galleries_comments_part001.json": {"comments": comments("gallery")},
        "group_discussions.json": {"discussions": [{"message": page(other())}]},
        "groups.json": {"groups": []},
        "photos_comments_part001.json": {"comments": comments("photo")},
        "sets_comments_part001.json": {"comments": comments("set")},
        "apps_comments_part001.json": {"comments": comments("app")},
        "received_flickrmail_part001.json": {"flickrmail": [{"message": page(other())}]},
        "sent_flickrmail_part001.json": {"flickrmail": []},
    }  # fmt: skip
    made.files.update({name: json.dumps(document).encode() for name, document in documents.items()})


def add_media(made: MadeExport) -> None:
    """Files of photos and videos, named in each way that Flickr names them; some have no record."""
    ids = sorted(made.own)
    names = [
        f"{ids[0]}_a1b2c3d4e5_o.jpg",
        f"sunset-over-the-bay_{ids[1]}_o.jpg",
        f"IMG_1234_{ids[2]}_o.jpg",
        f"{ids[3]}_o.jpg",
        f"video_{ids[4]}.mp4",
        f"VIDEO_{ids[5]}.MOV",
        f"{ids[6]}_9876543210_o.jpg",
        f"{ids[7]}_abc123def0_O.JPG",
        f"café-au-lait_{ids[8]}_o.png",
        f"holiday_{ids[9]}.mov",
        f"{ids[10]}_{ids[11]}_o.jpg",
    ]
    made.videos |= {ids[4], ids[5], ids[9]}
    without_record = {
        910_000_000_001: "{}_0a1b2c3d4e_o.jpg",
        910_000_000_002: "title_{}_o.jpg",
        910_000_000_003: "IMG_0042_{}_o.jpg",
        910_000_000_004: "video_{}.mp4",
    }
    made.videos.add(910_000_000_004)
    names += [form.format(photo_id) for photo_id, form in without_record.items()]
    for photo_id in without_record:
        made.own.add(photo_id)
        made.years[photo_id] = made.licences[photo_id] = None
    # Nobody can tell: a photo with a secret of digits, or a title of digits with a photo; a file without an ID.
    names += ["910000000005_9876543210_o.jpg", "mystery_scan_without_id.jpg"]
    made.others |= {910_000_000_005, 9_876_543_210}
    made.media.update(dict.fromkeys(names, b"\xff\xd8\xff\xe0 made up"))


def _write_zip(path: Path, files: dict[str, bytes], level: int = 6) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _parts(files: dict[str, bytes], count: int) -> Iterator[dict[str, bytes]]:
    items = list(files.items())
    for n in range(count):
        yield dict(items[n::count])


def as_zips(folder: Path, made: MadeExport) -> list[Path]:
    """As they come: several metadata zips, and media zips of both names."""
    meta = [
        _write_zip(folder / f"72157700000000001_0123456789ab_part{n}.zip", part)
        for n, part in enumerate(_parts(made.files, 3), start=1)
    ]
    if not made.media:
        return meta
    names = ["data-download-1.zip", "data_72157700000000001_0123456789ab_2.zip"]
    parts = zip(names, _parts(made.media, 2), strict=True)
    return [*meta, *(_write_zip(folder / name, part) for name, part in parts)]


def as_flat_folder(folder: Path, made: MadeExport) -> list[Path]:
    """Everything unpacked into one folder, with what a Mac leaves behind (as flickr-unbox and offlickr read it)."""
    top = folder / "alldata"
    top.mkdir()
    for name, content in {**made.files, **made.media}.items():
        (top / name).write_bytes(content)
    (top / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (top / f"._photo_{FIRST_OWN}.json").write_bytes(b"\0\5\26\7")
    (top / f"photo_{FIRST_OWN}.json.bak").write_bytes(b"{}")
    return [top]


def as_folders(folder: Path, made: MadeExport) -> list[Path]:
    """One folder a zip, as a double click unpacks them (as FlickrUnarchivr and Flickr2Any read them)."""
    top = folder / "My Flickr"
    for part, files in enumerate([*_parts(made.files, 3), *_parts(made.media, 2)], start=1):
        inner = top / f"part {part}"
        inner.mkdir(parents=True)
        for name, content in files.items():
            (inner / name).write_bytes(content)
    return [top]


def as_folder_of_zips(folder: Path, made: MadeExport) -> list[Path]:
    """The downloaded zips in one folder, named as one thing."""
    top = folder / "Downloads"
    top.mkdir()
    as_zips(top, made)
    return [top]


def as_metadata_folder_and_media(folder: Path, made: MadeExport) -> list[Path]:
    """The records in a folder of their own beside the photos' (as flickr-archive and flickr-to-sqlite read them)."""
    meta, media = folder / "metadata", folder / "photos"
    for top, files in ((meta, made.files), (media, made.media)):
        top.mkdir()
        for name, content in files.items():
            (top / name).write_bytes(content)
    return [meta, media]


def as_capitals(folder: Path, made: MadeExport) -> list[Path]:
    """As after a journey over a disk of capitals, with second copies that a browser numbered."""
    top = folder / "CAPITALS"
    top.mkdir()
    for n, (name, content) in enumerate({**made.files, **made.media}.items()):
        stem, _, extension = name.rpartition(".")
        renamed = f"{stem} (1).{extension}" if n % 7 == 0 and extension == "json" else name
        (top / (renamed.upper() if n % 2 else renamed)).write_bytes(content)
    return [top]


LAYOUTS: dict[str, Callable[[Path, MadeExport], list[Path]]] = {
    "zips as they come": as_zips,
    "one flat folder": as_flat_folder,
    "a folder for each zip": as_folders,
    "a folder of zips": as_folder_of_zips,
    "records and photos apart": as_metadata_folder_and_media,
    "capitals and copies": as_capitals,
}
