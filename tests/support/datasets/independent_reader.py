"""Reads published datasets as docs/INDEX_FORMAT.md describes them, from that page and the standard library alone."""

import hashlib
import json
import re
import struct
import zlib
from bisect import bisect_left
from pathlib import Path

M64 = (1 << 64) - 1


def splitmix64(v: int) -> int:
    v = (v + 0x9E3779B97F4A7C15) & M64
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        v = (v ^ v >> shift) * factor & M64
    return v ^ v >> 31


def open_file(path: Path, magic: bytes, header: str) -> tuple[memoryview, tuple[int, ...]]:
    content = memoryview(path.read_bytes())
    found, version, *rest = struct.unpack_from("<8sH" + header, content)
    assert (found, version) in ((magic, 1), (magic, 2))
    return content[64:], (version, *rest)


class Dataset:
    def __init__(self, folder: Path) -> None:
        run = folder / (folder / "CURRENT").read_text("ascii").strip()
        assert re.fullmatch(r"\d{8}-[1-9]\d*", run.name)
        self.facts = json.loads(facts := (run / "dataset.json").read_bytes())
        assert (run / "completed").read_bytes() == hashlib.sha256(facts).hexdigest().encode() + b"\n"
        assert self.facts["format"] == 1
        files = [(run / name).read_bytes() for name in sorted(self.facts["files"]) if name != "photos.crc32"]
        pieces = [data[at : at + 16384] for data in files for at in range(0, len(data), 16384)]
        sums = open_file(run / "photos.crc32", b"\x89INSETCK", "2xI")[0].cast("I").tolist()
        assert [zlib.crc32(piece) for piece in pieces] == sums
        self.bits, (self.version, self.k, _, _, self.m) = open_file(run / "photos.bloom", b"\x89INSETBF", "H4xQQQ")
        if self.facts["exact"]:
            content, (version, sparse, n, d, self.base) = open_file(run / "photos.ids", b"\x89INSETID", "H4xQQQ")
            at = 2 * n + -2 * n % (4 * version)
            end = at + 4 * version * (d + 1)
            self.lows, self.offsets = content[: 2 * n].cast("H"), content[at:end].cast("I" if version == 1 else "Q")
            self.highs = content[end:].cast("I") if sparse else range(self.base, self.base + d)

    def answer(self, x: int) -> tuple[str, float | None]:
        for i in range(self.k):
            high, low = divmod(splitmix64(x) * (splitmix64(i + 1) | 1) & M64, 1 << 32)
            in_slice = high * self.m >> 32 if self.version == 1 else (high * (self.m // 64) >> 32) * 64 + (low >> 26)
            if not self.bits[(b := i * self.m + in_slice) >> 3] >> (b & 7) & 1:
                return "not_listed", None
        if not self.facts["exact"]:
            p = min(self.facts["counts"]["photos"] / 55_000_000_000, 1)
            chance = p / (p + self.facts["filter"]["false_positive_rate"] * (1 - p))
            return "probably_listed", min(float(f"{chance:.4g}"), 0.999)
        j = bisect_left(self.highs, x >> 16)
        lows = self.lows[self.offsets[j] : self.offsets[j + 1]] if x >> 16 in self.highs[j : j + 1] else ()
        return "listed" if x & 0xFFFF in lows else "not_listed", None
