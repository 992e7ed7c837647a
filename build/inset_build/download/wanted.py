"""What a download is asked for: an address, a name on disk, and what is known of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from yarl import URL

from inset.words.sentences import sentence

_LONGEST_NAME: Final = 100
"""Characters; its end is kept, because that tells the format."""


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file to be downloaded.

    Attributes:
        url: http or https.
        name: its name on disk.
        bytes: its exact size, checked; `about_bytes`: a rounded size, for progress and for the disk's free space.
        sha256, md5: of the file as it is served, lower-case hexadecimal; checked.
        remedy: what a person does where this address gives no file; begins the error.
        by_hand: what a person does with the file once they have got it without Inset; goes on "then …" in hints.
    """

    url: str
    name: str
    bytes: int | None = None
    about_bytes: int | None = None
    sha256: str | None = None
    md5: str | None = None
    by_hand: str = field(kw_only=True)
    remedy: str = field(default=sentence("download_elsewhere"), kw_only=True)


def wanted_from(address: str, dataset: str) -> WantedFile:
    """What a person's own address asks for, under the name that its path ends with.

    Args:
        address: https; dataset: what is to be built of it.
    """
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", URL(address).name).strip(".-")[-_LONGEST_NAME:]
    return WantedFile(
        address,
        name or "list",
        by_hand=sentence("list_then_build", f"inset build {dataset} FILE"),
        remedy=sentence("download_check_address"),
    )
