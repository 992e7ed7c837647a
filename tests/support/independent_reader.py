"""Reads published datasets as docs/INDEX_FORMAT.md describes them, from that page and the standard library alone."""

import json
import mmap
import re
import struct
from bisect import bisect_left
from pathlib import Path

M64 = (1 << 64) - 1


def splitmix64(v: int) -> int:
    v = (v + 0x9E3779B97F4A7C15) & M64
    v = ((v ^ (v >> 30)) * 0xBF58476D1CE4E5B9) & M64
    v = ((v ^ (v >> 27)) * 0x94D049BB133111EB) & M64
    return v ^ (v >> 31)


def open_file(path: Path, magic: bytes, header: str) -> tuple[memoryview, tuple[int, ...]]:
    with path.open("rb") as file:
        content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    found, version, *rest = struct.unpack_from("<8sH" + header, content)
    assert (found, version) == (magic, 1)
    return content[64:], tuple(rest)


class Dataset:
    def __init__(self, folder: Path) -> None:
        current = (folder / "CURRENT").read_text("ascii").strip()
        assert re.fullmatch(r"\d{8}-[1-9]\d*", current)
        run = folder / current
        assert (run / "completed").exists()
        self.facts = json.loads((run / "dataset.json").read_text("utf-8"))
        assert self.facts["format"] == 1
        self.bits, (self.k, _, _, self.m) = open_file(run / "photos.bloom", b"\x89INSETBF", "H4xQQQ")
        if self.facts["exact"]:
            content, (sparse, n, d, self.base) = open_file(run / "photos.ids", b"\x89INSETID", "H4xQQQ")
            at = 2 * n + -2 * n % 4
            self.lows, self.offsets = content[: 2 * n].cast("H"), content[at : at + 4 * d + 4].cast("I")
            self.highs = content[at + 4 * d + 4 :].cast("I") if sparse else range(self.base, self.base + d)

    def answer(self, x: int) -> tuple[str, float | None]:
        h = splitmix64(x)
        for i in range(self.k):
            b = i * self.m + (((h * (splitmix64(i + 1) | 1) & M64) >> 32) * self.m >> 32)
            if not self.bits[b >> 3] >> (b & 7) & 1:
                return "not_listed", None
        if not self.facts["exact"]:
            p = min(self.facts["counts"]["photos"] / 55_000_000_000, 1)
            chance = p / (p + self.facts["filter"]["false_positive_rate"] * (1 - p))
            return "probably_listed", min(float(f"{chance:.4g}"), 0.999)
        j = bisect_left(self.highs, x >> 16)
        if j < len(self.highs) and self.highs[j] == x >> 16:
            at = bisect_left(self.lows, x & 0xFFFF, self.offsets[j], self.offsets[j + 1])
            if at < self.offsets[j + 1] and self.lows[at] == x & 0xFFFF:
                return "listed", None
        return "not_listed", None
