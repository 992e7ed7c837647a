"""Packs: a run as one file, read and verified. They are made and fetched by `inset_build.pack`."""
