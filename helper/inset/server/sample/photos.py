"""The twelve made-up photos of the sample.

Their IDs have twelve digits and begin with 99: far above what Flickr has given out, so that nothing that the sample
says can be true or false of a real photo. Those with an odd ID are listed in the bundled sample manifest. Their
pictures are the SVG files in `drawings/`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

SAMPLE_USER: Final = "inset-sample"
SIZES: Final[Mapping[str, tuple[int, int]]] = {"z": (640, 427), "b": (1024, 683)}
"""Flickr's letters for the sizes that the sample has, with their width and height in pixels."""


@dataclass(frozen=True, slots=True)
class SamplePhoto:
    """One made-up photo.

    `secret` is the ten hexadecimal digits that Flickr puts behind the ID in image addresses; `picture` is the name of
    its file in `drawings/`, without `.svg`.
    """

    photo_id: int
    secret: str
    title: str
    author: str
    alt: str
    picture: str

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
        "tarn-at-dawn",
    ),
    SamplePhoto(
        _FIRST + 1,
        "81f0d2c46e",
        "Three balloons, no wind",
        "Tobias Wren",
        "Three hot-air balloons over green morning hills",
        "three-balloons",
    ),
    SamplePhoto(
        _FIRST + 2,
        "c07b95e3a2",
        "The light at Skerry Point",
        "Ines Calloway",
        "A striped lighthouse at dusk, its beam over the sea",
        "lighthouse-at-dusk",
    ),
    SamplePhoto(
        _FIRST + 3,
        "2e94ab60f7",
        "Dunes after the wind",
        "Odile Fenwick",
        "Sand dunes in low sun, a trail of footprints",
        "dunes-after-the-wind",
    ),
    SamplePhoto(
        _FIRST + 4,
        "f36d18c95b",
        "Green fire",
        "Jun Hartsel",
        "Northern lights over snow and spruces",
        "green-fire",
    ),
    SamplePhoto(
        _FIRST + 5,
        "0d72e8b14c",
        "Lavender, row by row",
        "Maren Oakfield",
        "Lavender rows that run to a farmhouse",
        "lavender-rows",
    ),
    SamplePhoto(
        _FIRST + 6,
        "b94f3a06d8",
        "Red mesas, last sun",
        "Tobias Wren",
        "Table mountains glowing red in the evening",
        "red-mesas",
    ),
    SamplePhoto(
        _FIRST + 7,
        "67c1e52f9a",
        "Mist in the spruces",
        "Ines Calloway",
        "Ridges of spruce forest fading into mist",
        "mist-in-the-spruces",
    ),
    SamplePhoto(
        _FIRST + 8,
        "4b8ed07a31",
        "Moon on the water",
        "Odile Fenwick",
        "A sailing boat beside the moon's path on the sea",
        "moon-on-the-water",
    ),
    SamplePhoto(
        _FIRST + 9,
        "9d25f6c3e0",
        "October birches",
        "Jun Hartsel",
        "White birch trunks among yellow leaves",
        "october-birches",
    ),
    SamplePhoto(
        _FIRST + 10,
        "e8107db49f",
        "The falls at Hollow Creek",
        "Maren Oakfield",
        "A waterfall between mossy cliffs",
        "falls-at-hollow-creek",
    ),
    SamplePhoto(
        _FIRST + 11,
        "36fa92c85d",
        "Snow on the chapel",
        "Tobias Wren",
        "A chapel with lit windows on a snowy evening",
        "snow-on-the-chapel",
    ),
)

PHOTOS: Final[Mapping[int, SamplePhoto]] = {photo.photo_id: photo for photo in _ALL}
"""The photos by ID, in the order of the page."""

_FILES: Final[Mapping[str, tuple[SamplePhoto, str]]] = {
    photo.file(size): (photo, size) for photo in PHOTOS.values() for size in SIZES
}


def drawing(file: str) -> bytes | None:
    """Return the drawing of that file name as SVG, None if there is none."""
    return _read(file) if file in _FILES else None


@functools.cache
def _read(file: str) -> bytes:
    """The files are as large as size `z`; for another size, only the width and height of the root element differ."""
    photo, size = _FILES[file]
    svg = files("inset.server.sample").joinpath("drawings", f"{photo.picture}.svg").read_bytes()
    return svg.replace(_sized("z"), _sized(size), 1)


def _sized(size: str) -> bytes:
    width, height = SIZES[size]
    return f'width="{width}" height="{height}"'.encode()
