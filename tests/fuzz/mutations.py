"""Ways to damage a file: each takes its bytes and gives others, at random."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final

Mutation = Callable[[bytes, Random], bytes]

TOKENS: Final = (
    *(
        b"\0",
        b"\0" * 40,
        b'"',
        b"'",
        b",",
        b"\t",
        b"\n",
        b"\r",
        b"\r\n",
        b";",
        b"|",
        b"\\",
        b"\\u0000",
        b"\\ud800",
        b"#",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff",
        b"\xc3\x28",
        "é日本".encode(),
        b"--",
        b"<!--",
        b"<![CDATA[",
        b"&#53;",
        b"%00",
    ),
    *(
        b"null",
        b"NaN",
        b"Infinity",
        b"true",
        b"[]",
        b"{}",
        b"[",
        b"]",
        b"{",
        b"}",
        b"<a>",
        b"</a>",
        b"&lt;",
        b"(",
        b")",
    ),
    *(b"-1", b"0", b"1e400", b"5.3e10", b"0x10", b"18446744073709551616", b"9" * 30, b"1" * 400, b".0", b"-"),
    *(b"https://", b"flickr.com/photos/", b"PK\x03\x04", b"\x1f\x8b", b"BZh9", b"SQLite format 3\0", b"PAR1", b"ustar"),
)

_DIGITS: Final = re.compile(rb"[0-9]+")


def _place(data: bytes, random: Random) -> int:
    # Headers decide most: half of all damage is near the beginning.
    return random.randrange(min(len(data), 256) if random.random() < 0.5 else len(data)) if data else 0


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = _place(data, random)
    return start, min(len(data), start + random.choice((1, 2, 8, 64, 512)))


def flip_bits(data: bytes, random: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 40))):
        if damaged:
            damaged[_place(data, random)] ^= 1 << random.randrange(8)
    return bytes(damaged)


def cut(data: bytes, random: Random) -> bytes:
    return data[: _place(data, random)] if random.random() < 0.7 else data[_place(data, random) :]


def double(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 50)) + data[end:]


def remove(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def swap(data: bytes, random: Random) -> bytes:
    (a, b), (c, d) = sorted((_span(data, random), _span(data, random)))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:] if b <= c else data


def insert(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    return data[:at] + random.choice(TOKENS) + data[at:]


def replace_number(data: bytes, random: Random) -> bytes:
    found = [*_DIGITS.finditer(data)]
    if not found:
        return data
    match = random.choice(found)
    value = random.choice(
        (b"9" * 30, b"1" * 400, b"0", b"-5", b"1e400", b"18446744073709551615", b"00" + match[0], b"1.5")
    )
    return data[: match.start()] + value + data[match.end() :]


def nest(data: bytes, random: Random) -> bytes:
    at = _place(data, random)
    depth = random.choice((3, 150, 5_000))
    opening, closing = random.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<a>", b"</a>"), (b"(", b")"), (b"- ", b"")))
    if random.random() < 0.5:
        return opening * depth + data + closing * depth
    return data[:at] + opening * depth + data[at:]


def encode_anew(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "utf-7")), "replace")


def other_ends(data: bytes, random: Random) -> bytes:
    return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"", b"\0", b" ")))


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(flip_bits, cut, double, remove, swap, insert, insert, replace_number, nest, encode_anew, other_ends),
)


def mutate(data: bytes, random: Random) -> tuple[bytes, list[str]]:
    """The data after one to four mutations, and their names."""
    names: list[str] = []
    for _ in range(random.choice((1, 1, 2, 4))):
        mutation = random.choice(MUTATIONS)
        data = mutation(data, random)
        names.append(mutation.__name__)
    return data, names
