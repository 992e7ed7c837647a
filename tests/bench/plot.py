"""The plot of how costs grow: on white, so that it reads in a dark page too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

_COLOURS: Final = ("#0b6e99", "#c2410c", "#15803d", "#7c3aed", "#b91c1c", "#0f766e", "#a16207", "#475569")


def draw(
    found: Mapping[str, Mapping[int, float]], path: Path, *, apart: Collection[int] = (), of_apart: str = ""
) -> None:
    """Each cost against its own value at the smallest size, both axes by powers of ten.

    Args:
        found: by the name of each cost, what it is at each size.
        path: of the picture.
        apart: sizes that are another kind of thing: marked beside the lines, which do not lead through them.
        of_apart: what they are, for the legend.
    """
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
        known = [size for size in sorted(values) if size not in apart]
        others = [size for size in sorted(values) if size in apart]
        if known:
            first = values[known[0]] or 1.0
            label = f"{cost.split(',')[0]}"
            axes.plot(known, [values[size] / first for size in known], "o-", color=colour, markersize=4, label=label)
            axes.plot(others, [values[size] / first for size in others], "D", color=colour, mfc="white", markersize=6)
    if apart:
        axes.plot([], [], "D", color="#475569", mfc="white", markersize=6, label=of_apart)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("photos")
    axes.set_ylabel(f"times the cost at {sizes[0]:,}")
    axes.grid(visible=True, which="major", color="#e5e7eb")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    figure.tight_layout()
    figure.savefig(path, format=path.suffix.lstrip("."), facecolor="white", metadata={"Date": None})
    plt.close(figure)
