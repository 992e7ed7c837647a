"""Two of the sample's landscapes: those of rock."""

from __future__ import annotations

import math

from inset.server.sample.drawing import HEIGHT, WIDTH, Drawing, Point


def red_mesas() -> Drawing:
    """Table mountains in the last sun."""
    d = Drawing(93)
    d.band(0, HEIGHT, d.vertical((0, "#2c4f8a"), (0.45, "#d98b7b"), (0.7, "#fbc27f"), bottom=320))
    d.glow(540, 236, 190, "#ffe0a0", 0.9)
    for x, y, width in ((180, 80, 280), (420, 120, 260), (90, 150, 200), (560, 70, 180)):
        d.cloud(x, y, width, "#ffd7b8", 0.75)
    d.ground(d.ridge(262, 10, rough=0.5), "#a8687a", 0.8)
    _mesa(d, 60, 190, 168, 312, ("#c4593f", "#7c2f33"))
    _mesa(d, 468, 560, 196, 312, ("#b9553f", "#74303a"))
    _mesa(d, 300, 352, 150, 314, ("#d2643f", "#842f2c"))
    _mesa(d, 584, 700, 176, 313, ("#c05a3e", "#70292f"))
    d.ground(d.hill(306, 4, waves=2), d.vertical((0, "#c8603c"), (0.5, "#9a412f"), (1, "#4f1f24"), top=300))
    d.curve(
        "M300 308C330 322 286 336 316 352C350 372 250 388 238 427H350C352 392 402 376 372 352C350 334 372 322 330 308Z",
        "#e9a878",
        0.65,
    )
    for _ in range(90):
        near = d.chance.random()
        at, level = d.chance.uniform(0, WIDTH), 314 + 108 * near
        size = 1.5 + 6 * near
        if not 230 < at < 400:
            d.disc(at + size, level + size * 0.3, size * 1.5, "#3d1620", 0.35, flat=0.25)
            d.leaves(at, level - size * 0.3, size, 9, ("#5b5a37", "#777244", "#45492f"), size=1 + 2 * near)
    d.birds(420, 170, 4, "#4a2233")
    return d


def _mesa(d: Drawing, left: float, right: float, top: float, foot: float, paints: tuple[str, str]) -> None:
    """A table mountain: a cliff with its ledges, on a slope of rubble, lit from the right."""
    spread = (foot - top) * 0.55
    waist = top + (foot - top) * 0.58
    d.shape(
        [(left - spread, foot), (left - 4, waist), (right + 4, waist), (right + spread, foot)],
        d.across((left - spread, 0), (right + spread, 0), (0, paints[1]), (1, paints[0])),
    )
    edge: list[Point] = []
    x = left
    while x < right:
        edge.append((x, top + d.chance.uniform(0, 5)))
        x += d.chance.uniform(5, 14)
    d.shape(
        [(left - 3, waist + 2), *edge, (right + 3, waist + 2)],
        d.across((left, 0), (right, 0), (0, paints[1]), (0.75, paints[0]), (1, "#f0925a")),
    )
    for x, _ in edge[1:]:
        d.stroke(
            [(x, top + d.chance.uniform(6, 14)), (x + d.chance.uniform(-2, 2), waist - d.chance.uniform(0, 12))],
            "#4d1c26",
            1.3,
            0.4,
        )
    for share in (0.25, 0.5, 0.8):
        y = top + (waist - top) * share
        d.stroke([(left - 1, y), (right + 1, y + d.chance.uniform(-2, 2))], "#f6b27c", 1.2, 0.3)


def falls_at_hollow_creek() -> Drawing:
    """Water over a cliff, into a pool among ferns."""
    d = Drawing(117)
    d.band(0, HEIGHT, d.vertical((0, "#cfe6da"), (0.3, "#9cc7ab"), bottom=240))
    d.glow(336, 40, 200, "#fffde0", 0.95)
    for height, size, paint in ((64, 34, "#8fb9a0"), (84, 52, "#5f957c")):
        edge = d.hill(height, 6, waves=1.5)
        d.forest(edge, 60, (size * 0.7, size * 1.4), paint)
        d.ground(edge, paint)
    for side in (-1, 1):
        for step, paint in enumerate(("#5c6b63", "#485750", "#34433e")):
            _cliff(d, side, 322 + side * (34.0 + step * 46), 96.0 + step * 16, paint)
    _falling_water(d)
    for x, y, radius in ((96, 372, 42), (160, 396, 30), (520, 380, 48), (590, 356, 34), (452, 402, 26)):
        _boulder(d, x, y, radius)
    for x, lean in ((18, 1), (52, 1), (628, -1), (600, -1), (2, 1)):
        _fern(d, x, lean)
    return d


