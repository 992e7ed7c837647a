"""Who Inset is to browsers, stores and people who download it: identity.json, the only place that says so.

`downloads` is the page with the installers, `contact` the packages' maintainer, `firefox_id` the add-on's ID at AMO,
and `chrome_key` the public key from which Chrome derives the extension's ID. The extension's build reads the same file.
As long as `inset.example` stands in it, `make release-check` refuses a tag.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Final

import msgspec

FILE: Final = Path(__file__).with_name("identity.json")


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds."""

    downloads: str
    contact: str
    firefox_id: str
    chrome_key: str

    @property
    def chrome_id(self) -> str:
        """The ID that Chrome gives the extension: the key's SHA-256, its first 32 hex digits written as a to p."""
        digits = hashlib.sha256(base64.b64decode(self.chrome_key)).hexdigest()[:32]
        return "".join(chr(ord("a") + int(digit, 16)) for digit in digits)

    @property
    def chrome_origin(self) -> str:
        """The extension's origin in Chrome, as browsers name it to a native messaging host."""
        return f"chrome-extension://{self.chrome_id}/"


def read_identity() -> Identity:
    """Return what identity.json says."""
    return msgspec.json.decode(FILE.read_bytes(), type=Identity)
