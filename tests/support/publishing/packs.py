"""Packs as an attacker makes them: every part and every word of the header as they like, with checksums that fit."""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from pathlib import Path
from typing import Any

from inset.pack.format import HEADER, MAGIC, VERSION

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


class ForgedPack:
    """The header and the parts of a pack, to be changed and written again.

    Attributes:
        header: the JSON object; parts: the packed bytes by name.
    """

    def __init__(self, pack: Path) -> None:
        content = pack.read_bytes()
        (length,) = struct.unpack_from("<I", content, 12)
        self.header: dict[str, Any] = json.loads(content[HEADER.size : HEADER.size + length])
        self.parts: dict[str, bytes] = {}
        at = HEADER.size + length
        for part in self.header["parts"]:
            self.parts[part["name"]] = content[at : at + part["bytes"]]
            at += part["bytes"]

    def part(self, name: str) -> dict[str, Any]:
        """What the header says of a part."""
        (found,) = (part for part in self.header["parts"] if part["name"] == name)
        assert isinstance(found, dict)
        return found

    def descriptor(self) -> dict[str, Any]:
        found = json.loads(self.parts["dataset.json"])
        assert isinstance(found, dict)
        return found

    def describe(self, **changes: Any) -> None:
        """Change what the publisher's descriptor says; size and checksum follow."""
        self.set("dataset.json", json.dumps({**self.descriptor(), **changes}).encode())
        self.header["descriptor"] = hashlib.sha256(self.parts["dataset.json"]).hexdigest()

    def set(self, name: str, packed: bytes, unpacked: int | None = None) -> None:
        """Replace a part's packed bytes; size and checksum follow, and what it becomes if that is given."""
        self.parts[name] = packed
        part = self.part(name)
        part |= {"bytes": len(packed), "sha256": hashlib.sha256(packed).hexdigest()}
        part["unpacked"] = unpacked or (len(packed) if part["form"] == "plain" else part["unpacked"])

    def set_file(self, name: str, content: bytes) -> None:
        """Replace what a part becomes; its facts in the descriptor follow."""
        self.set(name, zstd.compress(content) if self.part(name)["form"] == "zstd" else content, len(content))
        facts = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        self.describe(files={**self.descriptor()["files"], name: facts})

    def write(self, to: Path, *, header: bytes | None = None, behind: bytes = b"") -> Path:
        """Write it; `header` in place of the JSON, `behind` after the last part."""
        told = json.dumps(self.header).encode() if header is None else header
        start = struct.pack("<8sHHI", MAGIC, VERSION, 0, len(told))
        to.write_bytes(start + told + b"".join(self.parts.values()) + behind)
        return to
