"""The bundled sample: a made-up dataset whose photo IDs lie outside the range that Flickr has given out.

Nothing that Inset says of it is about a real photo. The helper's page `/sample` shows twelve of its photos, six of them
listed here.
"""

from pathlib import Path
from typing import Final

SAMPLE_MANIFEST: Final = Path(__file__).with_name("inset-sample.csv")
