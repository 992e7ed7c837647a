"""A repository as python-tuf's own client reads it, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import Metadata, Targets
from tuf.ngclient import FetcherInterface, Updater


class Disk(FetcherInterface):
    """Serves a folder to python-tuf's client, without a network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = self.folder / url.removeprefix("http://test/")
        if not path.is_file():
            raise DownloadHTTPError("404", 404)
        return iter([path.read_bytes()])


def followed(folder: Path, root: bytes, home: Path) -> dict[str, bytes]:
    """What a new follower gets, all of it checked by python-tuf: the packs by their paths."""
    metadata, targets = home / "metadata", home / "targets"
    for each in (metadata, targets):
        each.mkdir(parents=True, exist_ok=True)
    updater = Updater(
        str(metadata), "http://test/metadata", str(targets), "http://test/targets", Disk(folder), bootstrap=root
    )
    updater.refresh()
    found = {}
    for path in Metadata[Targets].from_file(str(metadata / "targets.json")).signed.targets:
        info = updater.get_targetinfo(path)
        assert info is not None
        found[path] = Path(updater.download_target(info)).read_bytes()
    return found
