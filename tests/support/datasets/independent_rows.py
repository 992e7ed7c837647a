"""Reads photos.rows as docs/INDEX_FORMAT.md describes it, from that page and the standard library alone."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path

Where = tuple[int, str, str, str, int]
"""The source's place, its name, the list in it, what is counted, and the row's number."""


def numbers(data: bytes, directory: int, count: int) -> Iterator[int]:
    blocks = -(-count // 256)
    bases = struct.unpack_from(f"<{blocks}Q", data, directory)
    steps = struct.unpack_from(f"<{blocks}q", data, directory + 8 * blocks)
    wheres = struct.unpack_from(f"<{blocks}Q", data, directory + 16 * blocks)
    for index in range(count):
        block, at = divmod(index, 256)
        start, width = wheres[block] // 256, wheres[block] % 256 // 2
        bits = int.from_bytes(data[start : start + 32 * width], "little")
        values = [bits >> (width * each) & ((1 << width) - 1) for each in range(256)]
        if wheres[block] % 2:
            yield bases[block] + at * steps[block] + sum(values[1 : at + 1])
        else:
            yield bases[block] + values[at]


def rows_of_all(path: Path) -> list[list[Where]]:
    """For each photo, in the order of the ID store, where it stands."""
    data = path.read_bytes()
    magic, version, zero, s, n, m, positions, firsts, table, texts = struct.unpack_from("<8sHHI6Q", data)
    assert (magic, version, zero) == (b"\x89INSETRW", 1, 0)
    names = json.loads(data[texts:])
    stretches = [struct.unpack_from("<QQ5IB3x", data, table + 40 * each) for each in range(s)]
    placed: list[Where] = []
    for position in numbers(data, positions, m):
        start, row, source, name, part, *_, base = next(each for each in reversed(stretches) if each[0] <= position)
        placed.append((source, names[name], names[part], ("line", "row", "record")[base], row + position - start))
    bounds = list(numbers(data, firsts, n + 1)) if firsts else list(range(n + 1))
    return [placed[bounds[photo] : bounds[photo + 1]] for photo in range(n)]
