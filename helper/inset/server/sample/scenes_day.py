"""Six of the sample's landscapes: those by daylight."""

from __future__ import annotations

import math

from inset.server.sample.drawing import HEIGHT, WIDTH, Drawing


def tarn_at_dawn() -> Drawing:
    """A mountain lake in the first light."""
    d = Drawing(11)
    shore = 262.0
    d.band(0, shore, d.vertical((0, "#3f5f8f"), (0.45, "#c98f9b"), (0.8, "#fcd0a1"), (1, "#ffe9c4"), bottom=shore))
    d.glow(452, 196, 190, "#fff0cf", 0.95)
    d.disc(452, 196, 19, "#fff8e6")
    for x, y, width in ((120, 70, 230), (330, 48, 190), (540, 96, 200)):
        d.cloud(x, y, width, "#fff0e6", 0.75)
    far = d.ridge(168, 46)
    d.ground(far, d.vertical((0, "#8d7f9f"), (1, "#d8a9a3"), top=110, bottom=shore), bottom=shore)
    near = d.ridge(206, 40, rough=0.5)
    d.ground(near, d.vertical((0, "#55567d"), (1, "#8f7a90"), top=150, bottom=shore), bottom=shore)
    wood = d.hill(246, 6, waves=2.5)
    d.forest(wood, 90, (14, 30), "#2f3a58")
    d.ground(wood, "#2f3a58", bottom=shore)
    d.band(shore, HEIGHT, d.vertical((0, "#fbd9b2"), (0.3, "#c895a0"), (1, "#37517f"), top=shore))
    mirrored = [(x, 2 * shore - y) for x, y in near]
    d.shape([(0, shore), (WIDTH, shore), *reversed(mirrored)], "#55567d", 0.55)
    d.shape([(0, shore), (WIDTH, shore), *reversed([(x, 2 * shore - y + 12) for x, y in wood])], "#2f3a58", 0.8)
    d.ripples(shore + 3, HEIGHT, 70, "#ffe9d0", 0.35)
    d.ripples(shore + 2, HEIGHT, 60, "#fff3d9", 0.8, centre=452, spread=60)
    d.shape([(0, 427), (0, 372), (52, 377), (118, 398), (170, 427)], "#1d2744")
    for x, height in ((14, 150), (44, 118), (70, 92), (96, 60)):
        d.conifer(x, 400, height, "#1d2744")
    return d


def three_balloons() -> Drawing:
    """Hot-air balloons over morning hills."""
    d = Drawing(27)
    d.band(0, HEIGHT, d.vertical((0, "#4fa3d9"), (0.55, "#bfe3f2"), (0.75, "#fdf3dc"), bottom=330))
    for x, y, width in ((90, 120, 220), (420, 70, 240), (590, 170, 200), (250, 190, 180)):
        d.cloud(x, y, width, "#ffffff", 0.9)
    for height, relief, top, bottom in (
        (282, 16, "#9cc3c4", "#c5d9c4"),
        (306, 18, "#76a98f", "#a5c79a"),
        (340, 20, "#4d8a63", "#87b36b"),
        (384, 16, "#2f6a49", "#5b9350"),
    ):
        line = d.hill(height, relief, waves=d.chance.uniform(1, 2))
        d.ground(line, d.vertical((0, top), (1, bottom), top=height - relief, bottom=height + 60))
        for bush in line[2::7]:
            if d.chance.random() < 0.6 and height > 300:
                d.leaves(bush[0], bush[1] - 2, height / 60, 14, ("#2d5d3f", "#3d7450", "#4d8a57"), size=2.6)
    _balloon(d, 190, 150, 62, ("#d94f3d", "#f3a73b", "#f7e2b0"))
    _balloon(d, 418, 108, 40, ("#2f6fa8", "#f4f1e6", "#7fb5d5"))
    _balloon(d, 532, 214, 25, ("#7a4a8c", "#e38aa0", "#f6d7c3"))
    d.birds(320, 238, 6, "#3d5a6b")
    return d


def _balloon(d: Drawing, x: float, y: float, radius: float, paints: tuple[str, str, str]) -> None:
    foot, basket = y + radius * 1.25, y + radius * 1.62
    for share, paint in ((1.0, paints[0]), (0.68, paints[1]), (0.34, paints[2]), (0.1, paints[0])):
        d.curve(_envelope(x, y, radius, radius * share), paint)
    shade = d.across((x - radius, y), (x + radius, y), (0, "#fff", 0.28), (0.45, "#fff", 0), (1, "#1b2440", 0.42))
    d.curve(_envelope(x, y, radius, radius), shade)
    for side in (-1, 1):
        d.stroke([(x + side * radius * 0.24, foot), (x + side * radius * 0.11, basket)], "#4a3a2c", 0.8)
    d.box(x - radius * 0.13, basket, radius * 0.26, radius * 0.2, "#6b4a2f")


