"""Reads damaged manifests as a build does, and holds what must be true of any file.

Nothing but Inset's own errors is raised; reading ends soon and in bounded memory; and of a text, no photo is read whose
number does not stand in it.
"""

from __future__ import annotations

import html
import re
import resource
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import unquote

from fuzz.mutations import mutate
from fuzz.seeds import BINARY, TEXTS
from inset.errors import InsetError
from inset_build.manifests import find_manifests

MOST_SECONDS: Final = 20.0
"""Of the processor, for a file of some kilobytes: far more than any needs, far less than a person would notice."""

MOST_BYTES: Final = 1_000_000_000
"""More than the process had before: other tests may have needed much, and a process keeps what it had."""

_BETWEEN: Final = re.compile(r"[.,'\u2019_ \u00a0\u2009\u202f]")


@dataclass(frozen=True)
class Finding:
    """A damaged manifest about which something untrue was held.

    Attributes:
        number: by which it can be made again.
        seed: what it was made of.
        mutations: how.
        what: is wrong.
        data: its bytes.
    """

    number: int
    seed: str
    mutations: list[str]
    what: str
    data: bytes

    def __str__(self) -> str:
        return f"{self.number}: {self.seed}, {', '.join(self.mutations)}: {self.what}"


def damaged(number: int) -> tuple[str, bytes, list[str]]:
    """The damaged manifest of a number: what it was made of, its bytes, and the mutations."""
    random = Random(number)
    seed = random.choice([*TEXTS, *BINARY])
    data, mutations = mutate(TEXTS.get(seed) or BINARY[seed], random)
    return seed, data, mutations


def try_one(number: int, folder: Path) -> Finding | None:
    """Read the damaged manifest of a number."""
    seed, data, mutations = damaged(number)
    path = folder / "manifest"
    path.write_bytes(data)
    before = _forget_peak()
    started = time.process_time()
    try:
        found = _read(path)
    except InsetError as error:
        wrong = "" if error.message.strip() and "\n" not in error.message else f"its message is {error.message!r}"
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        wrong = traceback.format_exc()
    else:
        wrong = _untrue(found, data) if seed in TEXTS else ""
    seconds = time.process_time() - started
    if not wrong and seconds > MOST_SECONDS:
        wrong = f"it took {seconds:.0f} s"
    took = _peak() - before
    if not wrong and took > MOST_BYTES:
        wrong = f"it took {took >> 20} MB of memory"
    return Finding(number, seed, mutations, wrong, data) if wrong else None


def campaign(first: int, folder: Path) -> Iterator[Finding | None]:
    """What is found in one damaged manifest after another, without end."""
    number = first
    while True:
        yield try_one(number, folder)
        number += 1


def _read(path: Path) -> set[int]:
    photos: set[int] = set()
    for manifest in find_manifests([path]).detected:
        for batch in manifest.batches():
            photos.update(batch.frame["photo_id"].to_list())
    return photos


def _untrue(photos: set[int], data: bytes) -> str:
    """Photos whose number does not stand in the text, in words."""
    encoding = "utf-32" if data[:4] == b"\xff\xfe\0\0" else "utf-16" if data[:2] == b"\xff\xfe" else "utf-8"
    text = data.decode(encoding, "replace")
    bare = unquote(html.unescape(text))  # `&#53;` is a 5
    texts = [text, bare, _BETWEEN.sub("", text), data.replace(b"\0", b"").decode("utf-8", "replace")]
    invented = [photo for photo in photos if not any(_stands_in(photo, each) for each in texts)]
    return f"it invents {invented[:3]}" if invented else ""


def _stands_in(photo: int, text: str) -> bool:
    return re.search(rf"(?<![1-9])(?<![1-9]0)0*{photo}(?![0-9])", text) is not None


def _forget_peak() -> int:
    """The bytes of memory that are used now; on Linux the most that were used is counted anew from here."""
    with suppress(OSError):  # another system
        Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> int:
    """The most bytes of memory that were used."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
