"""The twelve made-up photos of the sample.

Their IDs have twelve digits and begin with 99: far above what Flickr has given out, so that nothing that the sample
says can be true or false of a real photo. Those with an odd ID are listed in the bundled sample manifest.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from inset.server.sample import scenes_day, scenes_dusk, scenes_rock
from inset.server.sample.drawing import Drawing

SAMPLE_USER: Final = "inset-sample"
SIZES: Final[Mapping[str, int]] = {"z": 640, "b": 1024}
"""Flickr's letters for the sizes that the sample has, with their width in pixels."""


@dataclass(frozen=True, slots=True)
class SamplePhoto:
    """One made-up photo. `secret` is the ten hexadecimal digits that Flickr puts behind the ID in image addresses."""

    photo_id: int
    secret: str
    title: str
    author: str
    alt: str
    draw: Callable[[], Drawing]

    @property
    def listed(self) -> bool:
        """Whether the bundled sample manifest lists it."""
        return self.photo_id % 2 == 1

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"/sample/photos/{SAMPLE_USER}/{self.photo_id}/"

    def image(self, size: str) -> str:
        """The address of its drawing in one of `SIZES`."""
        return f"/sample/static/65535/{self.file(size)}"

    def file(self, size: str) -> str:
        """The file name of its drawing in one of `SIZES`."""
        return f"{self.photo_id}_{self.secret}_{size}.svg"


_FIRST: Final = 990_000_000_001

_ALL: Final = (
    SamplePhoto(
        _FIRST + 0,
        "5a3c7e9b10",
        "First light on the tarn",
        "Maren Oakfield",
        "A mountain lake at dawn, the peaks mirrored in it",
        scenes_day.tarn_at_dawn,
    ),
    SamplePhoto(
        _FIRST + 1,
        "81f0d2c46e",
        "Three balloons, no wind",
        "Tobias Wren",
        "Three hot-air balloons over green morning hills",
        scenes_day.three_balloons,
    ),
    SamplePhoto(
        _FIRST + 2,
        "c07b95e3a2",
        "The light at Skerry Point",
        "Ines Calloway",
        "A striped lighthouse at dusk, its beam over the sea",
        scenes_dusk.lighthouse_at_dusk,
    ),
    SamplePhoto(
        _FIRST + 3,
        "2e94ab60f7",
        "Dunes after the wind",
        "Odile Fenwick",
        "Sand dunes in low sun, a trail of footprints",
        scenes_day.dunes_after_the_wind,
    ),
    SamplePhoto(
        _FIRST + 4,
        "f36d18c95b",
        "Green fire",
        "Jun Hartsel",
        "Northern lights over snow and spruces",
        scenes_dusk.green_fire,
    ),
    SamplePhoto(
        _FIRST + 5,
        "0d72e8b14c",
        "Lavender, row by row",
        "Maren Oakfield",
        "Lavender rows that run to a farmhouse",
        scenes_day.lavender_rows,
    ),
    SamplePhoto(
        _FIRST + 6,
        "b94f3a06d8",
        "Red mesas, last sun",
        "Tobias Wren",
        "Table mountains glowing red in the evening",
        scenes_rock.red_mesas,
    ),
    SamplePhoto(
        _FIRST + 7,
        "67c1e52f9a",
        "Mist in the spruces",
        "Ines Calloway",
        "Ridges of spruce forest fading into mist",
        scenes_day.mist_in_the_spruces,
    ),
    SamplePhoto(
        _FIRST + 8,
        "4b8ed07a31",
        "Moon on the water",
        "Odile Fenwick",
        "A sailing boat beside the moon's path on the sea",
        scenes_dusk.moon_on_the_water,
    ),
    SamplePhoto(
        _FIRST + 9,
        "9d25f6c3e0",
        "October birches",
        "Jun Hartsel",
        "White birch trunks among yellow leaves",
        scenes_day.october_birches,
    ),
    SamplePhoto(
        _FIRST + 10,
        "e8107db49f",
        "The falls at Hollow Creek",
        "Maren Oakfield",
        "A waterfall between mossy cliffs",
        scenes_rock.falls_at_hollow_creek,
    ),
    SamplePhoto(
        _FIRST + 11,
        "36fa92c85d",
        "Snow on the chapel",
        "Tobias Wren",
        "A chapel with lit windows on a snowy evening",
        scenes_dusk.snow_on_the_chapel,
    ),
)

PHOTOS: Final[Mapping[int, SamplePhoto]] = {photo.photo_id: photo for photo in _ALL}
"""The photos by ID, in the order of the page."""

_FILES: Final[Mapping[str, tuple[SamplePhoto, str]]] = {
    photo.file(size): (photo, size) for photo in PHOTOS.values() for size in SIZES
}


def drawing(file: str) -> bytes | None:
    """Return the drawing of that file name as SVG, None if there is none; drawn when it is first asked for."""
    return _draw(file) if file in _FILES else None


@functools.cache
def _draw(file: str) -> bytes:
    photo, size = _FILES[file]
    return photo.draw().svg(SIZES[size])
