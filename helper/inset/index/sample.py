"""The bundled sample's name as a dataset: made-up photos, by which the whole chain can be seen working."""

from typing import Final

SAMPLE_NAME: Final = "inset-sample"
