"""Four of the sample's landscapes: those by evening and by night."""

from __future__ import annotations

import math

from inset.server.sample.drawing import HEIGHT, WIDTH, Drawing, Point


def lighthouse_at_dusk() -> Drawing:
    """A lighthouse on its rock, its beam over the sea."""
    d = Drawing(72)
    sea = 286.0
    d.band(0, sea, d.vertical((0, "#1f2a55"), (0.5, "#7a4f86"), (0.82, "#e98973"), (1, "#ffcf8f"), bottom=sea))
    d.stars(70, 130)
    for x, y, width in ((150, 190, 240), (330, 150, 220), (60, 232, 190), (560, 210, 240)):
        d.cloud(x, y, width, "#5a3f74", 0.75)
        d.cloud(x + 20, y + 8, width * 0.8, "#ffb08a", 0.6)
    d.band(sea, HEIGHT, d.vertical((0, "#e79a7c"), (0.18, "#8c5f86"), (1, "#1a2448"), top=sea))
    d.ripples(sea + 2, HEIGHT, 120, "#ffc9a0", 0.5)
    lamp_x, lamp_y = 468.0, 118.0
    d.shape(
        [(lamp_x, lamp_y), (-20, 44), (-20, 150)],
        d.across((lamp_x, lamp_y), (0, 90), (0, "#fff3c4", 0.85), (1, "#fff3c4", 0)),
    )
    d.shape(
        [(lamp_x, lamp_y), (660, 92), (660, 140)],
        d.across((lamp_x, lamp_y), (650, 110), (0, "#fff3c4", 0.7), (1, "#fff3c4", 0.1)),
    )
    rock: list[Point] = [
        (330, 320),
        (360, 296),
        (398, 288),
        (424, 268),
        (510, 264),
        (548, 282),
        (590, 288),
        (640, 312),
        (640, 340),
    ]
    d.ground(rock, d.vertical((0, "#3a2f4c"), (1, "#141833"), top=262, bottom=350), bottom=346)
    d.shape([(424, 268), (510, 264), (520, 276), (470, 282), (430, 280)], "#6b4f62", 0.7)
    d.shape(
        [(452, 132), (484, 132), (494, 268), (442, 268)],
        d.across((442, 0), (494, 0), (0, "#f9e3d0"), (0.5, "#e9c5b5"), (1, "#7d5f7c")),
    )
    stripe = d.across((442, 0), (494, 0), (0, "#d1483f"), (1, "#6a2440"))
    for top, bottom in ((154.0, 178.0), (202.0, 226.0)):
        upper, lower = 16 + (top - 132) / 13.6, 16 + (bottom - 132) / 13.6
        d.shape([(468 - upper, top), (468 + upper, top), (468 + lower, bottom), (468 - lower, bottom)], stripe)
    d.box(446, 128, 44, 5, "#2a2140")
    d.box(457, 108, 22, 20, "#ffe9a8")
    d.shape([(453, 108), (483, 108), (468, 92)], "#2a2140")
    d.glow(lamp_x, lamp_y, 54, "#fff6d0", 0.95)
    d.shape([(512, 268), (512, 246), (527, 234), (542, 246), (542, 274)], "#2c2440")
    d.box(522, 250, 8, 8, "#ffd88a")
    for _ in range(60):
        at, level, radius = d.chance.uniform(318, 640), 338 + d.chance.uniform(-8, 10), d.chance.uniform(3, 13)
        d.disc(at, level, radius, "#fbe6d8", d.chance.uniform(0.2, 0.6), flat=0.25)
    return d


def green_fire() -> Drawing:
    """Northern lights over snow and spruces."""
    d = Drawing(85)
    d.band(0, HEIGHT, d.vertical((0, "#050b22"), (0.6, "#0d2a45"), (1, "#1b4a5c"), bottom=320))
    d.stars(190, 300)
    for base, sway, colours, strength in (
        (205, 26, ("#46f0a0", "#8dffce"), 0.30),
        (178, 34, ("#37d6b0", "#6ff7c0"), 0.26),
        (150, 22, ("#8a6cf0", "#d28cf5"), 0.22),
    ):
        phase = d.chance.uniform(0, math.tau)
        for x in range(-10, WIDTH + 10, 5):
            fold = math.sin(x / 74 + phase) + 0.5 * math.sin(x / 29 + 2 * phase)
            foot = base + sway * fold
            length = 84 + 50 * math.sin(x / 51 + phase) + d.chance.uniform(-14, 14)
            power = strength * (0.65 + 0.35 * math.sin(x / 23 + phase * 3)) * d.chance.uniform(0.75, 1)
            paint = d.vertical(
                (0, colours[1], 0),
                (0.75, colours[0], round(power, 2)),
                (1, colours[1], 0),
                top=round(foot - length),
                bottom=round(foot + 14),
            )
            d.box(x, foot - length, 9, length + 14, paint)
    d.ground(d.ridge(288, 26), d.vertical((0, "#2b5a6e"), (1, "#16384c"), top=250, bottom=330))
    wood = d.hill(326, 7, waves=2)
    d.forest(wood, 110, (18, 44), "#071a2a")
    d.ground(wood, "#0a2032")
    d.ground(d.hill(352, 10, waves=1), d.vertical((0, "#bfeee0"), (0.4, "#6fa9b2"), (1, "#23485f"), top=338))
    for x, base, height in ((34, 402, 190), (84, 412, 140), (566, 408, 170), (612, 418, 220), (522, 414, 96)):
        d.conifer(x, base, height, "#04101c")
    d.ripples(366, HEIGHT, 40, "#d6fff0", 0.3)
    return d