def _envelope(x: float, y: float, radius: float, reach: float) -> str:
    """The outline of a balloon's envelope, or of a panel of it: `reach` is half its width."""
    foot, waist = y + radius * 1.25, y + radius * 0.35
    left = f"C{x - reach * 1.5:.1f} {waist:.1f} {x - reach * 1.3:.1f} {y - radius:.1f} {x:.1f} {y - radius:.1f}"
    right = (
        f"C{x + reach * 1.3:.1f} {y - radius:.1f} {x + reach * 1.5:.1f} {waist:.1f} {x + reach * 0.26:.1f} {foot:.1f}"
    )
    return f"M{x - reach * 0.26:.1f} {foot:.1f}{left}{right}Z"


def dunes_after_the_wind() -> Drawing:
    """Sand in low light, each dune with its bright and its dark side."""
    d = Drawing(34)
    d.band(0, HEIGHT, d.vertical((0, "#f0b27a"), (0.35, "#f8d3a0"), (0.55, "#fdeccb"), bottom=300))
    d.glow(128, 120, 150, "#fff6dc", 0.9)
    d.disc(128, 120, 24, "#fffbef")
    for base, crest_x, crest_y, light, dark in (
        (250, 470, 186, "#e9b478", "#c98a5b"),
        (290, 230, 216, "#e0a163", "#b5713f"),
        (340, 520, 250, "#d8924f", "#9c5a31"),
        (430, 300, 298, "#cf8341", "#84461f"),
    ):
        sway = 46 + (crest_y - 180) * 0.25
        crest = f"{crest_x} {crest_y}"
        lee = f"C{crest_x + 110} {crest_y + 18} {WIDTH - 60} {base - 34} {WIDTH + 10} {base - 30}V{HEIGHT + 5}"
        d.curve(
            f"M-10 {base}C{crest_x * 0.35:.0f} {base - 22} {crest_x - 120} {crest_y + 12} {crest}{lee}H-10Z",
            d.vertical((0, light), (1, dark), top=crest_y, bottom=base + 110),
        )
        d.curve(
            f"M{crest}{lee}H{crest_x - 40}"
            f"C{crest_x + sway:.0f} {base + 50} {crest_x + sway * 0.9:.0f} {crest_y + 70} {crest_x - 18} {crest_y + 40}"
            f"C{crest_x - 30} {crest_y + 26} {crest_x - 8} {crest_y + 12} {crest}Z",
            d.across((crest_x, crest_y), (crest_x + 190, base + 40), (0, dark, 0.95), (1, light, 0.15)),
        )
    for index in range(26):
        y = 330 + index * 4.2
        reach = 150 + index * 4
        points = [(x, y + 3 * math.sin(x / 17 + index)) for x in range(10 + index * 2, reach, 10)]
        d.stroke(points, "#fbd9a0", 0.8, 0.28)
    trail = [(60 + index * 9.2, 408 - index * 4.9 - 8 * math.sin(index / 4)) for index in range(24)]
    for index, (x, y) in enumerate(trail):
        d.disc(x, y + (index % 2) * 3, max(0.9, 2.8 - index * 0.08), "#7a3f1c", 0.6, flat=0.5)
    return d


def lavender_rows() -> Drawing:
    """Rows that run to a farmhouse."""
    d = Drawing(46)
    horizon = 188.0
    d.band(0, horizon, d.vertical((0, "#5d8fc9"), (0.7, "#cfe0ee"), (1, "#fdeedd"), bottom=horizon))
    for x, y, width in ((150, 58, 260), (470, 86, 260), (330, 120, 180)):
        d.cloud(x, y, width, "#ffffff", 0.9)
    d.ground(
        d.hill(158, 14, waves=1.2), d.vertical((0, "#8fa6c4"), (1, "#c0c7d6"), top=140, bottom=horizon), bottom=horizon
    )
    d.ground(
        d.hill(176, 8, waves=2),
        d.vertical((0, "#7d9a76"), (1, "#a8b98a"), top=165, bottom=horizon + 6),
        bottom=horizon + 6,
    )
    d.band(horizon, HEIGHT, d.vertical((0, "#b9a07a"), (1, "#7d6a3f"), top=horizon))
    vanish = 372.0
    rows = 17
    for index in range(rows):
        middle = (index - rows / 2 + 0.5) * 92 + 320
        half = 33.0
        light = d.vertical((0, "#a99ad6"), (0.25, "#8a71c4"), (1, "#5b3f9c"), top=horizon)
        d.shape(
            [
                (vanish + (middle - 320) * 0.035 - 1.2, horizon),
                (vanish + (middle - 320) * 0.035 + 1.2, horizon),
                (middle + half, HEIGHT),
                (middle - half, HEIGHT),
            ],
            light,
        )
        for _ in range(46):
            near = d.chance.random() ** 0.6
            x0 = vanish + (middle - 320) * 0.035
            x = x0 + (middle + d.chance.uniform(-half, half) - x0) * near
            if -6 < x < WIDTH + 6:
                y = horizon + (HEIGHT - horizon) * near
                d.disc(
                    x,
                    y,
                    0.7 + 3.2 * near,
                    d.chance.choice(("#c5b4ee", "#9d86d8", "#7457b8", "#4f3591")),
                    0.75,
                    flat=1.5,
                )
    d.box(404, 160, 46, 28, "#efe0c8")
    d.box(436, 160, 14, 28, "#d3bb98")
    d.shape([(398, 162), (412, 144), (446, 144), (456, 162)], "#b4603f")
    for x in (411, 425):
        d.box(x, 170, 6, 8, "#5f6f86")
    for x, radius in ((476, 15), (498, 11), (384, 10)):
        d.box(x - 1.2, 172, 2.4, 17, "#5a4a36")
        d.leaves(x, 168, radius, 70, ("#3f6b43", "#55804b", "#2f5539", "#6d9657"), size=2.8)
    return d


