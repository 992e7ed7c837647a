"""What a check asks child processes: the photos of uploaded lists, and what the catalog knows beside the library."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from inset.account.pictures import Picture
from inset.account.report_shape import Asked, NotInLibrary
from inset.index.library import Library
from inset.server.builds.asking import Asking
from inset.server.builds.uploads import Uploads


class ReadList(msgspec.Struct, frozen=True):
    """What a list that was uploaded gave, as the child that reads it reports.

    Attributes:
        photo_ids: in any order; licences: names of those that the list gives, by photo; asked: what the report says;
        pictures: those whose addresses stand in it, by photo.
    """

    photo_ids: list[int]
    licences: dict[int, str]
    asked: Asked
    pictures: dict[int, Picture]


async def read_lists(asking: Asking, uploads: Uploads, upload_ids: Sequence[str]) -> list[ReadList]:
    """Have uploaded lists read, each by a child process, and remove them.

    Raises:
        UploadUnknown: there is none of that ID.
        ManifestInvalid: nothing in it names a photo; the message says why and what to do.
    """
    read = []
    for upload_id in dict.fromkeys(upload_ids):
        upload = uploads.claim(upload_id)
        try:
            report = await asking.ask(["photos", "--", upload.file], upload.folder)
        finally:
            await uploads.release(upload, remove=True)
        read.append(msgspec.convert(report, ReadList, strict=False))
    return read


async def not_in_library(asking: Asking, library: Library) -> list[NotInLibrary]:
    """The training sets that the catalog knows and nobody has built here."""
    published = library.datasets.keys() | library.unavailable.keys()
    return [
        NotInLibrary(entry["name"], entry["title"], entry.get("photos"))
        for entry in (await asking.catalog())["entries"]
        if entry["name"] not in published and entry["kind"] == "training"
    ]