def moon_on_the_water() -> Drawing:
    """A small boat in the moon's path."""
    d = Drawing(104)
    sea = 248.0
    d.band(0, sea, d.vertical((0, "#081433"), (0.7, "#1d3f73"), (1, "#4f7fae"), bottom=sea))
    d.stars(130, 220)
    d.glow(392, 112, 200, "#dcecff", 0.75)
    d.disc(392, 112, 40, d.radial(382, 102, 60, (0, "#fffef6"), (0.7, "#f3eedb"), (1, "#cfd3d6")))
    for x, y, radius in ((380, 104, 8), (404, 122, 11), (398, 94, 5), (376, 126, 5), (412, 104, 4)):
        d.disc(x, y, radius, "#b9c1cc", 0.4)
    for x, y, width in ((180, 150, 280), (500, 176, 260), (330, 206, 240)):
        d.cloud(x, y, width, "#a9c4e6", 0.45)
    d.ground(d.ridge(240, 12, rough=0.5), "#16305a", bottom=sea)
    d.band(sea, HEIGHT, d.vertical((0, "#3a6a9c"), (0.4, "#163764"), (1, "#06122c"), top=sea))
    d.ripples(sea + 2, HEIGHT, 150, "#7fa9d6", 0.4)
    d.ripples(sea + 1, HEIGHT, 170, "#fff9e4", 0.95, centre=392, spread=72)
    d.curve("M206 330C222 345 268 345 286 328Z", "#0a1024")
    d.curve("M244 326V226C262 254 274 290 276 322Z", "#e6ecf2")
    d.curve("M240 326V240C226 268 216 296 214 322Z", "#b4c3d6")
    d.stroke([(242, 332), (242, 222)], "#0a1024", 1.6)
    d.box(270, 318, 3, 5, "#ffd27a")
    d.glow(271, 320, 16, "#ffd27a", 0.9)
    d.curve("M210 338C226 352 264 352 282 337L270 372C260 384 232 384 224 370Z", "#040b1e", 0.5)
    return d


def snow_on_the_chapel() -> Drawing:
    """A chapel with lit windows in a winter evening."""
    d = Drawing(129)
    d.band(0, HEIGHT, d.vertical((0, "#26325f"), (0.5, "#6d6aa3"), (0.8, "#e0a7b4"), (1, "#fbd9c4"), bottom=300))
    d.stars(60, 140)
    d.ground(d.ridge(214, 40), d.vertical((0, "#e6d9ec"), (0.5, "#a79cc9"), (1, "#8580b5"), top=160, bottom=300))
    d.ground(d.ridge(254, 24, rough=0.5), d.vertical((0, "#b9b3d9"), (1, "#7d7db3"), top=225, bottom=310))
    wood = d.hill(292, 6, waves=2)
    d.forest(wood, 80, (18, 38), "#3a4070")
    d.ground(wood, "#4b5087")
    d.ground(d.hill(312, 8, waves=1), d.vertical((0, "#f4f0fa"), (0.5, "#c5c6e6"), (1, "#8087bd"), top=300))
    d.glow(330, 292, 130, "#ffcf86", 0.6)
    d.box(292, 262, 92, 62, d.across((292, 0), (384, 0), (0, "#f2e0d6"), (1, "#a58fa8")))
    d.shape([(282, 266), (304, 226), (374, 226), (394, 266)], "#f7f5fc")
    d.shape([(282, 266), (394, 266), (392, 271), (284, 271)], "#8f8bb8")
    d.box(262, 226, 38, 98, d.across((262, 0), (300, 0), (0, "#f8e9dc"), (1, "#c0a9b8")))
    d.shape(
        [(256, 230), (281, 158), (306, 230)],
        d.across((256, 0), (306, 0), (0, "#ffffff"), (0.5, "#e2e0f2"), (1, "#9a97c4")),
    )
    d.stroke([(281, 158), (281, 142)], "#3b3357", 2)
    d.stroke([(276, 147), (286, 147)], "#3b3357", 2)
    for x, y, width, height in ((312, 284, 12, 24), (336, 284, 12, 24), (360, 284, 12, 24), (275, 246, 12, 20)):
        d.curve(f"M{x} {y + height}V{y}Q{x + width / 2} {y - 10} {x + width} {y}V{y + height}Z", "#ffd681")
        d.stroke([(x + width / 2, y - 4), (x + width / 2, y + height)], "#7a5340", 1)
    d.curve("M272 324V300Q281 288 290 300V324Z", "#5d3d3c")
    d.curve("M276 324C262 350 330 372 290 427H372C384 378 304 352 292 324Z", "#fffaf6", 0.8)
    for x, base, height in (
        (86, 372, 130),
        (140, 352, 92),
        (520, 366, 124),
        (566, 384, 160),
        (470, 344, 70),
        (36, 396, 170),
    ):
        d.conifer(x, base, height, "#252c57")
        for tier in range(3, 8):
            snow_y = base - height * (1 - tier / 8) - 4
            d.disc(x - height * 0.015 * tier, snow_y, height * 0.02 * tier, "#f7f7ff", 0.85, flat=0.3)
    for _ in range(150):
        near = d.chance.random() ** 2
        d.disc(
            d.chance.uniform(0, WIDTH),
            d.chance.uniform(0, HEIGHT),
            0.8 + 2.2 * near,
            "#ffffff",
            d.chance.uniform(0.4, 0.9),
        )
    return d