def mist_in_the_spruces() -> Drawing:
    """Ridge behind ridge of forest, each in thinner air."""
    d = Drawing(58)
    d.band(0, HEIGHT, d.vertical((0, "#dfe9ea"), (0.5, "#eef3ef"), (1, "#c9d8d4")))
    d.glow(220, 80, 210, "#fffdf0", 0.9)
    for index, (height, paint) in enumerate(
        ((150, "#c2d3d2"), (190, "#a3bcbb"), (232, "#7f9f9e"), (282, "#557d7c"), (338, "#2f5a5b"), (402, "#153b3f"))
    ):
        edge = d.hill(height, 22 - index, waves=0.8 + 0.35 * index)
        size = 16 + index * 15
        d.forest(edge, 150 - index * 20, (size * 0.7, size * 1.5), paint)
        d.ground(edge, paint)
        if index < 5:
            d.band(
                height - 10,
                height + 70,
                d.vertical(
                    (0, "#eef3ef", 0), (0.6, "#eef3ef", 0.75), (1, "#eef3ef", 0), top=height - 10, bottom=height + 70
                ),
            )
    d.birds(452, 86, 7, "#6b8584")
    return d


def october_birches() -> Drawing:
    """White trunks in yellow leaves."""
    d = Drawing(63)
    d.band(0, HEIGHT, d.vertical((0, "#f7d98a"), (0.5, "#f3b95f"), (0.8, "#c9803c")))
    d.glow(330, 150, 260, "#fff4c9", 0.95)
    for _ in range(26):
        x, width = d.chance.uniform(0, WIDTH), d.chance.uniform(2, 6)
        d.box(x, 0, width, 340, "#e8c48a", d.chance.uniform(0.25, 0.6))
    for _ in range(30):
        d.leaves(
            d.chance.uniform(0, WIDTH), d.chance.uniform(-10, 210), 44, 22, ("#f6cf57", "#eeb13c", "#f9e08a"), size=5
        )
    d.ground(d.hill(334, 7, waves=1.5), d.vertical((0, "#b86f2e"), (1, "#6a3517"), top=325))
    for x, width, lean in (
        (58, 17, 4),
        (148, 12, -5),
        (214, 9, 3),
        (300, 22, -3),
        (398, 11, 6),
        (456, 16, -4),
        (548, 24, 3),
        (612, 12, -6),
    ):
        foot = 345 + width * 2.2
        paint = d.across((x, 0), (x + width, 0), (0, "#fffdf6"), (0.55, "#efe6d8"), (1, "#a48d78"))
        d.shape([(x + lean, -5), (x + width * 0.82 + lean, -5), (x + width, foot), (x - 1, foot + 2)], paint)
        for _ in range(int(width * 1.4)):
            y, length = d.chance.uniform(0, foot - 12), d.chance.uniform(0.25, 0.75) * width
            side = x + lean * (1 - y / foot)
            start = side if d.chance.random() < 0.6 else side + width * 0.9 - length
            d.disc(start + length / 2, y, length / 2, "#3b2e28", 0.8, flat=d.chance.uniform(0.12, 0.3))
    for _ in range(22):
        d.leaves(
            d.chance.uniform(0, WIDTH),
            d.chance.uniform(-10, 130),
            36,
            16,
            ("#f2a52b", "#e98a1f", "#fbd04f", "#d96a1c"),
            size=4.4,
        )
    for _ in range(420):
        near = d.chance.random()
        d.disc(
            d.chance.uniform(0, WIDTH),
            342 + 85 * near,
            1.5 + 3 * near,
            d.chance.choice(("#f2a52b", "#d96a1c", "#fbd04f", "#a8481a")),
            d.chance.uniform(0.6, 1),
            flat=0.45,
        )
    return d
