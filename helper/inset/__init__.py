"""Inset's helper: tells which Flickr photos are listed in the datasets that AI systems are trained on."""

__version__ = "0.2.0"

API_VERSION = 1
"""Major version of the localhost API, as `GET /v1/hello` gives it and as the extension expects it."""
