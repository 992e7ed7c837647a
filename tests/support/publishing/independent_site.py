"""Reads the files of the static page as docs/PACKS.md describes them, from that page and the standard library alone."""

import struct
import zlib


def unpack_ids(content: bytes, start: int, photos: int) -> list[int]:
    k, size = content[0], int.from_bytes(content[1:5], "little")
    unary = int.from_bytes(content[5 : 5 + size], "little")
    remainders = int.from_bytes(content[5 + size :], "little")
    assert len(content) == 5 + size + -(-photos * k // 8)
    found, last = [], start - 1
    for _ in range(photos):
        quotient = 0
        while not unary & 1:
            unary >>= 1
            quotient += 1
        unary >>= 1
        last += 1 + (quotient << k | remainders & ((1 << k) - 1))
        remainders >>= k
        found.append(last)
    assert unary == remainders == 0
    return found


def read_ranges(index: bytes, data: bytes) -> tuple[str, list[tuple[int, int, bytes]]]:
    """The form, and of each range where it begins, how many photos it has, and its bytes."""
    magic, version, form, count, photos, size = struct.unpack_from("<8sHHIQQ", index)
    assert (magic, version, len(index)) == (b"\x89INSETSR", 1, 64 + 20 * count)
    ranges, at = [], 0
    for start, length, held, crc in struct.iter_unpack("<QIII", index[64:]):
        content = data[at : at + length]
        assert zlib.crc32(content) == crc
        ranges.append((start, held, content))
        at += length
    starts = [start for start, _, _ in ranges]
    assert starts == sorted(set(starts))
    assert (at, sum(held for _, held, _ in ranges)) == (len(data), photos) == (size, photos)
    return ("list", "filter")[form], ranges