def _cliff(d: Drawing, side: int, inner: float, lip: float, paint: str) -> None:
    """A wall of rock that drops at `inner` and reaches out to its side (-1: left, 1: right), moss on its edge."""
    outer = -20 if side < 0 else WIDTH + 20
    edge: list[Point] = [(inner, lip)]
    while (edge[-1][0] - outer) * side < 0:
        x, y = edge[-1]
        edge.append((x + side * d.chance.uniform(14, 34), y + d.chance.uniform(-14, 8)))
    wall = [(inner + d.chance.uniform(-7, 7), lip + index * 26.0) for index in range(1, 9)]
    d.shape(
        [*reversed(wall), *edge, (outer, 340), (inner, 340)],
        d.across((inner, 0), (inner + side * 190, 0), (0, "#8a968c"), (0.3, paint), (1, "#1f2d2a")),
    )
    for _ in range(26):
        x, y = inner + side * d.chance.uniform(6, 180), d.chance.uniform(lip + 14, 320)
        d.stroke([(x, y), (x + side * d.chance.uniform(6, 26), y + d.chance.uniform(-3, 5))], "#15211f", 1.5, 0.35)
    for x, y in edge:
        d.leaves(x, y - 2, 15, 20, ("#3f7a4a", "#5c9a55", "#2c5d3d", "#7db767"), size=4)


def _falling_water(d: Drawing) -> None:
    """The fall, its pool, and the spray between them."""
    d.shape(
        [(286, 98), (360, 98), (372, 318), (274, 318)],
        d.across((274, 0), (372, 0), (0, "#b9d8dc"), (0.4, "#ffffff"), (1, "#9fc4cd")),
    )
    for _ in range(70):
        x, top = d.chance.uniform(288, 358), d.chance.uniform(98, 220)
        end = (x + (x - 323) * 0.12, top + d.chance.uniform(30, 100))
        paint = d.chance.choice(("#ffffff", "#8fb9c4", "#d9eef0"))
        d.stroke([(x, top), end], paint, d.chance.uniform(0.8, 2.6), 0.6)
    d.band(312, HEIGHT, d.vertical((0, "#a9d3cf"), (0.3, "#4f948f"), (1, "#123c40"), top=312))
    d.ripples(318, HEIGHT, 120, "#e6fffb", 0.5, centre=322, spread=240)
    for _ in range(46):
        x, y, radius = 322 + d.chance.gauss(0, 40), 314 + d.chance.uniform(-16, 12), d.chance.uniform(5, 18)
        d.disc(x, y, radius, "#ffffff", d.chance.uniform(0.12, 0.4), flat=0.6)


def _boulder(d: Drawing, x: float, y: float, radius: float) -> None:
    """A mossy stone and its shadow on the water."""
    d.disc(x, y + radius * 0.25, radius * 1.15, "#0d2b2e", 0.5, flat=0.4)
    stone = d.radial(
        x - radius * 0.3, y - radius * 0.35, radius * 1.3, (0, "#8c9a90"), (0.6, "#4d5b55"), (1, "#25322f")
    )
    d.disc(x, y, radius, stone, flat=0.55)
    d.leaves(x - radius * 0.2, y - radius * 0.42, radius * 0.55, 26, ("#4f8a4d", "#6fae5c", "#356a43"), size=3)


def _fern(d: Drawing, x: float, lean: int) -> None:
    """Fronds from the lower edge, leaning right (1) or left (-1)."""
    for frond in range(9):
        angle = math.radians(20 + frond * 15) if lean > 0 else math.radians(160 - frond * 15)
        reach = d.chance.uniform(46, 86)
        points = [
            (x + t * reach * math.cos(angle), 432 - t * reach * math.sin(angle) + 22 * t * t) for t in (0, 0.35, 0.7, 1)
        ]
        d.stroke(points, d.chance.choice(("#1f5a34", "#2f7a3f", "#174a2e")), 4.5, 0.95)
