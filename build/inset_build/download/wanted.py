"""What a download is asked for: an address, a name on disk, and what is known of the file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file to be downloaded.

    Attributes:
        url: http or https.
        name: its name on disk.
        bytes: its exact size, checked; `about_bytes`: a rounded size, for progress and for the disk's free space.
        sha256, md5: of the file as it is served, lower-case hexadecimal; checked.
        by_hand: what a person does with the file once they have got it without Inset; goes on "then …" in hints.
    """

    url: str
    name: str
    bytes: int | None = None
    about_bytes: int | None = None
    sha256: str | None = None
    md5: str | None = None
    by_hand: str = field(kw_only=True)
