"""Following as the command line and the helper's child do it: what arrives is unpacked as any pack is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inset.errors import InsetError
from inset_build.pack.fetch import OnBytes
from inset_build.pack.unpack import unpack
from inset_build.pack.update import Following
from inset_build.report import Progress


def following(
    subscriptions: Path,
    datasets: Path,
    *,
    on_bytes: OnBytes,
    on_progress: Callable[[Progress], None],
    on_whole: Callable[[str, InsetError], None] = lambda *_: None,
) -> Following:
    """Where subscriptions are kept and their packs unpacked.

    Args:
        subscriptions: `<data>/subscriptions`; datasets: `<data>/datasets`.
        on_bytes: told of a pack on its way; on_progress: told of one that is being unpacked; on_whole: see `Following`.
    """

    def take(pack: Path, datasets: Path, *, sha256: str, signed_by: str, publisher: str | None, address: str) -> str:
        return unpack(
            pack,
            datasets,
            sha256=sha256,
            signed_by=signed_by,
            how="tuf",
            publisher=publisher,
            address=address,
            on_progress=on_progress,
        ).dataset

    return Following(subscriptions, datasets, take, on_bytes=on_bytes, on_whole=on_whole)
