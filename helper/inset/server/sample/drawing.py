"""The pencil with which the sample's landscapes are drawn: shapes, light and growing things, as SVG text.

Everything is placed by a seeded generator, so that a drawing is the same byte for byte on every computer.
Lengths are in the units of the view box, 640 by 427, from the top left corner.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 427

Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]
"""Offset from 0 to 1, colour, opacity (1 when left out)."""


class Drawing:
    """One picture in the making.

    Args:
        seed: chooses every accident in it.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - for beauty, not for secrets
        self._definitions: list[str] = []
        self._shapes: list[str] = []

    def svg(self, width: int) -> bytes:
        """Return the picture as a file, `width` pixels wide when it is shown by itself."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{round(width * HEIGHT / WIDTH)}" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}"><defs>{"".join(self._definitions)}</defs>{"".join(self._shapes)}</svg>'
        ).encode()

    # Paints

    def vertical(self, *stops: Stop, top: float = 0, bottom: float = HEIGHT) -> str:
        """Return a paint that changes from `top` to `bottom` of the picture."""
        return self._gradient(
            f'linearGradient gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{top}" y2="{bottom}"', stops
        )

    def across(self, start: Point, end: Point, *stops: Stop) -> str:
        """Return a paint that changes from one point to another."""
        place = f'x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
        return self._gradient(f'linearGradient gradientUnits="userSpaceOnUse" {place}', stops)

    def radial(self, x: float, y: float, radius: float, *stops: Stop) -> str:
        """Return a paint that changes from a point outwards."""
        place = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
        return self._gradient(f'radialGradient gradientUnits="userSpaceOnUse" {place}', stops)

    def _gradient(self, element: str, stops: Sequence[Stop]) -> str:
        name = f"p{len(self._definitions)}"
        kind, _, attributes = element.partition(" ")
        marks = "".join(
            f'<stop offset="{stop[0]}" stop-color="{stop[1]}"'
            + (f' stop-opacity="{stop[2]}"' if len(stop) > 2 else "")
            + "/>"
            for stop in stops
        )
        self._definitions.append(f'<{kind} id="{name}" {attributes}>{marks}</{kind}>')
        return f"url(#{name})"

    # Shapes

    def band(self, top: float, bottom: float, paint: str, opacity: float = 1) -> None:
        """Fill the whole width between two heights."""
        self._shapes.append(
            f'<rect y="{_n(top)}" width="{WIDTH}" height="{_n(bottom - top)}" fill="{paint}"{_opacity(opacity)}/>'
        )

    def box(self, x: float, y: float, width: float, height: float, paint: str, opacity: float = 1) -> None:
        """Draw a rectangle."""
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        self._shapes.append(f'<rect {place} fill="{paint}"{_opacity(opacity)}/>')

    def disc(self, x: float, y: float, radius: float, paint: str, opacity: float = 1, *, flat: float = 1) -> None:
        """Draw a disc; `flat` is its height over its width."""
        place = f'cx="{_n(x)}" cy="{_n(y)}" rx="{_n(radius)}" ry="{_n(radius * flat)}"'
        self._shapes.append(f'<ellipse {place} fill="{paint}"{_opacity(opacity)}/>')

    def shape(self, points: Sequence[Point], paint: str, opacity: float = 1) -> None:
        """Fill a polygon."""
        self._shapes.append(f'<path d="M{_line(points)}Z" fill="{paint}"{_opacity(opacity)}/>')

    def curve(self, path: str, paint: str, opacity: float = 1) -> None:
        """Fill what an SVG path encloses."""
        self._shapes.append(f'<path d="{path}" fill="{paint}"{_opacity(opacity)}/>')

    def stroke(self, points: Sequence[Point], paint: str, width: float, opacity: float = 1) -> None:
        """Draw a line with round ends."""
        self._shapes.append(
            f'<path d="M{_line(points)}" fill="none" stroke="{paint}" stroke-width="{_n(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round"{_opacity(opacity)}/>'
        )

    def ground(self, edge: Sequence[Point], paint: str, opacity: float = 1, *, bottom: float = HEIGHT) -> None:
        """Fill from an edge, which runs from left to right, down to `bottom`."""
        self.shape([*edge, (edge[-1][0], bottom), (edge[0][0], bottom)], paint, opacity)

    # Lines of the land

    def ridge(self, height: float, relief: float, *, rough: float = 0.55, steps: int = 7) -> list[Point]:
        """Return a mountain ridge around `height`; `relief` is how far it strays, `rough` how ragged it is (0 to 1)."""
        heights = [
            height + self.chance.uniform(-relief, relief) * 0.5,
            height + self.chance.uniform(-relief, relief) * 0.5,
        ]
        for _ in range(steps):
            finer: list[float] = []
            for left, right in itertools.pairwise(heights):
                finer += [left, (left + right) / 2 + self.chance.uniform(-relief, relief)]
            heights = [*finer, heights[-1]]
            relief *= rough
        return [(WIDTH * index / (len(heights) - 1), y) for index, y in enumerate(heights)]

    def hill(self, height: float, relief: float, *, waves: float = 1.5) -> list[Point]:
        """Return a soft line of hills around `height` with about so many waves."""
        phases = [self.chance.uniform(0, math.tau) for _ in range(3)]
        line: list[Point] = []
        for x in range(0, WIDTH + 1, 8):
            turn = x / WIDTH * math.tau * waves
            swell = (
                math.sin(turn + phases[0])
                + 0.45 * math.sin(2.1 * turn + phases[1])
                + 0.2 * math.sin(4.7 * turn + phases[2])
            )
            line.append((float(x), height + relief * swell / 1.65))
        return line

    # Sky

    def stars(self, count: int, lowest: float, paint: str = "#fff") -> None:
        """Scatter stars above a height."""
        for _ in range(count):
            y = lowest * self.chance.random() ** 1.3
            bright = self.chance.random() ** 2
            self.disc(self.chance.uniform(0, WIDTH), y, 0.45 + 0.9 * bright, paint, round(0.35 + 0.6 * bright, 2))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 0.8) -> None:
        """Let light spread from a point."""
        paint = self.radial(x, y, radius, (0, colour, strength), (0.35, colour, strength * 0.4), (1, colour, 0))
        self.disc(x, y, radius, paint)

    def cloud(self, x: float, y: float, width: float, paint: str, opacity: float = 0.7) -> None:
        """Draw a flat cloud of a few streaks around a point."""
        for index in range(7):
            part = width * self.chance.uniform(0.25, 0.6)
            self.disc(
                x + self.chance.uniform(-0.45, 0.45) * width,
                y + (index % 3 - 1) * width * 0.025 + self.chance.uniform(-1, 1),
                part / 2,
                paint,
                round(opacity * self.chance.uniform(0.3, 0.8), 2),
                flat=self.chance.uniform(0.05, 0.11),
            )

    def birds(self, x: float, y: float, count: int, paint: str) -> None:
        """Draw a loose flock around a point."""
        for _ in range(count):
            left, top, span = (
                x + self.chance.uniform(-45, 45),
                y + self.chance.uniform(-20, 20),
                self.chance.uniform(3, 6),
            )
            self._shapes.append(
                f'<path d="M{_n(left - span)} {_n(top)}q{_n(span / 2)} {_n(-span * 0.7)} {_n(span)} 0'
                f'q{_n(span / 2)} {_n(-span * 0.7)} {_n(span)} 0" fill="none" stroke="{paint}" stroke-width="1.1"/>'
            )

    # Water

    def ripples(
        self,
        top: float,
        bottom: float,
        count: int,
        paint: str,
        opacity: float = 0.5,
        *,
        centre: float | None = None,
        spread: float = WIDTH / 2,
    ) -> None:
        """Draw short level streaks on water, finer towards the far shore; around `centre` where light falls on it."""
        middle = WIDTH / 2 if centre is None else centre
        for _ in range(count):
            near = self.chance.random()
            y = top + (bottom - top) * near**1.4
            width = (4 + 34 * near) * self.chance.uniform(0.5, 1.2)
            reach = spread * (0.35 + 0.65 * near) if centre is not None else spread
            x = middle + (self.chance.uniform(-1, 1) + self.chance.uniform(-1, 1)) / 2 * reach * (
                1 if centre is not None else 2
            )
            self.disc(x, y, width, paint, round(opacity * self.chance.uniform(0.3, 1), 2), flat=0.045)

    # Growing things

    def conifer(self, x: float, base: float, height: float, paint: str, opacity: float = 1) -> None:
        """Draw a spruce that stands on `base`."""
        half, tiers = height * self.chance.uniform(0.17, 0.23), 7
        left: list[Point] = []
        right: list[Point] = []
        for tier in range(1, tiers + 1):
            y = base - height * (1 - tier / tiers) * 0.96 - height * 0.04
            reach = half * tier / tiers * self.chance.uniform(0.85, 1.12)
            left += [(x - reach, y), (x - reach * 0.5, y - height * 0.025)]
            right += [(x + reach * self.chance.uniform(0.85, 1.1), y), (x + reach * 0.5, y - height * 0.025)]
        self.shape(
            [(x, base - height), *right[:-1], (x + 1, base), (x - 1, base), *reversed(left[:-1])], paint, opacity
        )

    def forest(self, edge: Sequence[Point], count: int, heights: tuple[float, float], paint: str) -> None:
        """Plant spruces along an edge of the land."""
        for _ in range(count):
            x, y = edge[self.chance.randrange(len(edge))]
            x += self.chance.uniform(-5, 5)
            self.conifer(x, y + 5, self.chance.uniform(*heights), paint)

    def leaves(self, x: float, y: float, radius: float, count: int, paints: Sequence[str], size: float = 3) -> None:
        """Draw a crown of leaves around a point."""
        for _ in range(count):
            angle, far = self.chance.uniform(0, math.tau), radius * math.sqrt(self.chance.random())
            self.disc(
                x + far * math.cos(angle),
                y + far * math.sin(angle) * 0.75,
                size * self.chance.uniform(0.5, 1.2),
                self.chance.choice(paints),
                round(self.chance.uniform(0.65, 1), 2),
                flat=self.chance.uniform(0.5, 0.9),
            )


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _line(points: Sequence[Point]) -> str:
    return "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _opacity(opacity: float) -> str:
    return "" if opacity >= 1 else f' opacity="{round(opacity, 2)}"'
