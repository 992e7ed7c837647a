"""What a process keeps in memory, as Linux counts it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

AVAILABLE = Path("/proc/self/smaps_rollup").exists()


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes (10⁶ bytes).

    Attributes:
        private: what would be free if the process ended and its files were not mapped: heap, stacks, changed pages.
        own: the above and mapped pages of files that no other process maps (USS); the system takes them back at will.
        share: own, and its part of what is shared (PSS).
    """

    private: float
    own: float
    share: float


def memory_of(pid: int | str = "self") -> Memory:
    sizes: dict[str, float] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, value = line.split()[:2]
        sizes[name.rstrip(":")] = int(value) * 1024 / 1e6
    return Memory(
        private=sizes["Anonymous"],
        own=sizes["Private_Clean"] + sizes["Private_Dirty"],
        share=sizes["Pss"],
    )
