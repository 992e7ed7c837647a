"""Figures as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """What one benchmark has to say: a heading, and Markdown below it."""

    title: str
    body: str

    def __str__(self) -> str:
        return f"### {self.title}\n\n{self.body.strip()}\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def number(value: float, digits: int = 3) -> str:
    """With so many significant digits, and thousands apart: 0.0123, 1.23, 12.3, 1,234."""
    if value == 0:
        return "0"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    return f"{value:.{digits}g}" if abs(value) >= 1e-4 else f"{value:.1e}"


def count(value: int) -> str:
    """10⁷, 3·10⁶, or the number itself."""
    text = str(value)
    power = len(text) - len(text.rstrip("0"))
    if power < 3:
        return f"{value:,}"
    head = text[:-power]
    raised = "10" + str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return raised if head == "1" else f"{head}·{raised}"


def goal(what: str, *, met: bool) -> str:
    return f"{what} ({'met' if met else '**missed**'})"
