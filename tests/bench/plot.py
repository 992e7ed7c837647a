"""The plot of how costs grow: on white, so that it reads in a dark page too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_COLOURS: Final = ("#0b6e99", "#c2410c", "#15803d", "#7c3aed", "#b91c1c", "#0f766e", "#a16207", "#475569")


def draw(found: Mapping[str, Mapping[int, float]], path: Path) -> None:
    """Each cost against its own value at the smallest size, both axes by powers of ten."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "inset"  # equal figures give an equal file
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.2, 4.4), facecolor="white")
    sizes = sorted({size for values in found.values() for size in values})
    axes.plot(
        sizes, [size / sizes[0] for size in sizes], "--", color="#9ca3af", linewidth=1.2, label="as the photos do"
    )
    for (cost, values), colour in zip(found.items(), _COLOURS, strict=True):
        known = sorted(values)
        if known:
            first = values[known[0]] or 1.0
            label = f"{cost.split(',')[0]}"
            axes.plot(known, [values[size] / first for size in known], "o-", color=colour, markersize=4, label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("photos in the dataset")
    axes.set_ylabel(f"times the cost at {sizes[0]:,}")
    axes.grid(visible=True, which="major", color="#e5e7eb")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    figure.tight_layout()
    figure.savefig(path, format=path.suffix.lstrip("."), facecolor="white", metadata={"Date": None})
    plt.close(figure)
